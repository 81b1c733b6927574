"""Writes to operators in Discord: the port `Notifier`."""

from __future__ import annotations

import structlog

from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25  # characters that Discord takes


class DiscordOperatorNotifier:
    """Writes to channels where the bot may."""

    def __init__(self, api: DiscordApi) -> None:
        self._api = api

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:
        """Write it there; the same nonce writes once within some minutes."""
        try:
            await self._api.send(
                chat, RenderedMessage(plain(text)), nonce=nonce[-NONCE_LENGTH:], news=True
            )
        except DiscordApiError as error:
            log.warning("operators_not_told", kind=error.kind.value, code=error.code)
            return False
        return True
