"""Discord as one of the process's front ends: started, kept up, and stopped."""

from __future__ import annotations

import asyncio
import random

import discord
import structlog

from bots.chat.following import Followers
from bots.chat.startup_call import StartupCall
from bots.discord.answers import Answers
from bots.discord.client import ComicClient
from bots.discord.kit import Kit
from bots.discord.moderators import Moderators
from bots.discord.orders import Orders
from bots.discord.rest import Rest
from core.chats import ChatBook
from core.errors import StorageError
from core.meter import UNMETERED, Meter
from core.models import Awaited, Platform
from core.ports import Engine
from core.services import Services

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 5.0  # for what is being answered when the process stops
CLOSE_SECONDS = 3.0
FIRST_PAUSE = 5.0  # seconds, before a client that ended is started again
LONGEST_PAUSE = 600.0  # identifying is allowed 1,000 times a day
SETTLED = 300.0  # seconds after which a start counts as having gone well


class DiscordFront:
    """Runs the gateway client; one that fails is started anew, with growing pauses."""

    def __init__(
        self, services: Services, rest: Rest, engine: Engine, *, meter: Meter = UNMETERED
    ) -> None:
        self._meter = meter
        self._settings = services.config.discord
        self._followers = Followers(
            comics=services.comics,
            watcher=services.watcher,
            deliveries=services.deliveries,
            engine=engine,
        )
        self._client: ComicClient | None = None
        self._connected = asyncio.Event()  # for the first time
        self._stop = asyncio.Event()
        chats = ChatBook(database=services.database, platform=Platform.DISCORD)
        answers = Answers(rest=rest)
        self.kit = Kit(
            services=services,
            rest=rest,
            answers=answers,
            orders=Orders(rest=rest, answers=answers, followers=self._followers),
            chats=chats,
            moderators=Moderators(rest=rest, chats=chats),
        )
        services.health.watch("discord", lambda: self.is_well)
        self._commands = StartupCall("discord_commands", services.health)

    @property
    def is_well(self) -> bool:
        """Whether the gateway is connected."""
        return self._client is not None and self._client.is_ready()

    async def run(self) -> None:
        """Serve until stopped."""
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        await self._read_chats()
        while not self._stop.is_set():
            started = loop.time()
            await self._serve()
            if self._stop.is_set():
                return
            if loop.time() - started > SETTLED:
                pause = FIRST_PAUSE
            self._meter.restarted("discord")
            log.warning("discord_restarts", pause=pause)
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load
            pause = min(pause * 2, LONGEST_PAUSE)

    async def follow(self) -> None:
        """Take up the status messages of others' while connected, until cancelled."""
        await self._connected.wait()
        await self._followers.take_up(
            Platform.DISCORD, is_ours=self._is_ours, wait_of=self.kit.orders.wait_of
        )

    def _is_ours(self, awaited: Awaited) -> bool:
        """Say whether what happens there comes to this process, and to no other of a fleet."""
        client = self._client
        if client is None or not client.shard_count or self._stop.is_set():
            return False
        in_server = awaited.delivery.destination.context == "guild" and awaited.community
        shard = (int(awaited.community) >> 22) % client.shard_count if in_server else 0
        return shard in client.shards

    async def stop(self) -> None:
        """Take nothing more, finish what is being answered, and leave."""
        self._stop.set()
        await self.kit.answers.drain(DRAIN_SECONDS)
        await self._followers.close()
        await self._close()

    async def _read_chats(self) -> None:
        """Know before the first command where answers are private."""
        try:
            await self.kit.chats.read()
        except StorageError as error:
            log.warning("chat_settings_unread", error=error.code)

    async def _serve(self) -> None:
        client = self._client = ComicClient(
            self._settings, self.kit, connected=self._connected, commands=self._commands
        )
        try:
            await client.start(self._settings.token.get_secret_value())
        except discord.LoginFailure:
            log.error("discord_token_refused")  # noqa: TRY400 - there is no more to know
        except Exception:
            if not self._stop.is_set():
                log.exception("discord_failed")
        finally:
            await self._close()

    async def _close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await client.close()
        except TimeoutError:
            log.warning("discord_not_closed_in_time")
