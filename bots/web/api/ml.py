"""Ask for comics, watch them being drawn, cancel them, and look back."""

from __future__ import annotations

import structlog
from aiohttp import web

from bots.web.api.event_stream import stream_events
from bots.web.api.generate_response import LIMITS, OUTCOMES, answer_in_time
from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.request_body import comic_request_of, fields_of, request_key, split
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
from bots.web.caller import Caller, any_requester, known_caller, visitor
from bots.web.json_answers import json_response
from core.errors import NotOwnerError, StorageError
from core.models.identity import Requester
from core.models.requests import ComicRequest

log = structlog.get_logger(__name__)


async def generate(request: web.Request) -> web.StreamResponse:
    """Take a comic on, wait a while for it, and say where it can be found."""
    caller = await visitor(request)
    headers = headers_of(request, GenerateHeaders)
    wish, body_hash = await comic_request_of(request, GenerateBody, caller.requester)
    _check_user(wish, caller.requester)
    services = request.config_dict[SERVICES]
    wanted = _comic_request(
        wish, request_key(request, caller.requester, headers.idempotency_key), body_hash
    )
    with fields_of("inputParams"):
        receipt = await services.requests.request(wanted, caller.requester)
    await _remember(request, caller)
    return await answer_in_time(request, caller.requester, receipt, headers.prefer)


async def history(request: web.Request) -> web.StreamResponse:
    """List what the caller asked for, newest first, whatever became of it."""
    caller = await known_caller(request)
    query = query_of(request, HistoryQuery)
    jobs, next_cursor = await request.config_dict[SERVICES].requests.history(
        caller.requester, cursor=query.cursor or None, limit=query.limit
    )
    items = [await job_item(request, status) for status in jobs]
    return json_response(HistoryView(items=items, next_cursor=next_cursor))


async def job(request: web.Request) -> web.StreamResponse:
    """Say how a job stands."""
    status = await request.config_dict[SERVICES].requests.status(
        job_id_of(request), await any_requester(request)
    )
    return json_response(await job_view(request, status))


async def events(request: web.Request) -> web.StreamResponse:
    """Say how a job stands, and again whenever that changes, until it is at an end."""
    return await stream_events(request, job_id_of(request), await any_requester(request))


async def cancel(request: web.Request) -> web.StreamResponse:
    """Cancel a job, unless it is over."""
    caller = await known_caller(request)
    cancellation = await request.config_dict[SERVICES].requests.cancel(
        job_id_of(request), caller.requester
    )
    view = await job_view(request, cancellation.status)
    return json_response(CancelView(**dict(view), canceled=cancellation.canceled))


# --- What was asked for ---------------------------------------------------------------------------


def _check_user(wish: GenerateBody, requester: Requester) -> None:
    """Raise NotOwnerError if somebody signed in asks in somebody else's name."""
    if not requester.signed_in or wish.user_id is None:
        return
    if wish.user_id.lower() != str(requester.profile_id):
        raise NotOwnerError


def _comic_request(wish: GenerateBody, key: str, body_hash: str) -> ComicRequest:
    text, options = split(wish.input_params)
    return ComicRequest(
        text=text,
        options=options,
        private=wish.private,
        request_key=key,
        body_hash=body_hash if key else "",
    )


async def _remember(request: web.Request, caller: Caller) -> None:
    """Keep the session of a visitor who has something to come back to now."""
    if caller.cookie is None or caller.requester.profile_id is not None:
        return
    try:
        await request.config_dict[SERVICES].sessions.remember(caller.requester, caller.cookie)
    except StorageError as error:
        # The comic is accepted, and that counts more than the thirty days.
        log.warning("session_not_kept", error=error.code)


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
        answers=OUTCOMES,
        errors={
            403: "A userId that is not the caller's, a ban, or a foreign page",
            404: "A repeat of a request whose comic its owner has deleted",
            **LIMITS,
        },
    ),
    Operation(
        id="getHistory",
        method="GET",
        path="/ml",
        handler=history,
        summary="What the caller asked for, newest first, whatever became of it",
        tag="comics",
        access=Access.KNOWN,
        query=HistoryQuery,
        answers={
            200: ResponseSpec(
                description="A page",
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
        summary="How a job stands",
        tag="comics",
        access=Access.ANYONE,
        answers={200: ResponseSpec(description="As it stands", model=JobView)},
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
            200: ResponseSpec(
                description="Events `status`, and `end` as the last; the data is what getJob says",
                media_type="text/event-stream",
            ),
            204: ResponseSpec(
                description="Nothing comes after the event last seen", has_body=False
            ),
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
            200: ResponseSpec(
                description="Canceled, or over before",
                model=CancelView,
                links={"job": ResponseLink(to="getJob", parameters=_UUID_OF_PATH)},
            )
        },
    ),
)
