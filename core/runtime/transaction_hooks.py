"""Transaction hooks: writes that are committed together with the next transaction, once.

The handler of an event registers the write that marks the event as handled. The next transaction
in its context commits both or neither, so a crash cannot separate them. If the handler writes
nothing, the hook is committed before the response is sent: a crash may then lose a response, but
never sends it twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import structlog

from core.errors import StorageError
from core.ports.database import Database, UnitOfWork, Work

log = structlog.get_logger(__name__)

T = TypeVar("T")

COMMIT_SECONDS = 2.0  # for which a response waits for the hook


class TransactionHook:
    """Idempotent write that the next transaction commits as well."""

    def __init__(self, database: Database, note: Work[object]) -> None:
        self._database = database
        self._note = note
        self.is_committed = False
        self.is_over = False  # tasks that outlive the context must not run the hook

    async def run_with(self, work: Work[T], unit: UnitOfWork) -> T:
        """Run *work* and the hook in one unit of work."""
        result = await work(unit)
        await self._note(unit)
        return result

    async def commit(self) -> None:
        """Commit the hook in its own transaction. Raises StorageError and TimeoutError."""
        async with asyncio.timeout(COMMIT_SECONDS):
            await self._database.write(_no_work)


_current: ContextVar[TransactionHook | None] = ContextVar("enlisted", default=None)


@contextmanager
def hook_next_transaction(database: Database, note: Work[object]) -> Iterator[TransactionHook]:
    """Have the next transaction within the context commit *note* as well."""
    hook = TransactionHook(database, note)
    token = _current.set(hook)
    try:
        yield hook
    finally:
        hook.is_over = True
        _current.reset(token)


def pending_hook() -> TransactionHook | None:
    """Return the hook for the next transaction; for implementations of the port `Database`."""
    hook = _current.get()
    return None if hook is None or hook.is_committed or hook.is_over else hook


async def _no_work(_: UnitOfWork) -> None:
    """Do nothing, so that the transaction contains only the hook."""


async def commit_pending_hook() -> None:
    """Commit the pending hook before a response is sent.

    If that fails, the response is sent anyway: a repeated response is better than none.
    """
    hook = pending_hook()
    if hook is None:
        return
    try:
        await hook.commit()
    except (StorageError, TimeoutError) as error:
        log.warning("transaction_hook_commit_failed", error=type(error).__name__)
