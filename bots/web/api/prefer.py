"""How long a caller wants to wait: the `Prefer` header of RFC 7240."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

MAX_WAIT = timedelta(seconds=60)  # more, and something in between would hang up first

_WAIT = re.compile(r"wait\s*=\s*\"?([0-9]{1,6})\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long to wait, and the preference that was followed, if one was."""

    time: timedelta
    applied: str = ""


def waiting_of(prefer: str | None, *, default: timedelta) -> Waiting:
    """Return what the header asks for; what cannot be understood is ignored, as the RFC has it."""
    wait: timedelta | None = None
    asynchronous = False
    for preference in (prefer or "").split(","):
        said = preference.partition(";")[0].strip()
        match = _WAIT.fullmatch(said)
        if match and wait is None:
            wait = min(timedelta(seconds=int(match[1])), MAX_WAIT)
        asynchronous = asynchronous or said.lower() == "respond-async"
    if wait is not None:
        return Waiting(wait, f"wait={int(wait.total_seconds())}")
    if asynchronous:
        return Waiting(timedelta(0), "respond-async")
    return Waiting(default)
