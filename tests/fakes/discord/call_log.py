"""Log of all REST calls with their results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request; *token* is the kind that it carried: `bot`, `interaction` or `none`."""

    route: str  # as in `server.ROUTES`
    method: str
    path: str  # without interaction tokens
    token: str
    status: int  # 0: the connection was broken
    code: int  # of Discord's error response
    at: datetime
    body: Mapping[str, Any]
    files: tuple[str, ...]
    headers: Mapping[str, str]
    took: float = 0.0  # seconds

    @property
    def is_refused(self) -> bool:
        return not 200 <= self.status < 300


class CallLog:
    """The calls, oldest first."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def to(self, route: str, *, status: int | None = None) -> list[Call]:
        calls = [call for call in self.calls if call.route == route]
        return calls if status is None else [call for call in calls if call.status == status]

    def refused(self) -> list[Call]:
        return [call for call in self.calls if call.is_refused]

    def with_status(self, status: int) -> list[Call]:
        return [call for call in self.calls if call.status == status]
