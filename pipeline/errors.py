"""What can go wrong, in the contract's own words.

Fault                       what happened, as data: for the envelope and for the status object
PipelineError
├── RefusedError            a request is not taken; .http_status
└── DrawingError            a job that was taken ends badly
    ├── DrawingCanceledError    somebody asked to stop it
    └── WorkerDiedError         the drawing process went away
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ErrorCode(StrEnum):
    """Every error code of the contract that this server uses."""

    INVALID_REQUEST = "invalid_request"
    PROMPT_REJECTED = "prompt_rejected"
    OUTPUT_REJECTED = "output_rejected"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    OVERLOADED = "overloaded"
    WARMING = "warming"
    GPU_OOM = "gpu_oom"
    GENERATION_FAILED = "generation_failed"
    UPLOAD_FAILED = "upload_failed"
    INTERNAL = "internal"
    DEADLINE_EXCEEDED = "deadline_exceeded"


_RETRYABLE = frozenset(
    {
        ErrorCode.NOT_FOUND,
        ErrorCode.OVERLOADED,
        ErrorCode.WARMING,
        ErrorCode.GPU_OOM,
        ErrorCode.GENERATION_FAILED,
        ErrorCode.UPLOAD_FAILED,
        ErrorCode.INTERNAL,
    }
)

_HTTP_STATUS = {
    ErrorCode.INVALID_REQUEST: 422,
    ErrorCode.PROMPT_REJECTED: 422,
    ErrorCode.OUTPUT_REJECTED: 422,
    ErrorCode.UNAUTHORIZED: 401,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.OVERLOADED: 429,
    ErrorCode.WARMING: 503,
    ErrorCode.DEADLINE_EXCEEDED: 504,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiFault:
    """One mishap; *message* is for logs and developers, never for the people in a chat."""

    code: ErrorCode
    message: str
    retryable: bool
    retry_after_seconds: int | None = None
    param: str | None = None

    @property
    def http_status(self) -> int:
        return _HTTP_STATUS.get(self.code, 500)

    def to_wire(self) -> dict[str, Any]:
        """Return the object that stands under `error`."""
        wire: dict[str, Any] = {
            "code": self.code.value,
            "message": self.message,
            "retryable": self.retryable,
        }
        if self.retry_after_seconds is not None:
            wire["retryAfterSeconds"] = self.retry_after_seconds
        if self.param is not None:
            wire["param"] = self.param
        return wire


def api_fault(
    code: ErrorCode,
    message: str,
    *,
    retry_after_seconds: int | None = None,
    param: str | None = None,
) -> ApiFault:
    """Return a fault that is retryable if the contract says so of its code."""
    return ApiFault(
        code=code,
        message=message,
        retryable=code in _RETRYABLE,
        retry_after_seconds=retry_after_seconds,
        param=param,
    )


class PipelineError(Exception):
    """Anything the pipeline raises on purpose."""

    def __init__(self, api_fault: ApiFault) -> None:
        super().__init__(f"{api_fault.code.value}: {api_fault.message}")
        self.fault = api_fault


class RefusedError(PipelineError):
    """A request is not taken, and nothing is kept of it."""

    def __init__(self, api_fault: ApiFault, *, http_status: int | None = None) -> None:
        super().__init__(api_fault)
        self.http_status = http_status or api_fault.http_status


class DrawingError(PipelineError):
    """A job that was taken comes to a bad end.

    Artists raise it to say which; anything else they raise is a `generation_failed`.
    """


class DrawingCanceledError(DrawingError):
    """The drawing was stopped because somebody asked for it."""

    def __init__(self) -> None:
        super().__init__(api_fault(ErrorCode.CONFLICT, "the job was cancelled"))


class WorkerDiedError(DrawingError):
    """The process that drew went away in the middle."""

    def __init__(self, exit_status: int | None) -> None:
        super().__init__(
            api_fault(ErrorCode.INTERNAL, f"the drawing process ended ({exit_status})")
        )
        self.exit_status = exit_status


def invalid(message: str, *, param: str | None = None, http_status: int = 422) -> RefusedError:
    """Return the refusal of a request that breaks the contract."""
    return RefusedError(
        api_fault(ErrorCode.INVALID_REQUEST, message, param=param), http_status=http_status
    )
