"""Mapping of a generator's HTTP statuses to error codes, and of its error codes to exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import structlog

from core.errors import (
    GeneratorError,
    GeneratorFailedError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
)
from core.jobs.generator.contract import RemoteError
from core.jobs.generator.http_calls import GeneratorResponse

log = structlog.get_logger(__name__)

BUSY = {"warming": 5.0, "overloaded": 15.0}  # default retry delays in seconds

NO_ROUTE = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
DENIED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_CODES: Mapping[int, str] = {
    **dict.fromkeys(DENIED, "unauthorized"),
    **dict.fromkeys(NO_ROUTE, "no_such_route"),
    HTTPStatus.PAYMENT_REQUIRED: "no_credit",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.TOO_MANY_REQUESTS: "overloaded",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
    HTTPStatus.SERVICE_UNAVAILABLE: "warming",
}
_RETRYABLE = {"gpu_oom", "generation_failed", "upload_failed", "internal"}
_PERMANENT = {"invalid_request", "unauthorized", "not_found", "conflict", "deadline_exceeded"}
# The messages of these may quote the prompt, which must not be logged.
_MESSAGE_MAY_QUOTE_PROMPT = {"prompt_rejected", "output_rejected", "invalid_request"}


def failure_of(error: RemoteError) -> GeneratorError:
    """Return the exception to raise.

    Where the response's `retryable` and the tables above differ, the stricter one wins.
    """
    log.warning(
        "generator_error_received",
        code=error.code,
        param=error.param or None,
        message=None if error.code in _MESSAGE_MAY_QUOTE_PROMPT else error.message,
    )
    match error.code:
        case "prompt_rejected" | "letters_missing":
            return GeneratorRejectedError(error.code)
        case "output_rejected" if not error.retryable:
            return GeneratorRejectedError(error.code)
        case code if code in BUSY:
            return GeneratorUnavailableError(code, retry_after=error.retry_after or BUSY[code])
        case code if code in _RETRYABLE and error.retryable is not False:
            return GeneratorRetryError(code)
        case code if code not in _RETRYABLE | _PERMANENT and error.retryable:
            return GeneratorRetryError(code)
        case code:
            return GeneratorFailedError(code)


def refusal_of(response: GeneratorResponse) -> str | None:
    """Return the code if the generator refuses all our requests, else None; pages are a proxy's."""
    if response.is_html or response.status not in {*DENIED, HTTPStatus.PAYMENT_REQUIRED}:
        return None
    return _CODES[response.status]


def code_of(response: GeneratorResponse) -> str:
    """Return the code that corresponds to a response that has no error code."""
    status = response.status
    if status in _CODES and not (response.is_html and status < HTTPStatus.TOO_MANY_REQUESTS):
        return _CODES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "bad_gateway"
    if response.is_html or status < HTTPStatus.BAD_REQUEST:
        return "not_ready"  # a proxy's page, or its redirect to a login page
    return "invalid_request"
