"""Put identities together as one person, and part with one."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.request_parsing import body_of
from bots.web.api.schemas_people import ClaimBody, LinkCodeView, MergeView, UserView
from bots.web.api.serialization import merge_view, user_view
from bots.web.app_keys import SERVICES
from bots.web.caller import known_caller
from bots.web.json_answers import json_response
from core.errors import NotFoundError
from core.models.identity import Identity, Platform


async def make_code(request: web.Request) -> web.StreamResponse:
    """Show a one-time code, to be entered in another chat or browser."""
    caller = await known_caller(request)
    code, expires_at = await request.config_dict[SERVICES].links.make_code(caller.requester)
    return json_response(LinkCodeView(code=code, expires_at=expires_at))


async def preview(request: web.Request) -> web.StreamResponse:
    """Show what claiming the code would put together; nothing changes."""
    caller = await known_caller(request)
    body = await body_of(request, ClaimBody)
    found = await request.config_dict[SERVICES].links.preview(caller.requester, body.code)
    return json_response(merge_view(found))


async def claim(request: web.Request) -> web.StreamResponse:
    """Become one person with whoever was shown the code."""
    caller = await known_caller(request)
    body = await body_of(request, ClaimBody)
    person = await request.config_dict[SERVICES].links.claim(caller.requester, body.code)
    return json_response(user_view(person))


async def unlink(request: web.Request) -> web.StreamResponse:
    """Part with an identity; what it made stays."""
    caller = await known_caller(request)
    person = await request.config_dict[SERVICES].profiles.unlink(
        caller.requester, _identity_of(request)
    )
    return json_response(user_view(person))


def _identity_of(request: web.Request) -> Identity:
    try:
        platform = Platform(request.match_info["platform"])
    except ValueError as error:
        raise NotFoundError from error
    return Identity(platform, request.match_info["externalId"])


_CODE_ERRORS = {
    404: "The code is unknown, used or expired",
    409: "The code is the caller's own",
    429: "Too many tries",
}

OPERATIONS = (
    Operation(
        id="makeLinkCode",
        method="POST",
        path="/link",
        handler=make_code,
        summary="Get a one-time code to enter somewhere else",
        tag="people",
        access=Access.KNOWN,
        answers={
            200: ResponseSpec(
                description="A code, for ten minutes",
                model=LinkCodeView,
                links={
                    "preview": ResponseLink(
                        to="previewLinkCode", body={"code": "$response.body#/code"}
                    ),
                    "claim": ResponseLink(
                        to="claimLinkCode", body={"code": "$response.body#/code"}
                    ),
                },
            )
        },
        errors={429: "Too many codes"},
    ),
    Operation(
        id="previewLinkCode",
        method="POST",
        path="/link/preview",
        handler=preview,
        summary="See what entering a code would put together",
        tag="people",
        access=Access.KNOWN,
        body=ClaimBody,
        answers={200: ResponseSpec(description="What would be one person's", model=MergeView)},
        errors=_CODE_ERRORS,
    ),
    Operation(
        id="claimLinkCode",
        method="POST",
        path="/link/claim",
        handler=claim,
        summary="Enter a code that was shown somewhere else",
        tag="people",
        access=Access.KNOWN,
        body=ClaimBody,
        answers={200: ResponseSpec(description="One person from now on", model=UserView)},
        errors=_CODE_ERRORS,
    ),
    Operation(
        id="unlinkIdentity",
        method="DELETE",
        path="/identities/{platform}/{externalId}",
        handler=unlink,
        summary="Part with an identity of one's own",
        tag="people",
        access=Access.KNOWN,
        answers={200: ResponseSpec(description="What is left", model=UserView)},
        errors={409: "Nothing else would open the profile"},
    ),
)
