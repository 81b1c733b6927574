"""Tests of the benchmarks: they run and report results. The speed itself is not tested."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.percentiles import milliseconds, percentile
from bench.registry import Row, at_most, benchmarks
from bench.report import DOCUMENT, MEASURED, document, keep

KEYS = {"name", "measured", "unit", "floor", "ratio", "goal", "ok"}


@pytest.mark.servers
def test_a_benchmark_measures_its_floor_too_and_writes_its_results(tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    command = (sys.executable, "-m", "bench", "ack", "--quick", f"--out={out}")

    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)

    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(out.read_text())}
    assert {"ack_p50", "ack_p99", "ack_missed", "ack_loop_lag_p99"} <= rows.keys()
    assert all(row.keys() == KEYS for row in rows.values())
    assert rows["ack_p50"]["measured"] > 0
    assert rows["ack_p50"]["floor"] > 0
    assert "ack_p99" in done.stdout


def test_every_benchmark_is_found_and_has_a_description() -> None:
    found = benchmarks()

    assert found.keys() == {
        *("ack", "callback", "capacity", "crowd_discord", "crowd_telegram", "gallery", "gpu_cost"),
        *("keeper_calls", "keeper_stop", "wake_to_draw"),
        *("open_jobs", "picture_alone", "posted", "run", "setup", "workers"),
        *("import_cost", "page_overhead", "panels_kept", "panels_together"),
        *("memory", "pipeline_memory", "plan", "sketch_page"),
    }
    assert all(each.about.endswith(".") for each in found.values())


def test_a_row_passes_up_to_its_goal() -> None:
    assert at_most("a", 2.0, "ms", floor=1.0, goal=2.0) == Row(
        name="a", measured=2.0, unit="ms", floor=1.0, ratio=2.0, goal=2.0, ok=True
    )
    assert not at_most("a", 2.1, "ms", goal=2.0).ok
    assert at_most("a", 2.1, "ms").ok


def test_a_percentile_is_not_exceeded_by_that_share_of_the_values() -> None:
    samples = [number / 1000 for number in range(101)]

    assert percentile(samples, 99) == pytest.approx(0.099)
    assert milliseconds(samples, 50) == pytest.approx(50)
    assert percentile([3.0], 99) == 3.0


def test_one_benchmark_keeps_the_rows_of_others_in_place(tmp_path: Path) -> None:
    file = tmp_path / "latest.json"
    keep([at_most("one", 1, "ms"), at_most("two", 2, "ms")], complete=True, file=file)

    keep([at_most("two", 3, "ms")], complete=False, file=file)

    rows: list[dict[str, Any]] = json.loads(file.read_text())
    assert [(row["name"], row["measured"]) for row in rows] == [("one", 1), ("two", 3)]
    keep([at_most("two", 4, "ms")], complete=True, file=file)
    assert [row["name"] for row in json.loads(file.read_text())] == ["two"]


def test_only_the_table_between_its_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Before.\n<!-- measured -->\nold\n<!-- end -->\nAfter.\n")

    document([at_most("ack_p50", 1.5, "ms", floor=1.0, goal=10)], file=page)

    text = page.read_text()
    assert text.startswith("Before.\n<!-- measured -->\n20")
    assert "| ack_p50 | 1.5 | 1 | 1.5 | 10 | ms | yes |\n<!-- end -->\nAfter.\n" in text
    assert "old" not in text


def test_the_document_has_a_place_for_the_table() -> None:
    assert len(MEASURED.findall(DOCUMENT.read_text(encoding="utf-8"))) == 1
