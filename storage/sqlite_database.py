"""SQLite database: a thread that writes, a few that read, and no hop between statements."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from typing import Any, Self, TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.errors import CommitUnconfirmedError, StorageUnavailableError
from core.ports.database import Work
from storage.driver_errors import DriverErrorKind, kind_of_error, reason_of
from storage.group_commit import GroupCommitWriter
from storage.pending_unit import PendingUnit, settle_all
from storage.sql_database import FOREGROUND_UNITS, SqlDatabase
from storage.sqlite_engine import driver_connection, sqlite_transaction

log = structlog.get_logger(__name__)

T = TypeVar("T")

BACKGROUND_READERS = 2  # threads; SQLite reads in parallel
CLOSE_SECONDS = 10.0  # for the units that run; longer than SQLite waits for a lock


class SqliteDatabase(SqlDatabase):
    """`SqlDatabase` on an SQLite file, whose units run in threads from start to end."""

    def __init__(self, engine: Engine, unit_seconds: float) -> None:
        self.sync_engine = engine
        self._unit_seconds = unit_seconds
        self._writer = GroupCommitWriter(engine)
        self._readers = {
            is_foreground: ThreadPoolExecutor(threads, thread_name_prefix="sqlite-reader")
            for is_foreground, threads in ((False, BACKGROUND_READERS), (True, FOREGROUND_UNITS))
        }
        self.is_foreground = False

    def for_foreground(self) -> Self:
        database = copy(self)
        database.is_foreground = True
        return database

    async def close(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await loop.run_in_executor(None, self._writer.close)
                for readers in self._readers.values():
                    await loop.run_in_executor(None, readers.shutdown)
        except TimeoutError:
            log.exception("connection_abandoned", seconds=CLOSE_SECONDS)
        self.sync_engine.dispose()

    async def _write(self, work: Work[T]) -> T:
        unit = PendingUnit(work)
        with _unavailable_if_closed():
            self._writer.submit(unit, foreground=self.is_foreground)
        return await self._result_of(unit)

    async def read(self, work: Work[T]) -> T:
        unit = PendingUnit(work)
        with _unavailable_if_closed():
            self._readers[self.is_foreground].submit(self._run_reader, unit)
        return await self._result_of(unit)

    async def _result_of(self, unit: PendingUnit[T]) -> T:
        try:
            async with asyncio.timeout(self._unit_seconds) as limit:
                return await unit.future
        except asyncio.CancelledError:
            unit.abandon()
            raise
        except TimeoutError as error:
            if not limit.expired():
                raise  # the work's own
            if unit.abandon():
                raise StorageUnavailableError("no answer in time") from error
            raise CommitUnconfirmedError("no answer to COMMIT in time") from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            if kind_of_error(error) is DriverErrorKind.BUG:
                raise
            raise StorageUnavailableError(reason_of(error)) from error

    def _run_reader(self, unit: PendingUnit[Any]) -> None:
        try:
            with sqlite_transaction(self.sync_engine, write=False) as connection:
                unit.run(connection, interrupt=driver_connection(connection).interrupt)
        except Exception as error:  # noqa: BLE001 - raised to the caller
            unit.fail(error)
        settle_all([unit])


@contextmanager
def _unavailable_if_closed() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # from a thread pool that was shut down
        raise StorageUnavailableError("the database is closed") from error
