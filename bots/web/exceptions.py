"""Errors of the HTTP layer, in addition to those of the core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.errors import RequestError, ServiceError


class BadJsonError(RequestError):
    """The body is not JSON."""

    code = "bad_json"


class BadRequestError(RequestError):
    """The request is malformed in its HTTP framing or encoding."""

    code = "bad_request"


class BodyTooLargeError(RequestError):
    """The body exceeds *limit* bytes."""

    code = "body_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}


class WrongMediaTypeError(RequestError):
    """The body's media type is not JSON."""

    code = "wrong_media_type"


class NoSuchRouteError(RequestError):
    """No route has this path."""

    code = "no_such_route"


class GoneError(RequestError):
    """What the request is about existed once, or never did; it is useless to repeat it."""

    code = "gone"


class WrongMethodError(RequestError):
    """The route does not support the method; *allowed* are those that it supports."""

    code = "wrong_method"

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(f"allowed: {', '.join(sorted(allowed))}")
        self.allowed = allowed

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"allowed": ", ".join(sorted(self.allowed))}


class ForeignOriginError(RequestError):
    """A page of another site sent a write request with this browser's cookie."""

    code = "foreign_origin"


class InternalError(ServiceError):
    """An unexpected error; *reference* is in the log entry."""

    code: ClassVar[str] = "unforeseen"
    retryable = True

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"reference": self.reference}
