"""How often we write: below what Telegram tolerates, and pictures before progress.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bots.telegram.api_errors import seconds_of
from core.models.identity import Platform
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.outbound_limiter import OutboundLimiter, RateLimitedError

log = structlog.get_logger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]

# What is on its way when a window ends counts for Telegram in the next one, so stay a bit below.
OVERALL = RateLimitItemPerSecond(25, 1)  # Telegram: 30 a second
CHAT = RateLimitItemPerSecond(3, 4)  # 1 a second, with short bursts
GROUP = RateLimitItemPerSecond(19, 62)  # 20 a minute
SPARE, LEAST = 0.6, 0.34  # of the calls to a group, or all, are kept for answers and pictures
# What is seen for five seconds, and dropped when in the way; and what writes nothing into a chat.
FREE = frozenset({"sendChatAction", "getChatMember"})


@dataclass(frozen=True, slots=True)
class SendPriority:
    """How a call bears with others: how long it waits, and whether it is only news."""

    patience: float = 20.0  # seconds; if it has to wait longer, it fails at once
    news: bool = False  # progress: shown where nothing better needs the room


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """How many calls there may be in how many seconds."""

    overall: RateLimitItem = OVERALL
    chat: RateLimitItem = CHAT
    group: RateLimitItem = GROUP


class TelegramRateLimiter(BaseRateLimiter[SendPriority]):
    """Holds calls back, and sends again what Telegram found too much. Gives up with RetryAfter.

    With Redis, all processes together keep to the rates; who waits, waits in order in each.
    """

    def __init__(
        self,
        url: str = "memory://",
        rates: RateLimits | None = None,
        *,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._rates = rates or RateLimits()
        self._limiter = OutboundLimiter(Platform.TELEGRAM, url, metrics=metrics)
        # Those who wait to write to one chat, in the order in which they came.
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._everybody = asyncio.Lock()
        self._closed: dict[str, float] = {}  # until when, by the loop's clock: Telegram said so

    async def initialize(self) -> None:
        """Nothing needs to be opened."""

    async def shutdown(self) -> None:
        """Close the connection to Redis, if there is one."""
        await self._limiter.close()

    async def process_request(  # noqa: PLR0917 - as the library has it
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: SendPriority | None,
    ) -> Result:
        """Make the call when there is room for it."""
        chat = data.get("chat_id")
        if chat is None or endpoint in FREE:
            return await callback(*args, **kwargs)
        pace = rate_limit_args or SendPriority()
        deadline = self._now() + pace.patience
        while True:
            await self._wait_in_line(str(chat), pace, deadline)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._close(str(chat), seconds_of(error))
                log.info("flood_control", endpoint=endpoint, retry_after=seconds_of(error))
                if pace.news or self._closed.get(str(chat), 0) > deadline:
                    raise

    async def _wait_in_line(self, chat: str, pace: SendPriority, deadline: float) -> None:
        line = self._lines.setdefault(chat, asyncio.Lock())
        if pace.news and line.locked():
            raise RetryAfter(1)
        try:
            async with asyncio.timeout_at(deadline):
                await line.acquire()
        except TimeoutError:
            raise RetryAfter(1) from None
        try:
            await self._wait(chat, pace, deadline)
        finally:
            line.release()

    async def _wait(self, chat: str, pace: SendPriority, deadline: float) -> None:
        await self._sleep_until(self._closed.get(chat, 0), pace, deadline)
        await self._pass(self._rates.chat, chat, pace, deadline)
        if chat.startswith(("-", "@")):
            await self._pass(self._rates.group, chat, pace, deadline)
        async with self._everybody:
            await self._pass(self._rates.overall, "", pace, deadline)

    async def _pass(
        self, item: RateLimitItem, key: str, pace: SendPriority, deadline: float
    ) -> None:
        """Wait until one more fits into the window, and count it."""
        spare = int(item.amount * (SPARE if item is self._rates.group else LEAST))
        try:
            await self._limiter.acquire(
                item, key, deadline=deadline, spare=spare if pace.news else None
            )
        except RateLimitedError as error:
            raise RetryAfter(max(round(error.seconds), 1)) from error

    async def _sleep_until(self, moment: float, pace: SendPriority, deadline: float) -> None:
        left = moment - self._now()
        if left <= 0:
            return
        if pace.news or moment > deadline:
            raise RetryAfter(max(round(left), 1))
        await asyncio.sleep(left)

    def _close(self, chat: str, seconds: float) -> None:
        now = self._now()
        self._closed = {each: until for each, until in self._closed.items() if until > now}
        self._closed[chat] = now + seconds

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
