"""Attempt record: a claimed job with its current attempt, and its count of runs."""

from __future__ import annotations

from dataclasses import replace

from core.errors import GeneratorUnavailableError
from core.jobs.attempt_policy import RUNS_PER_JOB, NextAttempt
from core.jobs.attempt_reports import AttemptReports
from core.models.jobs import AttemptHistory, Claim
from core.ports.database import Database, UnitOfWork


class NoRuns:
    """Run counter that allows no submission, for jobs that have ended."""

    used = 0

    async def begin(self) -> bool:
        return False

    def revoke(self) -> None:
        """Do nothing: there was no run."""


class AttemptRecord:
    """Record of the attempts at one claimed job; the run counter of its generation requests."""

    def __init__(self, claim: Claim, database: Database) -> None:
        self.job = claim.job
        self.reports = AttemptReports()
        self._database = database
        self._stored = claim.job.history
        # A process that died may have submitted the job, without having recorded anything.
        unrecorded = AttemptHistory(runs=1 if claim.recovered else 0)
        self.history = self._stored or unrecorded
        self._is_first = not claim.recovered and self.history.runs == 0

    @property
    def used(self) -> int:
        return self.history.runs

    async def begin(self) -> bool:
        if self.history.runs >= RUNS_PER_JOB:
            return False
        counted = replace(self.history, runs=self.history.runs + 1)
        if not self._is_first:
            await self._store(counted)
        self._is_first, self.history = False, counted
        return True

    def revoke(self) -> None:
        self.history = replace(self.history, runs=max(self.history.runs - 1, 0))

    def add_silence(self, seconds: float) -> None:
        """Count a spell of *seconds* in which the status could not be read."""
        self.history = replace(
            self.history,
            silent_spells=self.history.silent_spells + 1,
            silent_seconds=self.history.silent_seconds + seconds,
        )

    async def store_changes(self, unit: UnitOfWork) -> None:
        """Store what was recorded since the last time, if only that nothing was submitted."""
        if self.history != self._stored:
            job = self.job
            await unit.job_transitions.store_history(job.id, job.claim_no, self.history)

    async def raise_attempt(self, following: NextAttempt) -> bool:
        """Begin the next attempt; False if the claim is lost. Raises StorageError."""
        job, notices = self.job, (*self.job.notices, *following.notices)

        async def work(unit: UnitOfWork) -> bool:
            if not await unit.job_transitions.raise_attempt(
                job.id, job.claim_no, params=following.params, history=following.history
            ):
                return False
            if following.notices:
                await unit.jobs.set_notices(job.id, notices)
            await self.reports.store_costs(unit, job.id)
            return True

        if not await self._database.write(work):
            return False
        self.job = replace(
            job,
            generator_attempt=job.generator_attempt + 1,
            params=following.params,
            notices=notices,
        )
        self.history = self._stored = following.history
        return True

    async def _store(self, history: AttemptHistory) -> None:
        async def work(unit: UnitOfWork) -> bool:
            job = self.job
            return await unit.job_transitions.store_history(job.id, job.claim_no, history)

        if not await self._database.write(work):
            raise GeneratorUnavailableError("lease")
        self._stored = history
