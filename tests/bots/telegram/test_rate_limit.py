"""How often we write: in order, within the rates, with news where nothing better needs the room."""

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
AT_ONCE = SendPriority(max_wait=0)
NEWS = SendPriority(max_wait=0, low_priority=True)
GROUP, PERSON = -100, 100


async def write(
    limiter: TelegramRateLimiter, chat: int | None, pace: SendPriority, answer: Any = None
) -> Any:
    """Make a call; an *answer* that is an error is what Telegram says, once."""
    answers = [answer] if answer else []

    async def call() -> bool:
        if answers:
            raise answers.pop()
        return True

    data = {} if chat is None else {"chat_id": chat}
    return await limiter.process_request(call, (), {}, "sendMessage", data, pace)


async def test_what_does_not_fit_in_time_fails_at_once_and_says_when_to_come_again() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=FEW, group=MANY))
    for _ in range(FEW.amount):
        await write(limiter, PERSON, AT_ONCE)

    with pytest.raises(RetryAfter) as caught:
        await write(limiter, PERSON, AT_ONCE)

    assert caught.value.retry_after.total_seconds() > 3000  # type: ignore[union-attr]
    assert await write(limiter, PERSON + 1, AT_ONCE)
    assert await write(limiter, None, AT_ONCE)


async def test_news_leave_room_for_pictures() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=FEW))
    written = [write(limiter, GROUP, NEWS) for _ in range(FEW.amount)]
    answers = await asyncio.gather(*written, return_exceptions=True)

    shown = answers.count(True)
    assert 0 < shown < FEW.amount
    for _ in range(FEW.amount - shown):
        assert await write(limiter, GROUP, AT_ONCE)


async def test_what_telegram_found_too_much_is_sent_again_and_holds_up_that_chat_alone() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=MANY))

    delayed = asyncio.create_task(write(limiter, PERSON, SendPriority(max_wait=30), RetryAfter(1)))
    await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    with pytest.raises(RetryAfter):
        await write(limiter, PERSON, NEWS)
    assert await write(limiter, PERSON + 1, AT_ONCE)

    assert await delayed


async def test_what_telegram_wants_later_than_anybody_waits_is_said_at_once() -> None:
    limiter = TelegramRateLimiter(rates=RateLimits(overall=MANY, chat=MANY, group=MANY))

    with pytest.raises(RetryAfter):
        await write(limiter, PERSON, SendPriority(max_wait=2), RetryAfter(300))


@pytest.mark.servers
async def test_with_redis_all_processes_keep_to_the_rates_together(redis: RedisServer) -> None:
    rates = RateLimits(overall=MANY, chat=FEW, group=MANY)
    one, other = TelegramRateLimiter(redis.url, rates), TelegramRateLimiter(redis.url, rates)
    try:
        for _ in range(FEW.amount):
            await write(one, PERSON, AT_ONCE)

        with pytest.raises(RetryAfter):
            await write(other, PERSON, AT_ONCE)
    finally:
        await one.shutdown()
        await other.shutdown()
