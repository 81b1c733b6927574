"""Writes to operators in Telegram: the port `Notifier`."""

from __future__ import annotations

import structlog

from bots.telegram.errors import CallError
from bots.telegram.limiter import Pace
from bots.telegram.rest import Place, Rest
from bots.telegram.screens import plain

NEWS = Pace(news=True)

log = structlog.get_logger(__name__)


class TelegramNotifier:
    """Writes to chats where the bot may. Telegram knows no nonce."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def tell(self, chat: str, text: str, *, nonce: str) -> bool:  # noqa: ARG002 - see above
        """Write it there."""
        try:
            await self._rest.send(Place(chat), plain(text), pace=NEWS)
        except CallError as error:
            log.warning("operators_not_told", trouble=error.trouble.value, said=error.said)
            return False
        return True
