"""Authentication of the caller: by bearer token, else by the browser's cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import web

from bots.web.app_keys import SERVICES
from bots.web.client_address import client_of, origin_of
from bots.web.request_locale import locale_of
from bots.web.session_cookie import NEW_COOKIE, cookie_of
from core.errors import NotSignedInError
from core.models.identity import Requester

_BEARER = re.compile(r"Bearer +([!-~]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caller:
    """Requester of an HTTP request, and the cookie that authenticated it, if one did."""

    requester: Requester
    cookie: str | None = None


async def caller_of(request: web.Request) -> Caller | None:
    """Return the caller, or None without token and cookie.

    Raises NotSignedInError for an invalid token.
    """
    services = request.config_dict[SERVICES]
    locale, origin = locale_of(request), address_of(request)
    authorization = request.headers.get("Authorization")
    if authorization is not None:
        bearer = _BEARER.fullmatch(authorization.strip())
        if bearer is None:
            raise NotSignedInError
        requester = await services.accounts.requester_of_token(
            bearer[1], locale=locale, origin=origin
        )
        return Caller(requester)
    cookie = cookie_of(request)
    if cookie is None:
        return None
    requester = await services.sessions.requester_of_cookie(cookie, locale=locale, origin=origin)
    # A session lasts thirty days from the last visit, so each visit renews the cookie.
    request[NEW_COOKIE] = cookie
    return Caller(requester, cookie)


async def known_caller(request: web.Request) -> Caller:
    """Return the caller. Raises NotSignedInError without a valid token or cookie."""
    caller = await caller_of(request)
    if caller is None:
        raise NotSignedInError
    return caller


async def any_requester(request: web.Request) -> Requester:
    """Return the requester; without token and cookie, a visitor who owns nothing."""
    caller = await caller_of(request) or _new_visitor(request)
    return caller.requester


async def visitor(request: web.Request) -> Caller:
    """Return the caller; a new visitor gets a cookie with the response."""
    caller = await caller_of(request)
    if caller is None:
        caller = _new_visitor(request)
        request[NEW_COOKIE] = caller.cookie or ""
    return caller


def address_of(request: web.Request) -> str | None:
    """Return a keyed hash of the caller's address, for limits; None if it is unknown."""
    secret = request.config_dict[SERVICES].accounts.tokens.secret
    return origin_of(client_of(request).address, secret)


def _new_visitor(request: web.Request) -> Caller:
    cookie, requester = request.config_dict[SERVICES].sessions.new_visitor(
        locale=locale_of(request), origin=address_of(request)
    )
    return Caller(requester, cookie)
