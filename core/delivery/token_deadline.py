"""When to hand somebody a button to fetch their comic with, because no later way leads to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.models.deliveries import Destination

BEFORE_EXPIRY = timedelta(seconds=90)  # of the reply token: time for some tries


def token_deadline(destination: Destination, now: datetime) -> timedelta | None:
    """Return how long its reply token can be waited with; None: it need not be used in time."""
    if destination.outlives_token or destination.expires_at is None:
        return None
    return max(destination.expires_at - BEFORE_EXPIRY - now, timedelta(0))
