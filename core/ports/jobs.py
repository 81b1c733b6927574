"""Ports: the job repository, the job queue and the generator."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.models.comics import Cursor, DrawnComic
from core.models.identity import JobId, Params, Platform, ProfileId
from core.models.jobs import Claim, GeneratorHealth, Job, JobState, NewJob, Progress


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """How many jobs of somebody are not at an end."""

    in_flight: int  # queued or drawing
    waiting: int


class JobRepository(Protocol):
    """All jobs there are, and every transition of their states.

    Each transition is one UPDATE with the expected old state (and the claim, for a worker's) in
    its WHERE; the returned bool says whether it matched. Times are the database's own.
    """

    async def add(self, job: NewJob, *, handed: bool = False) -> Job:
        """Store the job. Raises DuplicateKeyError if its request key is taken.

        *handed*: the engine is told of it at once.
        """
        ...

    async def get(self, job_id: JobId) -> Job | None: ...

    async def get_many(
        self, job_ids: Collection[JobId], *, unless: JobState | None = None
    ) -> tuple[Job, ...]:
        """Return those of the jobs that exist, in no order; not those in the state *unless*."""
        ...

    async def by_request_key(self, request_key: str, *, settled: bool = False) -> Job | None:
        """Return the job that this request became.

        *settled* waits for whoever is storing one at this moment, and wants a transaction that
        writes.
        """
        ...

    async def open_jobs(self, profile_id: ProfileId) -> OpenJobs: ...

    async def open_by_state(self) -> Mapping[JobState, int]:
        """Count everybody's jobs that are not at an end, by state; a state without any is there."""
        ...

    async def open_ids(self, profile_id: ProfileId) -> tuple[JobId, ...]:
        """Return the jobs of somebody that are not at an end, oldest first."""
        ...

    async def history(
        self, profile_id: ProfileId, *, cursor: Cursor | None, limit: int
    ) -> tuple[Job, ...]:
        """Return jobs of somebody, newest first, after the cursor, whatever became of them."""
        ...

    async def count_since(
        self,
        since: datetime,
        *,
        profile_id: ProfileId | None = None,
        origin: str | None = None,
        chat: tuple[Platform, str] | None = None,
    ) -> int:
        """Count jobs made since then that count against limits; without a filter, everybody's.

        Rejected, failed, canceled and expired ones give theirs back.
        """
        ...

    async def position(self, job: Job) -> int:
        """Return the job's place in line, counting from 1; 0 if it is not waiting or queued."""
        ...

    async def median_panel_seconds(self) -> float | None:
        """Return the median drawing time a panel over the last 50 drawn jobs."""
        ...

    async def claim(self, owner: str, *, lease: timedelta, capacity: int) -> Claim | None:
        """Take the oldest due queued job, unless *capacity* jobs are drawing in the whole fleet.

        Raises its `claim_no`; of several that try for one job, exactly one gets it.
        """
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases on these jobs that are still *owner*'s; return job → claim_no.

        Only what is worked on is named: a claim whose COMMIT nobody heard of has to run out.
        """
        ...

    async def write_progress(
        self, owner: str, progress: Mapping[JobId, tuple[int, Progress]]
    ) -> set[JobId]:
        """Write progress by job and `claim_no`; return those that are still this owner's."""
        ...

    async def raise_attempt(self, job_id: JobId, claim_no: int) -> bool:
        """Raise `generator_attempt` by one."""
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
        """Drawing → queued, not before *delay* has passed; the active time so far is kept.

        Not *active*: an outage filled the time of this claim, so it does not count.
        """
        ...

    async def finish(
        self, job_id: JobId, claim_no: int, state: JobState, *, error_code: str | None = None
    ) -> bool:
        """Drawing → a terminal state; where it expired, the generator is still to be stopped."""
        ...

    async def cancel(self, job_id: JobId) -> bool:
        """waiting, queued or drawing → canceled; the generator is still to be stopped."""
        ...

    async def due_to_stop(
        self, *, limit: int, again_after: timedelta, known: timedelta
    ) -> tuple[Job, ...]:
        """Return ended jobs whose generator may still draw, though nobody holds them any more.

        They are due again *again_after* that, but none that ended longer than *known* ago.
        """
        ...

    async def mark_stopped(self, job_id: JobId) -> None:
        """Nothing is drawn for this ended job any more."""
        ...

    async def release_waiting(self, profile_id: ProfileId, *, in_flight: int) -> int:
        """Waiting → queued for the oldest ones, up to *in_flight* in flight; return how many.

        The profile's row must be locked.
        """
        ...

    async def free_leases(self, owners: Collection[str]) -> int:
        """Let the leases of owners known to be dead run out now; `expire_leases` does the rest."""
        ...

    async def expire_leases(self, *, poisoned_after: int) -> tuple[int, list[JobId]]:
        """Drawing → queued where the lease ran out, → failed the *poisoned_after*th time it did.

        A job that keeps killing its workers ends so; being handed back does not count. Returns how
        many were queued, and which failed; at most 100 at a time.
        """
        ...

    async def expire_overdue(self, *, max_wait: timedelta) -> list[JobId]:
        """Waiting or queued → expired where the request is older than *max_wait*.

        Holds the profiles of their owners, as `expire_leases` does for those that fail.

        At most 100 at a time.
        """
        ...

    async def due_to_wake(self, *, limit: int, again_after: timedelta) -> int:
        """Mark due queued jobs as handed over now; return how many there were, at most *limit*.

        Only those never handed over, or longer ago than *again_after*.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One attempt at one job."""

    job_id: JobId
    attempt: int
    params: Params
    panels: int
    fresh: bool  # nobody can have submitted this attempt before, so no status is asked first
    outlasts: Callable[[timedelta], bool]  # whether the lease outlasts a call of that length


class Generator(Protocol):
    """Draws comics, somewhere else."""

    async def draw(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        """Have the comic drawn and return what the generator says of it, not yet verified.

        Picks up a drawing that runs already. Raises GeneratorRejectedError, GeneratorAwayError,
        GeneratorRetryError or GeneratorFailedError. Being cancelled stops the waiting only.
        """
        ...

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        """Ask for the drawing to be stopped; best effort, raises nothing of ours."""
        ...

    async def health(self) -> GeneratorHealth:
        """Return what the generator says of itself. Raises GeneratorAwayError."""
        ...


class JobQueue(Protocol):
    """Gets work to workers. What it carries is a hint: it may be lost, doubled or late."""

    @property
    def reaches_workers(self) -> bool:
        """Whether a worker can hear it at all: one in memory leads no further than this process."""
        ...

    async def notify_drawing(self, count: int = 1) -> None:
        """Ask workers to look for jobs to draw. Raises EngineUnavailableError."""
        ...

    async def notify_delivering(self, count: int = 1) -> None:
        """Ask workers to look for deliveries to make. Raises EngineUnavailableError."""
        ...
