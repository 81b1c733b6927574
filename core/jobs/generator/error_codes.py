"""Mapping of a generator's error codes to exceptions."""

from __future__ import annotations

import structlog

from core.errors import (
    GeneratorError,
    GeneratorFailedError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
)
from core.jobs.generator.contract import RemoteError

log = structlog.get_logger(__name__)

BUSY = {"warming": 5.0, "overloaded": 15.0}  # default retry delays in seconds

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
