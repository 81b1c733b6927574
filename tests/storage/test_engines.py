"""Tests of how database URLs become engines."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engines import (
    driver_connection,
    make_mysql_engine,
    make_sqlite_engine,
    make_sync_engine,
    parse_url,
)


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


def test_tls_options_are_passed_as_an_ssl_context() -> None:
    assert not make_mysql_engine("mysql://u@h/d?tls=true", pool_size=1).url.query


def test_the_ca_file_is_loaded_at_once() -> None:
    with pytest.raises(ssl.SSLError):  # this file holds no certificate
        make_mysql_engine(f"mysql://u@h/d?ssl_ca={__file__}", pool_size=1)


def test_a_password_is_never_shown() -> None:
    url = "mysql://u:secret@h/d"

    assert "secret" not in repr(parse_url(url))
    assert "secret" not in repr(make_mysql_engine(url, pool_size=1))


def test_a_result_with_unread_rows_leaves_no_lock(tmp_path: Path) -> None:
    engine = make_sqlite_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.execute(text("INSERT INTO t VALUES (1), (2), (3)"))

    with engine.connect() as connection:
        connection.execute(text("INSERT INTO t VALUES (4)"))
        # Held as the traceback of a failed unit holds it.
        unread = driver_connection(connection).cursor().execute("SELECT x FROM t")
        assert unread.fetchone() == (1,)
        connection.invalidate()

    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (5)"))
        rows = connection.scalars(text("SELECT x FROM t ORDER BY x")).all()
    engine.dispose()

    assert rows == [1, 2, 3, 5]
    assert unread.fetchmany(2) == [(2,), (3,)]
    assert unread.fetchall() == [(4,)]
