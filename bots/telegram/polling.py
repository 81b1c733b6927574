"""Long polling: each batch of updates is committed to the inbox before it is confirmed."""

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

from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from bots.telegram.api_errors import seconds_of
from bots.telegram.http_requests import client_options
from core.errors import StorageError, StorageUnavailableError
from core.models.chats import InboxUpdate
from core.ports.database import Database
from core.runtime.backoff import Backoff

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = (
    "message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
)
POLL_SECONDS = 25  # Telegram's long-polling time-out; at most 50
READ_MARGIN_SECONDS = 10.0  # added for the response
BATCH = 100
COMMIT_SECONDS = 3.0  # to commit a batch; then the users are notified instead
COMMIT_RETRY_SECONDS = 0.3
NOTIFY_SECONDS = 60.0  # to notify the users of a batch; then later updates take precedence
NOTIFY_RETRY_SECONDS = 1.0

# Notifies the users of updates that could not be stored; the code selects the sentence. Returns the
# ids of the updates whose users could not be reached yet.
NotifyOutage = Callable[[Sequence[Mapping[str, Any]], str], Awaitable[set[int]]]


@dataclass(frozen=True, slots=True)
class _PendingNotice:
    """A notice that a user has yet to receive, and since when (the loop's time)."""

    code: str
    since: float


class Polling:
    """A `getUpdates` loop. Telegram allows one at a time for each bot."""

    def __init__(
        self,
        base_url: str,
        bot_id: str,
        database: Database,
        *,
        on_committed: Callable[[], None],
        notify_outage: NotifyOutage,
        delays: ChatDelays = DEFAULT_DELAYS,
    ) -> None:
        self._base_url = base_url  # contains the bot's token
        self._bot_id = bot_id
        self._database = database
        self._on_committed = on_committed
        self._notify_outage = notify_outage
        self._delays = delays
        self._offset: int | None = None
        # Unconfirmed updates: the settled ones, and those that were not stored and whose users
        # have not been notified.
        self._settled: set[int] = set()
        self._pending_notices: dict[int, _PendingNotice] = {}

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken."""
        request = HTTPXRequest(
            connection_pool_size=1,
            connect_timeout=5.0,
            read_timeout=POLL_SECONDS + READ_MARGIN_SECONDS,
            httpx_kwargs=client_options(),
        )
        await request.initialize()
        try:
            await self._poll_forever(request)
        finally:
            await request.shutdown()

    async def _poll_forever(self, request: HTTPXRequest) -> None:
        backoff = Backoff(*self._delays.polling)
        while True:
            try:
                updates = await self._get_updates(request)
            except InvalidToken:
                raise
            except Conflict:
                log.warning("poller_conflict_detected")
                await asyncio.sleep(self._delays.polling_conflict)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                delay = backoff.next()
                log.warning("updates_fetch_failed", error=type(error).__name__, delay=delay)
                await asyncio.sleep(delay)
            else:
                backoff.reset()
                if updates:
                    await self._accept(updates)

    async def _get_updates(self, request: HTTPXRequest) -> list[dict[str, Any]]:
        query: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            query["offset"] = self._offset
        # Raw JSON: the inbox stores updates as received, not as the library parses them.
        answer: Any = await request.post(f"{self._base_url}/getUpdates?{urlencode(query)}")
        updates: list[dict[str, Any]] = answer
        return updates

    async def _accept(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit the updates, or notify their users that this failed.

        Updates for which neither succeeded are not confirmed, so Telegram sends them again.
        """
        by_id = {int(update["update_id"]): update for update in updates}
        # Telegram starts with the oldest: an update that is not sent again has expired.
        self._pending_notices = {
            update_id: notice
            for update_id, notice in self._pending_notices.items()
            if update_id in by_id
        }
        new = by_id.keys() - self._settled - self._pending_notices.keys()
        await self._commit([by_id[update_id] for update_id in sorted(new)])
        for code in sorted({notice.code for notice in self._pending_notices.values()}):
            await self._notify(code, by_id)
        # The next getUpdates confirms all updates below the offset.
        self._offset = min(self._pending_notices, default=max(by_id) + 1)
        self._settled |= by_id.keys() - self._pending_notices.keys()
        self._settled = {update_id for update_id in self._settled if update_id >= self._offset}

    async def _commit(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit the updates, or schedule notices to their users that this failed."""
        rows = [InboxUpdate(self._bot_id, update["update_id"], update) for update in updates]
        code = await commit_updates(self._database, rows) if rows else ""
        if code:
            log.error("updates_store_failed", updates=len(rows), outcome=code)
            since = asyncio.get_running_loop().time()
            self._pending_notices |= {row.update_id: _PendingNotice(code, since) for row in rows}
        elif rows:
            self._on_committed()

    async def _notify(self, code: str, updates: Mapping[int, Mapping[str, Any]]) -> None:
        """Send the due notices; drop those that were sent, cannot be sent or are too old."""
        due = {
            update_id for update_id, notice in self._pending_notices.items() if notice.code == code
        }
        failed = await self._notify_outage([updates[update_id] for update_id in sorted(due)], code)
        now = asyncio.get_running_loop().time()
        given_up = {n for n in failed if now - self._pending_notices[n].since > NOTIFY_SECONDS}
        if given_up:
            log.warning("outage_notices_dropped", updates=len(given_up))
        for update_id in due - failed | given_up:
            del self._pending_notices[update_id]
        if self._pending_notices:
            await asyncio.sleep(NOTIFY_RETRY_SECONDS)


async def commit_updates(database: Database, rows: Sequence[InboxUpdate]) -> str:
    """Commit updates within a few seconds. Return the code of the sentence on failure, else ""."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + COMMIT_SECONDS
    code = StorageUnavailableError.code
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                await database.write(lambda unit: unit.inbox.add(rows))
        except StorageUnavailableError:
            pass
        except (StorageError, TimeoutError):
            code = "unconfirmed"  # the commit may have succeeded
        else:
            return ""
        if loop.time() + COMMIT_RETRY_SECONDS > deadline:
            return code
        await asyncio.sleep(COMMIT_RETRY_SECONDS)
