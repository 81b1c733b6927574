"""Handlers of `/auth`: accounts, logins and the caller's profile."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.request_parsing import body_of
from bots.web.api.schemas_people import (
    ForgetBody,
    LoginBody,
    LoginView,
    PasswordBody,
    RegisterBody,
    UserChange,
    UserView,
)
from bots.web.api.serialization import user_view
from bots.web.app_keys import SERVICES
from bots.web.authentication import (
    address_of,
    caller_of,
    known_caller,
)
from bots.web.json_responses import json_response
from bots.web.session_cookie import NEW_COOKIE, cookie_of
from core.errors import NotFoundError
from core.models.identity import Requester
from core.people.accounts import Login

UNKNOWN_ADDRESS = "unknown"  # of a proxy that does not report the client; all share one limit


async def register(request: web.Request) -> web.StreamResponse:
    """Create an account; it takes over the comics of this browser's anonymous visitor."""
    body = await body_of(request, RegisterBody)
    caller = await caller_of(request)
    services = request.config_dict[SERVICES]
    login = await services.accounts.register(
        body.email,
        body.password,
        display_name=body.display_name or "",
        requester=caller.requester if caller else None,
        address=address_of(request) or UNKNOWN_ADDRESS,
    )
    return await _signed_in(request, login, status=201)


async def login(request: web.Request) -> web.StreamResponse:
    """Sign in; with `adopt`, the account takes over the comics of this browser's visitor."""
    body = await body_of(request, LoginBody)
    visitor = await _visitor(request) if body.adopt else None
    signed_in = await request.config_dict[SERVICES].accounts.login(
        body.email,
        body.password,
        adopt=visitor,
        address=address_of(request) or UNKNOWN_ADDRESS,
    )
    return await _signed_in(request, signed_in)


async def me(request: web.Request) -> web.StreamResponse:
    """Return the caller's profile."""
    caller = await known_caller(request)
    details = await request.config_dict[SERVICES].profiles.me(caller.requester)
    return json_response(user_view(details))


async def change(request: web.Request) -> web.StreamResponse:
    """Change those of the caller's name, language and settings that are given."""
    caller = await known_caller(request)
    changes = await body_of(request, UserChange)
    details = await request.config_dict[SERVICES].profiles.update(
        caller.requester,
        display_name=changes.display_name,
        locale=changes.locale,
        settings=changes.settings,
    )
    return json_response(user_view(details))


async def logout(request: web.Request) -> web.StreamResponse:
    """End this browser's session; tokens stay valid until they expire, within the hour."""
    await known_caller(request)
    cookie = cookie_of(request)
    if cookie is not None:
        await request.config_dict[SERVICES].sessions.end(cookie)
    return _signed_out(request)


async def sign_out_everywhere(request: web.Request) -> web.StreamResponse:
    """End every session and every token of the caller."""
    caller = await known_caller(request)
    await request.config_dict[SERVICES].accounts.sign_out_everywhere(caller.requester)
    return _signed_out(request)


async def change_password(request: web.Request) -> web.StreamResponse:
    """Change the password; end every other session and token of the account."""
    caller = await known_caller(request)
    body = await body_of(request, PasswordBody)
    signed_in = await request.config_dict[SERVICES].accounts.change_password(
        caller.requester, body.old_password, body.new_password
    )
    return await _signed_in(request, signed_in)


async def forget(request: web.Request) -> web.StreamResponse:
    """Delete the caller and their comics permanently; an account requires the password."""
    caller = await known_caller(request)
    body = await body_of(request, ForgetBody, required=False)
    services = request.config_dict[SERVICES]
    try:
        details = await services.profiles.me(caller.requester)
    except NotFoundError:
        return _signed_out(request)  # nothing is stored of this visitor
    if details.email is not None:
        await services.accounts.login(
            details.email, body.password, address=address_of(request) or UNKNOWN_ADDRESS
        )
    await services.profiles.forget(caller.requester)
    return _signed_out(request)


async def _visitor(request: web.Request) -> Requester | None:
    """Return the visitor of this browser's cookie, ignoring a bearer token."""
    cookie = cookie_of(request)
    if cookie is None:
        return None
    return await request.config_dict[SERVICES].sessions.requester_of_cookie(cookie)


async def _signed_in(request: web.Request, login: Login, *, status: int = 200) -> web.Response:
    """Return the response with the token; also start a session for the browser."""
    request[NEW_COOKIE] = await request.config_dict[SERVICES].sessions.start(
        login.profile_id, old_cookie=cookie_of(request)
    )
    view = LoginView(user_id=login.profile_id, token=login.token, expires_in=login.expires_in)
    return json_response(view, status=status)


def _signed_out(request: web.Request) -> web.Response:
    request[NEW_COOKIE] = ""
    return web.Response(status=204)


_DONE = ResponseSpec(description="Done", has_body=False)

OPERATIONS = (
    Operation(
        id="register",
        method="POST",
        path="/auth/register",
        handler=register,
        summary="Create an account",
        tag="people",
        access=Access.ANYONE,
        body=RegisterBody,
        responses={201: ResponseSpec(description="Created and signed in", model=LoginView)},
        errors={409: "The address has an account already", 429: "Too many new accounts"},
    ),
    Operation(
        id="login",
        method="POST",
        path="/auth/login",
        handler=login,
        summary="Sign in",
        tag="people",
        access=Access.ANYONE,
        body=LoginBody,
        responses={200: ResponseSpec(description="Signed in", model=LoginView)},
        errors={401: "Wrong address or password", 429: "Too many attempts"},
    ),
    Operation(
        id="getMe",
        method="GET",
        path="/auth/me",
        handler=me,
        summary="Get the caller's profile",
        tag="people",
        access=Access.KNOWN,
        responses={200: ResponseSpec(description="The caller's profile", model=UserView)},
        errors={404: "The caller is a visitor without comics"},
    ),
    Operation(
        id="changeMe",
        method="PATCH",
        path="/auth/me",
        handler=change,
        summary="Change the caller's name, language or settings",
        tag="people",
        access=Access.KNOWN,
        body=UserChange,
        responses={200: ResponseSpec(description="The changed profile", model=UserView)},
        errors={404: "The caller is a visitor without comics"},
    ),
    Operation(
        id="forgetMe",
        method="DELETE",
        path="/auth/me",
        handler=forget,
        summary="Delete the caller's profile and comics permanently",
        tag="people",
        access=Access.KNOWN,
        body=ForgetBody,
        body_required=False,
        responses={204: _DONE},
        errors={401: "Not signed in, or wrong password", 429: "Too many attempts"},
    ),
    Operation(
        id="logout",
        method="POST",
        path="/auth/logout",
        handler=logout,
        summary="End this browser's session",
        tag="people",
        access=Access.KNOWN,
        responses={204: _DONE},
    ),
    Operation(
        id="signOutEverywhere",
        method="POST",
        path="/auth/sign-out-everywhere",
        handler=sign_out_everywhere,
        summary="End all sessions and tokens of the caller",
        tag="people",
        access=Access.KNOWN,
        responses={204: _DONE},
    ),
    Operation(
        id="changePassword",
        method="POST",
        path="/auth/password",
        handler=change_password,
        summary="Change the password; ends all other sessions and tokens",
        tag="people",
        access=Access.KNOWN,
        body=PasswordBody,
        responses={200: ResponseSpec(description="Changed, with a new token", model=LoginView)},
        errors={401: "No account, or wrong password", 429: "Too many attempts"},
    ),
)
