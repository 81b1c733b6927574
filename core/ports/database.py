"""Ports: the database and its unit of work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from core.errors import ComicAIError
from core.ports.chats import InboxRepository, ModerationRepository, SavedPromptRepository
from core.ports.delivery import DeliveryRepository
from core.ports.gallery import ComicRepository, GalleryViewRepository
from core.ports.gpu import GpuInstanceRepository
from core.ports.jobs import (
    AdmissionRepository,
    CostRepository,
    JobClaimRepository,
    JobCountRepository,
    JobEtaRepository,
    JobExpiryRepository,
    JobProgressRepository,
    JobRepository,
    JobTransitionRepository,
    RemoteCancellationRepository,
)
from core.ports.operations import (
    FleetStatsRepository,
    LockRepository,
    OperatorNoticeRepository,
    TimestampRepository,
)
from core.ports.people import (
    AccountRepository,
    LinkCodeRepository,
    ProfileRepository,
    SessionRepository,
)

T = TypeVar("T")


class UnitOfWork(Protocol):
    """Unit of work: one transaction and the repositories that take part in it."""

    @property
    def profiles(self) -> ProfileRepository: ...
    @property
    def accounts(self) -> AccountRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def link_codes(self) -> LinkCodeRepository: ...
    @property
    def jobs(self) -> JobRepository: ...
    @property
    def admission(self) -> AdmissionRepository: ...
    @property
    def job_counts(self) -> JobCountRepository: ...
    @property
    def job_eta(self) -> JobEtaRepository: ...
    @property
    def job_claims(self) -> JobClaimRepository: ...
    @property
    def job_progress(self) -> JobProgressRepository: ...
    @property
    def job_transitions(self) -> JobTransitionRepository: ...
    @property
    def job_expiry(self) -> JobExpiryRepository: ...
    @property
    def remote_cancellations(self) -> RemoteCancellationRepository: ...
    @property
    def costs(self) -> CostRepository: ...
    @property
    def comics(self) -> ComicRepository: ...
    @property
    def gallery_views(self) -> GalleryViewRepository: ...
    @property
    def deliveries(self) -> DeliveryRepository: ...
    @property
    def inbox(self) -> InboxRepository: ...
    @property
    def saved_prompts(self) -> SavedPromptRepository: ...
    @property
    def moderation(self) -> ModerationRepository: ...
    @property
    def locks(self) -> LockRepository: ...
    @property
    def gpu_instances(self) -> GpuInstanceRepository: ...
    @property
    def fleet_stats(self) -> FleetStatsRepository: ...
    @property
    def timestamps(self) -> TimestampRepository: ...
    @property
    def operator_notices(self) -> OperatorNoticeRepository: ...

    async def now(self) -> datetime:
        """Return the database server's time: timezone-aware, in UTC.

        Its resolution is a microsecond where the database supports that.
        """
        ...


Work: TypeAlias = Callable[[UnitOfWork], Awaitable[T]]


class DuplicateKeyError(ComicAIError):
    """A UNIQUE constraint was violated; the transaction is rolled back if this leaves *work*.

    Users never see this error: the inserting code decides what a duplicate means.
    """


class Database(Protocol):
    """Database: runs functions in transactions.

    *work* may run several times, because deadlocks are retried in a new transaction, and it may run
    in another thread. It must have no side effects outside its unit of work, read nothing that the
    event loop changes meanwhile, and await nothing but the unit's methods; `read` must not write.

    Both raise StorageUnavailableError if nothing was stored, and CommitUnconfirmedError if the
    connection broke during COMMIT, which leaves the outcome unknown.
    """

    async def write(self, work: Work[T]) -> T:
        """Run *work* and commit, together with the registered transaction hooks.

        The hooks are those of `core.runtime.transaction_hooks`.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Run *work* in a transaction that only reads."""
        ...

    async def ping(self) -> None:
        """Raise StorageUnavailableError unless the database answers."""
        ...
