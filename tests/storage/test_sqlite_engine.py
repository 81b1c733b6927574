"""Tests of the engine for SQLite."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from storage.sqlite_engine import driver_connection, make_sqlite_engine, sqlite_transaction


def test_a_result_with_unread_rows_leaves_no_lock(tmp_path: Path) -> None:
    engine = make_sqlite_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    with sqlite_transaction(engine, write=True) as connection:
        connection.execute(text("CREATE TABLE t (x)"))
        connection.execute(text("INSERT INTO t VALUES (1), (2), (3)"))

    with engine.connect() as connection:
        driver_connection(connection).execute("BEGIN IMMEDIATE")
        connection.execute(text("INSERT INTO t VALUES (4)"))
        # Held as the traceback of a failed unit holds it.
        unread = driver_connection(connection).cursor().execute("SELECT x FROM t")
        assert unread.fetchone() == (1,)
        connection.invalidate()

    with sqlite_transaction(engine, write=True) as connection:
        connection.execute(text("INSERT INTO t VALUES (5)"))
        rows = connection.scalars(text("SELECT x FROM t ORDER BY x")).all()
    engine.dispose()

    assert rows == [1, 2, 3, 5]
    assert unread.fetchmany(2) == [(2,), (3,)]
    assert unread.fetchall() == [(4,)]


def test_statements_have_no_listeners(tmp_path: Path) -> None:
    engine = make_sqlite_engine(f"sqlite:///{tmp_path}/x.sqlite3")

    for name in ("before_execute", "before_cursor_execute", "after_cursor_execute", "begin"):
        assert not getattr(engine.dispatch, name)
