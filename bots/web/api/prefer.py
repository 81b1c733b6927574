"""`Prefer` header (RFC 7240): how long the caller wants to wait for a comic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

MAX_WAIT = timedelta(seconds=60)  # proxies often close connections that wait longer

_WAIT = re.compile(r"wait\s*=\s*\"?([0-9]{1,6})\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Time to wait, and the preference that was applied, if any."""

    time: timedelta
    applied: str = ""


def waiting_of(prefer: str | None, *, default: timedelta) -> Waiting:
    """Return the wait that the header requests; unknown preferences are ignored, as in the RFC."""
    wait: timedelta | None = None
    asynchronous = False
    for preference in (prefer or "").split(","):
        value = preference.partition(";")[0].strip()
        match = _WAIT.fullmatch(value)
        if match and wait is None:
            wait = min(timedelta(seconds=int(match[1])), MAX_WAIT)
        asynchronous = asynchronous or value.lower() == "respond-async"
    if wait is not None:
        return Waiting(wait, f"wait={int(wait.total_seconds())}")
    if asynchronous:
        return Waiting(timedelta(0), "respond-async")
    return Waiting(default)
