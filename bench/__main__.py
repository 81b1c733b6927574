"""Command line of the benchmarks: `python -m bench [NAME ...] [--quick] [--out FILE]`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench.registry import Benchmark, Row, Scale, benchmarks
from bench.report import LATEST, document, keep, show

UNWELL = 1


def main() -> int:
    """Run the named benchmarks, or all; return 0 if every goal was met."""
    known = benchmarks()
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog="\n".join(f"{each.name:12}{each.about}" for each in known.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="benchmarks to run (default: all)")
    parser.add_argument(
        "--quick", action="store_true", help="run few iterations, only to check that they work"
    )
    parser.add_argument("--out", type=Path, help=f"file for the rows (default: {LATEST.name})")
    options = parser.parse_args()
    if unknown := set(options.names) - set(known):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = [known[name] for name in options.names or known]
    rows = uvloop.run(run_all(chosen, Scale(options.quick)))
    show(rows)
    if options.out:
        keep(rows, complete=not options.names, file=options.out)
    elif not options.quick:
        document(keep(rows, complete=not options.names))
    return 0 if options.quick or all(row.ok for row in rows) else UNWELL


async def run_all(chosen: Sequence[Benchmark], scale: Scale) -> list[Row]:
    """Run the benchmarks one after another, so that each has the machine to itself."""
    rows: list[Row] = []
    for each in chosen:
        print(f"{each.name}: {each.about}", file=sys.stderr)
        began = time.monotonic()
        rows += await each.run(scale)
        print(f"{each.name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return rows


if __name__ == "__main__":
    sys.exit(main())
