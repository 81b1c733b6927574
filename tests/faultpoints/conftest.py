"""What the cases begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faultpoints.cases import Case
from tests.faultpoints.journeys import Journey
from tests.faultpoints.process import ForkServer
from tests.faultpoints.selection import Share


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An SQLite database that is up to date and empty; to be copied."""
    return _migrated_file


@pytest.fixture(scope="module")
def nursery() -> Iterator[ForkServer]:
    with ForkServer.open() as nursery:
        yield nursery


@pytest.fixture
def new_case(nursery: ForkServer, tmp_path: Path, migrated_file: Path) -> Callable[..., Case]:
    """Makes a case by its journey, its number and what else a case is told."""

    def make(journey: type[Journey], number: int, **told: Any) -> Case:
        return Case(nursery, journey, tmp_path / str(number), migrated_file, **told)

    return make


@pytest.fixture(scope="module")
def share() -> Share:
    return Share()
