"""Telegram implementation of the port `OperatorNotifier`."""

from __future__ import annotations

import structlog

from bots.telegram.api_client import ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.rate_limit import SendPriority
from bots.telegram.rendering import plain

LOW_PRIORITY = SendPriority(low_priority=True)

log = structlog.get_logger(__name__)


class TelegramOperatorNotifier:
    """Sends notices to operators' chats. Telegram has no nonce, so a retry may send one twice."""

    def __init__(self, api: TelegramApi) -> None:
        self._api = api

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:  # noqa: ARG002 - see above
        """Send a notice; return whether Telegram accepted it."""
        try:
            await self._api.send(ChatTarget(chat), plain(text), priority=LOW_PRIORITY)
        except TelegramApiError as error:
            log.warning("operator_notice_failed", kind=error.kind.value, detail=error.detail)
            return False
        return True
