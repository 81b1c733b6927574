"""Ask for comics, watch them being drawn, cancel them, try again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import web

from bots.web.caller import Caller, any_requester, known_caller, visitor
from bots.web.events import stream_events
from bots.web.json import json_response
from bots.web.keys import SERVICES, STOPPING
from bots.web.locale import locale_of
from bots.web.operations import Access, Answer, Link, Operation
from bots.web.prefer import waiting_of
from bots.web.reading import canonical, checked, headers_of, job_id_of, json_of
from bots.web.serialise import end_problem, image_link, job_view, status_url
from bots.web.stopping import unless_stopping
from bots.web.wire import (
    Accepted,
    BadEnd,
    CancelView,
    Drawn,
    EventHeaders,
    GenerateBody,
    GenerateHeaders,
    JobView,
)
from core.errors import (
    DependencyError,
    EmptyPromptError,
    InvalidOptionsError,
    NotFoundError,
    NotYoursError,
    PromptTooLongError,
    StorageError,
)
from core.models import ComicRequest, JobId, JobState, JobStatus, Params, Receipt, Requester
from core.params import read_params

log = structlog.get_logger(__name__)

BAD_ENDS = {
    JobState.REJECTED: 422,
    JobState.FAILED: 502,
    JobState.EXPIRED: 504,
    JobState.CANCELED: 409,
}
LOOK_AGAIN_SECONDS = 2


async def generate(request: web.Request) -> web.StreamResponse:
    """Take a comic on, wait a while for it, and say where it can be found."""
    caller = await visitor(request)
    headers = headers_of(request, GenerateHeaders)
    wish, body_hash = await _wish(request, caller.requester)
    _check_user(wish, caller.requester)
    services = request.config_dict[SERVICES]
    wanted = _comic_request(
        wish, _request_key(request, caller.requester, headers.idempotency_key), body_hash
    )
    with _fields_of("inputParams"):
        receipt = await services.comics.request(wanted, caller.requester)
    await _remember(request, caller)
    return await _answer_in_time(request, caller.requester, receipt, headers.prefer)


async def retry(request: web.Request) -> web.StreamResponse:
    """Ask for the same comic again, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    receipt = await request.config_dict[SERVICES].comics.try_again(
        job_id_of(request),
        caller.requester,
        request_key=_request_key(request, caller.requester, headers.idempotency_key),
    )
    return await _answer_in_time(request, caller.requester, receipt, headers.prefer)


async def job(request: web.Request) -> web.StreamResponse:
    """Say how a job stands."""
    status = await _status(request, job_id_of(request), await any_requester(request))
    return json_response(await job_view(request, status))


async def events(request: web.Request) -> web.StreamResponse:
    """Say how a job stands, and again whenever that changes, until it is at an end."""
    return await stream_events(request, job_id_of(request), await any_requester(request))


async def cancel(request: web.Request) -> web.StreamResponse:
    """Cancel a job, unless it is over."""
    caller = await known_caller(request)
    cancellation = await request.config_dict[SERVICES].comics.cancel(
        job_id_of(request), caller.requester
    )
    view = await job_view(request, cancellation.status)
    return json_response(CancelView(**dict(view), canceled=cancellation.canceled))


# --- What was asked for ---------------------------------------------------------------------------


async def _wish(request: web.Request, requester: Requester) -> tuple[GenerateBody, str]:
    """Return the body, and the hash by which a repeat of it is recognised."""
    value = await json_of(request)
    try:
        return checked(GenerateBody, value), sha256(canonical(value)).hexdigest()
    except InvalidOptionsError as error:
        mistakes = {**error.fields, **_option_mistakes(value, requester)}
        raise InvalidOptionsError(mistakes) from error


def _option_mistakes(body: Any, requester: Requester) -> Mapping[str, str]:
    """Return what is wrong below `inputParams` of a body that is wrong elsewhere."""
    options = body.get("inputParams") if isinstance(body, dict) else None
    if not isinstance(options, dict):
        return {}
    text, others = _split(options)
    try:
        with _fields_of("inputParams"):
            read_params(others, text=text, clamp=False, has_account=requester.signed_in)
    except InvalidOptionsError as error:
        return error.fields
    except (EmptyPromptError, PromptTooLongError) as error:
        return {"inputParams.prompt": str(error) or "must not be empty"}
    return {}


def _split(options: Params) -> tuple[str, dict[str, Any]]:
    """Return the prompt's text and the other options; core complains about what is no text."""
    others = dict(options)
    if isinstance(others.get("prompt"), str):
        return others.pop("prompt"), others
    return "", others


def _check_user(wish: GenerateBody, requester: Requester) -> None:
    """Raise NotYoursError if somebody signed in asks in somebody else's name."""
    if not requester.signed_in or wish.user_id is None:
        return
    if wish.user_id.lower() != str(requester.profile_id):
        raise NotYoursError


def _comic_request(wish: GenerateBody, request_key: str, body_hash: str) -> ComicRequest:
    text, options = _split(wish.input_params)
    return ComicRequest(
        text=text,
        options=options,
        private=wish.private,
        request_key=request_key,
        body_hash=body_hash if request_key else "",
    )


@contextmanager
def _fields_of(name: str) -> Iterator[None]:
    """Name fields that core complains about as they stand in the body."""
    try:
        yield
    except InvalidOptionsError as error:
        fields = {
            field if field == name else f"{name}.{field}": problem
            for field, problem in error.fields.items()
        }
        raise InvalidOptionsError(fields) from error


def _request_key(request: web.Request, requester: Requester, idempotency_key: str | None) -> str:
    """Return the name of this very request, for its caller and path; empty if it has none.

    A visitor gets a profile only by their first comic, so it cannot name them. The key is hashed,
    as there is less room for it than callers have.
    """
    if idempotency_key is None:
        return ""
    caller = requester.profile_id if requester.signed_in else requester.identity.external_id
    asked = sha256(f"{request.path} {idempotency_key}".encode()).hexdigest()
    return f"api:{caller}:{asked}"


async def _remember(request: web.Request, caller: Caller) -> None:
    """Keep the session of a visitor who has something to come back to now."""
    if caller.cookie is None or caller.requester.profile_id is not None:
        return
    try:
        await request.config_dict[SERVICES].sessions.remember(caller.requester, caller.cookie)
    except StorageError as error:
        # The comic is accepted, and that counts more than the thirty days.
        log.warning("session_not_kept", error=error.code)


# --- What became of it ----------------------------------------------------------------------------


async def _status(request: web.Request, job_id: JobId, requester: Requester) -> JobStatus:
    return await request.config_dict[SERVICES].comics.status(job_id, requester)


async def _answer_in_time(
    request: web.Request, requester: Requester, receipt: Receipt, prefer: str | None
) -> web.Response:
    """Wait as long as the caller wants to, and say what became of the job by then."""
    wait_seconds = request.config_dict[SERVICES].config.web.wait_seconds
    waiting = waiting_of(prefer, default=timedelta(seconds=wait_seconds))
    try:
        if waiting.time:
            await _wait_for_end(request, receipt.job_id, waiting.time)
        response = await _answer(request, await _status(request, receipt.job_id, requester))
    except DependencyError as error:
        # It is taken on, whatever is down by now, and nobody should ask for it a second time.
        log.warning("outcome_not_told", job_id=str(receipt.job_id), error=error.code)
        response = _accepted(request, receipt.job_id, receipt.state)
    if waiting.applied:
        response.headers["Preference-Applied"] = waiting.applied
    return response


async def _wait_for_end(request: web.Request, job_id: JobId, time: timedelta) -> None:
    watcher = request.config_dict[SERVICES].watcher
    await unless_stopping(request.config_dict[STOPPING], watcher.wait_for_end(job_id, timeout=time))


async def _answer(request: web.Request, status: JobStatus) -> web.Response:
    state, job_id = status.job.state, status.job.id
    if status.comic is not None:
        return json_response(Drawn(uuid=job_id, s3_url=await image_link(request, status.comic)))
    if state is JobState.DRAWN:
        raise NotFoundError  # a repeat of a request whose comic its owner has deleted
    problem = end_problem(status.job, locale_of(request))
    if problem is not None:
        return json_response(BadEnd(error=problem, uuid=job_id), status=BAD_ENDS[state])
    return _accepted(request, job_id, state)


def _accepted(request: web.Request, job_id: JobId, state: JobState) -> web.Response:
    url = status_url(request, job_id)
    response = json_response(Accepted(uuid=job_id, status=state, status_url=url), status=202)
    response.headers["Location"] = url
    response.headers["Retry-After"] = str(LOOK_AGAIN_SECONDS)
    return response


# --- Declarations ---------------------------------------------------------------------------------

_UUID_OF_BODY = {"uuid": "$response.body#/uuid"}
_UUID_OF_PATH = {"uuid": "$request.path.uuid"}

_ON_FROM_A_JOB = {
    "job": Link(to="getJob", parameters=_UUID_OF_BODY),
    "events": Link(to="watchJob", parameters=_UUID_OF_BODY),
    "cancel": Link(to="cancelJob", parameters=_UUID_OF_BODY),
    "retry": Link(to="retryJob", parameters=_UUID_OF_BODY),
}
_ON_FROM_A_COMIC = {
    **_ON_FROM_A_JOB,
    "comic": Link(to="getComic", parameters=_UUID_OF_BODY),
    "image": Link(to="getImage", parameters=_UUID_OF_BODY),
    "change": Link(to="changeComic", parameters=_UUID_OF_BODY),
    "delete": Link(to="deleteComic", parameters=_UUID_OF_BODY),
}
_APPLIED = {"Preference-Applied": "The preference that was followed"}
_OUTCOMES = {
    200: Answer(description="Drawn", model=Drawn, headers=_APPLIED, links=_ON_FROM_A_COMIC),
    202: Answer(
        description="Taken on; not drawn yet",
        model=Accepted,
        headers={"Location": "Where it stands", "Retry-After": "Seconds", **_APPLIED},
        links=_ON_FROM_A_JOB,
    ),
    409: Answer(description="Canceled, or the key came with another body before", model=BadEnd),
    422: Answer(description="Rejected, or fields that are wrong", model=BadEnd),
    502: Answer(description="The drawing failed", model=BadEnd),
    504: Answer(description="Nothing could draw it within a day", model=BadEnd),
}
_LIMITS = {429: "As many as are allowed"}

OPERATIONS = (
    Operation(
        id="generate",
        method="POST",
        path="/ml/generate",
        handler=generate,
        summary="Make a comic",
        tag="comics",
        access=Access.ANYONE,
        headers=GenerateHeaders,
        body=GenerateBody,
        answers=_OUTCOMES,
        errors={
            403: "A userId that is not the caller's, a ban, or a foreign page",
            404: "A repeat of a request whose comic its owner has deleted",
            **_LIMITS,
        },
    ),
    Operation(
        id="getJob",
        method="GET",
        path="/ml/{uuid}",
        handler=job,
        summary="How a job stands",
        tag="comics",
        access=Access.ANYONE,
        answers={200: Answer(description="As it stands", model=JobView)},
    ),
    Operation(
        id="watchJob",
        method="GET",
        path="/ml/{uuid}/events",
        handler=events,
        summary="How a job stands, and each change, as server-sent events",
        tag="comics",
        access=Access.ANYONE,
        headers=EventHeaders,
        answers={
            200: Answer(
                description="Events `status`, and `end` as the last; the data is what getJob says",
                media_type="text/event-stream",
            ),
            204: Answer(description="Nothing comes after the event last seen", has_body=False),
        },
        errors={429: "Too many watch this job already"},
    ),
    Operation(
        id="cancelJob",
        method="POST",
        path="/ml/{uuid}/cancel",
        handler=cancel,
        summary="Cancel a job of one's own",
        tag="comics",
        access=Access.KNOWN,
        answers={
            200: Answer(
                description="Canceled, or over before",
                model=CancelView,
                links={"job": Link(to="getJob", parameters=_UUID_OF_PATH)},
            )
        },
    ),
    Operation(
        id="retryJob",
        method="POST",
        path="/ml/{uuid}/retry",
        handler=retry,
        summary="Ask for the same again, under a new UUID",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        answers=_OUTCOMES,
        errors=_LIMITS,
    ),
)
