"""Ports: the repositories of jobs, the job queue and the generator."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.models.admission import AdmissionFacts, AdmissionQuery
from core.models.comics import Cursor, DrawnComic
from core.models.costs import Cost, CostLine
from core.models.identity import JobId, Params, ProfileId
from core.models.jobs import (
    AttemptHistory,
    Claim,
    GeneratorHealth,
    Job,
    JobState,
    NewJob,
    Progress,
    Refusal,
)
from core.models.requests import Notice


class JobRepository(Protocol):
    """Jobs, stored and read."""

    async def add(self, job: NewJob, *, at: datetime | None = None, handed: bool = False) -> Job:
        """Store a job. Raises DuplicateKeyError if its request key exists.

        *at* is the time of its creation, by the database's clock; None: now.

        *handed*: workers are notified immediately after the commit, so `mark_notified` does not
        count it yet.
        """
        ...

    async def get(self, job_id: JobId) -> Job | None: ...

    async def get_many(
        self, job_ids: Collection[JobId], *, unless: JobState | None = None
    ) -> tuple[Job, ...]:
        """Return those of the jobs that exist and are not in the state *unless*, in any order."""
        ...

    async def by_request_key(self, request_key: str, *, settled: bool = False) -> Job | None:
        """Return the job that was created from this request.

        *settled* waits for a concurrent transaction that is inserting the same key. It needs a
        transaction that may write.
        """
        ...

    async def history(
        self, profile_id: ProfileId, *, cursor: Cursor | None, limit: int
    ) -> tuple[Job, ...]:
        """Return a profile's jobs in every state, newest first, starting after the cursor."""
        ...

    async def set_notices(self, job_id: JobId, notices: Sequence[Notice]) -> None:
        """Replace the notices of a job."""
        ...

    async def open_ids(self, profile_id: ProfileId) -> tuple[JobId, ...]:
        """Return a profile's unfinished jobs, oldest first."""
        ...


class AdmissionRepository(Protocol):
    """What the admission of a request depends on."""

    async def facts(self, query: AdmissionQuery) -> AdmissionFacts: ...


class JobCountRepository(Protocol):
    """Counts of jobs."""

    async def open_by_state(self) -> Mapping[JobState, int]:
        """Count the unfinished jobs of the whole fleet by state; every such state is included."""
        ...


class JobEtaRepository(Protocol):
    """What the ETA of a job is estimated from."""

    async def position(self, job: Job) -> int:
        """Return the job's position in the queue, from 1; 0 unless it is waiting or queued."""
        ...

    async def median_panel_seconds(self) -> float | None:
        """Return the median drawing time per panel, in seconds, of the last 50 drawn jobs."""
        ...


class JobClaimRepository(Protocol):
    """Claims of queued jobs by workers, under leases. All times are the database's."""

    async def any_due(self) -> bool:
        """Return whether a queued job is due; competes with no writer, unlike `claim`."""
        ...

    async def claim(
        self, owner: str, *, lease: timedelta, capacity: int, limit: int
    ) -> tuple[Claim, ...]:
        """Claim the oldest queued jobs that are due: queued → drawing, under a lease.

        Raises their `claim_no` by one. Claims at most *limit* jobs, and only as many that no more
        than *capacity* jobs of the whole fleet are being drawn. Exactly one of several competing
        workers gets a job.
        """
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases that *owner* still holds on these jobs; return job → claim_no.

        Name only jobs that are being worked on: a claim whose COMMIT was not confirmed must be
        left to expire.
        """
        ...

    async def mark_notified(self, *, limit: int, again_after: timedelta) -> int:
        """Record that workers are being notified of due queued jobs; return how many.

        Counts only jobs that workers were never notified of, or last longer than *again_after*
        ago; at most *limit*.
        """
        ...


class JobProgressRepository(Protocol):
    """Progress of the jobs that a worker holds."""

    async def write_progress(
        self, owner: str, progress: Mapping[JobId, tuple[int, Progress]]
    ) -> set[JobId]:
        """Save the progress of jobs, each with its `claim_no`.

        Returns the jobs that *owner* still holds.
        """
        ...


class JobTransitionRepository(Protocol):
    """Transitions between the states of jobs.

    Each transition is one UPDATE whose WHERE names the expected state and, for a worker, the
    `claim_no` of its claim; the returned bool says whether a row matched. All times are the
    database's.
    """

    async def raise_attempt(
        self, job_id: JobId, claim_no: int, *, params: Params, history: AttemptHistory
    ) -> bool:
        """Raise `generator_attempt` by one, for which *params* are sent; the percentage is kept."""
        ...

    async def store_history(self, job_id: JobId, claim_no: int, history: AttemptHistory) -> bool:
        """Replace the history of attempts at the job."""
        ...

    async def hand_back(
        self,
        job_id: JobId,
        claim_no: int,
        *,
        delay: timedelta,
        error_code: str | None,
        active: bool = True,
    ) -> bool:
        """Drawing → queued, due after *delay*; the drawing time so far is kept.

        Without *active*, the time of this claim does not count, because an outage filled it.
        """
        ...

    async def finish(
        self, job_id: JobId, claim_no: int, state: JobState, *, error_code: str | None = None
    ) -> bool:
        """Drawing → a terminal state. If that is `expired`, remote cancellation becomes due."""
        ...

    async def cancel(self, job_id: JobId) -> bool:
        """Waiting, queued or drawing → canceled. Remote cancellation becomes due."""
        ...

    async def release_waiting(self, profile_id: ProfileId, *, in_flight: int) -> int:
        """Waiting → queued, oldest first, until *in_flight* jobs are in flight; return how many.

        The profile's row must be locked.
        """
        ...


class JobExpiryRepository(Protocol):
    """Expiry of leases, and of jobs that waited too long."""

    async def free_leases(self, owners: Collection[str]) -> int:
        """Expire the leases of owners that are known to be dead; return how many.

        `expire_leases` then requeues the jobs.
        """
        ...

    async def expire_leases(self, *, poisoned_after: int) -> tuple[int, list[JobId]]:
        """Drawing → queued where the lease has run out; → failed the *poisoned_after*th time.

        The limit ends jobs that keep killing their workers; `hand_back` does not count towards it.
        Changes at most 100 jobs. Returns the number of requeued jobs and the ids of failed ones.
        """
        ...

    async def expire_overdue(self, *, max_wait: timedelta) -> list[JobId]:
        """Waiting or queued → expired where the request is older than *max_wait*.

        Locks the profiles that own the jobs, as `expire_leases` does for jobs that fail. Changes
        at most 100 jobs; returns their ids.
        """
        ...


class CostRepository(Protocol):
    """What attempts at jobs have cost."""

    async def put(self, job_id: JobId, attempt: int, cost: Cost) -> None:
        """Store or replace the cost of an attempt; its time is that of the first call."""
        ...

    async def today(self) -> Cost:
        """Return the costs of the whole installation since midnight in UTC."""
        ...

    async def total(self, start: datetime, end: datetime) -> Cost:
        """Return the costs of the whole installation from *start* until *end*."""
        ...

    async def by_day(self, *, since: datetime) -> tuple[CostLine, ...]:
        """Return the costs by day in UTC, newest first, chat and painter."""
        ...


class RemoteCancellationRepository(Protocol):
    """Ended jobs that the generator may still be drawing."""

    async def due_to_stop(
        self, *, limit: int, again_after: timedelta, known: timedelta
    ) -> tuple[Job, ...]:
        """Return ended, unleased jobs that the generator may still be drawing.

        Jobs that ended longer than *known* ago are left out, since the generator has forgotten
        them. The returned jobs are due again after *again_after*, until `mark_stopped`.
        """
        ...

    async def mark_stopped(self, job_id: JobId) -> None:
        """Record that the generator no longer draws this ended job."""
        ...


class RunCounter(Protocol):
    """Counter of the submissions of a job that may start a drawing, which lasts over claims."""

    @property
    def used(self) -> int:
        """How many there have been so far."""
        ...

    async def begin(self) -> bool:
        """Count one that is about to be sent; False if there may be no more. Raises StorageError.

        It is stored before it is sent, unless it is the job's first.
        """
        ...

    def revoke(self) -> None:
        """Take the latest one back: it certainly started no drawing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """Request to the generator: one attempt at one job."""

    job_id: JobId
    attempt: int
    params: Params
    panels: int
    fresh: bool  # this attempt cannot have been submitted yet, so its status is not polled first
    outlasts: Callable[[timedelta], bool]  # whether the lease outlasts a call of that duration
    runs: RunCounter


class Generator(Protocol):
    """Client of a service that draws comics."""

    @property
    def refusal(self) -> Refusal | None:
        """Its refusal of the last request of this installation; None: it took it."""
        ...

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        """Have the comic drawn and return the generator's answer, which is not yet verified.

        Resumes an attempt that is running already. Raises GeneratorRejectedError,
        GeneratorUnavailableError, GeneratorRetryError or GeneratorFailedError. Cancelling the
        task only stops the waiting, not the generator.
        """
        ...

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        """Ask the generator to stop drawing. Best effort: raises no ServiceError."""
        ...

    async def health(self) -> GeneratorHealth:
        """Return the generator's health report. Raises GeneratorUnavailableError."""
        ...


class JobQueue(Protocol):
    """Wake-up signal for workers. It is only a hint: it may be lost, duplicated or late.

    The work itself is in the database.
    """

    @property
    def reaches_workers(self) -> bool:
        """Whether the signal reaches workers; one in memory reaches only those of this process."""
        ...

    async def notify_drawing(self, count: int = 1) -> None:
        """Wake workers to claim up to *count* jobs. Raises JobQueueUnavailableError."""
        ...

    async def notify_delivering(self, count: int = 1) -> None:
        """Wake workers to claim up to *count* deliveries. Raises JobQueueUnavailableError."""
        ...
