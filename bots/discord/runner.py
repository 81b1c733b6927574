"""Discord as one of the process's front ends: started, kept up, and stopped."""

from __future__ import annotations

import asyncio
import random

import discord
import structlog

from bots.chat.progress_updater import ProgressUpdater
from bots.chat.startup_call import StartupCall
from bots.discord.api_client import DiscordApi
from bots.discord.client import ComicClient
from bots.discord.dependencies import HandlerDeps
from bots.discord.moderators import Moderators
from bots.discord.responses import InteractionResponses
from bots.discord.status_messages import StatusMessages
from core.chats.chat_settings import ChatSettingsCache
from core.errors import StorageError
from core.models.deliveries import AwaitedDelivery
from core.models.identity import Platform
from core.ports.jobs import JobQueue
from core.runtime.metrics import NO_METRICS, Metrics
from core.services import Services

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 5.0  # for what is being answered when the process stops
CLOSE_SECONDS = 3.0
FIRST_PAUSE = 5.0  # seconds, before a client that ended is started again
LONGEST_PAUSE = 600.0  # identifying is allowed 1,000 times a day
SETTLED = 300.0  # seconds after which a start counts as having gone well


class DiscordRunner:
    """Runs the gateway client; one that fails is started anew, with growing pauses."""

    def __init__(
        self,
        services: Services,
        api: DiscordApi,
        job_queue: JobQueue,
        *,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._metrics = metrics
        self._settings = services.config.discord
        self._progress_updater = ProgressUpdater(
            requests=services.requests,
            job_events=services.job_events,
            deliveries=services.deliveries,
            job_queue=job_queue,
        )
        self._client: ComicClient | None = None
        self._connected = asyncio.Event()  # for the first time
        self._stop = asyncio.Event()
        chats = ChatSettingsCache(database=services.database, platform=Platform.DISCORD)
        responses = InteractionResponses(api=api)
        self.deps = HandlerDeps(
            services=services,
            api=api,
            responses=responses,
            status_messages=StatusMessages(
                api=api, responses=responses, progress_updater=self._progress_updater
            ),
            chats=chats,
            moderators=Moderators(api=api, chats=chats),
        )
        services.health.watch("discord", lambda: self.is_healthy)
        self._commands = StartupCall("discord_commands", services.health)

    @property
    def is_healthy(self) -> bool:
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
            self._metrics.count_restart("discord")
            log.warning("discord_restarts", pause=pause)
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load
            pause = min(pause * 2, LONGEST_PAUSE)

    async def follow(self) -> None:
        """Take up the status messages of others' while connected, until cancelled."""
        await self._connected.wait()
        await self._progress_updater.resume(
            Platform.DISCORD,
            is_ours=self._is_ours,
            tracked_message_of=self.deps.status_messages.tracked_message_of,
        )

    def _is_ours(self, awaited: AwaitedDelivery) -> bool:
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
        await self.deps.responses.drain(DRAIN_SECONDS)
        await self._progress_updater.close()
        await self._close()

    async def _read_chats(self) -> None:
        """Know before the first command where answers are private."""
        try:
            await self.deps.chats.read()
        except StorageError as error:
            log.warning("chat_settings_unread", error=error.code)

    async def _serve(self) -> None:
        client = self._client = ComicClient(
            self._settings, self.deps, connected=self._connected, commands=self._commands
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
