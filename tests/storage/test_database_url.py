"""Tests of database URLs and of the drivers that they select."""

from __future__ import annotations

import pytest

from storage.migration_engine import make_sync_engine
from storage.mysql_engine import make_mysql_engine
from storage.sqlite_engine import make_sqlite_engine


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("mysql://u@h/d", "pymysql"),
        ("mariadb://u@h/d", "pymysql"),
        ("mysql+pymysql://u@h/d", "pymysql"),
        ("sqlite:///x.sqlite3", "pysqlite"),
        ("sqlite+aiosqlite:///x.sqlite3", "pysqlite"),  # configured for an older release
    ],
)
def test_the_driver_does_not_depend_on_the_url(url: str, driver: str) -> None:
    assert make_sync_engine(url).dialect.driver == driver
    if driver == "pysqlite":
        assert make_sqlite_engine(url).dialect.driver == driver
    else:
        assert make_mysql_engine(url, pool_size=1).dialect.driver == "aiomysql"
