"""What follows from an earlier comic: again, with changes, or what happens next."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.generate_response import LIMITS, OUTCOMES, answer_in_time
from bots.web.api.operation import Access, Operation
from bots.web.api.request_body import comic_request_of, fields_of, request_key, split
from bots.web.api.request_parsing import headers_of, job_id_of
from bots.web.api.schemas import ContinueBody, EditBody, GenerateHeaders
from bots.web.app_keys import SERVICES
from bots.web.caller import known_caller


async def retry(request: web.Request) -> web.StreamResponse:
    """Ask for the same comic again, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    receipt = await request.config_dict[SERVICES].requests.try_again(
        job_id_of(request),
        caller.requester,
        request_key=request_key(request, caller.requester, headers.idempotency_key),
    )
    return await answer_in_time(request, caller.requester, receipt, headers.prefer)


async def edit(request: web.Request) -> web.StreamResponse:
    """Ask for the comic with another text or other options, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    wish, body_hash = await comic_request_of(request, EditBody, caller.requester)
    text, options = split(wish.input_params)
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
    return await answer_in_time(request, caller.requester, receipt, headers.prefer)


async def go_on(request: web.Request) -> web.StreamResponse:
    """Ask for what happens next, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    wish, body_hash = await comic_request_of(request, ContinueBody, caller.requester)
    key = request_key(request, caller.requester, headers.idempotency_key)
    receipt = await request.config_dict[SERVICES].requests.continue_story(
        job_id_of(request),
        caller.requester,
        text=wish.prompt,
        request_key=key,
        body_hash=body_hash if key else "",
    )
    return await answer_in_time(request, caller.requester, receipt, headers.prefer)


OPERATIONS = (
    Operation(
        id="retryJob",
        method="POST",
        path="/ml/{uuid}/retry",
        handler=retry,
        summary="Ask for the same again, under a new UUID",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        answers=OUTCOMES,
        errors=LIMITS,
    ),
    Operation(
        id="editJob",
        method="POST",
        path="/ml/{uuid}/edit",
        handler=edit,
        summary="Ask for one's own comic with changes; what is not named stays as it was",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        body=EditBody,
        answers=OUTCOMES,
        errors=LIMITS,
    ),
    Operation(
        id="continueJob",
        method="POST",
        path="/ml/{uuid}/continue",
        handler=go_on,
        summary="Ask for what happens next in one's own comic",
        tag="comics",
        access=Access.KNOWN,
        headers=GenerateHeaders,
        body=ContinueBody,
        answers=OUTCOMES,
        errors=LIMITS,
    ),
)
