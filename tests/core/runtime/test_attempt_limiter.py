"""Attempt limits, counted in memory or in Redis."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from core.errors import TooManyAttemptsError
from core.runtime.attempt_limiter import AttemptLimiter
from tests.servers import RedisServer, free_port

MINUTE = timedelta(minutes=1)


async def exhaust(attempt_limiter: AttemptLimiter, key: str = "ada", *, amount: int = 3) -> None:
    for _ in range(amount):
        await attempt_limiter.hit("login", key, amount=3, period=MINUTE)


async def test_an_attempt_over_the_limit_is_refused_with_the_time_to_wait() -> None:
    attempt_limiter = AttemptLimiter()
    await exhaust(attempt_limiter)

    with pytest.raises(TooManyAttemptsError) as caught:
        await attempt_limiter.hit("login", "ada", amount=3, period=MINUTE)

    assert 1 <= caught.value.retry_after <= 60


async def test_keys_and_names_are_counted_separately() -> None:
    attempt_limiter = AttemptLimiter()
    await exhaust(attempt_limiter)

    await attempt_limiter.hit("login", "grace", amount=3, period=MINUTE)
    await attempt_limiter.hit("register", "ada", amount=3, period=MINUTE)


async def test_concurrent_attempts_stay_within_the_limit() -> None:
    attempt_limiter = AttemptLimiter()

    outcomes = await asyncio.gather(
        *(attempt_limiter.hit("login", "ada", amount=3, period=MINUTE) for _ in range(20)),
        return_exceptions=True,
    )

    assert outcomes.count(None) == 3


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
async def test_a_process_counts_by_itself_while_redis_is_unavailable(scheme: str) -> None:
    attempt_limiter = AttemptLimiter(f"{scheme}://127.0.0.1:{free_port()}/0")

    with capture_logs() as events:
        await exhaust(attempt_limiter)
        with pytest.raises(TooManyAttemptsError):
            await attempt_limiter.hit("login", "ada", amount=3, period=MINUTE)
    await attempt_limiter.close()

    assert {event["event"] for event in events} == {"shared_rate_limit_failed"}


@pytest.mark.servers
async def test_processes_that_share_a_redis_count_together(redis: RedisServer) -> None:
    here, there = AttemptLimiter(redis.url), AttemptLimiter(redis.url)
    make_requester = uuid4().hex  # a shared server may hold other keys
    await exhaust(here, make_requester)

    with pytest.raises(TooManyAttemptsError):
        await there.hit("login", make_requester, amount=3, period=MINUTE)

    await here.close()
    await there.close()


@pytest.mark.servers
async def test_redis_never_receives_an_address(redis: RedisServer) -> None:
    attempt_limiter = AttemptLimiter(redis.url)
    await exhaust(attempt_limiter, "ada@example.org")

    async with Redis.from_url(redis.url) as client:
        keys = repr(await client.keys("*"))
    await attempt_limiter.close()

    assert "login" in keys
    assert "ada" not in keys
