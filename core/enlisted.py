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
from core.ports import Database, Unit, Work

log = structlog.get_logger(__name__)

T = TypeVar("T")

SETTLE_SECONDS = 2.0  # that an answer waits for the note


class Enlisted:
    """A note that the next write keeps as well. It is idempotent."""

    def __init__(self, database: Database, note: Work[object]) -> None:
        self._database = database
        self._note = note
        self.is_kept = False
        self.is_over = False  # tasks that were begun meanwhile live on, and it is not theirs

    async def together(self, work: Work[T], unit: Unit) -> T:
        """Do *work* and the note in one unit."""
        result = await work(unit)
        await self._note(unit)
        return result

    async def settle(self) -> None:
        """Keep the note by itself. Raises StorageError and TimeoutError."""
        async with asyncio.timeout(SETTLE_SECONDS):
            await self._database.write(_nothing)


_current: ContextVar[Enlisted | None] = ContextVar("enlisted", default=None)


@contextmanager
def enlist(database: Database, note: Work[object]) -> Iterator[Enlisted]:
    """Have the next write that is made within keep *note* as well."""
    enlisted = Enlisted(database, note)
    token = _current.set(enlisted)
    try:
        yield enlisted
    finally:
        enlisted.is_over = True
        _current.reset(token)


def enlisted_now() -> Enlisted | None:
    """Return what the next write has to keep; for whoever fulfils the port `Database`."""
    enlisted = _current.get()
    return None if enlisted is None or enlisted.is_kept or enlisted.is_over else enlisted


async def _nothing(_: Unit) -> None:
    """Do nothing but for the note."""


async def settle() -> None:
    """Keep what is enlisted before an answer leaves.

    Where that fails, the answer leaves all the same: it is rather given twice than not at all.
    """
    enlisted = enlisted_now()
    if enlisted is None:
        return
    try:
        await enlisted.settle()
    except (StorageError, TimeoutError) as error:
        log.warning("answered_unsettled", error=type(error).__name__)
