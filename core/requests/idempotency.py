"""Idempotency of requests: the job of an earlier request with the same key and the same body."""

from __future__ import annotations

from core.errors import IdempotencyKeyReusedError
from core.models.jobs import Job
from core.ports.database import UnitOfWork
from core.requests.draft import Draft


async def job_of_same_request(unit: UnitOfWork, draft: Draft, *, settled: bool) -> Job | None:
    """Return the job that was stored with the draft's request key; None if there is no such job.

    *settled* waits for a concurrent transaction that is inserting the same key. Raises
    IdempotencyKeyReusedError if the earlier request had another body.
    """
    job = await unit.jobs.by_request_key(draft.request_key, settled=settled)
    if job is not None and job.body_hash != draft.request.body_hash:
        raise IdempotencyKeyReusedError
    return job
