"""Handlers of `/ml`: request comics, follow and cancel their jobs, and list past requests."""

from __future__ import annotations

import structlog
from aiohttp import web

from bots.web.api.event_stream import stream_events
from bots.web.api.generate_response import LIMITS, OUTCOMES, outcome_response
from bots.web.api.idempotency import fields_of, hashed_body_of, request_key, split
from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.request_parsing import headers_of, job_id_of, query_of
from bots.web.api.schemas import (
    CancelView,
    EventHeaders,
    GenerateBody,
    GenerateHeaders,
    HistoryQuery,
    HistoryView,
    JobView,
)
from bots.web.api.serialization import job_item, job_view
from bots.web.app_keys import SERVICES
from bots.web.authentication import Caller, any_requester, known_caller, visitor
from bots.web.json_responses import json_response
from core.errors import NotOwnerError, StorageError
from core.models.identity import Requester
from core.models.requests import ComicRequest

log = structlog.get_logger(__name__)


async def generate(request: web.Request) -> web.StreamResponse:
    """Submit a request for a comic; respond with the outcome once it is known, or with 202."""
    caller = await visitor(request)
    headers = headers_of(request, GenerateHeaders)
    body, body_hash = await hashed_body_of(request, GenerateBody, caller.requester)
    _check_user(body, caller.requester)
    services = request.config_dict[SERVICES]
    comic_request = _comic_request(
        body, request_key(request, caller.requester, headers.idempotency_key), body_hash
    )
    with fields_of("inputParams"):
        receipt = await services.requests.request(comic_request, caller.requester)
    await _remember(request, caller)
    return await outcome_response(request, caller.requester, receipt, headers.prefer)


async def history(request: web.Request) -> web.StreamResponse:
    """List the caller's jobs in any state, newest first."""
    caller = await known_caller(request)
    query = query_of(request, HistoryQuery)
    jobs, next_cursor = await request.config_dict[SERVICES].job_statuses.history(
        caller.requester, cursor=query.cursor or None, limit=query.limit
    )
    items = [await job_item(request, status) for status in jobs]
    return json_response(HistoryView(items=items, next_cursor=next_cursor))


async def job(request: web.Request) -> web.StreamResponse:
    """Return the status of a job."""
    status = await request.config_dict[SERVICES].job_statuses.get(
        job_id_of(request), await any_requester(request)
    )
    return json_response(await job_view(request, status))


async def events(request: web.Request) -> web.StreamResponse:
    """Stream the status of a job at each change, until a terminal state."""
    return await stream_events(request, job_id_of(request), await any_requester(request))


async def cancel(request: web.Request) -> web.StreamResponse:
    """Cancel a job, unless it is in a terminal state."""
    caller = await known_caller(request)
    cancellation = await request.config_dict[SERVICES].cancellation.cancel(
        job_id_of(request), caller.requester
    )
    view = await job_view(request, cancellation.status)
    return json_response(CancelView(**dict(view), canceled=cancellation.canceled))


# --- Request --------------------------------------------------------------------------------------


def _check_user(body: GenerateBody, requester: Requester) -> None:
    """Raise NotOwnerError if a signed-in caller sends the userId of another user."""
    if not requester.signed_in or body.user_id is None:
        return
    if body.user_id.lower() != str(requester.profile_id):
        raise NotOwnerError


def _comic_request(body: GenerateBody, key: str, body_hash: str) -> ComicRequest:
    text, options = split(body.input_params)
    return ComicRequest(
        text=text,
        options=options,
        inherited=body.defaults,
        private=body.private,
        request_key=key,
        body_hash=body_hash if key else "",
    )


async def _remember(request: web.Request, caller: Caller) -> None:
    """Store the session of a visitor, now that they have a comic to come back to."""
    if caller.cookie is None or caller.requester.profile_id is not None:
        return
    try:
        await request.config_dict[SERVICES].sessions.remember(caller.requester, caller.cookie)
    except StorageError as error:
        # The request is committed; losing the session of thirty days must not fail it.
        log.warning("session_store_failed", error=error.code)


# --- Declarations ---------------------------------------------------------------------------------

_UUID_OF_PATH = {"uuid": "$request.path.uuid"}

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
        responses=OUTCOMES,
        errors={
            403: "userId of another user, a banned caller, or a page of a site not allowed",
            404: "Repeat of a request whose comic its owner has deleted",
            **LIMITS,
        },
    ),
    Operation(
        id="getHistory",
        method="GET",
        path="/ml",
        handler=history,
        summary="List the caller's jobs in any state, newest first",
        tag="comics",
        access=Access.KNOWN,
        query=HistoryQuery,
        responses={
            200: ResponseSpec(
                description="Page of jobs",
                model=HistoryView,
                links={
                    "next": ResponseLink(
                        to="getHistory", parameters={"cursor": "$response.body#/nextCursor"}
                    ),
                    "job": ResponseLink(
                        to="getJob", parameters={"uuid": "$response.body#/items/0/uuid"}
                    ),
                },
            )
        },
    ),
    Operation(
        id="getJob",
        method="GET",
        path="/ml/{uuid}",
        handler=job,
        summary="Get the status of a job",
        tag="comics",
        access=Access.ANYONE,
        responses={200: ResponseSpec(description="Current status", model=JobView)},
    ),
    Operation(
        id="watchJob",
        method="GET",
        path="/ml/{uuid}/events",
        handler=events,
        summary="Stream the status of a job at each change, as server-sent events",
        tag="comics",
        access=Access.ANYONE,
        headers=EventHeaders,
        responses={
            200: ResponseSpec(
                description="Events `status`, then one `end`; their data is the response of getJob",
                media_type="text/event-stream",
            ),
            204: ResponseSpec(
                description="No events follow the one in Last-Event-ID", has_body=False
            ),
        },
        errors={429: "Too many open streams of this job"},
    ),
    Operation(
        id="cancelJob",
        method="POST",
        path="/ml/{uuid}/cancel",
        handler=cancel,
        summary="Cancel one of the caller's jobs",
        tag="comics",
        access=Access.KNOWN,
        responses={
            200: ResponseSpec(
                description="Canceled, or in a terminal state already",
                model=CancelView,
                links={"job": ResponseLink(to="getJob", parameters=_UUID_OF_PATH)},
            )
        },
    ),
)
