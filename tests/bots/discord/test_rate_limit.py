"""The rate limiter: all processes together stay below Discord's global limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from limits import RateLimitItemPerSecond

from bots.chat.api_errors import FailureKind
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.endpoints import use_api_base
from bots.discord.rate_limit import DiscordRateLimiter
from bots.discord.rendering import RenderedMessage
from core.models.identity import Platform
from core.runtime.metrics import Metrics
from tests.fakes.discord import Channel, FakeDiscord, Limit
from tests.servers import RedisServer

FEW = 10
HOUR = 3600


class WaitMetrics(Metrics):
    def __init__(self) -> None:
        self.seconds: list[float] = []

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        assert platform is Platform.DISCORD
        self.seconds.append(seconds)


async def test_a_call_waits_for_the_next_window_and_the_wait_is_measured() -> None:
    waits = WaitMetrics()
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(1, 1), metrics=waits)

    await limiter.wait()
    await limiter.wait()

    assert len(waits.seconds) == 1


async def test_a_wait_over_the_maximum_is_an_error_with_retry_after() -> None:
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(1, HOUR), max_wait=0.1)
    await limiter.wait()

    with pytest.raises(DiscordApiError) as caught:
        await limiter.wait()

    assert caught.value.kind is FailureKind.LATER
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > HOUR / 2


async def test_low_priority_calls_leave_a_reserve() -> None:
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(FEW, HOUR), max_wait=0.1)
    results = await asyncio.gather(
        *(limiter.wait(low_priority=True) for _ in range(FEW)), return_exceptions=True
    )

    allowed = results.count(None)
    assert 0 < allowed < FEW
    for _ in range(FEW - allowed):
        await limiter.wait()


# --- Several processes ----------------------------------------------------------------------------


@pytest.fixture
async def processes(
    fake: FakeDiscord, redis: RedisServer
) -> AsyncIterator[tuple[list[DiscordApi], list[Channel]]]:
    """The clients of two processes with a common Redis, and channels to send to."""
    guild = fake.add_guild("Comics", fake.add_user("ada"))
    channels = [fake.add_channel(guild, f"number-{number}") for number in range(2 * FEW)]
    use_api_base(fake.api_base)
    async with AsyncExitStack() as stack:
        clients = []
        for _ in range(2):
            api = DiscordApi(fake.token)
            await api.application()  # the login makes calls, too
            api._limiter = DiscordRateLimiter(
                redis.url, overall=RateLimitItemPerSecond(FEW, HOUR), max_wait=1
            )
            stack.push_async_callback(api.close)
            clients.append(api)
        # From now on, Discord's global limit is as low.
        fake.limits.globally = Limit(FEW, HOUR)
        fake.limits._windows.clear()
        yield clients, channels


@pytest.mark.servers
async def test_with_redis_all_processes_together_observe_the_global_limit(
    fake: FakeDiscord, processes: tuple[list[DiscordApi], list[Channel]]
) -> None:
    clients, channels = processes

    responses = await asyncio.gather(
        *(
            clients[number % 2].send(str(channel.id), RenderedMessage("a comic"), nonce=str(number))
            for number, channel in enumerate(channels)
        ),
        return_exceptions=True,
    )

    postponed = [each for each in responses if isinstance(each, DiscordApiError)]
    assert {error.kind for error in postponed} == {FailureKind.LATER}
    assert len(postponed) == len(channels) - FEW
    assert sum(len(channel.messages) for channel in channels) == FEW
    assert fake.call_log.to("message_create", status=429) == []

    # Calls with an interaction's token do not count and are not limited.
    with pytest.raises(DiscordApiError) as caught:
        await clients[0].edit_reply(str(fake.bot.id), "no-such-token", RenderedMessage("a comic"))
    assert caught.value.kind is not FailureKind.LATER
    assert len(fake.call_log.to("webhook_edit")) == 1
