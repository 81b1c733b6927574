"""Runner of the Telegram adapter: start, restart after failures, and stop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import InvalidToken

from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from bots.chat.progress_updater import ProgressUpdater
from bots.chat.startup_call import StartupCall
from bots.telegram.api_errors import TelegramApiError, translated
from bots.telegram.command_sync import sync_commands
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.group_admins import GroupAdmins
from bots.telegram.outage_replies import OutageReplies
from bots.telegram.polling import ALLOWED_UPDATES, Polling
from bots.telegram.report_notices import ReportNotifier
from bots.telegram.status_messages import StatusMessages
from bots.telegram.update_inbox import UpdateInbox
from bots.telegram.update_router import UpdateRouter
from bots.telegram.uploads import PictureUploads
from core.chats.chat_settings import ChatSettingsCache
from core.errors import StorageError
from core.models.identity import Platform
from core.ports.jobs import JobQueue
from core.runtime.backoff import Backoff
from core.runtime.leader_lock import LeaderLock, LeaderLockLostError
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.waiting import InterruptedByEventError, run_unless_set
from core.services import Services

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/hooks/telegram"  # see `bots.web.api.webhooks`
DRAIN_SECONDS = 5.0  # for updates in progress when the process stops
CALL_SECONDS = 15.0
MAX_WEBHOOK_CONNECTIONS = 40  # that Telegram may open to deliver webhooks


class TelegramRunner:
    """Receives and handles updates while this process holds the leader lock."""

    def __init__(
        self,
        services: Services,
        uploads: PictureUploads,
        job_queue: JobQueue,
        holder: str,
        *,
        delays: ChatDelays = DEFAULT_DELAYS,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._delays = delays
        api = uploads.api
        self._settings = services.config.telegram
        self._public_url = services.config.web.public_url
        self._api = api
        self._progress_updater = ProgressUpdater(
            job_statuses=services.job_statuses,
            job_events=services.job_events,
            deliveries=services.deliveries,
            job_queue=job_queue,
        )
        chats = ChatSettingsCache(database=services.database, platform=Platform.TELEGRAM)
        self.deps = HandlerDeps(
            services=services,
            api=api,
            status_messages=StatusMessages(api=api, progress_updater=self._progress_updater),
            uploads=uploads,
            chats=chats,
            group_admins=GroupAdmins(api=api),
            report_notifier=ReportNotifier(api=api, chats=chats),
        )
        self._leader_lock = LeaderLock(services.database, f"telegram {api.bot_id}", holder)
        self._inbox = UpdateInbox(services.database, api.bot_id, UpdateRouter(self.deps).handle)
        self._outage_replies = OutageReplies(self.deps)
        self._stop = asyncio.Event()
        self._serving = False
        self._standing_by = True  # another process holds the lock, or none does yet
        self._metrics = metrics
        services.health.watch("telegram", lambda: self._serving or self._standing_by)
        self._commands = StartupCall("telegram_commands", services.health, delays)
        self._webhook = StartupCall("telegram_webhook", services.health, delays)

    async def run(self) -> None:
        """Serve until stopped; restart after failures with exponential backoff."""
        backoff = Backoff(*self._delays.restart, jitter=(0.8, 1.2))
        await self._read_chat_settings()
        while not self._stop.is_set():
            with suppress(InterruptedByEventError):
                await run_unless_set(self._leader_lock.acquire(), self._stop)
            if self._stop.is_set():
                return
            self._standing_by = False
            try:
                was_serving = await self._serve()
            finally:
                await self._webhook.stop()
                await self._commands.stop()
            if was_serving:
                backoff.reset()
            if self._stop.is_set():
                return
            delay = backoff.next()
            self._metrics.count_restart("telegram")
            log.warning("telegram_restarted", delay=round(delay, 1))
            with suppress(InterruptedByEventError):
                await run_unless_set(asyncio.sleep(delay), self._stop)

    async def stop(self) -> None:
        """Accept no more updates, drain those in progress, and release the leader lock."""
        self._stop.set()
        await self._inbox.drain(DRAIN_SECONDS)
        await self._progress_updater.close()
        await self._leader_lock.release()

    # --- While this process is the leader ---------------------------------------------------------

    async def _serve(self) -> bool:
        """Serve until stopped or until a task fails. Return whether serving started at all."""
        try:
            polling = await self._prepare()
        except (TelegramApiError, InvalidToken) as error:
            log.error("telegram_login_failed", error=str(error))  # noqa: TRY400 - no trace needed
            return False
        tasks = {
            asyncio.create_task(self._inbox.run(), name="telegram inbox"),
            asyncio.create_task(self._leader_lock.keep_renewed(), name="telegram leader lock"),
        }
        background = {asyncio.create_task(self._resume_status_messages(), name="telegram statuses")}
        if polling is not None:
            tasks.add(asyncio.create_task(polling.run(), name="telegram polling"))
        await self._commands.start(self._register_commands)
        self._serving = True
        try:
            first_failure = asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            with suppress(InterruptedByEventError):
                done, _ = await run_unless_set(first_failure, self._stop)
                for task in done:
                    self._log_failure(task)
        finally:
            self._serving = False
            for task in (*tasks, *background):
                task.cancel()
            await asyncio.gather(*tasks, *background, return_exceptions=True)
        if not self._stop.is_set():
            await self._inbox.abort()
            await self._progress_updater.close()  # the new leader tracks the status messages
        return True

    async def _prepare(self) -> Polling | None:
        """Log in and set up polling or the webhook, by the configuration.

        Raises TelegramApiError.
        """
        bot = await self._api.bot()
        await self._webhook.start(self._switch_webhook)
        await self._webhook.first_try()
        if self._settings.mode == "webhook":
            return None
        return Polling(
            bot.base_url,
            self._api.bot_id,
            self.deps.services.database,
            on_committed=self._inbox.notify,
            notify_outage=self._notify_outage,
            delays=self._delays,
        )

    async def _switch_webhook(self) -> None:
        """Set or delete the webhook, by the mode. Until it succeeds, updates arrive as before.

        Raises TelegramApiError.
        """
        bot = await self._api.bot()
        async with translated(CALL_SECONDS):
            if self._settings.mode == "webhook":
                await bot.set_webhook(
                    f"{self._public_url.rstrip('/')}{WEBHOOK_PATH}",
                    allowed_updates=ALLOWED_UPDATES,
                    max_connections=MAX_WEBHOOK_CONNECTIONS,
                    secret_token=self._settings.webhook_secret.get_secret_value(),
                )
            else:
                await bot.delete_webhook()

    async def _register_commands(self) -> None:
        """Synchronize the command lists. Raises TelegramApiError."""
        await sync_commands(await self._api.bot())

    async def _resume_status_messages(self) -> None:
        """Resume tracking the status messages of the previous leader."""
        await self._progress_updater.resume(
            Platform.TELEGRAM,
            is_ours=lambda each: each.delivery.destination.application_id == self._api.bot_id,
            tracked_message_of=self.deps.status_messages.tracked_message_of,
        )

    def _log_failure(self, task: asyncio.Task[None]) -> None:
        error = task.exception()
        if isinstance(error, LeaderLockLostError):
            self._standing_by = True
            log.warning("leader_lock_lost")
        elif isinstance(error, InvalidToken):
            log.error("telegram_token_refused")
        elif error is not None:
            log.error("telegram_crashed", exc_info=error)

    async def _notify_outage(self, updates: Sequence[Mapping[str, Any]], code: str) -> set[int]:
        return await self._outage_replies.send(updates, code)

    async def _read_chat_settings(self) -> None:
        """Load the chat settings, so that the first command already knows the private chats."""
        try:
            await self.deps.chats.read()
        except StorageError as error:
            log.warning("chat_settings_read_failed", error=error.code)
