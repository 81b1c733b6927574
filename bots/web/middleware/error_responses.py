"""Error responses: the envelope, the table of statuses, and the middleware that applies them."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from aiohttp import web

from bots.web.api.operation import Handler
from bots.web.api.schemas import ErrorAnswer, Problem
from bots.web.exceptions import (
    BadJsonError,
    BadRequestError,
    BodyTooLargeError,
    ForeignOriginError,
    GoneError,
    InternalError,
    NoSuchRouteError,
    WrongMediaTypeError,
    WrongMethodError,
)
from bots.web.json_responses import json_response
from bots.web.middleware.security_headers import HEADERS, SERVER
from bots.web.request_locale import locale_of
from core.errors import (
    BannedError,
    BudgetError,
    DependencyError,
    EmailTakenError,
    IdempotencyKeyReusedError,
    ImageMissingError,
    InvalidOptionsError,
    LastIdentityError,
    LinkCodeError,
    NotAnImageError,
    NotFoundError,
    NotOwnerError,
    NotSignedInError,
    QuotaError,
    RequestError,
    SameProfileError,
    ServiceError,
    TooManyAttemptsError,
    WrongLoginError,
)
from core.sentences import explain

log = structlog.get_logger(__name__)

# The nearest class in the error's MRO counts, so a new error has its parent's status by default.
STATUSES: Mapping[type[ServiceError], int] = {
    RequestError: 422,
    BadJsonError: 400,
    BadRequestError: 400,
    NotSignedInError: 401,
    WrongLoginError: 401,
    BannedError: 403,
    NotOwnerError: 403,
    ForeignOriginError: 403,
    NotFoundError: 404,
    NoSuchRouteError: 404,
    LinkCodeError: 404,
    ImageMissingError: 404,
    WrongMethodError: 405,
    IdempotencyKeyReusedError: 409,
    EmailTakenError: 409,
    SameProfileError: 409,
    LastIdentityError: 409,
    GoneError: 410,
    BodyTooLargeError: 413,
    WrongMediaTypeError: 415,
    BudgetError: 429,
    QuotaError: 429,
    TooManyAttemptsError: 429,
    NotAnImageError: 502,
    DependencyError: 503,
    InternalError: 500,
}
RETRY_SECONDS = 5  # Retry-After while a dependency is unavailable


def status_of(error: ServiceError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def problem_of(error: ServiceError, locale: str) -> Problem:
    """Return the description of an error for the caller."""
    fields = error.fields if isinstance(error, InvalidOptionsError) else None
    return Problem(
        code=error.code,
        message=explain(error, locale),
        retryable=error.retryable or status_of(error) == 429,
        fields=fields,
    )


def error_response(request: web.Request, error: ServiceError) -> web.Response:
    """Return the envelope of an error with its status and headers."""
    envelope = ErrorAnswer(error=problem_of(error, locale_of(request)))
    response = json_response(envelope, status=status_of(error))
    response.headers.update(_headers_of(error))
    return response


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every exception of a handler into the envelope, and log unexpected ones."""
    try:
        return await handler(request)
    except ServiceError as error:
        if isinstance(error, DependencyError):
            log.warning("http_request_failed", error=error.code, detail=str(error))
        return error_response(request, error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return error_response(request, _from_aiohttp(request, error))
    except Exception:
        # Unexpected errors: the caller gets a reference to the log entry, and no details.
        reference = secrets.token_hex(6)
        log.exception("http_request_crashed", reference=reference)
        return error_response(request, InternalError(reference))


def broken_request_response(
    request: web.BaseRequest, status: int, cause: BaseException | None
) -> web.Response:
    """Return the envelope for a request that reached no handler: malformed HTTP, or an error."""
    error: ServiceError = BadRequestError()
    if status >= 500:
        error = InternalError(secrets.token_hex(6))
        log.error("http_connection_crashed", reference=str(error), exc_info=cause)
    response = json_response(
        ErrorAnswer(error=problem_of(error, locale_of(request))), status=status_of(error)
    )
    response.headers.update({**HEADERS, **SERVER})
    response.force_close()
    return response


def _from_aiohttp(request: web.Request, error: web.HTTPException) -> ServiceError:
    """Return the ServiceError for an error that aiohttp raised."""
    if isinstance(error, web.HTTPMethodNotAllowed):
        return WrongMethodError(frozenset(error.allowed_methods))
    if isinstance(error, web.HTTPNotFound):
        return NoSuchRouteError()
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return BodyTooLargeError(request.client_max_size)
    return BadRequestError()


def _headers_of(error: ServiceError) -> Mapping[str, str]:
    if isinstance(error, NotSignedInError):
        return {"WWW-Authenticate": 'Bearer realm="ComicAI"'}
    if isinstance(error, WrongMethodError):
        return {"Allow": ", ".join(sorted(error.allowed))}
    if isinstance(error, TooManyAttemptsError):
        return {"Retry-After": str(max(error.retry_after, 1))}
    if isinstance(error, (BudgetError, QuotaError)):
        return {"Retry-After": str(_seconds_until(error.resets_at))}
    if isinstance(error, DependencyError) and status_of(error) == 503:
        return {"Retry-After": str(RETRY_SECONDS)}
    return {}


def _seconds_until(moment: datetime | None) -> int:
    """Return the seconds until *moment*; if it is unknown, the usual time for a comic."""
    if moment is None:
        return 30
    return max(math.ceil((moment - datetime.now(UTC)).total_seconds()), 1)
