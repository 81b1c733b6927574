"""Log of all received calls and their results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot."""

    method: str  # as spelled in the call
    params: Mapping[str, Any]
    files: Mapping[str, int]  # field of an upload → its size in bytes
    at: float  # the fake's time
    status: int  # 0: the connection broke
    description: str  # of a refusal
    result: Any

    @property
    def is_refused(self) -> bool:
        return self.status != 200

    @property
    def chat_id(self) -> int:
        """The chat of the call; 0 if none was given."""
        return int(self.params.get("chat_id") or 0)


class CallLog:
    """The calls, oldest first, without empty `getUpdates`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def to(self, method: str, *, status: int | None = None) -> list[Call]:
        return [
            call
            for call in self.calls
            if call.method.lower() == method.lower() and status in {None, call.status}
        ]

    def refused(self) -> list[Call]:
        return [call for call in self.calls if call.is_refused]

    def with_status(self, status: int) -> list[Call]:
        return [call for call in self.calls if call.status == status]
