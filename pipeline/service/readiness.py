"""Readiness of the artists: why they cannot draw at present, and when to try again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog

from pipeline.errors import ArtistUnreadyError, DrawingError, UnreadyReason

log = structlog.get_logger(__name__)


class ArtistReadiness:
    """Readiness of all artists of a server, which share a model or an account.

    An artist that says why it cannot draw is tried again after a delay; until it succeeds, the
    server accepts no job, which might wait for hours. A crash while loading is no such reason.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._retry_at = 0.0
        self.reason: UnreadyReason | None = None
        self.is_explained = False  # by the artist itself

    def record_failure(self, error: DrawingError) -> float:
        """Record a failure to load or to draw; return the seconds until the next try."""
        reason, delay = UnreadyReason.LOAD_FAILED, 0
        self.is_explained = isinstance(error, ArtistUnreadyError)
        if isinstance(error, ArtistUnreadyError):
            reason, delay = error.reason, error.retry_after_seconds
        if reason is not self.reason:
            # No traceback: the reason says everything.
            log.error("artist_marked_unavailable", reason=reason.value, error=str(error))
        self.reason = reason
        self._retry_at = self._clock() + delay
        return delay

    def record_success(self) -> None:
        """Record that an artist loaded, or reached its model."""
        if self.reason is not None:
            log.info("artist_marked_ready", after=self.reason.value)
        self.reason, self.is_explained = None, False
        self._retry_at = 0.0

    @property
    def retry_seconds(self) -> float:
        """Seconds until the artists may be tried again; 0: now."""
        return max(0.0, self._retry_at - self._clock())

    async def wait_for_retry(self) -> None:
        """Wait until the artists may be tried again; a failure in the meantime prolongs it."""
        seconds = self.retry_seconds
        while seconds > 0:
            await asyncio.sleep(seconds)
            seconds = self.retry_seconds
