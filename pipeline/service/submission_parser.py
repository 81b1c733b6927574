"""Submission parser: headers and body of a POST, rejected at the first error."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from pipeline.errors import invalid
from pipeline.service.params import OrderRules, to_order
from pipeline.service.submission import Submission
from pipeline.urls import is_http_url

HOLD_LIMIT = 30.0  # seconds to hold an asynchronous response; gateways cut longer ones
CALLBACK_LIMIT = 2048  # characters

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ATTEMPT = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class ResponseMode:
    """How to respond to a caller.

    *hold_seconds* is None for level-0 callers, which need the finished image in the response.
    """

    knows_contract: bool
    hold_seconds: float | None


def response_mode(headers: Mapping[str, str]) -> ResponseMode:
    """Return the response mode that *headers* request."""
    knows_contract = headers.get("ComicAI-Contract", "").strip() == "1"
    preferences = _preferences(headers.get("Prefer", ""))
    if "respond-async" in preferences:
        hold = preferences.get("wait") or 0.0
    elif knows_contract:
        hold = preferences.get("wait", HOLD_LIMIT)
    else:
        return ResponseMode(knows_contract=False, hold_seconds=None)
    return ResponseMode(knows_contract, min(hold, HOLD_LIMIT))


def _preferences(header: str) -> dict[str, float]:
    """Return the RFC 7240 preferences with their numbers; invalid ones are ignored."""
    preferences: dict[str, float] = {}
    for preference in header.split(","):
        name, _, value = preference.partition(";")[0].partition("=")
        number = value.strip().strip('"')
        if name.strip().lower() == "respond-async":
            preferences["respond-async"] = 0.0
        elif name.strip().lower() == "wait" and number.isascii() and number.isdigit():
            preferences["wait"] = float(number[:9])
    return preferences


def parse_uuid(text: object) -> str | None:
    """Return *text* as a job's UUID in lower case, or None if it is not a UUID."""
    lowered = text.lower() if isinstance(text, str) else ""
    return lowered if _UUID.fullmatch(lowered) else None


def parse_submission(
    body: bytes,
    headers: Mapping[str, str],
    *,
    takes_callbacks: bool,
    rules: OrderRules | None = None,
) -> Submission:
    """Return the submission of a POST. Raises RefusedError."""
    content = _parse(body)
    uuid = parse_uuid(content.get("uuid"))
    if uuid is None:
        raise invalid("uuid must be a UUID string", param="uuid")
    if "inputParams" not in content:
        raise invalid("inputParams is missing", param="inputParams")
    params = content["inputParams"]
    return Submission(
        uuid=uuid,
        order=to_order(params, rules, seed=_seed_of(uuid)),
        digest=_digest(params),
        attempt=_attempt(headers.get("ComicAI-Attempt")),
        deadline=_deadline(headers.get("ComicAI-Deadline")),
        callback=_callback(headers.get("ComicAI-Callback")) if takes_callbacks else None,
    )


def _seed_of(uuid: str) -> int:
    """Return the seed of a job without one, the same for each attempt: paid pictures are reused."""
    return int.from_bytes(hashlib.sha256(uuid.encode()).digest()[:4])


def _parse(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise invalid("the body is not JSON", http_status=400) from error
    if not isinstance(content, dict):
        raise invalid("the body must be a JSON object", http_status=400)
    return content


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _digest(params: object) -> str:
    """Return a checksum that is independent of the whitespace and key order of the JSON."""
    text = json.dumps(params, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _attempt(header: str | None) -> int:
    if header is None:
        return 1
    if not _ATTEMPT.fullmatch(header.strip()):
        raise invalid("not a number from 1 to 9999", param="ComicAI-Attempt", http_status=400)
    return int(header)


def _deadline(header: str | None) -> datetime | None:
    if header is None:
        return None
    try:
        moment = datetime.fromisoformat(header.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise invalid(
            "not an ISO 8601 time with a time zone", param="ComicAI-Deadline", http_status=400
        )
    return moment.astimezone(UTC)


def _callback(header: str | None) -> str | None:
    if header is None:
        return None
    url = header.strip()
    if len(url) > CALLBACK_LIMIT or not is_http_url(url):
        raise invalid("not an http(s) URL", param="ComicAI-Callback", http_status=400)
    return url
