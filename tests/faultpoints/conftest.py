"""Fixtures of the fault-point tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faultpoints.cases import Case
from tests.faultpoints.process import ForkServer
from tests.faultpoints.scenario_base import Scenario
from tests.faultpoints.selection import Selection


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An empty SQLite database with the current schema, to be copied."""
    return _migrated_file


@pytest.fixture(scope="module")
def fork_server() -> Iterator[ForkServer]:
    with ForkServer.open() as fork_server:
        yield fork_server


@pytest.fixture
def new_case(fork_server: ForkServer, tmp_path: Path, migrated_file: Path) -> Callable[..., Case]:
    """Factory of cases, by scenario and number, with the options of `Case`."""

    def make(scenario: type[Scenario], number: int, **options: Any) -> Case:
        return Case(fork_server, scenario, tmp_path / str(number), migrated_file, **options)

    return make


@pytest.fixture(scope="module")
def selection() -> Selection:
    return Selection()
