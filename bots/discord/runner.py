"""Runner of the Discord adapter: starts, restarts and stops the gateway client."""

from __future__ import annotations

import asyncio

import discord
import structlog

from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from bots.chat.progress_updater import ProgressUpdater
from bots.chat.startup_call import StartupCall
from bots.discord.api_client import DiscordApi
from bots.discord.client import ComicClient
from bots.discord.dependencies import HandlerDeps
from bots.discord.handler_tasks import HandlerTasks
from bots.discord.report_notices import ReportNotifier
from bots.discord.status_messages import StatusMessages
from core.chats.chat_settings import ChatSettingsCache
from core.errors import StorageError
from core.models.deliveries import DestinationContext, OpenDelivery
from core.models.identity import Platform
from core.ports.jobs import JobQueue
from core.runtime.backoff import Backoff
from core.runtime.metrics import NO_METRICS, Metrics
from core.services import Services

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 5.0  # for running handlers when the process stops
CLOSE_SECONDS = 3.0
STABLE_AFTER = 300.0  # seconds of running after which the delay is reset


class DiscordRunner:
    """Runs the gateway client, and restarts it after a failure with exponential backoff."""

    def __init__(
        self,
        services: Services,
        api: DiscordApi,
        job_queue: JobQueue,
        *,
        delays: ChatDelays = DEFAULT_DELAYS,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._delays = delays
        self._metrics = metrics
        self._settings = services.config.discord
        self._progress_updater = ProgressUpdater(
            job_statuses=services.job_statuses,
            job_events=services.job_events,
            deliveries=services.deliveries,
            job_queue=job_queue,
        )
        self._client: ComicClient | None = None
        self._connected = asyncio.Event()  # for the first time
        self._stop = asyncio.Event()
        chats = ChatSettingsCache(database=services.database, platform=Platform.DISCORD)
        self.deps = HandlerDeps(
            services=services,
            api=api,
            handler_tasks=HandlerTasks(api=api, renditions=services.renditions),
            status_messages=StatusMessages(api=api, progress_updater=self._progress_updater),
            chats=chats,
            report_notifier=ReportNotifier(api=api, chats=chats),
        )
        services.health.watch("discord", lambda: self.is_healthy)
        self._commands = StartupCall("discord_commands", services.health, delays)

    @property
    def is_healthy(self) -> bool:
        """Whether the gateway is connected."""
        return self._client is not None and self._client.is_ready()

    async def run(self) -> None:
        """Serve until stopped."""
        loop = asyncio.get_running_loop()
        backoff = Backoff(*self._delays.restart, jitter=(0.8, 1.2), stable_after=STABLE_AFTER)
        await self._load_chat_settings()
        while not self._stop.is_set():
            started = loop.time()
            await self._serve()
            if self._stop.is_set():
                return
            delay = backoff.next_after_run(loop.time() - started)
            self._metrics.count_restart("discord")
            log.warning("discord_client_restarted", delay=round(delay, 1))
            await asyncio.sleep(delay)

    async def follow(self) -> None:
        """Resume status messages of jobs that no process tracks, from the first connection on."""
        await self._connected.wait()
        await self._progress_updater.resume(
            Platform.DISCORD,
            is_ours=self._is_ours,
            tracked_message_of=self.deps.status_messages.tracked_message_of,
        )

    def _is_ours(self, open_delivery: OpenDelivery) -> bool:
        """Return whether the destination's guild belongs to a shard of this process."""
        client = self._client
        if client is None or not client.shard_count or self._stop.is_set():
            return False
        to = open_delivery.delivery.destination
        in_server = to.context is DestinationContext.GUILD and open_delivery.community
        shard = (int(open_delivery.community) >> 22) % client.shard_count if in_server else 0
        return shard in client.shards

    async def stop(self) -> None:
        """Reject new interactions, let running handlers finish, and disconnect."""
        self._stop.set()
        await self.deps.handler_tasks.drain(DRAIN_SECONDS)
        await self._progress_updater.close()
        await self._close()

    async def _load_chat_settings(self) -> None:
        """Load the chat settings: before the first command, the private chats have to be known."""
        try:
            await self.deps.chats.read()
        except StorageError as error:
            log.warning("chat_settings_read_failed", error=error.code)

    async def _serve(self) -> None:
        client = self._client = ComicClient(
            self._settings, self.deps, connected=self._connected, commands=self._commands
        )
        try:
            await client.start(self._settings.token.get_secret_value())
        except discord.LoginFailure:
            log.error("discord_token_refused")  # noqa: TRY400 - the traceback adds nothing
        except Exception:
            if not self._stop.is_set():
                log.exception("discord_client_failed")
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
            log.warning("discord_close_timed_out")
