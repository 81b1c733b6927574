"""What is kept together with an action: in the action's own transaction, once.

Somebody who was told of an event enlists the note that it is dealt with. The first write made
meanwhile keeps both or neither, so no crash can do the one without the other. Where there is
nothing to write, the note is kept before the answer leaves: a crash may then cost an answer, and
never gives it twice.
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

COMMIT_SECONDS = 2.0  # that an answer waits for the note


class TransactionHook:
    """A note that the next write keeps as well. It is idempotent."""

    def __init__(self, database: Database, note: Work[object]) -> None:
        self._database = database
        self._note = note
        self.is_committed = False
        self.is_over = False  # tasks that were begun meanwhile live on, and it is not theirs

    async def run_with(self, work: Work[T], unit: UnitOfWork) -> T:
        """Do *work* and the note in one unit."""
        result = await work(unit)
        await self._note(unit)
        return result

    async def commit(self) -> None:
        """Keep the note by itself. Raises StorageError and TimeoutError."""
        async with asyncio.timeout(COMMIT_SECONDS):
            await self._database.write(_no_work)


_current: ContextVar[TransactionHook | None] = ContextVar("enlisted", default=None)


@contextmanager
def hook_next_transaction(database: Database, note: Work[object]) -> Iterator[TransactionHook]:
    """Have the next write that is made within keep *note* as well."""
    hook = TransactionHook(database, note)
    token = _current.set(hook)
    try:
        yield hook
    finally:
        hook.is_over = True
        _current.reset(token)


def pending_hook() -> TransactionHook | None:
    """Return what the next write has to keep; for whoever fulfils the port `Database`."""
    hook = _current.get()
    return None if hook is None or hook.is_committed or hook.is_over else hook


async def _no_work(_: UnitOfWork) -> None:
    """Do nothing but for the note."""


async def commit_pending_hook() -> None:
    """Keep what is enlisted before an answer leaves.

    Where that fails, the answer leaves all the same: it is rather given twice than not at all.
    """
    hook = pending_hook()
    if hook is None:
        return
    try:
        await hook.commit()
    except (StorageError, TimeoutError) as error:
        log.warning("answered_unsettled", error=type(error).__name__)
