"""Exceptions and error codes, with the contract's names.

ApiFault                            an error as data, for the error envelope and the status object
PipelineError
├── DeviceLostError                 the GPU of an artist process does not recover
└── ApiFaultError                   reported to the client; .fault
    ├── RefusedError                a request is rejected; .http_status
    └── DrawingError                an accepted job fails
        ├── DrawingCanceledError    the job was canceled
        └── WorkerDiedError         the artist process died
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ErrorCode(StrEnum):
    """The error codes of the contract that this server uses."""

    INVALID_REQUEST = "invalid_request"
    PROMPT_REJECTED = "prompt_rejected"
    OUTPUT_REJECTED = "output_rejected"
    LETTERS_MISSING = "letters_missing"  # no font has most letters of the text
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
    ErrorCode.LETTERS_MISSING: 422,
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
    """An error; *message* is for logs and developers and is never shown to users."""

    code: ErrorCode
    message: str
    retryable: bool
    retry_after_seconds: int | None = None
    param: str | None = None

    @property
    def http_status(self) -> int:
        return _HTTP_STATUS.get(self.code, 500)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object for the key `error`."""
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
    """Return a fault that is retryable if the contract defines its code as retryable."""
    return ApiFault(
        code=code,
        message=message,
        retryable=code in _RETRYABLE,
        retry_after_seconds=retry_after_seconds,
        param=param,
    )


class PipelineError(Exception):
    """Base class of all exceptions of the pipeline, which imports no other package of the project.

    The other packages' base class is therefore out of reach: `core.errors.ComicAIError`.
    """


class DeviceLostError(PipelineError):
    """An error after which a GPU works only in a new process; the artist process has to end."""


class ApiFaultError(PipelineError):
    """An error that is reported to the client as *fault*."""

    def __init__(self, api_fault: ApiFault) -> None:
        super().__init__(f"{api_fault.code.value}: {api_fault.message}")
        self.fault = api_fault


class RefusedError(ApiFaultError):
    """A request is rejected and nothing of it is stored."""

    def __init__(self, api_fault: ApiFault, *, http_status: int | None = None) -> None:
        super().__init__(api_fault)
        self.http_status = http_status or api_fault.http_status


class DrawingError(ApiFaultError):
    """An accepted job fails.

    Artists raise it to choose the error code; any other exception becomes `generation_failed`. A
    painter that paid for pictures that it cannot return says how many, and for how much.
    """

    def __init__(self, api_fault: ApiFault, *, paid_images: int = 0, paid_usd: float = 0.0) -> None:
        super().__init__(api_fault)
        self.paid_images = paid_images
        self.paid_usd = paid_usd


class DrawingCanceledError(DrawingError):
    """The drawing was stopped because the job was canceled."""

    def __init__(self) -> None:
        super().__init__(api_fault(ErrorCode.CONFLICT, "the job was canceled"))


class UnreadyReason(StrEnum):
    """Why no artist can draw at present, as `reason` in the health report."""

    LOADING = "loading"
    UNAUTHORIZED = "unauthorized"  # the service that paints rejects the token
    NO_CREDIT = "no_credit"  # the account at that service has no money or quota left
    UNREACHABLE = "unreachable"
    MODERATION = "moderation"  # the service that checks words and pictures does not
    LOAD_FAILED = "load_failed"


class ArtistUnreadyError(DrawingError):
    """The artist cannot draw anything at present; the job is not to blame, and stays queued.

    Painters raise it while they load or paint. *retry_after_seconds*: when to try again.
    """

    def __init__(
        self, reason: UnreadyReason, message: str, *, retry_after_seconds: int = 60
    ) -> None:
        super().__init__(
            api_fault(ErrorCode.WARMING, message, retry_after_seconds=retry_after_seconds)
        )
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


class WorkerDiedError(DrawingError):
    """The artist process died while loading or drawing."""

    def __init__(self, exit_status: int | None) -> None:
        super().__init__(
            api_fault(ErrorCode.INTERNAL, f"the artist process exited with status {exit_status}")
        )
        self.exit_status = exit_status


def invalid(message: str, *, param: str | None = None, http_status: int = 422) -> RefusedError:
    """Return an `invalid_request` error for a request that violates the contract."""
    return RefusedError(
        api_fault(ErrorCode.INVALID_REQUEST, message, param=param), http_status=http_status
    )
