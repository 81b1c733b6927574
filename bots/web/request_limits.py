"""Limits on the body of a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """Limits on the body of a request: its size, and the time it may take to arrive."""

    body_bytes: int = 64 * 1024
    body_seconds: float = 30.0
