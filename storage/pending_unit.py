"""A unit of work that waits for a thread, runs there without suspending, and reports back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import copy_context
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from core.errors import ComicAIError
from core.ports.database import Work
from storage.connection import BlockingConnection, ReadingConnection
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")


class _AbandonedError(ComicAIError):
    """The caller no longer waits for this unit, so it is rolled back."""


class PendingUnit(Generic[T]):
    """Unit of work with the future of its caller, shared by the event loop and one thread.

    Create it on the event loop. The caller may abandon it at any moment until it is included in
    the transaction that is about to be committed.
    """

    def __init__(self, work: Work[T]) -> None:
        self.future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._work = work
        self._context = copy_context()  # log fields, for example
        self._lock = Lock()
        self._is_abandoned = False
        self._is_included = False
        self._interrupt: Callable[[], None] | None = None
        self._result: T | None = None
        self._error: Exception | None = None

    # --- Called on the event loop -----------------------------------------------------------------

    def abandon(self) -> bool:
        """Stop the unit before its next statement; return False if it may be committed already."""
        with self._lock:
            if self._is_included:
                return False
            self._is_abandoned = True
            if self._interrupt is not None:
                self._interrupt()
        self.future.cancel()
        return True

    # --- Called in the thread ---------------------------------------------------------------------

    @property
    def is_abandoned(self) -> bool:
        return self._is_abandoned

    def run(self, connection: Connection, *, interrupt: Callable[[], None] | None = None) -> bool:
        """Run the work; return whether its changes may be committed.

        A unit that only reads has *interrupt*, which ends a statement that is running when the
        unit is abandoned.
        """
        self._error = None
        with self._lock:
            self._is_included = False
            self._interrupt = interrupt
        try:
            blocking = BlockingConnection(connection, self._check)
            unit = SqlUnitOfWork(ReadingConnection(blocking) if interrupt else blocking)
            self._result = self._context.run(_run_to_end, self._work, unit)
        except Exception as error:  # noqa: BLE001 - raised to the caller by `settle`
            self._error = error
        with self._lock:
            self._interrupt = None
            self._is_included = self._error is None and not self._is_abandoned
        return self._is_included

    def fail(self, error: Exception) -> None:
        """Record that the unit was not committed, unless its own error is recorded."""
        self._error = self._error or error

    def settle(self) -> None:
        """Pass the result or the error to the caller; runs on the event loop."""
        if self.future.done():
            return  # cancelled
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)  # type: ignore[arg-type]  # T may include None

    def _check(self) -> None:
        if self._is_abandoned:
            raise _AbandonedError


def settle_all(units: Iterable[PendingUnit[Any]]) -> None:
    """Wake the callers of *units*, from another thread: once per event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[PendingUnit[Any]]] = {}
    for unit in units:
        by_loop.setdefault(unit.future.get_loop(), []).append(unit)
    for loop, settled in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed, and with it every caller
            loop.call_soon_threadsafe(_settle, settled)


def _settle(units: Iterable[PendingUnit[Any]]) -> None:
    for unit in units:
        unit.settle()


def _run_to_end(work: Work[T], unit: SqlUnitOfWork) -> T:
    """Run a coroutine that never suspends. Raises RuntimeError if it does."""
    steps = work(unit).__await__()
    try:
        next(steps)
    except StopIteration as stop:
        result: T = stop.value
        return result
    steps.throw(RuntimeError("a unit of work may await nothing but its own statements"))
    raise AssertionError("the unit of work went on after it should have ended")
