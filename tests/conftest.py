"""Fixtures for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.migrate import migrate
from tests.child_processes import give_children_default_signals
from tests.collection_order import put_longest_first
from tests.property_tests import load_profile
from tests.servers import MariaDbServer, RedisServer

give_children_default_signals()

load_profile()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    put_longest_first(items)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDbServer]:
    server = MariaDbServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    migrate(f"sqlite:///{folder}/migrated.sqlite3", data_dir=folder)
    return folder / "migrated.sqlite3"


@pytest.fixture
def sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    """URL of a migrated, empty SQLite database for this test."""
    shutil.copy(_migrated_file, tmp_path / "comicai.sqlite3")
    return f"sqlite:///{tmp_path}/comicai.sqlite3"


@pytest.fixture(scope="session")
def _migrated_database(mariadb: MariaDbServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = mariadb.make_database()
    migrate(url, data_dir=tmp_path_factory.mktemp("mariadb"))
    return url


@pytest.fixture
def mariadb_url(mariadb: MariaDbServer, _migrated_database: str) -> str:
    """URL of a migrated, empty MariaDB database, shared by all tests of this process."""
    mariadb.empty(_migrated_database)
    return _migrated_database
