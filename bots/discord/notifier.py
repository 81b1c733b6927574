"""Writes to operators in Discord: the port `Notifier`."""

from __future__ import annotations

import structlog

from bots.discord.errors import DiscordError
from bots.discord.rest import Rest
from bots.discord.screens import Screen
from bots.discord.texts import plain

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25  # characters that Discord takes


class DiscordNotifier:
    """Writes to channels where the bot may."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def tell(self, chat: str, text: str, *, nonce: str) -> bool:
        """Write it there; the same nonce writes once within some minutes."""
        try:
            await self._rest.send(chat, Screen(plain(text)), nonce=nonce[-NONCE_LENGTH:], news=True)
        except DiscordError as error:
            log.warning("operators_not_told", trouble=error.trouble.value, code=error.code)
            return False
        return True
