"""Response to a request for a comic: its outcome, or 202 after the time the caller waits."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import structlog
from aiohttp import web

from bots.web.api.operation import ResponseLink, ResponseSpec
from bots.web.api.prefer import waiting_of
from bots.web.api.schemas import AcceptedView, BadEnd, DrawnView
from bots.web.api.serialization import end_problem, image_link, status_url
from bots.web.app_keys import SERVICES, STOPPING
from bots.web.json_responses import json_response
from bots.web.request_locale import locale_of
from core.errors import DependencyError, NotFoundError
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState, Receipt
from core.runtime.waiting import InterruptedByEventError, run_unless_set

log = structlog.get_logger(__name__)

FAILURE_STATUSES = {
    JobState.REJECTED: 422,
    JobState.FAILED: 502,
    JobState.EXPIRED: 504,
    JobState.CANCELED: 409,
}
POLL_SECONDS = 2  # Retry-After of a job that is not finished


async def outcome_response(
    request: web.Request, requester: Requester, receipt: Receipt, prefer: str | None
) -> web.Response:
    """Wait for the job as long as the caller prefers; return its outcome, or 202."""
    wait_seconds = request.config_dict[SERVICES].config.web.wait_seconds
    waiting = waiting_of(prefer, default=timedelta(seconds=wait_seconds))
    try:
        if waiting.time:
            await _wait_for_end(request, receipt.job_id, waiting.time)
        status = await request.config_dict[SERVICES].job_statuses.get(receipt.job_id, requester)
        response = await _status_response(request, status)
    except DependencyError as error:
        # The job is committed, so the caller must not get an error and request it again.
        log.warning("outcome_read_failed", job_id=str(receipt.job_id), error=error.code)
        response = _accepted(request, receipt.job_id, receipt.state)
    if waiting.applied:
        response.headers["Preference-Applied"] = waiting.applied
    return response


async def _wait_for_end(request: web.Request, job_id: JobId, time: timedelta) -> None:
    job_events = request.config_dict[SERVICES].job_events
    with suppress(InterruptedByEventError):  # the server stops: answer now
        await run_unless_set(
            job_events.wait_for_end(job_id, timeout=time), request.config_dict[STOPPING]
        )


async def _status_response(request: web.Request, status: JobStatus) -> web.Response:
    state, job_id = status.job.state, status.job.id
    if status.comic is not None:
        return json_response(DrawnView(uuid=job_id, s3_url=await image_link(request, status.comic)))
    if state is JobState.DRAWN:
        raise NotFoundError  # repeat of a request whose comic its owner has deleted
    problem = end_problem(status.job, locale_of(request))
    if problem is not None:
        return json_response(BadEnd(error=problem, uuid=job_id), status=FAILURE_STATUSES[state])
    return _accepted(request, job_id, state)


def _accepted(request: web.Request, job_id: JobId, state: JobState) -> web.Response:
    url = status_url(request, job_id)
    response = json_response(AcceptedView(uuid=job_id, status=state, status_url=url), status=202)
    response.headers["Location"] = url
    response.headers["Retry-After"] = str(POLL_SECONDS)
    return response


# --- Declarations ---------------------------------------------------------------------------------

_UUID_OF_BODY = {"uuid": "$response.body#/uuid"}

_LINKS_OF_JOB = {
    "job": ResponseLink(to="getJob", parameters=_UUID_OF_BODY),
    "events": ResponseLink(to="watchJob", parameters=_UUID_OF_BODY),
    "cancel": ResponseLink(to="cancelJob", parameters=_UUID_OF_BODY),
    "retry": ResponseLink(to="retryJob", parameters=_UUID_OF_BODY),
    "edit": ResponseLink(to="editJob", parameters=_UUID_OF_BODY),
    "continue": ResponseLink(to="continueJob", parameters=_UUID_OF_BODY),
}
_LINKS_OF_COMIC = {
    **_LINKS_OF_JOB,
    "comic": ResponseLink(to="getComic", parameters=_UUID_OF_BODY),
    "image": ResponseLink(to="getImage", parameters=_UUID_OF_BODY),
    "change": ResponseLink(to="changeComic", parameters=_UUID_OF_BODY),
    "report": ResponseLink(to="reportComic", parameters=_UUID_OF_BODY),
    "delete": ResponseLink(to="deleteComic", parameters=_UUID_OF_BODY),
}
_APPLIED = {"Preference-Applied": "The preference that was applied"}
OUTCOMES = {
    200: ResponseSpec(
        description="Drawn", model=DrawnView, headers=_APPLIED, links=_LINKS_OF_COMIC
    ),
    202: ResponseSpec(
        description="Accepted, but not drawn yet",
        model=AcceptedView,
        headers={"Location": "URL of the status", "Retry-After": "Seconds", **_APPLIED},
        links=_LINKS_OF_JOB,
    ),
    409: ResponseSpec(
        description="Canceled, or the Idempotency-Key was used with another body", model=BadEnd
    ),
    422: ResponseSpec(description="Prompt rejected, or invalid fields", model=BadEnd),
    502: ResponseSpec(description="Generation failed", model=BadEnd),
    504: ResponseSpec(description="Expired: not drawn within the maximum wait", model=BadEnd),
}
LIMITS = {429: "Limit of requests reached"}
