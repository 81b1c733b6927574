"""Taking updates in by asking for them: each batch is committed before it is confirmed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bots.telegram.api_errors import seconds_of
from core.errors import StorageError, StorageUnavailableError
from core.models.chats import InboxUpdate
from core.ports.database import Database

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
OWED_SECONDS = 60.0  # to tell people; then others come first, who wait behind them
OWED_PAUSE = 1.0
CONFLICT_PAUSE = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

# Tells people of updates that could not be kept; the code names the sentence. Returns the ids of
# those who could not be told for now.
Apology = Callable[[Sequence[Mapping[str, Any]], str], Awaitable[set[int]]]


@dataclass(frozen=True, slots=True)
class _Debt:
    """What somebody has to be told, and since when (the loop's time)."""

    code: str
    since: float


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
        # Of what is not confirmed: done with, and not kept while its people do not know of it.
        self._settled: set[int] = set()
        self._owed: dict[int, _Debt] = {}

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
                    await self._settle(updates)

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

    async def _settle(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit them, or tell people that this could not be done.

        What was neither is not confirmed, so that its people are told when it comes again.
        """
        by_id = {int(update["update_id"]): update for update in updates}
        # Telegram begins with the oldest: what does not come again has become too old.
        self._owed = {number: debt for number, debt in self._owed.items() if number in by_id}
        new = by_id.keys() - self._settled - self._owed.keys()
        await self._keep([by_id[number] for number in sorted(new)])
        for code in sorted({debt.code for debt in self._owed.values()}):
            await self._tell(code, by_id)
        # Confirms what is below it, with the next question.
        self._offset = min(self._owed, default=max(by_id) + 1)
        self._settled |= by_id.keys() - self._owed.keys()
        self._settled = {number for number in self._settled if number >= self._offset}

    async def _keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit them, or note that people have to be told that this could not be done."""
        rows = [InboxUpdate(self._bot_id, update["update_id"], update) for update in updates]
        code = await keep(self._database, rows) if rows else ""
        if code:
            log.error("updates_not_kept", updates=len(rows), outcome=code)
            since = asyncio.get_running_loop().time()
            self._owed |= {row.update_id: _Debt(code, since) for row in rows}
        elif rows:
            self._kept()

    async def _tell(self, code: str, updates: Mapping[int, Mapping[str, Any]]) -> None:
        """Tell those who have to hear this, and forget those who heard it or cannot hear it."""
        owed = {number for number, debt in self._owed.items() if debt.code == code}
        untold = await self._apologise([updates[number] for number in sorted(owed)], code)
        now = asyncio.get_running_loop().time()
        given_up = {n for n in untold if now - self._owed[n].since > OWED_SECONDS}
        if given_up:
            log.warning("never_told", updates=len(given_up))
        for number in owed - untold | given_up:
            del self._owed[number]
        if self._owed:
            await asyncio.sleep(OWED_PAUSE)


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
