"""One database: its engine, its transactions and what their failures mean."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

import stamina
from sqlalchemy import QueuePool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.enlisted import enlisted_now
from core.errors import StorageUnavailableError, UnconfirmedError
from core.ports import Work
from storage.cancellation import canceled_once
from storage.engines import make_engine
from storage.failures import Failure, failure_of, reason_of
from storage.unit import SqlUnit

T = TypeVar("T")

UNIT_SECONDS = 15.0  # for one try at a unit of work, waiting for its connection included
PING_SECONDS = 5.0
CONFLICT_TRIES = 8


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
        # SQLite lets one write at a time and has the others poll; ours wait in line instead.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if one_writer else nullcontext()
        )

    async def write(self, work: Work[T]) -> T:
        """Run *work* in a transaction, with what is enlisted, and commit it."""
        enlisted = enlisted_now()
        if enlisted is None:
            return await self._run(work, write=True)
        result = await self._run(lambda unit: enlisted.together(work, unit), write=True)
        enlisted.is_kept = True
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
            async with asyncio.timeout(self._unit_seconds):
                if not write:
                    return await canceled_once(transaction.run(self._engine, work, write=False))
                async with self._turn:
                    return await canceled_once(transaction.run(self._engine, work, write=True))
        except (SQLAlchemyError, OSError) as error:
            raise _meaning(error, committing=transaction.committing) from error


class _Transaction:
    """One try at a unit of work, which knows how far it came."""

    committing = False

    async def run(self, engine: AsyncEngine, work: Work[T], *, write: bool) -> T:
        async with engine.connect() as connection:
            await connection.execution_options(write=write)
            await connection.begin()
            result = await work(SqlUnit(connection))
            if write:
                self.committing = True
                await connection.commit()
            return result


def _meaning(error: SQLAlchemyError | OSError, *, committing: bool) -> Exception:
    """Return what *error* is to those who asked for the work."""
    failure = failure_of(error)
    if failure is Failure.BUG:
        return error
    if failure is Failure.CONFLICT:
        return _ConflictError(reason_of(error))
    if failure is Failure.AWAY:
        return StorageUnavailableError(reason_of(error))
    if committing:
        return UnconfirmedError("the connection broke during COMMIT")
    if isinstance(error, TimeoutError):
        return StorageUnavailableError("no answer in time")
    return _BrokenError(reason_of(error))
