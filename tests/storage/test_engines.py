"""Tests of how database URLs become engines."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engines import make_engine, make_sync_engine, parse_url


@pytest.mark.parametrize(
    ("url", "driver", "sync_driver"),
    [
        ("mysql://u@h/d", "aiomysql", "pymysql"),
        ("mariadb://u@h/d", "aiomysql", "pymysql"),
        ("mysql+pymysql://u@h/d", "aiomysql", "pymysql"),
        ("sqlite:///x.sqlite3", "aiosqlite", "pysqlite"),
        ("sqlite+aiosqlite:///x.sqlite3", "aiosqlite", "pysqlite"),
    ],
)
def test_the_driver_does_not_depend_on_the_url(url: str, driver: str, sync_driver: str) -> None:
    assert make_engine(url, pool_size=1).dialect.driver == driver
    assert make_sync_engine(url).dialect.driver == sync_driver


def test_tls_options_are_passed_as_an_ssl_context() -> None:
    assert not make_engine("mysql://u@h/d?tls=true", pool_size=1).url.query


def test_the_ca_file_is_loaded_at_once() -> None:
    with pytest.raises(ssl.SSLError):  # this file holds no certificate
        make_engine(f"mysql://u@h/d?ssl_ca={__file__}", pool_size=1)


def test_a_password_is_never_shown() -> None:
    url = "mysql://u:secret@h/d"

    assert "secret" not in repr(parse_url(url))
    assert "secret" not in repr(make_engine(url, pool_size=1))


async def test_a_cancelled_unit_with_unread_rows_leaves_no_lock(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/x.sqlite3", pool_size=2)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (x)"))
        await connection.execute(text("INSERT INTO t VALUES (1), (2), (3)"))

    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO t VALUES (4)"))
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        # Held as the traceback of a cancelled task holds it.
        unread = await driver.execute("SELECT x FROM t")
        await connection.invalidate()

    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO t VALUES (5)"))
        rows = await connection.scalars(text("SELECT x FROM t ORDER BY x"))
    await engine.dispose()

    assert unread is not None
    assert rows.all() == [1, 2, 3, 5]
