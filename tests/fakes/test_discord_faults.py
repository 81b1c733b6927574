"""Faults: rate limits, failing proxies and slow responses, and the library's reaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import Channel, FakeDiscord, Fault, Limit, User
from tests.fakes.discord_bot import Bot, logged_in


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Bot]:
    client = Bot()
    await client.login(fake.token)
    yield client
    await client.close()


def messageable(bot: Bot, channel: Channel) -> discord.PartialMessageable:
    return bot.get_partial_messageable(channel.id)


async def test_the_library_observes_the_bucket_in_the_headers(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    fake.limits.of_route["message_create"] = Limit(2, 0.3)

    for number in range(5):
        await messageable(bot, general).send(str(number))

    # A client that sent all five at once would get a 429, as the next test shows.
    assert [call.status for call in fake.call_log.to("message_create")] == [200] * 5


async def test_a_client_that_ignores_the_headers_gets_a_retry_after(
    fake: FakeDiscord, general: Channel
) -> None:
    fake.limits.of_route["message_create"] = Limit(1, 30)
    url = f"{fake.api_base}/channels/{general.id}/messages"
    headers = {"Authorization": f"Bot {fake.token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        answers = [await http.post(url, json={"content": "x"}) for _ in range(2)]
        body = await answers[1].json()

    assert [answer.status for answer in answers] == [200, 429]
    assert answers[0].headers["X-RateLimit-Remaining"] == "0"
    assert answers[0].headers["X-RateLimit-Bucket"] == answers[1].headers["X-RateLimit-Bucket"]
    assert 0 < body["retry_after"] <= 30
    assert body["global"] is False
    assert "Via" in answers[1].headers
    assert (answers[1].headers["X-RateLimit-Scope"], fake.limits.invalid) == ("user", 1)
    fake.clock.advance(seconds=31)
    assert not fake.limits.take("message_create", str(general.id), counts_globally=True).retry_after


async def test_the_global_limit_exempts_responses_to_interactions(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.command(description="Answer")
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("here")

    async with logged_in(fake, bot):
        fake.limits.globally = Limit(0, 600)
        interaction = await fake.slash(ada, general, "answer")
        await fake.responded(interaction)
        url = f"{fake.api_base}/channels/{general.id}"
        headers = {"Authorization": f"Bot {fake.token}"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(url) as refused:
            body = await refused.json()

    assert (refused.status, body["global"]) == (429, True)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, retry_after=0.01),
        Fault(429, retry_after=0.01, is_global=True),
    ],
)
async def test_the_library_retries_after_a_429(
    fake: FakeDiscord, bot: Bot, general: Channel, fault: Fault
) -> None:
    fake.fail("message_create", fault, times=2)

    await messageable(bot, general).send("hello")

    assert [call.status for call in fake.call_log.to("message_create")] == [429, 429, 200]


async def test_a_ban_has_no_via_header_and_is_not_retried(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    fake.limits.of_invalid = Limit(2, 600)
    for _ in range(2):
        with pytest.raises(discord.Forbidden):
            await messageable(bot, fake.add_group_dm("foreign", fake.user("ada"))).send("hello")

    with pytest.raises(discord.HTTPException) as refused:
        await messageable(bot, general).send("hello")

    assert refused.value.status == 429
    assert len(fake.call_log.to("message_create")) == 3
    fake.clock.advance(minutes=11)
    await messageable(bot, general).send("hello")


async def test_a_5xx_is_retried_and_an_enforced_nonce_prevents_a_duplicate(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    fake.fail("message_create", Fault(502, is_acted_upon=True))

    await messageable(bot, general).send("once", nonce="job-1")

    assert [call.status for call in fake.call_log.to("message_create")] == [502, 200]
    assert len(general.messages) == 1


async def test_a_callback_whose_reply_was_lost_is_already_acknowledged(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.command(description="Answer")
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer()

    async with logged_in(fake, bot):
        fake.fail("callback", Fault(502, is_acted_upon=True))
        interaction = await fake.slash(ada, general, "answer")
        await fake.until(lambda: bot.errors, "the refusal of the second attempt")

    [error] = bot.errors
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060
    assert interaction.is_thinking


async def test_a_broken_connection_raises_a_client_error(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    fake.fail("message_create", Fault(is_acted_upon=True))

    with pytest.raises(aiohttp.ClientError):  # the library retries on macOS and Windows only
        await messageable(bot, general).send("once", nonce="job-1")
    await messageable(bot, general).send("once", nonce="job-1")

    assert [call.status for call in fake.call_log.to("message_create")] == [0, 200]
    assert len(general.messages) == 1


async def test_latency_and_gates_delay_requests(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    fake.faults.slow("message_create", 0.05)
    await messageable(bot, general).send("slow")
    assert fake.call_log.to("message_create")[0].took >= 0.05

    gate = fake.faults.hold("message_create")
    sending = asyncio.create_task(messageable(bot, general).send("held"))
    await fake.until(lambda: fake.faults.waiting == 1)
    assert len(general.messages) == 1
    gate.set()
    await sending

    assert len(general.messages) == 2


async def test_a_request_for_an_unknown_route_is_recorded(fake: FakeDiscord, bot: Bot) -> None:
    with pytest.raises(discord.NotFound):
        await bot.fetch_premium_sticker_packs()

    assert fake.unknown_routes == ["GET /api/v10/sticker-packs"]
