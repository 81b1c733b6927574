"""Handlers of link codes and identities: merge profiles, and unlink an identity."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseLink, ResponseSpec
from bots.web.api.request_parsing import body_of
from bots.web.api.schemas_people import ClaimBody, LinkCodeView, MergeView, UserView
from bots.web.api.serialization import merge_view, user_view
from bots.web.app_keys import SERVICES
from bots.web.authentication import known_caller
from bots.web.json_responses import json_response
from core.errors import NotFoundError
from core.models.identity import Identity, Platform


async def make_code(request: web.Request) -> web.StreamResponse:
    """Return a one-time code to enter in another chat or browser."""
    caller = await known_caller(request)
    code, expires_at = await request.config_dict[SERVICES].links.make_code(caller.requester)
    return json_response(LinkCodeView(code=code, expires_at=expires_at))


async def preview(request: web.Request) -> web.StreamResponse:
    """Return the profile that claiming the code would result in, without changing anything."""
    caller = await known_caller(request)
    body = await body_of(request, ClaimBody)
    found = await request.config_dict[SERVICES].links.preview(caller.requester, body.code)
    return json_response(merge_view(found))


async def claim(request: web.Request) -> web.StreamResponse:
    """Merge the caller's profile with that of the code."""
    caller = await known_caller(request)
    body = await body_of(request, ClaimBody)
    details = await request.config_dict[SERVICES].links.claim(caller.requester, body.code)
    return json_response(user_view(details))


async def unlink(request: web.Request) -> web.StreamResponse:
    """Unlink an identity; the comics requested by it stay with the profile."""
    caller = await known_caller(request)
    details = await request.config_dict[SERVICES].profiles.unlink(
        caller.requester, _identity_of(request)
    )
    return json_response(user_view(details))


def _identity_of(request: web.Request) -> Identity:
    try:
        platform = Platform(request.match_info["platform"])
    except ValueError as error:
        raise NotFoundError from error
    return Identity(platform, request.match_info["externalId"])


_CODE_ERRORS = {
    404: "The code is unknown, used or expired",
    409: "The code is the caller's own",
    429: "Too many attempts",
}

OPERATIONS = (
    Operation(
        id="makeLinkCode",
        method="POST",
        path="/link",
        handler=make_code,
        summary="Get a one-time code to enter in another chat or browser",
        tag="people",
        access=Access.KNOWN,
        responses={
            200: ResponseSpec(
                description="Code, valid for ten minutes",
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
        summary="Preview the profile that claiming a code would result in",
        tag="people",
        access=Access.KNOWN,
        body=ClaimBody,
        responses={200: ResponseSpec(description="The merged profile", model=MergeView)},
        errors=_CODE_ERRORS,
    ),
    Operation(
        id="claimLinkCode",
        method="POST",
        path="/link/claim",
        handler=claim,
        summary="Claim a code and merge the two profiles",
        tag="people",
        access=Access.KNOWN,
        body=ClaimBody,
        responses={200: ResponseSpec(description="The merged profile", model=UserView)},
        errors=_CODE_ERRORS,
    ),
    Operation(
        id="unlinkIdentity",
        method="DELETE",
        path="/identities/{platform}/{externalId}",
        handler=unlink,
        summary="Unlink one of the caller's identities",
        tag="people",
        access=Access.KNOWN,
        responses={200: ResponseSpec(description="The remaining profile", model=UserView)},
        errors={409: "It is the only way left to reach the profile"},
    ),
)
