"""Group commit: waiting units of work share one transaction, and with it one fsync."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from core.errors import ComicAIError
from storage.pending_unit import PendingUnit, settle_all
from storage.sqlite_engine import driver_connection, sqlite_transaction

log = structlog.get_logger(__name__)

# At most, in one transaction. All callers of a group continue at once; larger groups would delay
# what else the event loop does, such as the acknowledgement of the next command.
BACKGROUND_UNITS, FOREGROUND_UNITS = 6, 2


class _RolledBackError(ComicAIError):
    """SQLite rolled back the whole transaction because of an error in one unit."""


class GroupCommitWriter:
    """The one writer of an SQLite file: a thread, and the line of units that wait for it.

    Units that arrive during a commit form the next group. Each runs in a savepoint of its own, so
    a unit that fails is rolled back alone. Should the transaction itself fail, its units run again
    one by one. Units that no user waits for go first: they finish what was accepted before.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._lock = Lock()
        self._background: deque[PendingUnit[Any]] = deque()
        self._foreground: deque[PendingUnit[Any]] = deque()
        self._is_running = False

    def submit(self, unit: PendingUnit[Any], *, foreground: bool) -> None:
        """Put the unit in line. Raises RuntimeError after `close`."""
        with self._lock:
            (self._foreground if foreground else self._background).append(unit)
            if self._is_running:
                return
            self._is_running = True
        self._thread.submit(self._run)

    def close(self) -> None:
        """Wait until the line is empty and the thread has ended; blocks."""
        self._thread.shutdown()

    def _run(self) -> None:
        while group := self._next_group():
            try:
                self._commit(group)
            except Exception as error:
                log.exception("group_commit_crashed")
                for unit in group:
                    unit.fail(error)
            settle_all(group)

    def _next_group(self) -> list[PendingUnit[Any]]:
        group: list[PendingUnit[Any]] = []
        with self._lock:
            for line, limit in (
                (self._background, BACKGROUND_UNITS),
                (self._foreground, FOREGROUND_UNITS),
            ):
                space = limit
                while line and space:
                    unit = line.popleft()
                    if not unit.is_abandoned:
                        group.append(unit)
                        space -= 1
            self._is_running = bool(group)
        return group

    def _commit(self, group: Sequence[PendingUnit[Any]]) -> None:
        if self._commit_together(group):
            return
        for unit in group:
            if not unit.is_abandoned:
                self._commit_together([unit])

    def _commit_together(self, group: Sequence[PendingUnit[Any]]) -> bool:
        """Run the group in one transaction; return False if its units have to run one by one."""
        has_begun = False
        try:
            with sqlite_transaction(self._engine, write=True) as connection:
                has_begun = True
                _run_all(group, connection)
        except (SQLAlchemyError, sqlite3.Error, _RolledBackError) as error:
            if has_begun and len(group) > 1:
                return False
            for unit in group:
                unit.fail(error)
        return True


def _run_all(group: Sequence[PendingUnit[Any]], connection: Connection) -> None:
    driver = driver_connection(connection)
    for unit in group:
        driver.execute("SAVEPOINT unit")
        may_commit = unit.run(connection)
        if not driver.in_transaction:
            raise _RolledBackError
        driver.execute("RELEASE unit" if may_commit else "ROLLBACK TO unit")
