"""The rate limiter: in order, within the rates, low priority only with spare capacity."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import pytest
from limits import RateLimitItem, RateLimitItemPerSecond
from telegram.error import RetryAfter

from bots.telegram.rate_limit import (
    OVERALL_SLOTS,
    RateLimits,
    SendPriority,
    TelegramRateLimiter,
)
from tests.fakes.telegram.flood_control import FloodLimits, Window
from tests.servers import RedisServer

FEW = RateLimitItemPerSecond(5, 3600)
MANY = RateLimitItemPerSecond(1000, 1)
NO_WAIT = SendPriority(max_wait=0)
LOW_PRIORITY = SendPriority(max_wait=0, low_priority=True)
GROUP, PRIVATE = -100, 100


async def write(
    limiter: TelegramRateLimiter, chat: int | None, priority: SendPriority, answer: Any = None
) -> Any:
    """Make a call; if *answer* is an error, Telegram answers with it once."""
    answers = [answer] if answer else []

    async def call() -> bool:
        if answers:
            raise answers.pop()
        return True

    data = {} if chat is None else {"chat_id": chat}
    return await limiter.process_request(call, (), {}, "sendMessage", data, priority)


@pytest.mark.parametrize(
    ("rate", "limit"),
    [
        (RateLimits().overall, FloodLimits().overall),
        (RateLimits().chat, FloodLimits().chat),
        (RateLimits().group, FloodLimits().group),
    ],
    ids=["overall", "chat", "group"],
)
def test_no_window_of_telegram_can_hold_more_calls_than_it_allows(
    rate: RateLimitItem, limit: Window
) -> None:
    windows = math.ceil(limit.seconds / rate.get_expiry())

    assert rate.amount * windows < limit.calls


async def test_a_call_that_would_wait_too_long_fails_at_once_with_retry_after() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=FEW, group=MANY))
    for _ in range(FEW.amount):
        await write(limiter, PRIVATE, NO_WAIT)

    with pytest.raises(RetryAfter) as caught:
        await write(limiter, PRIVATE, NO_WAIT)

    assert caught.value.retry_after.total_seconds() > 3000  # type: ignore[union-attr]
    assert await write(limiter, PRIVATE + 1, NO_WAIT)
    assert await write(limiter, None, NO_WAIT)


async def test_low_priority_calls_leave_capacity_for_pictures() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=FEW))
    written = [write(limiter, GROUP, LOW_PRIORITY) for _ in range(FEW.amount)]
    answers = await asyncio.gather(*written, return_exceptions=True)

    shown = answers.count(True)
    assert 0 < shown < FEW.amount
    for _ in range(FEW.amount - shown):
        assert await write(limiter, GROUP, NO_WAIT)


async def test_flood_control_retries_the_call_and_delays_only_its_chat() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=MANY))

    delayed = asyncio.create_task(write(limiter, PRIVATE, SendPriority(max_wait=30), RetryAfter(1)))
    await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    with pytest.raises(RetryAfter):
        await write(limiter, PRIVATE, LOW_PRIORITY)
    assert await write(limiter, PRIVATE + 1, NO_WAIT)

    assert await delayed


async def test_a_retry_after_beyond_the_maximum_wait_fails_at_once() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=MANY))

    with pytest.raises(RetryAfter):
        await write(limiter, PRIVATE, SendPriority(max_wait=2), RetryAfter(300))


async def test_calls_that_have_not_arrived_yet_count_in_the_next_window_too() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=MANY))
    stalled, started = asyncio.Event(), 0

    async def call() -> bool:
        nonlocal started
        started += 1
        await stalled.wait()
        return True

    def begun(priority: SendPriority) -> asyncio.Task[Any]:
        data = {"chat_id": PRIVATE}
        request = limiter.process_request(call, (), {}, "sendMessage", data, priority)
        return asyncio.create_task(request)

    waiting = [begun(SendPriority(max_wait=60)) for _ in range(OVERALL_SLOTS + 5)]
    await asyncio.sleep(0.1)
    assert started == OVERALL_SLOTS, "as many as may arrive at the same time"
    with pytest.raises(RetryAfter):
        await begun(LOW_PRIORITY)

    stalled.set()
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert started == OVERALL_SLOTS, "a call that has just ended may have arrived just now"
    assert all(await asyncio.gather(*waiting))


@pytest.mark.servers
async def test_with_redis_the_rates_hold_across_processes(redis: RedisServer) -> None:
    rates = RateLimits(overall=MANY, chat=FEW, group=MANY)
    one, other = TelegramRateLimiter(redis.url, rates), TelegramRateLimiter(redis.url, rates)
    try:
        for _ in range(FEW.amount):
            await write(one, PRIVATE, NO_WAIT)

        with pytest.raises(RetryAfter):
            await write(other, PRIVATE, NO_WAIT)
    finally:
        await one.shutdown()
        await other.shutdown()
