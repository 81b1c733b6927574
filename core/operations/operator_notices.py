"""Tells operators, in their chats: kept as rows first, and told by whoever has the bot's token."""

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

TELL_SECONDS = 30.0  # one notice
RETRY_AFTER = timedelta(seconds=60)
KEEP = timedelta(hours=24)  # older news help nobody
AT_ONCE = 20  # notices that one look tells

Target = tuple[Platform, str]  # a platform and a chat there


class OperatorNotices:
    """One notice a chat. A crash right after telling tells once more where no nonce prevents it."""

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
        """Whether operators want to be told, and this process can."""
        return any(platform in self._notifiers for platform, _ in self._targets)

    async def add(self, unit: UnitOfWork, key: str, **facts: str | int) -> None:
        """Keep a notice for every chat, as part of what it tells of."""
        for notice in self._made(key, facts):
            await unit.operator_notices.add(notice)

    async def tell_all(self) -> None:
        """Tell what is due and not told yet, within reason. Raises StorageError."""
        for _ in range(AT_ONCE):
            notice = await self._database.write(self._claim)
            if notice is None:
                return
            if await self._tell(notice):
                await self._forget(notice.id)

    async def _forget(self, notice_id: UUID) -> None:
        await self._database.write(lambda unit: unit.operator_notices.done(notice_id))

    async def tell_now(self, key: str, **facts: str | int) -> bool:
        """Tell without keeping, while there is nothing to keep it in; say whether all heard."""
        reachable = [one for one in self._made(key, facts) if one.platform in self._notifiers]
        return all([await self._tell(notice) for notice in reachable])

    def _made(self, key: str, facts: Mapping[str, str | int]) -> list[OperatorNotice]:
        return [
            OperatorNotice(
                id=UUID(int=uuid7().int), platform=platform, chat=chat, sentence=key, facts=facts
            )
            for platform, chat in self._targets
        ]

    async def _claim(self, unit: UnitOfWork) -> OperatorNotice | None:
        await unit.operator_notices.purge(older_than=KEEP)
        return await unit.operator_notices.claim(self._notifiers.keys(), pause=RETRY_AFTER)

    async def _tell(self, notice: OperatorNotice) -> bool:
        text = sentence(notice.sentence, self._language, **notice.facts)
        try:
            async with asyncio.timeout(TELL_SECONDS):
                told = await self._notifiers[notice.platform].send(
                    notice.chat, text, nonce=notice.id.hex
                )
        except TimeoutError:
            told = False
        log.info("operators_told", sentence=notice.sentence, platform=notice.platform, told=told)
        return told
