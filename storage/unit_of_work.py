"""SQL unit of work: one transaction with its repositories."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.accounts import SqlAccountRepository, SqlLinkCodeRepository, SqlSessionRepository
from storage.clock import db_now
from storage.comics import SqlComicRepository
from storage.deliveries import SqlDeliveryRepository
from storage.fleet_stats import SqlFleetStatsRepository
from storage.gallery_views import SqlGalleryViewRepository
from storage.inbox import SqlInboxRepository
from storage.jobs import SqlJobRepository
from storage.locks import SqlLockRepository
from storage.moderation import SqlModerationRepository
from storage.operator_notices import SqlOperatorNoticeRepository
from storage.profiles import SqlProfileRepository
from storage.saved_prompts import SqlSavedPromptRepository
from storage.tables import link_codes, locks, sessions
from storage.timestamps import SqlTimestampRepository


class SqlUnitOfWork:
    """SQL implementation of `core.ports.database.UnitOfWork`.

    The caller begins and ends the transaction.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.profiles = SqlProfileRepository(connection)
        self.accounts = SqlAccountRepository(connection)
        self.sessions = SqlSessionRepository(connection)
        self.link_codes = SqlLinkCodeRepository(connection)
        self.jobs = SqlJobRepository(connection)
        self.comics = SqlComicRepository(connection)
        self.gallery_views = SqlGalleryViewRepository(connection)
        self.deliveries = SqlDeliveryRepository(connection)
        self.inbox = SqlInboxRepository(connection)
        self.saved_prompts = SqlSavedPromptRepository(connection)
        self.moderation = SqlModerationRepository(connection)
        self.locks = SqlLockRepository(connection)
        self.fleet_stats = SqlFleetStatsRepository(connection)
        self.timestamps = SqlTimestampRepository(connection)
        self.operator_notices = SqlOperatorNoticeRepository(connection)

    async def now(self) -> datetime:
        return (await self._connection.execute(select(db_now()))).scalar_one()

    async def purge_expired(self) -> None:
        for expiry in (sessions.c.expires_at, link_codes.c.expires_at, locks.c.until):
            await self._connection.execute(delete(expiry.table).where(expiry <= db_now()))
