"""Writes to operators in Telegram: the port `Notifier`."""

from __future__ import annotations

import structlog

from bots.telegram.api_client import ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.rate_limit import SendPriority
from bots.telegram.rendering import plain

NEWS = SendPriority(news=True)

log = structlog.get_logger(__name__)


class TelegramOperatorNotifier:
    """Writes to chats where the bot may. Telegram knows no nonce."""

    def __init__(self, rest: TelegramApi) -> None:
        self._api = rest

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:  # noqa: ARG002 - see above
        """Write it there."""
        try:
            await self._api.send(ChatTarget(chat), plain(text), pace=NEWS)
        except TelegramApiError as error:
            log.warning("operators_not_told", kind=error.kind.value, said=error.said)
            return False
        return True
