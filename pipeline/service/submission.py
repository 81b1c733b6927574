"""Submission: a parsed request for a comic, and its comparison with an existing job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import ErrorCode, RefusedError, api_fault
from pipeline.models import DrawingOrder
from pipeline.service.job import PipelineJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A parsed and validated POST."""

    uuid: str
    attempt: int
    digest: str
    order: DrawingOrder
    deadline: datetime | None = None
    callback: str | None = None


def is_new_attempt(job: PipelineJob, submission: Submission) -> bool:
    """Return whether *submission* starts a new attempt; False if it repeats the current one.

    A new attempt may have other params, such as smaller ones after an out-of-memory error.
    """
    if submission.attempt > job.attempt:
        if not job.status.is_terminal:
            raise _conflict(f"attempt {job.attempt} is not finished")
        return True
    if submission.attempt < job.attempt:
        raise _conflict(f"attempt {job.attempt} has been started since")
    if submission.digest != job.digest:
        raise _conflict("the same uuid and attempt came with other inputParams")
    return False


def _conflict(message: str) -> RefusedError:
    return RefusedError(api_fault(ErrorCode.CONFLICT, message))


def new_job(submission: Submission, now: datetime) -> PipelineJob:
    return PipelineJob(
        uuid=submission.uuid,
        attempt=submission.attempt,
        digest=submission.digest,
        order=submission.order,
        accepted_at=now,
        updated_at=now,
        deadline=submission.deadline,
        callback=submission.callback,
    )
