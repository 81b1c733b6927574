"""Tests of the database's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select, text

from core.ports.database import UnitOfWork
from storage.clock import db_now, seconds_between
from storage.column_types import UtcDateTime
from storage.sql_database import SqlDatabase
from tests.storage.rows import connection_of, execute


async def test_the_databases_time_is_now_in_utc(database: SqlDatabase) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)

    now = await database.read(lambda unit: unit.now())

    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


async def test_time_has_fractions_of_a_second(database: SqlDatabase) -> None:
    times = [await database.read(lambda unit: unit.now()) for _ in range(5)]

    assert any(time.microsecond for time in times)


@pytest.mark.parametrize(
    "offset",
    [timedelta(seconds=90), timedelta(days=-400), timedelta(milliseconds=-1500), timedelta(0)],
)
async def test_an_offset_moves_the_time(database: SqlDatabase, offset: timedelta) -> None:
    [(now, moved)] = await execute(database, select(db_now(), db_now(offset)))

    assert abs(moved - now - offset) < timedelta(milliseconds=50)


async def test_stored_times_compare_chronologically(database: SqlDatabase) -> None:
    stored = literal(datetime.now(UTC) - timedelta(milliseconds=500), UtcDateTime())

    [(past, future)] = await execute(
        database,
        select(stored < db_now(), stored > db_now(timedelta(seconds=-1))),
    )

    assert (past, future) == (1, 1)


async def test_seconds_between_keep_their_fraction(database: SqlDatabase) -> None:
    start = datetime(2026, 2, 28, 23, 59, 59, 250_000, tzinfo=UTC)
    times = [literal(time, UtcDateTime()) for time in (start, start + timedelta(seconds=1.5))]

    [(seconds,)] = await execute(database, select(seconds_between(*times)))

    assert seconds == pytest.approx(1.5, abs=0.001)


@pytest.mark.mariadb
async def test_the_servers_time_zone_has_no_effect(mysql: SqlDatabase) -> None:
    async def work(unit: UnitOfWork) -> datetime:
        await connection_of(unit).execute(text("SET time_zone = '+09:00'"))
        return await unit.now()

    now = await mysql.read(work)

    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
