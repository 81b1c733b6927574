"""How often we call Discord: all processes together below what it tolerates from one bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from limits import RateLimitItemPerSecond

from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError, FailureKind
from bots.discord.endpoints import use_api_base
from bots.discord.rate_limit import DiscordRateLimiter
from bots.discord.rendering import RenderedMessage
from core.models.identity import Platform
from core.runtime.metrics import Metrics
from tests.fakes.discord import Channel, FakeDiscord, Limit
from tests.servers import RedisServer

FEW = 10
HOUR = 3600


class Waits(Metrics):
    def __init__(self) -> None:
        self.seconds: list[float] = []

    def observe_rate_limit_wait(self, platform: Platform, seconds: float) -> None:
        assert platform is Platform.DISCORD
        self.seconds.append(seconds)


async def test_who_waits_is_let_in_when_there_is_room_and_the_wait_is_measured() -> None:
    waits = Waits()
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(1, 1), metrics=waits)

    await limiter.wait()
    await limiter.wait()

    assert len(waits.seconds) == 1


async def test_what_takes_longer_than_a_call_has_is_put_off() -> None:
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(1, HOUR), max_wait=0.1)
    await limiter.wait()

    with pytest.raises(DiscordApiError) as caught:
        await limiter.wait()

    assert caught.value.kind is FailureKind.LATER
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > HOUR / 2


async def test_news_leave_room_for_pictures() -> None:
    limiter = DiscordRateLimiter(overall=RateLimitItemPerSecond(FEW, HOUR), max_wait=0.1)
    told = await asyncio.gather(
        *(limiter.wait(low_priority=True) for _ in range(FEW)), return_exceptions=True
    )

    shown = told.count(None)
    assert 0 < shown < FEW
    for _ in range(FEW - shown):
        await limiter.wait()


# --- Several processes ----------------------------------------------------------------------------


@pytest.fixture
async def processes(
    fake: FakeDiscord, redis: RedisServer
) -> AsyncIterator[tuple[list[DiscordApi], list[Channel]]]:
    """Two processes that count in one Redis, and channels in which each may write once."""
    guild = fake.add_guild("Comics", fake.add_user("ada"))
    channels = [fake.add_channel(guild, f"number-{number}") for number in range(2 * FEW)]
    use_api_base(fake.api_base)
    async with AsyncExitStack() as stack:
        rests = []
        for _ in range(2):
            api = DiscordApi(fake.token)
            await api.application()  # logging in is called, too
            api._limiter = DiscordRateLimiter(
                redis.url, overall=RateLimitItemPerSecond(FEW, HOUR), max_wait=1
            )
            stack.push_async_callback(api.close)
            rests.append(api)
        # From now on: as if a whole bot had these few calls.
        fake.limits.globally = Limit(FEW, HOUR)
        fake.limits._windows.clear()
        yield rests, channels


@pytest.mark.servers
async def test_with_redis_all_processes_keep_to_discords_limit_together(
    fake: FakeDiscord, processes: tuple[list[DiscordApi], list[Channel]]
) -> None:
    rests, channels = processes

    responses = await asyncio.gather(
        *(
            rests[number % 2].send(str(channel.id), RenderedMessage("a comic"), nonce=str(number))
            for number, channel in enumerate(channels)
        ),
        return_exceptions=True,
    )

    put_off = [answer for answer in responses if isinstance(answer, DiscordApiError)]
    assert {error.kind for error in put_off} == {FailureKind.LATER}
    assert len(put_off) == len(channels) - FEW
    assert sum(len(channel.messages) for channel in channels) == FEW
    assert fake.ledger.to("message_create", status=429) == []

    # What goes by an interaction's token does not count, and is not held back.
    with pytest.raises(DiscordApiError) as caught:
        await rests[0].edit_reply(str(fake.bot.id), "no-such-token", RenderedMessage("a comic"))
    assert caught.value.kind is not FailureKind.LATER
    assert len(fake.ledger.to("webhook_edit")) == 1
