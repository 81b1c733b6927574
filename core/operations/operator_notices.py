"""Operator notices: stored as rows, then sent by a process that has the bot's token."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from core.models.identity import Platform
from core.models.operations import OperatorNotice
from core.ports.database import Database, UnitOfWork
from core.ports.operations import OperatorNotifier
from core.sentences import sentence

log = structlog.get_logger(__name__)

SEND_TIMEOUT = 30.0  # seconds per notice
RETRY_AFTER = timedelta(seconds=60)
RETENTION = timedelta(hours=24)  # older notices are useless
BATCH_SIZE = 20  # notices per run

Target = tuple[Platform, str]  # a platform and a chat there


class OperatorNotices:
    """Outbox of notices, one row per chat.

    A crash right after sending sends the notice again, unless the platform's nonce prevents it.
    """

    def __init__(
        self,
        database: Database,
        notifiers: Mapping[Platform, OperatorNotifier],
        targets: Sequence[Target],
        *,
        language: str,
    ) -> None:
        self._database = database
        self._notifiers = notifiers
        self._targets = targets
        self._language = language

    @property
    def is_wanted(self) -> bool:
        """Whether any notices are configured that this process can send."""
        return any(platform in self._notifiers for platform, _ in self._targets)

    async def add(self, unit: UnitOfWork, key: str, **facts: str | int) -> None:
        """Store a notice for every chat, in the transaction of the event that it reports."""
        for notice in self._notices_for(key, facts):
            await unit.operator_notices.add(notice)

    async def send_due(self) -> None:
        """Send the due notices, up to `BATCH_SIZE`. Raises StorageError."""
        for _ in range(BATCH_SIZE):
            notice = await self._database.write(self._claim)
            if notice is None:
                return
            if await self._send(notice):
                await self._delete(notice.id)

    async def _delete(self, notice_id: UUID) -> None:
        await self._database.write(lambda unit: unit.operator_notices.done(notice_id))

    async def send_now(self, key: str, **facts: str | int) -> bool:
        """Send without storing, during an outage of the database; return whether all were sent."""
        reachable = [
            one for one in self._notices_for(key, facts) if one.platform in self._notifiers
        ]
        return all([await self._send(notice) for notice in reachable])

    def _notices_for(self, key: str, facts: Mapping[str, str | int]) -> list[OperatorNotice]:
        return [
            OperatorNotice(
                id=UUID(int=uuid7().int), platform=platform, chat=chat, sentence=key, facts=facts
            )
            for platform, chat in self._targets
        ]

    async def _claim(self, unit: UnitOfWork) -> OperatorNotice | None:
        await unit.operator_notices.purge(older_than=RETENTION)
        return await unit.operator_notices.claim(self._notifiers.keys(), pause=RETRY_AFTER)

    async def _send(self, notice: OperatorNotice) -> bool:
        text = sentence(notice.sentence, self._language, **notice.facts)
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                sent = await self._notifiers[notice.platform].send(
                    notice.chat, text, nonce=notice.id.hex
                )
        except TimeoutError:
            sent = False
        log.info(
            "operator_notice_attempted",
            sentence=notice.sentence,
            platform=notice.platform,
            sent=sent,
        )
        return sent
