"""Errors of an images API as the contract's codes, without the texts of the API.

Its messages may repeat the prompt or parts of the key, so only statuses and known codes are kept.
"""

from __future__ import annotations

import email.utils
import re
import time
from dataclasses import dataclass

import httpx2
import openai

from pipeline.errors import (
    ApiFault,
    ArtistUnreadyError,
    DrawingError,
    ErrorCode,
    UnreadyReason,
    api_fault,
)

LONGEST_WAIT = 60.0  # seconds; after a longer Retry-After, the job goes back to the queue

_REJECTED = frozenset(
    {"moderation_blocked", "content_policy_violation", "content_filter", "contentfilter"}
)
_NO_CREDIT = frozenset(
    {
        "insufficient_quota",
        "billing_hard_limit_reached",
        "billing_not_active",
        "insufficient_credits",
        "insufficient_balance",
    }
)
_UNREADY = {
    401: UnreadyReason.UNAUTHORIZED,
    402: UnreadyReason.NO_CREDIT,
    403: UnreadyReason.UNAUTHORIZED,
    404: UnreadyReason.LOAD_FAILED,  # a wrong URL or model
}
_CODE = re.compile(r"[a-z][a-z_]{2,40}")
_CREDIT_SECONDS = 600  # between tries without credit or a valid key
_SERVER_DELAYS = (1.0, 3.0)  # seconds before the second and the third try


@dataclass(frozen=True, slots=True)
class Retry:
    """An error to wait for and try again; *error* if it stays."""

    seconds: float
    error: DrawingError


def judged(error: openai.APIError, tries: int) -> DrawingError | Retry:
    """Return what follows from *error*, after *tries* tries of the same picture."""
    if isinstance(error, openai.APITimeoutError):
        # the picture may be painted and paid for: the core decides on another attempt
        return _failed("did not answer in time")
    if isinstance(error, openai.APIConnectionError):
        return _again(
            tries,
            ArtistUnreadyError(UnreadyReason.UNREACHABLE, "the images API is unreachable"),
        )
    if not isinstance(error, openai.APIStatusError):
        return _failed("answered with something else than pictures")
    return _judged_status(error, tries)


def is_given_up(error: openai.APIError) -> bool:
    """Return whether the API received a request whose answer was not waited for, but is charged."""
    no_connection = (httpx2.ConnectTimeout, httpx2.PoolTimeout)
    return isinstance(error, openai.APITimeoutError) and not isinstance(
        error.__cause__, no_connection
    )


def _judged_status(error: openai.APIStatusError, tries: int) -> DrawingError | Retry:
    status, code = error.status_code, _code(error)
    about = f"status {status}" + (f", {code}" if code else "")
    if code in _REJECTED:
        return DrawingError(api_fault(ErrorCode.PROMPT_REJECTED, f"the images API said {about}"))
    if code in _NO_CREDIT or status in _UNREADY:
        return _unready(UnreadyReason.NO_CREDIT if code in _NO_CREDIT else _UNREADY[status], about)
    if status == 429:
        seconds = _retry_after(error)
        return Retry(seconds if seconds is not None else 2.0**tries, _overloaded(about, seconds))
    if status >= 500:
        return _again(tries, _failed(f"said {about}"), _retry_after(error))
    return _refused(about)


def _again(tries: int, error: DrawingError, seconds: float | None = None) -> DrawingError | Retry:
    if tries > len(_SERVER_DELAYS):
        return error
    return Retry(_SERVER_DELAYS[tries - 1] if seconds is None else seconds, error)


def _code(error: openai.APIStatusError) -> str:
    """Return the error's code, or its type; empty if it is not a plain word."""
    for value in (error.code, error.type):
        if isinstance(value, str) and (match := _CODE.fullmatch(value.lower())):
            return match.group()
    return ""


def _retry_after(error: openai.APIStatusError) -> float | None:
    headers = error.response.headers
    try:
        if milliseconds := headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        date = email.utils.parsedate_tz(headers["retry-after"])
        return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _failed(what: str) -> DrawingError:
    return DrawingError(api_fault(ErrorCode.GENERATION_FAILED, f"the images API {what}"))


def _refused(about: str) -> DrawingError:
    """A request that the API will refuse again, because of a parameter or a redirect."""
    message = f"the images API said {about}"
    return DrawingError(
        ApiFault(code=ErrorCode.GENERATION_FAILED, message=message, retryable=False)
    )


def _overloaded(about: str, seconds: float | None) -> DrawingError:
    after = round(seconds) if seconds is not None else None
    return DrawingError(
        api_fault(ErrorCode.OVERLOADED, f"the images API said {about}", retry_after_seconds=after)
    )


def _unready(reason: UnreadyReason, about: str) -> ArtistUnreadyError:
    return ArtistUnreadyError(
        reason, f"the images API said {about}", retry_after_seconds=_CREDIT_SECONDS
    )
