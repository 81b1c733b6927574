"""Order of test files: long ones start first, so that all workers finish at about the same time."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

SLOW_MARKS = ("servers", "browser", "mariadb")


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort the files by their expected duration; keep the order within each file.

    Files with longer time-outs come first, then files whose tests start programs or use a server,
    then files with more tests.
    """
    files: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    weights = {path: _weight(tests) for path, tests in files.items()}
    items.sort(key=lambda item: (weights[item.path], item.path), reverse=True)


def _weight(tests: list[pytest.Item]) -> tuple[float, int, int]:
    slow = sum(any(test.get_closest_marker(name) for name in SLOW_MARKS) for test in tests)
    return max(map(_timeout_of, tests)), slow, len(tests)


def _timeout_of(test: pytest.Item) -> float:
    usual = float(test.config.getini("timeout"))
    mark = test.get_closest_marker("timeout")
    return max(usual, float(mark.args[0])) if mark else usual
