"""Command line of the chaos tests.

python -m tests.chaos --seed 7 --requests 500 --kills 100
python -m tests.chaos --seed 1-20 --requests 100 --kills 20 --record

The last line of each run is its verdict. A run that fails keeps its logs; the same three numbers
repeat the same schedule.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.chaos.run import Result, run
from tests.chaos.schedule import make_plan
from tests.chaos.verdict import ViolationKind

RECORD = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", default="7", help="one or more numbers: 1,4,7 or 1-20")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="keep the logs of successful runs, too")
    parser.add_argument("--record", action="store_true", help=f"add a row to {RECORD.name}")
    return parser.parse_args()


def parse_seeds(text: str) -> list[int]:
    seeds: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def print_line(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a program


def ignore_line(_line: str) -> None:
    """Print nothing."""


def run_seed(seed: int, options: argparse.Namespace, *, is_single: bool) -> bool:
    """Run one seed and return whether all promises were kept.

    A single seed reports its progress; of several, each prints one line.
    """
    plan = make_plan(seed, requests=options.requests, kills=options.kills)
    folder = Path(tempfile.mkdtemp(prefix=f"comicai-chaos-{seed}-"))
    result = asyncio.run(run(plan, folder, print_line if is_single else ignore_line))
    for violation in result.violations:
        print_line(str(violation))
    if result.violations or options.keep:
        print_line(f"seed {seed}: logs are kept in {folder}")
    else:
        shutil.rmtree(folder)
    states = " ".join(f"{state}={count}" for state, count in sorted(result.end_states.items()))
    totals = f"accepted={result.accepted} {states} restarts={result.restarts}"
    totals += f" in {result.seconds:.0f} s"
    if is_single:
        print_line(totals)
        print_line(verdict(result))
    else:
        print_line(f"seed={seed} {verdict(result)} {totals}")
    if options.record:
        record(seed, result)
    return not result.violations


def verdict(result: Result) -> str:
    found = Counter(violation.kind for violation in result.violations)
    counts = " ".join(f"{kind}={found[kind]}" for kind in ViolationKind)
    return f"requests={result.requests} kills={result.kills} {counts}"


def record(seed: int, result: Result) -> None:
    """Add a row to the table at the end of the document."""
    found = Counter(violation.kind for violation in result.violations)
    cells = [seed, result.requests, result.accepted, result.kills, round(result.seconds)]
    cells += [found[kind] for kind in ViolationKind]
    with RECORD.open("a", encoding="utf-8") as file:
        file.write("| " + " | ".join(map(str, cells)) + " |\n")


if __name__ == "__main__":
    chosen = parse_arguments()
    # Like Ctrl+C: all processes are stopped before this one ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seeds = parse_seeds(chosen.seed)
    successes = [run_seed(seed, chosen, is_single=len(seeds) == 1) for seed in seeds]
    sys.exit(0 if all(successes) else 1)
