"""Handlers that follow up on an earlier comic: retry, edit and continue."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.generate_response import LIMITS, OUTCOMES, outcome_response
from bots.web.api.idempotency import fields_of, hashed_body_of, request_key, split
from bots.web.api.operation import Access, Operation
from bots.web.api.request_parsing import headers_of, job_id_of
from bots.web.api.schemas import ContinueBody, EditBody, GenerateHeaders
from bots.web.app_keys import SERVICES
from bots.web.authentication import known_caller


async def retry(request: web.Request) -> web.StreamResponse:
    """Request the same comic again, as a new job."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    receipt = await request.config_dict[SERVICES].requests.try_again(
        job_id_of(request),
        caller.requester,
        request_key=request_key(request, caller.requester, headers.idempotency_key),
    )
    return await outcome_response(request, caller.requester, receipt, headers.prefer)


async def edit(request: web.Request) -> web.StreamResponse:
    """Request the comic with another prompt or other options, as a new job."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    body, body_hash = await hashed_body_of(request, EditBody, caller.requester)
    text, options = split(body.input_params)
    key = request_key(request, caller.requester, headers.idempotency_key)
    with fields_of("inputParams"):
        receipt = await request.config_dict[SERVICES].requests.edit(
            job_id_of(request),
            caller.requester,
            text=text,
            options=options,
            clamp=False,
            request_key=key,
            body_hash=body_hash if key else "",
        )
    return await outcome_response(request, caller.requester, receipt, headers.prefer)


async def continue_comic(request: web.Request) -> web.StreamResponse:
    """Request a continuation of the comic, as a new job."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    body, body_hash = await hashed_body_of(request, ContinueBody, caller.requester)
    key = request_key(request, caller.requester, headers.idempotency_key)
    receipt = await request.config_dict[SERVICES].requests.continue_story(
        job_id_of(request),
        caller.requester,
        text=body.prompt,
        request_key=key,
        body_hash=body_hash if key else "",
    )
    return await outcome_response(request, caller.requester, receipt, headers.prefer)


OPERATIONS = (
    Operation(
        id="retryJob",
        method="POST",
        path="/ml/{uuid}/retry",
        handler=retry,
        summary="Request the same comic again, under a new UUID",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        responses=OUTCOMES,
        errors=LIMITS,
    ),
    Operation(
        id="editJob",
        method="POST",
        path="/ml/{uuid}/edit",
        handler=edit,
        summary="Request one of the caller's comics again with changes, under a new UUID",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        body=EditBody,
        responses=OUTCOMES,
        errors=LIMITS,
    ),
    Operation(
        id="continueJob",
        method="POST",
        path="/ml/{uuid}/continue",
        handler=continue_comic,
        summary="Request a continuation of one of the caller's comics",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        body=ContinueBody,
        responses=OUTCOMES,
        errors=LIMITS,
    ),
)
