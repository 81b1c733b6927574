"""Every call that arrived, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot."""

    method: str  # as it was spelt
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
        """The chat that was named; 0 where none was."""
        return int(self.params.get("chat_id") or 0)


class Ledger:
    """The calls, the oldest first; `getUpdates` that brought nothing are left out."""

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
