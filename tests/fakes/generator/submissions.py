"""Submissions to the fake generator, validated according to the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


class SubmissionError(Exception):
    """The request is invalid at *param*."""

    def __init__(self, param: str) -> None:
        super().__init__(f"{param}: missing or wrong")
        self.param = param


@dataclass(frozen=True, slots=True)
class Submission:
    """One POST."""

    uuid: str
    attempt: int
    params: Mapping[str, Any]
    is_plain: bool  # the caller supports level 0 only
    wait_seconds: float
    is_late: bool  # past its deadline


def submission_of(raw: bytes, headers: Mapping[str, str]) -> Submission:
    """Return the submission. Raises SubmissionError."""
    body = json_or_none(raw)
    if not isinstance(body, dict):
        raise SubmissionError("body")
    try:
        uuid = str(UUID(body["uuid"]))
    except (KeyError, ValueError, AttributeError) as error:
        raise SubmissionError("uuid") from error
    prefer = headers.get("Prefer", "")
    deadline = headers.get("ComicAI-Deadline")
    return Submission(
        uuid=uuid,
        attempt=attempt_of(headers),
        params=_params(body.get("inputParams")),
        is_plain=headers.get("ComicAI-Contract") != "1" and "respond-async" not in prefer,
        wait_seconds=min(float(prefer.partition("wait=")[2].split(",")[0] or 0), 20),
        is_late=deadline is not None and datetime.fromisoformat(deadline) < datetime.now(UTC),
    )


def attempt_of(headers: Mapping[str, str]) -> int:
    return int(headers.get("ComicAI-Attempt", "1"))


def json_or_none(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _params(params: object) -> Mapping[str, Any]:
    if not isinstance(params, dict):
        raise SubmissionError("inputParams")
    prompt, panels = params.get("prompt"), params.get("panelCount", 4)
    if not isinstance(prompt, str) or not prompt.strip():
        raise SubmissionError("inputParams.prompt")
    if not isinstance(panels, int) or not 1 <= panels <= 12:
        raise SubmissionError("inputParams.panelCount")
    return params
