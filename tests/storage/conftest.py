"""Fixtures that run the tests on every supported database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import open_database
from storage.sql_database import SqlDatabase


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def url(request: pytest.FixtureRequest) -> str:
    """URL of a migrated, empty database, once on SQLite and once on MariaDB."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
async def database(url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(url)
    yield database
    await database.close()


@pytest.fixture
async def mysql(mariadb_url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(mariadb_url)
    yield database
    await database.close()
