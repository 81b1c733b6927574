"""The inbox: updates that were taken in are handled, those of one chat in order.

An update is marked as handled in the transaction of the action that it leads to, or before its
answer leaves where it only wants to know something. What a process had not come so far with when it
was killed is handled again, and whoever handles it has to bear that.
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

LOOK_SECONDS = 1.0  # between two looks, for what other processes took in
BATCH = 200  # updates read at once
AT_ONCE = 64  # chats


class UpdateInbox:
    """Hands updates on, in parallel between chats."""

    def __init__(
        self, database: Database, bot_id: str, handle: Callable[[InboxUpdate], Awaitable[None]]
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._handle = handle
        self._lanes: dict[str, deque[InboxUpdate]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._known: set[int] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nudged = asyncio.Event()
        self._draining = False

    def notify(self) -> None:
        """Look at once: something was taken in."""
        self._nudged.set()

    async def run(self) -> None:
        """Look until cancelled; an outage of the database is waited out."""
        while True:
            self._nudged.clear()
            try:
                await self._look()
            except StorageError as error:
                log.warning("inbox_unread", error=error.code)
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._nudged.wait()
            except TimeoutError:
                continue

    async def drain(self, seconds: float) -> None:
        """Begin nothing more, let what is being handled finish, and leave the rest unhandled."""
        self._draining = True
        tasks = set(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def drop(self) -> None:
        """Stop handling at once and leave the rest unhandled: it is somebody else's turn."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> None:
        # What is handled while we read may be read as unhandled.
        known = set(self._known)
        limit = len(known) + BATCH
        waiting = await self._database.read(
            lambda unit: unit.inbox.unhandled(self._bot_id, limit=limit)
        )
        for each in waiting:
            if each.update_id not in known | self._known and not self._draining:
                self._put(each)

    def _put(self, update: InboxUpdate) -> None:
        self._known.add(update.update_id)
        name = lane_of(update.payload)
        lane = self._lanes.setdefault(name, deque())
        lane.append(update)
        if name not in self._tasks:
            task = asyncio.create_task(self._work_off(name), name=f"telegram chat {name}")
            self._tasks[name] = task

    async def _work_off(self, name: str) -> None:
        lane = self._lanes[name]
        try:
            while lane and not self._draining:
                async with self._slots:
                    await self._do(lane[0])
                self._known.discard(lane.popleft().update_id)
        finally:
            self._known -= {each.update_id for each in lane}
            del self._lanes[name], self._tasks[name]

    async def _do(self, update: InboxUpdate) -> None:
        async def mark(unit: UnitOfWork) -> bool:
            return await unit.inbox.mark_handled(self._bot_id, update.update_id)

        with bound_contextvars(update_id=update.update_id):
            with hook_next_transaction(self._database, mark) as enlisted:
                try:
                    await self._handle(update)
                except Exception:
                    # Handled again it would fail again, and hold up its chat for ever.
                    log.exception("update_crashed")
            if not enlisted.is_committed:
                await write_until_committed(self._database, mark)


def lane_of(payload: Mapping[str, Any]) -> str:
    """Return what an update has to be in order with: those of its chat, or of its person."""
    for part in payload.values():
        if isinstance(part, Mapping):
            message = part.get("message")
            for holder, name in ((message, "chat"), (part, "chat"), (part, "from")):
                one = holder.get(name) if isinstance(holder, Mapping) else None
                if isinstance(one, Mapping) and "id" in one:
                    return str(one["id"])
    return ""
