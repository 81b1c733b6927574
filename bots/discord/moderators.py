"""Word to a server's moderators, where they have said that they want it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import structlog

from bots.chat.report_reasons import displayed_reason
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.plain_text import plain, quoted
from bots.discord.rendering import RenderedMessage
from core.chats.chat_settings import ChatSettingsCache
from core.errors import StorageError
from core.models.identity import JobId, Requester
from core.sentences import sentence

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderators:
    """Writes to log channels. Best effort: every report is kept in the database as well."""

    api: DiscordApi
    chats: ChatSettingsCache

    async def tell(self, requester: Requester, comic_id: JobId, reason: str, link: str) -> None:
        """Tell the moderators of a report."""
        if not requester.community:
            return
        try:
            settings = await self.chats.settings(requester.community)
            if not settings.log_channel:
                return
            said = sentence("report_arrived", requester.locale, comic=str(comic_id))
            reporter = f"<@{requester.identity.external_id}>"
            text = "\n".join(
                filter(
                    None,
                    [
                        f"{plain(said)} {reporter}",
                        link,
                        quoted(displayed_reason(reason, requester.locale)),
                    ],
                )
            )
            nonce = uuid4().hex[:NONCE_LENGTH]
            await self.api.send(settings.log_channel, RenderedMessage(text), nonce=nonce)
        except (DiscordApiError, StorageError) as error:
            log.warning("moderators_not_told", error=str(error))
