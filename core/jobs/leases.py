"""Leases of this process: kept alive together, and given up when somebody else has taken over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from core.errors import StorageError
from core.models.identity import JobId

log = structlog.get_logger(__name__)

T = TypeVar("T")
RENEWALS_PER_LEASE = 3
STATEMENT_TIMEOUT = 10.0  # seconds that one renewal may take before the next is tried


class LeaseLostError(Exception):
    """The row is somebody else's now, or at an end: stop, and write nothing more."""


class ShuttingDownError(Exception):
    """This process stops: hand back what is held."""


@dataclass(eq=False)
class HeldLease:
    """One lease; *taken_at* is this process's monotonic time just before the claim."""

    job_id: JobId
    claim_no: int
    renewed_at: float
    lease: timedelta
    clock: Callable[[], float]
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    def outlasts(self, call_timeout: timedelta) -> bool:
        """Say whether the lease outlasts a call of that length, by our own clock.

        Leases may overlap after an outage; effects must not. So nothing that reaches the outside
        world starts with less left than it may take.
        """
        left = self.renewed_at + self.lease.total_seconds() - self.clock()
        return not self.lost.is_set() and left > call_timeout.total_seconds()

    async def run(self, work: Coroutine[Any, Any, T], *, stopping: asyncio.Event) -> T:
        """Run *work* for as long as the lease is ours.

        Raises LeaseLostError, or ShuttingDownError when *stopping* is set before it is done.
        """
        task = asyncio.ensure_future(work)
        lost = asyncio.ensure_future(self.lost.wait())
        stop = asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait({task, lost, stop}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise LeaseLostError if self.lost.is_set() else ShuttingDownError
        finally:
            for future in (task, lost, stop):
                future.cancel()
            await asyncio.gather(task, lost, stop, return_exceptions=True)


class LeaseKeeper:
    """Renews every lease of this process by one statement, and notices those that are lost."""

    def __init__(
        self,
        renew: Callable[[Collection[JobId]], Awaitable[dict[JobId, int]]],
        *,
        lease: timedelta,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lease = lease
        self._renew = renew
        self._clock = clock
        self._every = lease.total_seconds() / RENEWALS_PER_LEASE
        self._holds: dict[JobId, HeldLease] = {}

    @property
    def held(self) -> dict[JobId, int]:
        """The jobs held now, with their `claim_no`."""
        return {hold.job_id: hold.claim_no for hold in self._holds.values()}

    def now(self) -> float:
        """Return the monotonic time to note before a claim."""
        return self._clock()

    @contextmanager
    def hold(self, job_id: JobId, claim_no: int, renewed_at: float) -> Iterator[HeldLease]:
        """Keep a lease alive while the context lasts."""
        hold = HeldLease(job_id, claim_no, renewed_at, self.lease, self._clock)
        self._holds[job_id] = hold
        try:
            yield hold
        finally:
            if self._holds.get(job_id) is hold:
                del self._holds[job_id]

    def retain(self, asked: dict[JobId, int], ours: set[JobId]) -> None:
        """Mark those of *asked* (job → claim) as lost that the database says are not *ours*."""
        for job_id, claim_no in asked.items():
            hold = self._holds.get(job_id)
            if hold is not None and hold.claim_no == claim_no and job_id not in ours:
                hold.lost.set()

    async def run(self) -> None:
        """Renew until cancelled; an outage is waited out, and noticed by `HeldLease.outlasts`."""
        while True:
            await asyncio.sleep(self._every)
            if self._holds:
                await self._renew_once()

    async def _renew_once(self) -> None:
        asked, started = self.held, self._clock()
        try:
            async with asyncio.timeout(min(STATEMENT_TIMEOUT, self._every)):
                renewed = await self._renew(asked)
        except (StorageError, TimeoutError) as error:
            log.warning("leases_not_renewed", held=len(asked), error=type(error).__name__)
            return
        ours = {job_id for job_id, claim_no in asked.items() if renewed.get(job_id) == claim_no}
        for job_id in ours:
            if (hold := self._holds.get(job_id)) is not None:
                hold.renewed_at = started
        self.retain(asked, ours)
