"""Webhook delivery: in order within a chat, with retries until accepted.

Delays, order and headers: telegram-bot-api `WebhookActor.cpp`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp

from tests.fakes.telegram.clock import Changes, Clock
from tests.fakes.telegram.pending_updates import Update, Updates

TIMEOUT = aiohttp.ClientTimeout(total=60)
FIRST_DELAY = 1.0
MAX_DELAY = 60.0
MAX_RETRY_AFTER = 3600.0
SECRET = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Push:
    """One delivery attempt."""

    update: Update
    status: int  # 0: no response


@dataclass
class Webhook:
    """The bot's webhook configuration."""

    url: str = ""
    secret: str = field(default="", repr=False)
    max_connections: int = 40
    last_error: str = ""
    last_error_at: float = 0.0
    pushes: list[Push] = field(default_factory=list)

    def set(self, url: str, secret: str, max_connections: int) -> None:
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error, self.last_error_at = "", 0.0


class Pusher:
    """Delivers pending updates to the webhook, if one is set."""

    def __init__(self, webhook: Webhook, updates: Updates, clock: Clock, changes: Changes) -> None:
        self._webhook = webhook
        self._updates = updates
        self._clock = clock
        self._changes = changes
        self._busy: dict[str, asyncio.Task[None]] = {}  # by queue
        self._not_before: dict[str, tuple[float, float]] = {}  # queue → time, last delay

    async def run(self, http: aiohttp.ClientSession) -> None:
        """Push until cancelled."""
        try:
            while True:
                self._begin(http)
                await self._changes.wait(self._pause())
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _begin(self, http: aiohttp.ClientSession) -> None:
        if not self._webhook.url:
            return
        for update in self._updates.offered():
            room = self._webhook.max_connections - len(self._busy)
            due = self._not_before.get(update.queue, (0.0, 0.0))[0]
            if room <= 0 or update.queue in self._busy or due > self._clock.now():
                continue
            task = asyncio.create_task(self._push(http, update))
            self._busy[update.queue] = task

    def _pause(self) -> float:
        now = self._clock.now()
        waits = [due - now for due, _ in self._not_before.values() if due > now]
        return max(min(waits, default=60.0), 0.001)

    async def _push(self, http: aiohttp.ClientSession, update: Update) -> None:
        headers = {SECRET: self._webhook.secret} if self._webhook.secret else {}
        retry_after = 0.0
        try:
            async with http.post(
                self._webhook.url,
                json=update.payload(),
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            ) as answer:
                status = answer.status
                retry_after = _seconds(answer.headers.get("Retry-After", ""))
                await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        finally:
            del self._busy[update.queue]
        self._webhook.pushes.append(Push(update, status))
        if 200 <= status < 300:
            self._not_before.pop(update.queue, None)
            self._updates.confirm(update)
        else:
            self._postpone(update, status, retry_after)
        self._changes.notify()

    def _postpone(self, update: Update, status: int, retry_after: float) -> None:
        last = self._not_before.get(update.queue, (0.0, 0.0))[1]
        delay = min(max(2 * last, FIRST_DELAY), MAX_DELAY)
        wait = min(retry_after, MAX_RETRY_AFTER) or delay
        self._not_before[update.queue] = (self._clock.now() + wait, delay)
        self._webhook.last_error_at = self._clock.now()
        self._webhook.last_error = (
            f"Wrong response from the webhook: {status}" if status else "Connection refused"
        )


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
