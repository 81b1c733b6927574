"""What follows from an earlier comic: again, with changes, or what happens next."""

from __future__ import annotations

from aiohttp import web

from bots.web.caller import known_caller
from bots.web.keys import SERVICES
from bots.web.operations import Access, Operation
from bots.web.outcomes import LIMITS, OUTCOMES, answer_in_time
from bots.web.reading import headers_of, job_id_of
from bots.web.wire import ContinueBody, EditBody, GenerateHeaders
from bots.web.wishes import fields_of, request_key, split, wish_of


async def retry(request: web.Request) -> web.StreamResponse:
    """Ask for the same comic again, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    receipt = await request.config_dict[SERVICES].comics.try_again(
        job_id_of(request),
        caller.requester,
        request_key=request_key(request, caller.requester, headers.idempotency_key),
    )
    return await answer_in_time(request, caller.requester, receipt, headers.prefer)


async def edit(request: web.Request) -> web.StreamResponse:
    """Ask for the comic with another text or other options, as a job of its own."""
    caller = await known_caller(request)
    headers = headers_of(request, GenerateHeaders)
    wish, body_hash = await wish_of(request, EditBody, caller.requester)
    text, options = split(wish.input_params)
    key = request_key(request, caller.requester, headers.idempotency_key)
    with fields_of("inputParams"):
        receipt = await request.config_dict[SERVICES].comics.edit(
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
    wish, body_hash = await wish_of(request, ContinueBody, caller.requester)
    key = request_key(request, caller.requester, headers.idempotency_key)
    receipt = await request.config_dict[SERVICES].comics.continue_story(
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
