"""What the HTTP layer itself refuses: the errors of core end where HTTP begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.errors import ComicAIError, RequestError


class BadJsonError(RequestError):
    """The body is not JSON."""

    code = "bad_json"


class BadRequestError(RequestError):
    """The request cannot be understood, for a reason HTTP has and people seldom meet."""

    code = "bad_request"


class BodyTooLargeError(RequestError):
    """The body is larger than we read; *limit* is in bytes."""

    code = "body_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"limit": self.limit}


class WrongMediaTypeError(RequestError):
    """The body comes as something other than JSON."""

    code = "wrong_media_type"


class NoSuchRouteError(RequestError):
    """Nothing is served under this path."""

    code = "no_such_route"


class WrongMethodError(RequestError):
    """This path knows other methods: *allowed*."""

    code = "wrong_method"

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(f"allowed: {', '.join(sorted(allowed))}")
        self.allowed = allowed

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"allowed": ", ".join(sorted(self.allowed))}


class ForeignOriginError(RequestError):
    """A page of another site tried to act with this browser's cookie."""

    code = "foreign_origin"


class InternalError(ComicAIError):
    """A mistake of ours; *reference* finds it in the log."""

    code: ClassVar[str] = "unforeseen"
    retryable = True

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"reference": self.reference}
