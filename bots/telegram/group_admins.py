"""Administrators of groups: who is one, with a cache of one minute."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog

from bots.telegram.api_client import TelegramApi
from bots.telegram.api_errors import TelegramApiError

log = structlog.get_logger(__name__)

CACHE_SECONDS = 60.0
CACHE_SIZE = 1000  # users


@dataclass(kw_only=True)
class GroupAdmins:
    """Lookup of the administrators of groups."""

    api: TelegramApi
    _cache: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict, init=False)

    async def is_admin(self, chat: str, user: str) -> bool:
        """Return whether the user administers the group; False if Telegram cannot be asked."""
        since, known = self._cache.get((chat, user), (float("-inf"), False))
        if time.monotonic() - since < CACHE_SECONDS:
            return known
        try:
            known = await self.api.is_admin(chat, user)
        except TelegramApiError as error:
            log.warning("moderator_lookup_failed", kind=error.kind.value, detail=error.detail)
            return False
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[chat, user] = (time.monotonic(), known)
        return known
