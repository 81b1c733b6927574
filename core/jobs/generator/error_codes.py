"""What a generator's own error codes mean for a job."""

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

BUSY = {"warming": 5.0, "overloaded": 15.0}  # seconds to wait where the generator names none

_LOST = {"gpu_oom", "generation_failed", "upload_failed", "internal"}
_FINAL = {"invalid_request", "unauthorized", "not_found", "conflict", "deadline_exceeded"}
# What is said of these may quote the prompt, which no log should hold.
_UNSPEAKABLE = {"prompt_rejected", "output_rejected", "invalid_request"}


def failure_of(error: RemoteError) -> GeneratorError:
    """Return the error to raise; where its word and our table differ, the stricter one wins."""
    log.warning(
        "generator_refused",
        code=error.code,
        param=error.param or None,
        message=None if error.code in _UNSPEAKABLE else error.message,
    )
    match error.code:
        case "prompt_rejected":
            return GeneratorRejectedError(error.code)
        case "output_rejected" if not error.retryable:
            return GeneratorRejectedError(error.code)
        case code if code in BUSY:
            return GeneratorUnavailableError(code, retry_after=error.retry_after or BUSY[code])
        case code if code in _LOST and error.retryable is not False:
            return GeneratorRetryError(code)
        case code if code not in _LOST | _FINAL and error.retryable:
            return GeneratorRetryError(code)
        case code:
            return GeneratorFailedError(code)
