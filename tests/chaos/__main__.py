"""Chaos, from the command line.

python -m tests.chaos --seed 7 --requests 500 --kills 100
python -m tests.chaos --seed 1-20 --requests 100 --kills 20 --record

The last line of each run is its verdict. One that fails keeps its logs; the same three numbers
play the same schedule again.
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
from tests.chaos.verdict import Fault

RECORD = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", default="7", help="one number, or several: 1,4,7 or 1-20")
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--keep", action="store_true", help="keep the logs of what went well, too")
    parser.add_argument("--record", action="store_true", help=f"add a row to {RECORD.name}")
    return parser.parse_args()


def seeds_of(text: str) -> list[int]:
    seeds: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is a program


def be_quiet(_line: str) -> None:
    """Say nothing of how it goes on."""


def play(seed: int, options: argparse.Namespace, *, alone: bool) -> bool:
    """Play one seed; say whether all promises were kept. Of several, each gets one line."""
    plan = make_plan(seed, requests=options.requests, kills=options.kills)
    folder = Path(tempfile.mkdtemp(prefix=f"comicai-chaos-{seed}-"))
    result = asyncio.run(run(plan, folder, say if alone else be_quiet))
    for violation in result.violations:
        say(str(violation))
    if result.violations or options.keep:
        say(f"seed {seed}: logs and ledgers are kept in {folder}")
    else:
        shutil.rmtree(folder)
    ends = " ".join(f"{state}={many}" for state, many in sorted(result.ends.items()))
    more = f"accepted={result.accepted} {ends} restarts={result.restarts} in {result.seconds:.0f} s"
    if alone:
        say(more)
        say(verdict(result))
    else:
        say(f"seed={seed} {verdict(result)} {more}")
    if options.record:
        record(seed, result)
    return not result.violations


def verdict(result: Result) -> str:
    faults = Counter(violation.fault for violation in result.violations)
    counts = " ".join(f"{fault}={faults[fault]}" for fault in Fault)
    return f"requests={result.requests} kills={result.kills} {counts}"


def record(seed: int, result: Result) -> None:
    """Add a row to the table that the document ends with."""
    faults = Counter(violation.fault for violation in result.violations)
    cells = [seed, result.requests, result.accepted, result.kills, round(result.seconds)]
    cells += [faults[fault] for fault in Fault]
    with RECORD.open("a", encoding="utf-8") as file:
        file.write("| " + " | ".join(map(str, cells)) + " |\n")


if __name__ == "__main__":
    chosen = arguments()
    # As Ctrl+C does: whatever was started is stopped before this ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seeds = seeds_of(chosen.seed)
    went_well = [play(seed, chosen, alone=len(seeds) == 1) for seed in seeds]
    sys.exit(0 if all(went_well) else 1)
