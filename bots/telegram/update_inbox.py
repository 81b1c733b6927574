"""Update inbox: handles committed updates, in order within each chat.

An update is marked as handled in the transaction of the action that it triggers, or before the
reply is sent if it triggers none. After a crash, updates that were not marked yet are handled
again, so handlers must be idempotent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

from core.errors import StorageError
from core.models.chats import InboxUpdate
from core.ports.database import Database, UnitOfWork
from core.runtime.retry import write_until_committed
from core.runtime.transaction_hooks import hook_next_transaction

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0  # for updates that other processes received, and after a failure
IDLE_POLL_SECONDS = 15.0  # if this process receives all updates and so is notified of them
BATCH = 200  # updates read at once
MAX_CONCURRENT_CHATS = 64


class UpdateInbox:
    """Passes updates to the handler, concurrently across chats."""

    def __init__(
        self,
        database: Database,
        bot_id: str,
        handle: Callable[[InboxUpdate], Awaitable[None]],
        *,
        is_notified: bool,
    ) -> None:
        """*is_notified*: this process receives all updates, and calls `notify` for them."""
        self._database = database
        self._bot_id = bot_id
        self._handle = handle
        self._queues: dict[str, deque[InboxUpdate]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._pending: set[int] = set()
        self._slots = asyncio.Semaphore(MAX_CONCURRENT_CHATS)
        self._notified = asyncio.Event()
        self._is_notified = is_notified
        self._draining = False

    def notify(self) -> None:
        """Poll immediately: an update was committed."""
        self._notified.set()

    async def run(self) -> None:
        """Poll until cancelled. An outage of the database only delays the next poll."""
        while True:
            self._notified.clear()
            has_read_all = False
            try:
                has_read_all = await self._poll()
            except StorageError as error:
                log.warning("inbox_read_failed", error=error.code)
            is_idle = has_read_all and self._is_notified
            try:
                async with asyncio.timeout(IDLE_POLL_SECONDS if is_idle else POLL_SECONDS):
                    await self._notified.wait()
            except TimeoutError:
                continue

    async def drain(self, seconds: float) -> None:
        """Wait for updates in progress to finish, and leave the rest unhandled."""
        self._draining = True
        tasks = set(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def abort(self) -> None:
        """Cancel all handling and leave the rest unhandled: another process is the leader."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _poll(self) -> bool:
        """Enqueue the unhandled updates; return False if there may be more than were read."""
        # An update that is marked during the read may still be read as unhandled.
        pending = set(self._pending)
        limit = len(pending) + BATCH
        unhandled = await self._database.read(
            lambda unit: unit.inbox.unhandled(self._bot_id, limit=limit)
        )
        for each in unhandled:
            if each.update_id not in pending | self._pending and not self._draining:
                self._enqueue(each)
        return len(unhandled) < limit

    def _enqueue(self, update: InboxUpdate) -> None:
        self._pending.add(update.update_id)
        key = ordering_key(update.payload)
        queue = self._queues.setdefault(key, deque())
        queue.append(update)
        if key not in self._tasks:
            task = asyncio.create_task(self._process_queue(key), name=f"telegram chat {key}")
            self._tasks[key] = task

    async def _process_queue(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue and not self._draining:
                async with self._slots:
                    await self._process(queue[0])
                self._pending.discard(queue.popleft().update_id)
        finally:
            self._pending -= {each.update_id for each in queue}
            del self._queues[key], self._tasks[key]

    async def _process(self, update: InboxUpdate) -> None:
        async def mark(unit: UnitOfWork) -> bool:
            return await unit.inbox.mark_handled(self._bot_id, update.update_id)

        with bound_contextvars(update_id=update.update_id):
            with hook_next_transaction(self._database, mark) as hook:
                try:
                    await self._handle(update)
                except Exception:
                    # A retry would fail again, and block the chat forever.
                    log.exception("update_crashed")
            if not hook.is_committed:
                await write_until_committed(self._database, mark)


def ordering_key(payload: Mapping[str, Any]) -> str:
    """Return the key of updates that must stay in order: the id of the chat, or of the user."""
    for part in payload.values():
        if isinstance(part, Mapping):
            message = part.get("message")
            for parent, key in ((message, "chat"), (part, "chat"), (part, "from")):
                entity = parent.get(key) if isinstance(parent, Mapping) else None
                if isinstance(entity, Mapping) and "id" in entity:
                    return str(entity["id"])
    return ""
