"""Administrators of groups: who they are, and word to them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog

from bots.telegram.asks import Ask
from bots.telegram.errors import CallError
from bots.telegram.rest import Place, Rest
from bots.telegram.screens import plain
from bots.telegram.texts import harmless
from core.chats import ChatBook
from core.errors import StorageError
from core.models import JobId
from core.sentences import sentence

log = structlog.get_logger(__name__)

REMEMBERED = 60.0  # seconds
MOST = 1000  # people remembered


@dataclass(kw_only=True)
class Moderators:
    """Asks Telegram who administers a group, and remembers it for a minute."""

    rest: Rest
    chats: ChatBook
    _known: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict, init=False)

    async def are(self, chat: str, user: str) -> bool:
        """Say whether this person administers the group; no, where that cannot be found out."""
        since, known = self._known.get((chat, user), (float("-inf"), False))
        if time.monotonic() - since < REMEMBERED:
            return known
        try:
            known = await self.rest.is_admin(chat, user)
        except CallError as error:
            log.warning("powers_unknown", trouble=error.trouble.value, said=error.said)
            return False
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[chat, user] = (time.monotonic(), known)
        return known

    async def tell(self, ask: Ask, comic_id: JobId) -> None:
        """Tell the group's moderators of a report, where they want that. Best effort."""
        if not ask.requester.community:
            return
        try:
            settings = await self.chats.settings(ask.requester.community)
            if not settings.log_channel:
                return
            said = sentence("report_arrived", ask.locale, comic=str(comic_id))
            name = await self.rest.name_of(ask.place.chat, ask.user_id)
            text = f"{said} {harmless(name) or ask.user_id}"
            await self.rest.send(Place(settings.log_channel), plain(text))
        except (CallError, StorageError) as error:
            log.warning("moderators_not_told", error=str(error))
