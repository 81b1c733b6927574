"""What the cases begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faultpoints.process import Nursery


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An SQLite database that is up to date and empty; to be copied."""
    return _migrated_file


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery.open() as nursery:
        yield nursery
