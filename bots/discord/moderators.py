"""Word to a server's moderators, where they have said that they want it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import structlog

from bots.chat.reasons import said_reason
from bots.discord.errors import DiscordError
from bots.discord.rest import Rest
from bots.discord.screens import Screen
from bots.discord.texts import plain, quoted
from core.chats import ChatBook
from core.errors import StorageError
from core.models import JobId, Requester
from core.sentences import sentence

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderators:
    """Writes to log channels. Best effort: every report is kept in the database as well."""

    rest: Rest
    chats: ChatBook

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
                        quoted(said_reason(reason, requester.locale)),
                    ],
                )
            )
            nonce = uuid4().hex[:NONCE_LENGTH]
            await self.rest.send(settings.log_channel, Screen(text), nonce=nonce)
        except (DiscordError, StorageError) as error:
            log.warning("moderators_not_told", error=str(error))
