"""Report of results: on the terminal, in `results/latest.json` and in `docs/performance.md`."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.registry import Row

LATEST = Path(__file__).parent / "results" / "latest.json"
DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", re.DOTALL)
COLUMNS = ("what", "measured", "floor", "ratio", "goal", "unit", "ok")


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table(*COLUMNS, title="ComicAI")
    for row in rows:
        table.add_row(*_cells(row))
    Console(width=120).print(table)


def keep(rows: Sequence[Row], *, complete: bool, file: Path = LATEST) -> list[Row]:
    """Write the rows and return all rows of the file.

    Rows of benchmarks that did not run are kept, unless the run was *complete*.
    """
    kept = {row.name: row for row in rows}
    if not complete and file.exists():
        earlier = [Row(**entry) for entry in json.loads(file.read_text(encoding="utf-8"))]
        kept = {**{row.name: row for row in earlier}, **kept}
    file.parent.mkdir(exist_ok=True)
    entries = [asdict(row) for row in kept.values()]
    file.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    return list(kept.values())


def document(rows: Sequence[Row], *, file: Path = DOCUMENT) -> None:
    """Write the table, the machine and the date into the document."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}.",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "| --- | ---: | ---: | ---: | ---: | --- | --- |",
        *("| " + " | ".join(_cells(row)) + " |" for row in rows),
        "",
    ]
    text = file.read_text(encoding="utf-8")
    file.write_text(MEASURED.sub(lambda _found: "\n".join(lines), text), encoding="utf-8")


def machine() -> str:
    """Describe the machine."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.+)", cpu)
    gigabytes = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), "
        f"{gigabytes:.0f} GB, Linux {platform.release()}, Python {platform.python_version()}"
    )


def _cells(row: Row) -> tuple[str, ...]:
    well = ("yes" if row.ok else "NO") if row.goal is not None else ""
    numbers = (row.measured, row.floor, row.ratio, row.goal)
    return (row.name, *(_number(number) for number in numbers), row.unit, well)


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
