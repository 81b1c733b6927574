"""One database: its engine, its transactions and what their failures mean."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from copy import copy
from typing import TypeVar

import stamina
from sqlalchemy import QueuePool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.errors import CommitUnconfirmedError, StorageUnavailableError
from core.ports.database import Work
from core.runtime.transaction_hooks import pending_hook
from storage.cancellation import shielded_until_done
from storage.driver_errors import DriverErrorKind, kind_of_error, reason_of
from storage.engines import make_engine
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

UNIT_SECONDS = 15.0  # for one try at a unit of work, waiting for its connection included
RESPONSE_SECONDS = 3.0  # after which people are told that the database is away
PING_SECONDS = 5.0
CONFLICT_TRIES = 8
PEOPLE_AT_ONCE = 4  # writing units that people wait for, and as many that read


def open_database(
    url: str, *, pool_size: int = 10, unit_seconds: float = UNIT_SECONDS
) -> SqlDatabase:
    """Return the database at *url* (`mysql://…` or `sqlite:///file`); connects when first used.

    A MySQL URL may ask for TLS: `?ssl_ca=FILE`, or `?tls=true` for the system's authorities.
    """
    engine = make_engine(url, pool_size=pool_size)
    return SqlDatabase(engine, unit_seconds, one_writer=engine.dialect.name == "sqlite")


class _ConflictError(Exception):
    """Others were in the way."""


class _BrokenError(Exception):
    """The connection broke before COMMIT."""


class SqlDatabase:
    """Fulfils `core.ports.Database`."""

    def __init__(self, engine: AsyncEngine, unit_seconds: float, *, one_writer: bool) -> None:
        self._engine = engine
        self._unit_seconds = unit_seconds
        self.silence_seconds: float | None = None  # that are borne; None: any
        self._heard = _LastResponse()
        # Who waits for room, by whether it is to write: None where everybody goes ahead.
        self.rooms: dict[bool, asyncio.Semaphore] | None = None
        # SQLite lets one write at a time and has the others poll; ours wait in line instead.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if one_writer else nullcontext()
        )

    def for_people(self, silence_seconds: float = RESPONSE_SECONDS) -> SqlDatabase:
        """Return the same database, on the same connections, for what somebody waits for.

        A few of them have the database at once and the others wait in front of it, so that a
        crowd keeps neither leases from being renewed nor the loop from answering whoever comes.
        It gives up early on a server that nobody has heard of for so long. One that is busy is
        waited for as ever, and so is a file, which cannot fall silent.
        """
        database = copy(self)
        database.rooms = {write: asyncio.Semaphore(PEOPLE_AT_ONCE) for write in (True, False)}
        if self._engine.dialect.name != "sqlite":
            database.silence_seconds = silence_seconds
        return database

    async def write(self, work: Work[T]) -> T:
        """Run *work* in a transaction, with what is enlisted, and commit it."""
        hook = pending_hook()
        if hook is None:
            return await self._run(work, write=True)
        result = await self._run(lambda unit: hook.run_with(work, unit), write=True)
        hook.is_committed = True
        return result

    async def read(self, work: Work[T]) -> T:
        """Run *work* in a transaction that is never committed."""
        return await self._run(work, write=False)

    async def ping(self) -> None:
        """Raise StorageUnavailableError unless the database answers."""
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self.read(lambda unit: unit.now())
        except TimeoutError as error:
            raise StorageUnavailableError("no answer") from error

    def connections_in_use(self) -> int:
        """Return how many connections are at work right now."""
        pool = self._engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

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
        raise AssertionError("a retry context ends by success or by raising")

    async def _run_unless_stale(self, work: Work[T], *, write: bool) -> T:
        """Try once more if the connection broke: it may have been dead for long."""
        try:
            return await self._try(work, write=write)
        except _BrokenError:
            return await self._try(work, write=write)

    async def _try(self, work: Work[T], *, write: bool) -> T:
        transaction = _Transaction()
        try:
            async with asyncio.timeout(self._unit_seconds) as limit:
                with self._heard.at_least_every(self.silence_seconds, limit):
                    async with self._room(write=write), self._turn if write else nullcontext():
                        return await shielded_until_done(
                            transaction.run(self._engine, work, self._heard, write=write)
                        )
        except (SQLAlchemyError, OSError) as error:
            raise _meaning(error, committing=transaction.committing) from error

    def _room(self, *, write: bool) -> AbstractAsyncContextManager[object]:
        return self.rooms[write] if self.rooms else nullcontext()


class _LastResponse:
    """When the server was last heard, by the loop's clock."""

    def __init__(self) -> None:
        self._at = 0.0

    def now(self) -> None:
        """Take note that it answered."""
        self._at = asyncio.get_running_loop().time()

    @contextmanager
    def at_least_every(self, seconds: float | None, limit: asyncio.Timeout) -> Iterator[None]:
        """Let *limit* be over as soon as the server was not heard for so long."""
        if seconds is None:
            yield
            return
        loop = asyncio.get_running_loop()
        begun = loop.time()
        next_look: asyncio.TimerHandle

        def look() -> None:
            nonlocal next_look
            silent_at = max(self._at, begun) + seconds
            if silent_at > loop.time():
                next_look = loop.call_at(silent_at, look)
            elif not limit.expired():
                limit.reschedule(loop.time())

        next_look = loop.call_at(begun + seconds, look)
        try:
            yield
        finally:
            next_look.cancel()


class _Transaction:
    """One try at a unit of work, which knows how far it came."""

    committing = False

    async def run(
        self, engine: AsyncEngine, work: Work[T], heard: _LastResponse, *, write: bool
    ) -> T:
        async with engine.connect() as connection:
            await connection.execution_options(write=write)
            await connection.begin()
            result = await work(SqlUnitOfWork(connection))
            heard.now()
            if write:
                self.committing = True
                await connection.commit()
            return result


def _meaning(error: SQLAlchemyError | OSError, *, committing: bool) -> Exception:
    """Return what *error* is to those who asked for the work."""
    failure = kind_of_error(error)
    if failure is DriverErrorKind.BUG:
        return error
    if failure is DriverErrorKind.CONFLICT:
        return _ConflictError(reason_of(error))
    if failure is DriverErrorKind.AWAY:
        return StorageUnavailableError(reason_of(error))
    if committing:
        return CommitUnconfirmedError("the connection broke during COMMIT")
    if isinstance(error, TimeoutError):
        return StorageUnavailableError("no answer in time")
    return _BrokenError(reason_of(error))
