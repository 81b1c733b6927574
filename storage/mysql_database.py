"""MySQL database: a pool of connections, and retries after conflicts and broken connections."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from copy import copy
from typing import Self, TypeVar

import stamina
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.errors import ComicAIError, CommitUnconfirmedError, StorageUnavailableError
from core.ports.database import Work
from storage.connection import ReadingConnection
from storage.driver_errors import DriverErrorKind, kind_of_error, reason_of
from storage.shielded_tasks import shielded_until_done
from storage.sql_database import FOREGROUND_UNITS, SqlDatabase
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

CONFLICT_TRIES = 8


class _ConflictError(ComicAIError):
    """The transaction conflicted with another one."""


class _BrokenError(ComicAIError):
    """The connection broke before COMMIT."""


class MySqlDatabase(SqlDatabase):
    """`SqlDatabase` on a MySQL or MariaDB server."""

    def __init__(self, engine: AsyncEngine, unit_seconds: float, *, silence_seconds: float) -> None:
        self.sync_engine = engine.sync_engine
        self._engine = engine
        self._unit_seconds = unit_seconds
        self._tolerated_seconds = silence_seconds
        self.silence_seconds: float | None = None  # after which units fail; None: no limit
        self._last_response = _LastResponse()
        # Concurrency limits by whether the unit writes; None: unlimited.
        self.limits: dict[bool, asyncio.Semaphore] | None = None

    def for_foreground(self) -> Self:
        """Return the view for work that a user waits for.

        Only a few of its units run at once; the others wait before they take a connection. A unit
        fails early when the server has answered no unit for a few seconds. A server that is merely
        busy gets the usual time.
        """
        database = copy(self)
        database.limits = {write: asyncio.Semaphore(FOREGROUND_UNITS) for write in (True, False)}
        database.silence_seconds = self._tolerated_seconds
        return database

    async def close(self) -> None:
        await self._engine.dispose()

    async def read(self, work: Work[T]) -> T:
        return await self._run(work, write=False)

    async def _write(self, work: Work[T]) -> T:
        return await self._run(work, write=True)

    async def _run(self, work: Work[T], *, write: bool) -> T:
        retries = stamina.retry_context(
            on=_ConflictError,
            attempts=CONFLICT_TRIES,
            timeout=2 * self._unit_seconds,
            wait_initial=0.01,
            wait_max=0.5,
            wait_jitter=0.1,
        )
        try:
            async for attempt in retries:
                with attempt:
                    return await self._run_unless_stale(work, write=write)
        except (_ConflictError, _BrokenError) as error:
            raise StorageUnavailableError(str(error)) from error
        raise AssertionError("the retry context neither returned nor raised")

    async def _run_unless_stale(self, work: Work[T], *, write: bool) -> T:
        """Retry once if the connection broke: a pooled one may have been dead for a while."""
        try:
            return await self._try(work, write=write)
        except _BrokenError:
            return await self._try(work, write=write)

    async def _try(self, work: Work[T], *, write: bool) -> T:
        transaction = _Transaction()
        try:
            async with asyncio.timeout(self._unit_seconds) as limit:
                with self._last_response.required_every(self.silence_seconds, limit):
                    async with self._limit(write=write):
                        return await shielded_until_done(
                            transaction.run(self._engine, work, self._last_response, write=write)
                        )
        except (SQLAlchemyError, OSError) as error:
            raise _mapped(error, committing=transaction.committing) from error

    def _limit(self, *, write: bool) -> AbstractAsyncContextManager[object]:
        return self.limits[write] if self.limits else nullcontext()


class _LastResponse:
    """Time of the server's last response, by the event loop's clock."""

    def __init__(self) -> None:
        self._at = 0.0

    def record(self) -> None:
        self._at = asyncio.get_running_loop().time()

    @contextmanager
    def required_every(self, seconds: float | None, limit: asyncio.Timeout) -> Iterator[None]:
        """Expire *limit* as soon as the server has not responded for *seconds*."""
        if seconds is None:
            yield
            return
        loop = asyncio.get_running_loop()
        started = loop.time()
        timer: asyncio.TimerHandle

        def check() -> None:
            nonlocal timer
            silent_at = max(self._at, started) + seconds
            if silent_at > loop.time():
                timer = loop.call_at(silent_at, check)
            elif not limit.expired():
                limit.reschedule(loop.time())

        timer = loop.call_at(started + seconds, check)
        try:
            yield
        finally:
            timer.cancel()


class _Transaction:
    """One attempt at a unit of work, with a flag for COMMIT being in progress."""

    committing = False

    async def run(
        self, engine: AsyncEngine, work: Work[T], last_response: _LastResponse, *, write: bool
    ) -> T:
        async with engine.connect() as connection:
            await connection.begin()
            result = await work(
                SqlUnitOfWork(connection if write else ReadingConnection(connection))
            )
            last_response.record()
            if write:
                self.committing = True
                await connection.commit()
            return result


def _mapped(error: SQLAlchemyError | OSError, *, committing: bool) -> Exception:
    """Return the exception that *error* becomes for the caller or for the retry."""
    failure = kind_of_error(error)
    if failure is DriverErrorKind.BUG:
        return error
    if failure is DriverErrorKind.CONFLICT:
        return _ConflictError(reason_of(error))
    if failure is DriverErrorKind.UNAVAILABLE:
        return StorageUnavailableError(reason_of(error))
    if committing:
        return CommitUnconfirmedError("the connection broke during COMMIT")
    if isinstance(error, TimeoutError):
        return StorageUnavailableError("no answer in time")
    return _BrokenError(reason_of(error))
