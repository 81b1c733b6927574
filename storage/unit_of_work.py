"""SQL unit of work: one transaction with its repositories."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.accounts import SqlAccountRepository
from storage.admission import SqlAdmissionRepository
from storage.clock import db_now
from storage.comics import SqlComicRepository
from storage.connection import SqlConnection
from storage.costs import SqlCostRepository
from storage.deliveries import SqlDeliveryRepository
from storage.fleet_stats import SqlFleetStatsRepository
from storage.gallery_views import SqlGalleryViewRepository
from storage.gpu_instances import SqlGpuInstanceRepository
from storage.inbox import SqlInboxRepository
from storage.job_claims import SqlJobClaimRepository
from storage.job_counts import SqlJobCountRepository
from storage.job_eta import SqlJobEtaRepository
from storage.job_expiry import SqlJobExpiryRepository
from storage.job_progress import SqlJobProgressRepository
from storage.job_transitions import SqlJobTransitionRepository
from storage.jobs import SqlJobRepository
from storage.link_codes import SqlLinkCodeRepository
from storage.locks import SqlLockRepository
from storage.moderation import SqlModerationRepository
from storage.operator_notices import SqlOperatorNoticeRepository
from storage.profiles import SqlProfileRepository
from storage.remote_cancellations import SqlRemoteCancellationRepository
from storage.saved_prompts import SqlSavedPromptRepository
from storage.sessions import SqlSessionRepository
from storage.timestamps import SqlTimestampRepository


class SqlUnitOfWork:
    """SQL implementation of `core.ports.database.UnitOfWork`.

    The caller begins and ends the transaction.
    """

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection
        self.profiles = SqlProfileRepository(connection)
        self.accounts = SqlAccountRepository(connection)
        self.sessions = SqlSessionRepository(connection)
        self.link_codes = SqlLinkCodeRepository(connection)
        self.jobs = SqlJobRepository(connection)
        self.admission = SqlAdmissionRepository(connection)
        self.job_counts = SqlJobCountRepository(connection)
        self.job_eta = SqlJobEtaRepository(connection)
        self.job_claims = SqlJobClaimRepository(connection)
        self.job_progress = SqlJobProgressRepository(connection)
        self.job_transitions = SqlJobTransitionRepository(connection)
        self.job_expiry = SqlJobExpiryRepository(connection)
        self.remote_cancellations = SqlRemoteCancellationRepository(connection)
        self.costs = SqlCostRepository(connection)
        self.comics = SqlComicRepository(connection)
        self.gallery_views = SqlGalleryViewRepository(connection)
        self.deliveries = SqlDeliveryRepository(connection)
        self.inbox = SqlInboxRepository(connection)
        self.saved_prompts = SqlSavedPromptRepository(connection)
        self.moderation = SqlModerationRepository(connection)
        self.locks = SqlLockRepository(connection)
        self.gpu_instances = SqlGpuInstanceRepository(connection)
        self.fleet_stats = SqlFleetStatsRepository(connection)
        self.timestamps = SqlTimestampRepository(connection)
        self.operator_notices = SqlOperatorNoticeRepository(connection)

    async def now(self) -> datetime:
        return (await self._connection.execute(select(db_now()))).scalar_one()
