"""Notices about reports, for the moderators of servers that have configured a log channel."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import structlog

from bots.chat.report_reasons import displayed_reason
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.context import DiscordContext
from bots.discord.plain_text import plain, quoted
from bots.discord.rendering import RenderedMessage
from core.chats.chat_settings import ChatSettingsCache
from core.errors import StorageError
from core.sentences import sentence

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25  # characters; Discord's maximum


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotifier:
    """Sender of notices to log channels. Best effort: the database stores every report."""

    api: DiscordApi
    chats: ChatSettingsCache

    async def notify(self, context: DiscordContext, reason: str) -> None:
        """Notify the moderators of a report of the context's comic, with a link to the message."""
        requester = context.requester
        if not requester.community:
            return
        try:
            settings = await self.chats.settings(requester.community)
            if not settings.log_channel:
                return
            announcement = sentence("report_arrived", requester.locale, comic=str(context.data.id))
            reporter = f"<@{requester.identity.external_id}>"
            text = "\n".join(
                filter(
                    None,
                    [
                        f"{plain(announcement)} {reporter}",
                        context.message_url,
                        quoted(displayed_reason(reason, requester.locale)),
                    ],
                )
            )
            nonce = uuid4().hex[:NONCE_LENGTH]
            await self.api.send(settings.log_channel, RenderedMessage(text), nonce=nonce)
        except (DiscordApiError, StorageError) as error:
            log.warning("moderator_notice_failed", error=str(error))
