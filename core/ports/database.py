"""Ports: the database and its unit of work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from core.ports.chats import InboxRepository, ModerationRepository, SavedPromptRepository
from core.ports.delivery import DeliveryRepository
from core.ports.gallery import ComicRepository
from core.ports.jobs import JobRepository
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
    """One transaction: what its work did is kept as a whole, or not at all."""

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
    def comics(self) -> ComicRepository: ...
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
    def fleet_stats(self) -> FleetStatsRepository: ...
    @property
    def timestamps(self) -> TimestampRepository: ...
    @property
    def operator_notices(self) -> OperatorNoticeRepository: ...

    async def now(self) -> datetime:
        """Return the database's time: aware, UTC, microseconds where it has them."""
        ...

    async def purge_expired(self) -> None:
        """Remove sessions, link codes and locks whose time is over."""
        ...


Work: TypeAlias = Callable[[UnitOfWork], Awaitable[T]]


class DuplicateKeyError(Exception):
    """A UNIQUE value is taken; the unit of work that met it is rolled back when it leaves *work*.

    Never reaches a person: whoever inserts decides what a duplicate means.
    """


class Database(Protocol):
    """Runs work in transactions.

    *work* may run several times (deadlocks are retried with a fresh transaction), so it must do
    nothing but talk to its unit, and change nothing in `read`. Raises StorageUnavailableError when
    nothing was kept, and UnconfirmedError when the connection broke during COMMIT.
    """

    async def write(self, work: Work[T]) -> T:
        """Run it and commit, together with what is enlisted (`core.runtime.transaction_hooks`)."""
        ...

    async def read(self, work: Work[T]) -> T: ...

    async def ping(self) -> None:
        """Raise StorageUnavailableError unless the database answers."""
        ...
