"""Pending updates, and `getUpdates`.

Behaviour of the Bot API server: telegram-bot-api `Client.cpp`, `add_update` and `do_get_updates`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.api_errors import conflict
from tests.fakes.telegram.clock import Changes, Clock

DAY = 86_400.0
LIFETIMES = {"inline_query": 30.0, "callback_query": 150.0, "chosen_inline_result": 600.0}
MAX_POLL_SECONDS = 50
OTHER_POLL = "other getUpdates request; make sure that only one bot instance is running"
UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}  # not sent by default


@dataclass(frozen=True, slots=True)
class Update:
    """One update; *queue* is the ordering key: a chat or a user."""

    id: int
    kind: str
    body: dict[str, Any]
    queue: str
    expires_at: float

    def payload(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The unconfirmed updates, ordered by id."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self.everything: list[Update] = []  # including confirmed ones
        self.allowed: Collection[str] = ()  # none means the default
        self._clock = clock
        self._changes = changes
        self._pending: list[Update] = []
        self._again: list[Update] = []  # delivered again, even if confirmed
        self._last_id = 860_000_000
        self._poll = 0
        self._ended_by = ""
        self._waiting = 0
        self._held = False
        self._backwards = False

    # --- For tests --------------------------------------------------------------------------------

    def repeat(self, *updates: Update) -> None:
        """Deliver these updates again with the same ids, even if confirmed."""
        self._again.extend(updates)
        self._changes.notify()

    def hold(self) -> None:
        """Deliver nothing before `release`."""
        self._held = True

    def release(self, *, backwards: bool = False) -> None:
        """Resume delivery; the next batch comes at once, in the wrong order if requested."""
        self._held, self._backwards = False, backwards
        self._changes.notify()

    @property
    def is_polled(self) -> bool:
        """Return whether a poll is waiting."""
        return self._waiting > 0

    def pending(self) -> list[Update]:
        """Return the updates that are neither confirmed nor expired, oldest first."""
        now = self._clock.now()
        self._pending = [update for update in self._pending if update.expires_at > now]
        return [*self._pending]

    # --- For the fake -----------------------------------------------------------------------------

    def add(self, kind: str, body: dict[str, Any], queue: str) -> Update | None:
        """Enqueue an update; return None if the bot does not allow this type."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return None
        self._last_id += 1
        expires_at = self._clock.now() + LIFETIMES.get(kind, DAY)
        update = Update(self._last_id, kind, body, queue, expires_at)
        self.everything.append(update)
        self._pending.append(update)
        self._changes.notify()
        return update

    def drop_all(self) -> None:
        self._pending.clear()
        self._again.clear()

    def offered(self, limit: int | None = None) -> list[Update]:
        """Return the oldest updates to deliver now, without confirming them."""
        if self._held:
            return []
        updates = [*self._again, *self.pending()][:limit]
        if self._backwards:
            updates.reverse()
            self._backwards = False
        return updates

    def confirm(self, update: Update) -> None:
        """Confirm one update, as a webhook does."""
        for updates in (self._again, self._pending):  # it may have expired in the meantime
            if update in updates:
                updates.remove(update)
                break
        self._changes.notify()

    def confirm_below(self, offset: int) -> None:
        """Confirm the updates below an offset; a negative one counts from the end."""
        pending = self.pending()
        if offset < 0:
            offset = pending[offset].id if len(pending) >= -offset else 0
        self._pending = [update for update in pending if update.id >= offset]
        self._changes.notify()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Update]:
        """Wait for updates. Raises ApiError 409 if another poll or a webhook replaces it."""
        self.end_poll()
        mine = self._poll
        self.confirm_below(offset)
        deadline = self._clock.now() + min(seconds, MAX_POLL_SECONDS)
        while not (updates := self.offered(limit)):
            left = deadline - self._clock.now()
            if left <= 0:
                return []
            await self._wait(left)
            if mine != self._poll:
                raise conflict(f"terminated by {self._ended_by}")
        self._again = [update for update in self._again if update not in updates]
        return updates

    async def _wait(self, seconds: float) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self._changes.notify()
        try:
            await self._changes.wait(seconds)
        finally:
            self._waiting -= 1

    def end_poll(self, by: str = OTHER_POLL) -> None:
        """End the waiting poll with a conflict, if any."""
        self._poll += 1
        self._ended_by = by
        self._changes.notify()
