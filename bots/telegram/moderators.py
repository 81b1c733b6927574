"""Administrators of groups: permission checks, and notices about reports."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog

from bots.chat.report_reasons import displayed_reason
from bots.telegram.api_client import ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.plain_text import harmless
from bots.telegram.rendering import plain
from core.chats.chat_settings import ChatSettingsCache
from core.content.titles import title_of
from core.errors import StorageError
from core.models.identity import Platform
from core.models.jobs import Job
from core.sentences import sentence

log = structlog.get_logger(__name__)

CACHE_SECONDS = 60.0
CACHE_SIZE = 1000  # users


@dataclass(kw_only=True)
class Moderators:
    """Checks who administers a group, with a cache of one minute."""

    api: TelegramApi
    chats: ChatSettingsCache
    _cache: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict, init=False)

    async def is_moderator(self, chat: str, user: str) -> bool:
        """Return whether the user administers the group; False if Telegram cannot be asked."""
        since, known = self._cache.get((chat, user), (float("-inf"), False))
        if time.monotonic() - since < CACHE_SECONDS:
            return known
        try:
            known = await self.api.is_admin(chat, user)
        except TelegramApiError as error:
            log.warning("moderator_lookup_failed", kind=error.kind.value, detail=error.detail)
            return False
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[chat, user] = (time.monotonic(), known)
        return known

    async def notify(self, job: Job, reason: str, locale: str) -> None:
        """Notify the moderators of the comic's group about a report, if the group has a log chat.

        Best effort: every report is stored in the database as well. All members of the log chat can
        read the notice, so it neither names the reporter nor quotes a private prompt.
        """
        if job.platform is not Platform.TELEGRAM:
            return
        try:
            settings = await self.chats.settings(job.chat)
            if not settings.log_channel:
                return
            if job.private:
                notice = sentence("report_in_group_private", locale, comic=str(job.id))
            else:
                notice = sentence("report_in_group", locale, title=title_of(job.prompt))
            text = f"{notice}\n{displayed_reason(reason, locale)}"
            await self.api.send(ChatTarget(settings.log_channel), plain(harmless(text)))
        except (TelegramApiError, StorageError) as error:
            log.warning("moderator_notice_failed", error=str(error))
