"""The gateway: sessions, shards and broken connections, with and without the real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import Channel, FakeDiscord, Guild, Kind, Permission, User
from tests.fakes.discord_bot import Bot, logged_in


def echo_bot(**options: Any) -> Bot:
    bot = Bot(**options)

    @bot.tree.command(description="Echo")
    async def echo(interaction: discord.Interaction[Any], text: str) -> None:
        await interaction.response.send_message(text)

    return bot


async def answers(fake: FakeDiscord, user: User, channel: Channel, text: str = "hello") -> None:
    interaction = await fake.slash(user, channel, "echo", text=text)
    await fake.responded(interaction)
    assert interaction.messages[0].content == text


async def test_the_client_receives_its_guilds_channels_and_permissions(
    fake: FakeDiscord, general: Channel
) -> None:
    fake.permit(general, fake.bot, deny=Permission.ATTACH_FILES)
    forum = fake.add_channel(_guild(general), "ideas", Kind.FORUM)
    async with logged_in(fake, echo_bot(shard_count=None)) as bot:
        await bot.wait_until_ready()
        guild = bot.get_guild(_guild(general).id)
        assert guild is not None
        messageable = guild.get_channel(general.id)
        assert isinstance(messageable, discord.TextChannel)
        assert guild.get_channel(forum.id) is not None
        granted = messageable.permissions_for(guild.me)

    assert granted.send_messages
    assert not granted.attach_files
    assert fake.call_log.to("gateway_bot")
    assert fake.unknown_routes == []


def _guild(channel: Channel) -> Guild:
    assert channel.guild is not None
    return channel.guild


# --- Broken connections ---------------------------------------------------------------------------


async def test_a_dropped_connection_is_resumed_with_the_missed_events(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, echo_bot()):
        await answers(fake, ada, general)
        await fake.drop()
        missed = await fake.slash(ada, general, "echo", text="missed")
        await fake.responded(missed)

    assert fake.gateway.sessions.begun == 1
    assert fake.gateway.sessions.resumed == 1
    assert len(fake.call_log.to("callback")) == 2


async def test_a_session_that_cannot_be_resumed_is_replaced(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, echo_bot()):
        fake.gateway.refuses_resume = True
        await fake.drop(4000)
        await fake.connected()
        await answers(fake, ada, general)

    assert (fake.gateway.sessions.begun, fake.gateway.sessions.resumed) == (2, 0)


async def test_the_client_reconnects_on_request(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, echo_bot()):
        await fake.request_reconnect()
        await fake.until(lambda: fake.gateway.sessions.resumed)
        await answers(fake, ada, general)


async def test_a_connection_without_heartbeat_acks_is_closed_and_resumed(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    fake.heartbeat_seconds = 0.2
    bot = echo_bot()
    bot._connection.heartbeat_timeout = 0.5
    async with logged_in(fake, bot):
        await answers(fake, ada, general)
        before = fake.gateway.sessions.resumed
        fake.acks_heartbeats = False
        await fake.until(lambda: fake.gateway.sessions.resumed > before)
        fake.acks_heartbeats = True
        await answers(fake, ada, general)


async def test_a_stopped_client_ends_its_session(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, echo_bot()):
        pass
    await fake.until(lambda: not fake.gateway.sessions.open)

    interaction = await fake.slash(ada, general, "echo", text="not received")
    fake.clock.advance(seconds=3)

    assert fake.interactions.has_failed(interaction)


# --- Shards and more than one process -------------------------------------------------------------


async def test_events_go_to_the_shard_of_their_guild_and_those_of_dms_to_the_first(
    fake: FakeDiscord, ada: User
) -> None:
    odd, even = (
        fake.add_guild(name, ada, guild_id=n << 22) for n, name in ((7, "odd"), (8, "even"))
    )
    first, second = (Bot(shard_count=2) for _ in range(2))
    first.shard_ids, second.shard_ids = [0], [1]
    async with logged_in(fake, first):
        await fake.until(lambda: fake.call_log.to("commands_put"))
        async with logged_in(fake, second):
            await fake.connected(2)
            for channel in (*odd.channels.values(), *even.channels.values(), fake.dm(ada)):
                fake.registry.create({"name": "echo", "description": "Echo"})
                await fake.slash(ada, channel, "echo")
            await fake.until(lambda: len(first.received) == 2 and len(second.received) == 1)

    assert [interaction.guild_id for interaction in first.received] == [even.id, None]
    assert [interaction.guild_id for interaction in second.received] == [odd.id]


async def test_two_sessions_of_a_shard_get_every_event_and_one_response_counts(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    one, other = echo_bot(), echo_bot()
    async with logged_in(fake, one), logged_in(fake, other):
        await fake.connected(2)
        await answers(fake, ada, general)
        await fake.until(lambda: len(fake.call_log.to("callback")) == 2)
        await fake.until(lambda: one.errors or other.errors)

    assert len(general.messages) == 1
    [error] = one.errors + other.errors
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060


# --- Refusals -------------------------------------------------------------------------------------


async def test_an_invalid_token_is_refused_at_the_login(fake: FakeDiscord) -> None:
    bot = Bot()
    with pytest.raises(discord.LoginFailure):
        await bot.login("MTIz.wrong.token")
    await bot.close()

    assert fake.call_log.to("me", status=401)


async def test_a_disallowed_intent_closes_the_client(fake: FakeDiscord) -> None:
    bot = Bot(intents=discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.start(fake.token)


@asynccontextmanager
async def connection(fake: FakeDiscord) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as session, session.ws_connect(fake.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        yield socket


async def close_code(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    async with asyncio.timeout(30):
        while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
    return socket.close_code


def identify(fake: FakeDiscord, **changes: Any) -> dict[str, Any]:
    data = {"token": fake.token, "intents": 1, "shard": [0, 1], "properties": {}}
    return {"op": 2, "d": data | changes}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        (4004, {"token": "wrong"}),
        (4010, {"shard": [1, 1]}),
        (4013, {"intents": 1 << 40}),
        (4014, {"intents": 1 << 15}),
    ],
)
async def test_an_invalid_identify_is_refused_with_its_close_code(
    fake: FakeDiscord, code: int, changes: dict[str, Any]
) -> None:
    async with connection(fake) as socket:
        await socket.send_json(identify(fake, **changes))
        assert await close_code(socket) == code

    assert fake.gateway.sessions.open == []


async def test_a_client_that_sends_invalid_messages_is_disconnected(fake: FakeDiscord) -> None:
    codes = []
    for text in ("{", '{"op": 3, "d": {}}', '{"op": 1, "d": "%s"}' % ("x" * 5000)):
        async with connection(fake) as socket:
            await socket.send_str(text)
            codes.append(await close_code(socket))
    for message in (identify(fake), {"op": 99, "d": None}):
        async with connection(fake) as socket:
            await socket.send_json(identify(fake))
            await socket.send_json(message)
            codes.append(await close_code(socket))
    async with connection(fake) as socket:
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})
        codes.append(await close_code(socket))

    assert codes == [4002, 4003, 4002, 4005, 4001, 4008]


async def test_more_guilds_than_a_shard_may_have_need_more_shards(fake: FakeDiscord) -> None:
    for number in range(2500):
        fake.add_guild(f"guild {number}")

    async with connection(fake) as socket:
        await socket.send_json(identify(fake))
        assert await close_code(socket) == 4011


# --- Events ---------------------------------------------------------------------------------------


async def test_the_client_receives_the_removal_from_a_guild_and_the_deletion_of_a_channel(
    fake: FakeDiscord, general: Channel
) -> None:
    ideas = fake.add_channel(_guild(general), "ideas")
    async with logged_in(fake, Bot()) as bot:
        await bot.wait_until_ready()
        await fake.delete_channel(ideas)
        await fake.until(lambda: bot.get_channel(ideas.id) is None)
        assert bot.get_channel(general.id) is not None
        await fake.remove_bot(_guild(general))
        await fake.until(lambda: not bot.guilds)
