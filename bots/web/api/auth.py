"""Accounts, logins, and what we know of the caller."""

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
from bots.web.caller import (
    NEW_COOKIE,
    address_of,
    caller_of,
    cookie_of,
    known_caller,
)
from bots.web.json_answers import json_response
from core.errors import NotFoundError
from core.models.identity import Requester
from core.people.accounts import Login

UNKNOWN_ADDRESS = "unknown"  # behind a proxy that does not say; they share their limits


async def register(request: web.Request) -> web.StreamResponse:
    """Open an account; it takes over what this browser's anonymous visitor made."""
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
    """Sign in; on request the account takes over what this browser's anonymous visitor made."""
    body = await body_of(request, LoginBody)
    visitor = await _visitor(request) if body.adopt else None
    proof = await request.config_dict[SERVICES].accounts.login(
        body.email,
        body.password,
        adopt=visitor,
        address=address_of(request) or UNKNOWN_ADDRESS,
    )
    return await _signed_in(request, proof)


async def me(request: web.Request) -> web.StreamResponse:
    """Show what we know of the caller."""
    caller = await known_caller(request)
    person = await request.config_dict[SERVICES].profiles.me(caller.requester)
    return json_response(user_view(person))


async def change(request: web.Request) -> web.StreamResponse:
    """Change what is given of the caller's name, language and settings."""
    caller = await known_caller(request)
    changes = await body_of(request, UserChange)
    person = await request.config_dict[SERVICES].profiles.update(
        caller.requester,
        display_name=changes.display_name,
        locale=changes.locale,
        settings=changes.settings,
    )
    return json_response(user_view(person))


async def logout(request: web.Request) -> web.StreamResponse:
    """End this browser's session; a token ends by itself, within the hour."""
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
    """Change the password; every other login of the account ends."""
    caller = await known_caller(request)
    body = await body_of(request, PasswordBody)
    proof = await request.config_dict[SERVICES].accounts.change_password(
        caller.requester, body.old_password, body.new_password
    )
    return await _signed_in(request, proof)


async def forget(request: web.Request) -> web.StreamResponse:
    """Remove the caller and all they made, for good; an account's owner proves it once more."""
    caller = await known_caller(request)
    body = await body_of(request, ForgetBody, required=False)
    services = request.config_dict[SERVICES]
    try:
        person = await services.profiles.me(caller.requester)
    except NotFoundError:
        return _signed_out(request)  # nothing was ever kept
    if person.email is not None:
        await services.accounts.login(
            person.email, body.password, address=address_of(request) or UNKNOWN_ADDRESS
        )
    await services.profiles.forget(caller.requester)
    return _signed_out(request)


async def _visitor(request: web.Request) -> Requester | None:
    """Return who this browser is by its cookie alone, whatever token comes with it."""
    cookie = cookie_of(request)
    if cookie is None:
        return None
    return await request.config_dict[SERVICES].sessions.requester_of_cookie(cookie)


async def _signed_in(request: web.Request, login: Login, *, status: int = 200) -> web.Response:
    """Answer with the token, and give the browser a session of its own besides."""
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
        summary="Open an account",
        tag="people",
        access=Access.ANYONE,
        body=RegisterBody,
        answers={201: ResponseSpec(description="Opened, and signed in", model=LoginView)},
        errors={409: "There is an account with this address", 429: "Too many new accounts"},
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
        answers={200: ResponseSpec(description="Signed in", model=LoginView)},
        errors={401: "Address or password are wrong", 429: "Too many tries"},
    ),
    Operation(
        id="getMe",
        method="GET",
        path="/auth/me",
        handler=me,
        summary="What we know of the caller",
        tag="people",
        access=Access.KNOWN,
        answers={200: ResponseSpec(description="The caller", model=UserView)},
        errors={404: "A visitor who has made nothing yet"},
    ),
    Operation(
        id="changeMe",
        method="PATCH",
        path="/auth/me",
        handler=change,
        summary="Change one's name, language or settings",
        tag="people",
        access=Access.KNOWN,
        body=UserChange,
        answers={200: ResponseSpec(description="As it is now", model=UserView)},
        errors={404: "A visitor who has made nothing yet"},
    ),
    Operation(
        id="forgetMe",
        method="DELETE",
        path="/auth/me",
        handler=forget,
        summary="Remove the caller with everything they made, for good",
        tag="people",
        access=Access.KNOWN,
        body=ForgetBody,
        body_required=False,
        answers={204: _DONE},
        errors={401: "No login, or the wrong password", 429: "Too many tries"},
    ),
    Operation(
        id="logout",
        method="POST",
        path="/auth/logout",
        handler=logout,
        summary="End this browser's session",
        tag="people",
        access=Access.KNOWN,
        answers={204: _DONE},
    ),
    Operation(
        id="signOutEverywhere",
        method="POST",
        path="/auth/sign-out-everywhere",
        handler=sign_out_everywhere,
        summary="End every session and token of the caller",
        tag="people",
        access=Access.KNOWN,
        answers={204: _DONE},
    ),
    Operation(
        id="changePassword",
        method="POST",
        path="/auth/password",
        handler=change_password,
        summary="Change the password; all other logins end",
        tag="people",
        access=Access.KNOWN,
        body=PasswordBody,
        answers={200: ResponseSpec(description="Changed, and signed in anew", model=LoginView)},
        errors={401: "No account, or the wrong password", 429: "Too many tries"},
    ),
)
