"""The rate limiter: in order, within the rates, low priority only with spare capacity."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from limits import RateLimitItemPerSecond
from telegram.error import RetryAfter

from bots.telegram.rate_limit import RateLimits, SendPriority, TelegramRateLimiter
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
