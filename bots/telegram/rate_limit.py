"""Rate limiter for outbound Bot API calls: below Telegram's limits, pictures before progress.

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
from bots.telegram.call_slots import CallSlots
from core.models.identity import Platform
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.outbound_limiter import OutboundLimiter, RateLimitedError

log = structlog.get_logger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]

# A call in flight when a window ends counts in Telegram's next one, so stay slightly below.
OVERALL_RATE = RateLimitItemPerSecond(25, 1)  # Telegram: 30 a second
OVERALL_SLOTS = 29  # calls of this process that may arrive within the same second
CHAT_RATE = RateLimitItemPerSecond(4, 5)  # 1 a second, with short bursts
GROUP_RATE = RateLimitItemPerSecond(19, 62)  # 20 a minute
GROUP_RESERVE, RESERVE = (
    0.6,
    0.34,
)  # of the calls to a group, or all, are kept for answers and pictures
# A chat action is visible for five seconds only, and getChatMember sends nothing.
UNLIMITED_METHODS = frozenset({"sendChatAction", "getChatMember"})


@dataclass(frozen=True, slots=True)
class SendPriority:
    """The priority of a call: how long it may wait, and whether it yields to others."""

    max_wait: float = 20.0  # seconds; a call that would wait longer fails at once
    low_priority: bool = False  # progress edits and notices: use spare capacity only


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """The maximum number of calls per time window."""

    overall: RateLimitItem = OVERALL_RATE
    chat: RateLimitItem = CHAT_RATE
    group: RateLimitItem = GROUP_RATE


class TelegramRateLimiter(BaseRateLimiter[SendPriority]):
    """Delays calls, and retries those that hit flood control. Gives up with RetryAfter.

    With Redis, the rates hold for all processes together; calls wait in order within each process.
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
        # One lock per chat keeps waiting calls in their order of arrival.
        self._chat_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._overall_lock = asyncio.Lock()
        self._slots = CallSlots(OVERALL_SLOTS, OVERALL_RATE.get_expiry())
        self._blocked_until: dict[
            str, float
        ] = {}  # by chat: the loop time until which flood control lasts

    async def initialize(self) -> None:
        """Do nothing: connections open on first use."""

    async def shutdown(self) -> None:
        """Close the Redis connection, if any."""
        await self._limiter.close()

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: SendPriority | None,
    ) -> Result:
        """Make the call once the rates allow it."""
        chat = data.get("chat_id")
        if chat is None or endpoint in UNLIMITED_METHODS:
            return await callback(*args, **kwargs)
        priority = rate_limit_args or SendPriority()
        deadline = self._now() + priority.max_wait
        while True:
            await self._wait_for_chat(str(chat), priority, deadline)
            await self._acquire_slot(priority, deadline)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._block(str(chat), seconds_of(error))
                log.info("flood_limit_exceeded", endpoint=endpoint, retry_after=seconds_of(error))
                if priority.low_priority or self._blocked_until.get(str(chat), 0) > deadline:
                    raise
            finally:
                self._slots.release()

    async def _acquire_slot(self, priority: SendPriority, deadline: float) -> None:
        if priority.low_priority and not self._slots.has_free():
            raise RetryAfter(1)
        try:
            await self._slots.acquire(deadline)
        except TimeoutError:
            raise RetryAfter(1) from None

    async def _wait_for_chat(self, chat: str, priority: SendPriority, deadline: float) -> None:
        lock = self._chat_locks.setdefault(chat, asyncio.Lock())
        if priority.low_priority and lock.locked():
            raise RetryAfter(1)
        try:
            async with asyncio.timeout_at(deadline):
                await lock.acquire()
        except TimeoutError:
            raise RetryAfter(1) from None
        try:
            await self._wait_for_rates(chat, priority, deadline)
        finally:
            lock.release()

    async def _wait_for_rates(self, chat: str, priority: SendPriority, deadline: float) -> None:
        await self._sleep_until(self._blocked_until.get(chat, 0), priority, deadline)
        await self._acquire(self._rates.chat, chat, priority, deadline)
        if chat.startswith(("-", "@")):
            await self._acquire(self._rates.group, chat, priority, deadline)
        async with self._overall_lock:
            await self._acquire(self._rates.overall, "", priority, deadline)

    async def _acquire(
        self, item: RateLimitItem, key: str, priority: SendPriority, deadline: float
    ) -> None:
        """Wait until the window has capacity, and count the call."""
        spare = int(item.amount * (GROUP_RESERVE if item is self._rates.group else RESERVE))
        try:
            await self._limiter.acquire(
                item, key, deadline=deadline, spare=spare if priority.low_priority else None
            )
        except RateLimitedError as error:
            raise RetryAfter(max(round(error.seconds), 1)) from error

    async def _sleep_until(self, moment: float, priority: SendPriority, deadline: float) -> None:
        left = moment - self._now()
        if left <= 0:
            return
        if priority.low_priority or moment > deadline:
            raise RetryAfter(max(round(left), 1))
        await asyncio.sleep(left)

    def _block(self, chat: str, seconds: float) -> None:
        now = self._now()
        self._blocked_until = {
            each: until for each, until in self._blocked_until.items() if until > now
        }
        self._blocked_until[chat] = now + seconds

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
