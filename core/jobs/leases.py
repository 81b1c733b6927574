"""Leases held by this process: renewal in batches, and detection of lost leases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from core.errors import ComicAIError, StorageError
from core.models.identity import JobId
from core.runtime.waiting import InterruptedByEventError, run_unless_set

log = structlog.get_logger(__name__)

T = TypeVar("T")
RENEWALS_PER_LEASE = 3
STATEMENT_TIMEOUT = 10.0  # seconds for one renewal


class LeaseLostError(ComicAIError):
    """The row has another holder or a terminal state: stop, and write nothing more."""


class ShuttingDownError(ComicAIError):
    """This process is shutting down: hand the row back."""


@dataclass(eq=False)
class HeldLease:
    """One lease held by this process.

    *renewed_at* is this process's monotonic time just before the claim or the last renewal.
    """

    job_id: JobId
    claim_no: int
    renewed_at: float
    lease: timedelta
    clock: Callable[[], float]
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    def outlasts(self, call_timeout: timedelta) -> bool:
        """Return whether the lease outlasts a call of that length, by this process's clock.

        Leases may overlap after an outage; effects must not. So no call to the outside world may
        start with less time left on the lease than the call may take.
        """
        remaining = self.renewed_at + self.lease.total_seconds() - self.clock()
        return not self.lost.is_set() and remaining > call_timeout.total_seconds()

    async def run(self, work: Coroutine[Any, Any, T], *, stopping: asyncio.Event) -> T:
        """Run *work* while this process holds the lease.

        Cancels *work* and raises LeaseLostError if the lease is lost, or ShuttingDownError if
        *stopping* is set first.
        """
        try:
            return await run_unless_set(work, self.lost, stopping)
        except InterruptedByEventError as error:
            raise (LeaseLostError if self.lost.is_set() else ShuttingDownError) from error


class LeaseKeeper:
    """Renewal of all leases of this process in one statement, with detection of lost ones."""

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
        self._interval = lease.total_seconds() / RENEWALS_PER_LEASE
        self._leases: dict[JobId, HeldLease] = {}
        self._any_held = asyncio.Event()

    @property
    def held(self) -> dict[JobId, int]:
        """The jobs whose leases are held now, with their `claim_no`."""
        return {held.job_id: held.claim_no for held in self._leases.values()}

    async def wait_for_any(self) -> None:
        """Wait until this process holds a lease."""
        await self._any_held.wait()

    def now(self) -> float:
        """Return the monotonic time to record before a claim."""
        return self._clock()

    @contextmanager
    def hold(self, job_id: JobId, claim_no: int, renewed_at: float) -> Iterator[HeldLease]:
        """Keep a lease renewed for the duration of the context."""
        held = HeldLease(job_id, claim_no, renewed_at, self.lease, self._clock)
        self._leases[job_id] = held
        self._any_held.set()
        try:
            yield held
        finally:
            if self._leases.get(job_id) is held:
                del self._leases[job_id]
            if not self._leases:
                self._any_held.clear()

    def retain(self, claims: dict[JobId, int], retained: set[JobId]) -> None:
        """Mark the leases of *claims* (job → `claim_no`) as lost that are not in *retained*.

        *retained* are the jobs that this process still holds according to the database.
        """
        for job_id, claim_no in claims.items():
            held = self._leases.get(job_id)
            if held is not None and held.claim_no == claim_no and job_id not in retained:
                held.lost.set()

    async def run(self) -> None:
        """Renew until cancelled. Outages are retried; `HeldLease.outlasts` accounts for them."""
        while True:
            await self.wait_for_any()
            await asyncio.sleep(self._interval)
            if self._leases:
                await self._renew_once()

    async def _renew_once(self) -> None:
        claims, started_at = self.held, self._clock()
        try:
            async with asyncio.timeout(min(STATEMENT_TIMEOUT, self._interval)):
                renewed = await self._renew(claims)
        except (StorageError, TimeoutError) as error:
            log.warning("lease_renewal_failed", held=len(claims), error=type(error).__name__)
            return
        retained = {
            job_id for job_id, claim_no in claims.items() if renewed.get(job_id) == claim_no
        }
        for job_id in retained:
            if (held := self._leases.get(job_id)) is not None:
                held.renewed_at = started_at
        self.retain(claims, retained)
