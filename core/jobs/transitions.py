"""Ends of jobs: what belongs into the one transaction that moves a job to a terminal state."""

from __future__ import annotations

from core.models.identity import JobId
from core.models.jobs import Job
from core.ports.database import UnitOfWork


async def lock_job_owner(unit: UnitOfWork, job_id: JobId) -> Job | None:
    """Return the job, holding its owner's row: profiles are always locked before jobs.

    A merge may give the job to another profile while we wait for the lock, so look again.
    """
    job = await unit.jobs.get(job_id)
    while job is not None and job.profile_id is not None:
        await unit.profiles.lock(job.profile_id)
        again = await unit.jobs.get(job_id)
        if again is None or again.profile_id == job.profile_id:
            return again
        job = again
    return job


async def release_next(unit: UnitOfWork, job: Job, *, in_flight: int) -> int:
    """Make the delivery due and release the person's oldest waiting jobs; return how many.

    To be called right after the transition, with the owner's row locked.
    """
    await unit.deliveries.make_due(job.id)
    if job.profile_id is None:
        return 0
    return await unit.jobs.release_waiting(job.profile_id, in_flight=in_flight)
