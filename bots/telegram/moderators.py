"""Administrators of groups: who they are, and word to them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog

from bots.chat.report_reasons import displayed_reason
from bots.telegram.api_client import ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.context import TelegramContext
from bots.telegram.plain_text import harmless
from bots.telegram.rendering import plain
from core.chats.chat_settings import ChatSettingsCache
from core.content.prompts import title_of
from core.errors import StorageError
from core.models.identity import Platform
from core.models.jobs import Job
from core.sentences import sentence

log = structlog.get_logger(__name__)

REMEMBERED = 60.0  # seconds
MOST = 1000  # people remembered


@dataclass(kw_only=True)
class Moderators:
    """Asks Telegram who administers a group, and remembers it for a minute."""

    api: TelegramApi
    chats: ChatSettingsCache
    _known: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict, init=False)

    async def are(self, chat: str, user: str) -> bool:
        """Say whether this person administers the group; no, where that cannot be found out."""
        since, known = self._known.get((chat, user), (float("-inf"), False))
        if time.monotonic() - since < REMEMBERED:
            return known
        try:
            known = await self.api.is_admin(chat, user)
        except TelegramApiError as error:
            log.warning("powers_unknown", kind=error.kind.value, said=error.said)
            return False
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[chat, user] = (time.monotonic(), known)
        return known

    async def tell(self, context: TelegramContext, job: Job, reason: str) -> None:
        """Tell the moderators of the group where a comic was made of a report, if they want that.

        Best effort: every report is kept in the database as well. All members read it where they
        want it, so it neither names who reported nor quotes what was private.
        """
        if job.platform is not Platform.TELEGRAM:
            return
        try:
            settings = await self.chats.settings(job.chat)
            if not settings.log_channel:
                return
            if job.private:
                said = sentence("report_in_group_private", context.locale, comic=str(job.id))
            else:
                said = sentence("report_in_group", context.locale, title=title_of(job.prompt))
            text = f"{said}\n{displayed_reason(reason, context.locale)}"
            await self.api.send(ChatTarget(settings.log_channel), plain(harmless(text)))
        except (TelegramApiError, StorageError) as error:
            log.warning("moderators_not_told", error=str(error))
