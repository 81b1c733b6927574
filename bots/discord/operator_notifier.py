"""Operator notifier for Discord: implements the port `Notifier`."""

from __future__ import annotations

import structlog

from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.plain_text import plain
from bots.discord.rendering import RenderedMessage

log = structlog.get_logger(__name__)

NONCE_LENGTH = 25  # characters; Discord's maximum


class DiscordOperatorNotifier:
    """Sender of operator notices to Discord channels."""

    def __init__(self, api: DiscordApi) -> None:
        self._api = api

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:
        """Send the notice; a nonce is used once within a few minutes."""
        try:
            await self._api.send(
                chat, RenderedMessage(plain(text)), nonce=nonce[-NONCE_LENGTH:], low_priority=True
            )
        except DiscordApiError as error:
            log.warning("operator_notice_failed", kind=error.kind.value, code=error.code)
            return False
        return True
