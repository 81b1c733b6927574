"""Limits of the web server."""

from __future__ import annotations

from dataclasses import dataclass

BODY_LIMIT = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLimits:
    """Limits on what one client may take up of the server."""

    body_seconds: float = 30.0  # for a body of up to `BODY_LIMIT` to arrive
    streams_per_job: int = 20  # each queries the database at every change of the job
