"""Notices about reports, for the administrators of groups that have configured a log chat."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotifier:
    """Sender of notices to log chats. Best effort: the database stores every report."""

    api: TelegramApi
    chats: ChatSettingsCache

    async def notify(self, job: Job, reason: str, locale: str) -> None:
        """Notify the moderators of the comic's group about a report, if the group has a log chat.

        All members of the log chat can read the notice, so it neither names the reporter nor quotes
        a private prompt.
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
