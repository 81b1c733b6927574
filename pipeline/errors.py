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


class Code(StrEnum):
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
        Code.NOT_FOUND,
        Code.OVERLOADED,
        Code.WARMING,
        Code.GPU_OOM,
        Code.GENERATION_FAILED,
        Code.UPLOAD_FAILED,
        Code.INTERNAL,
    }
)

_HTTP_STATUS = {
    Code.INVALID_REQUEST: 422,
    Code.PROMPT_REJECTED: 422,
    Code.OUTPUT_REJECTED: 422,
    Code.UNAUTHORIZED: 401,
    Code.NOT_FOUND: 404,
    Code.CONFLICT: 409,
    Code.OVERLOADED: 429,
    Code.WARMING: 503,
    Code.DEADLINE_EXCEEDED: 504,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mishap; *message* is for logs and developers, never for the people in a chat."""

    code: Code
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


def fault(
    code: Code, message: str, *, retry_after_seconds: int | None = None, param: str | None = None
) -> Fault:
    """Return a fault that is retryable if the contract says so of its code."""
    return Fault(
        code=code,
        message=message,
        retryable=code in _RETRYABLE,
        retry_after_seconds=retry_after_seconds,
        param=param,
    )


class PipelineError(Exception):
    """Anything the pipeline raises on purpose."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.code.value}: {fault.message}")
        self.fault = fault


class RefusedError(PipelineError):
    """A request is not taken, and nothing is kept of it."""

    def __init__(self, fault: Fault, *, http_status: int | None = None) -> None:
        super().__init__(fault)
        self.http_status = http_status or fault.http_status


class DrawingError(PipelineError):
    """A job that was taken comes to a bad end.

    Artists raise it to say which; anything else they raise is a `generation_failed`.
    """


class DrawingCanceledError(DrawingError):
    """The drawing was stopped because somebody asked for it."""

    def __init__(self) -> None:
        super().__init__(fault(Code.CONFLICT, "the job was cancelled"))


class WorkerDiedError(DrawingError):
    """The process that drew went away in the middle."""

    def __init__(self, exit_status: int | None) -> None:
        super().__init__(fault(Code.INTERNAL, f"the drawing process ended ({exit_status})"))
        self.exit_status = exit_status


def invalid(message: str, *, param: str | None = None, http_status: int = 422) -> RefusedError:
    """Return the refusal of a request that breaks the contract."""
    return RefusedError(fault(Code.INVALID_REQUEST, message, param=param), http_status=http_status)
