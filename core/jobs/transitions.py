"""Terminal transitions: what else belongs in the transaction that ends a job."""

from __future__ import annotations

from core.models.identity import JobId
from core.models.jobs import Job
from core.ports.database import UnitOfWork


async def lock_job_owner(unit: UnitOfWork, job_id: JobId) -> Job | None:
    """Lock the profile that owns the job, and return the job.

    Profiles are always locked before jobs. A merge may give the job to another profile while this
    waits for the lock, so the owner is read again afterwards.
    """
    while True:
        locked = await unit.profiles.lock_owner(job_id)
        job = await unit.jobs.get(job_id)
        if job is None or job.profile_id == locked:
            return job


async def release_next(unit: UnitOfWork, job: Job, *, in_flight: int) -> int:
    """Make the delivery due and queue the owner's oldest waiting jobs; return how many.

    Call this right after the transition, with the owner's row locked.
    """
    await unit.deliveries.make_due(job.id)
    if job.profile_id is None:
        return 0
    return await unit.job_transitions.release_waiting(job.profile_id, in_flight=in_flight)
