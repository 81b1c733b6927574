"""Taking updates in by asking for them: each batch is committed before it is confirmed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bots.telegram.errors import seconds_of
from core.errors import StorageError, StorageUnavailableError
from core.models import InboxUpdate
from core.ports import Database

log = structlog.get_logger(__name__)

ALLOWED = (
    "message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
)
POLL_SECONDS = 25  # that Telegram holds the answer; at most 50
ANSWER_SECONDS = 10.0  # beyond that
BATCH = 100
KEEP_SECONDS = 3.0  # to commit a batch; then people are told, and it is confirmed all the same
KEEP_PAUSE = 0.3
CONFLICT_PAUSE = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

# Tells people of a batch that could not be kept; the code names the sentence.
Apology = Callable[[Sequence[Mapping[str, Any]], str], Awaitable[None]]


class Polling:
    """One loop of `getUpdates`. Telegram bears one at a time for a bot."""

    def __init__(
        self,
        base_url: str,
        bot_id: str,
        database: Database,
        *,
        kept: Callable[[], None],
        apologise: Apology,
    ) -> None:
        self._base_url = base_url  # holds the bot's token
        self._bot_id = bot_id
        self._database = database
        self._kept = kept
        self._apologise = apologise
        self._offset: int | None = None

    async def run(self) -> None:
        """Ask until cancelled. Raises InvalidToken."""
        request = HTTPXRequest(
            connection_pool_size=1,
            connect_timeout=5.0,
            read_timeout=POLL_SECONDS + ANSWER_SECONDS,
        )
        await request.initialize()
        try:
            await self._ask_for_ever(request)
        finally:
            await request.shutdown()

    async def _ask_for_ever(self, request: HTTPXRequest) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                updates = await self._ask(request)
            except InvalidToken:
                raise
            except Conflict:
                log.warning("another_poller")
                await asyncio.sleep(CONFLICT_PAUSE)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                log.warning("updates_not_fetched", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = FIRST_PAUSE
                if updates:
                    await self._keep(updates)
                    # Confirms them, with the next question.
                    self._offset = max(update["update_id"] for update in updates) + 1

    async def _ask(self, request: HTTPXRequest) -> list[dict[str, Any]]:
        query: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": json.dumps(ALLOWED),
        }
        if self._offset is not None:
            query["offset"] = self._offset
        # As they come: what the library makes of them would not be what is kept.
        answer: Any = await request.post(f"{self._base_url}/getUpdates?{urlencode(query)}")
        updates: list[dict[str, Any]] = answer
        return updates

    async def _keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit them, or tell people that this could not be done."""
        rows = [InboxUpdate(self._bot_id, update["update_id"], update) for update in updates]
        code = await keep(self._database, rows)
        if code:
            log.error("updates_not_kept", updates=len(rows), outcome=code)
            await self._apologise(updates, code)
        else:
            self._kept()


async def keep(database: Database, rows: Sequence[InboxUpdate]) -> str:
    """Commit updates within a few seconds; else return the code of what to say."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + KEEP_SECONDS
    code = StorageUnavailableError.code
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                await database.write(lambda unit: unit.inbox.add(rows))
        except StorageUnavailableError:
            pass
        except (StorageError, TimeoutError):
            code = "unconfirmed"  # from now on it cannot be said any more that nothing was kept
        else:
            return ""
        if loop.time() + KEEP_PAUSE > deadline:
            return code
        await asyncio.sleep(KEEP_PAUSE)
