"""Rate limits. https://docs.discord.com/developers/topics/rate-limits"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from tests.fakes.discord.clock import Clock


@dataclass(frozen=True, slots=True)
class Limit:
    requests: int
    seconds: float


# Observed limits; Discord documents no numbers. Routes without one have no bucket.
LIMITS = {
    "message_create": Limit(5, 5),
    "message_edit": Limit(5, 5),
    "message_delete": Limit(5, 1),
    "typing": Limit(5, 5),
    "message_get": Limit(5, 5),
    "dm_create": Limit(10, 10),
    "commands_put": Limit(5, 20),
    "webhook_post": Limit(5, 2),
    "webhook_edit": Limit(5, 2),
    "webhook_get": Limit(5, 2),
    "webhook_delete": Limit(5, 2),
}
GLOBAL = Limit(50, 1)
INVALID = Limit(10_000, 600)


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class BucketState:
    """The state of a request's bucket."""

    headers: dict[str, str]
    retry_after: float | None = None  # None: the request is allowed
    scope: str = "user"


class Limits:
    """Counter of requests in fixed windows, by bucket and top-level resource."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.of_route = dict(LIMITS)
        self.globally = GLOBAL
        self.of_invalid = INVALID
        self._windows: dict[str, _Window] = {}

    def take(self, route: str, resource: str, *, counts_globally: bool) -> BucketState:
        """Count a request."""
        if counts_globally:
            window = self._window("global", self.globally)
            if window.used >= self.globally.requests:
                return BucketState({"X-RateLimit-Global": "true"}, self._left(window), "global")
            window.used += 1
        limit = self.of_route.get(route)
        if limit is None:
            return BucketState({})
        window = self._window(f"{route}:{resource}", limit)
        is_over = window.used >= limit.requests
        window.used += not is_over
        headers = {
            "X-RateLimit-Limit": str(limit.requests),
            "X-RateLimit-Remaining": str(limit.requests - window.used),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            # Rounded up, so that no client returns too early.
            "X-RateLimit-Reset-After": f"{self._left(window) + 0.0005:.3f}",
            "X-RateLimit-Bucket": sha256(route.encode()).hexdigest()[:32],
        }
        return BucketState(headers, self._left(window) if is_over else None)

    def count_invalid(self) -> None:
        """Count a 401, 403 or 429; too many of them ban the address."""
        self._window("invalid", self.of_invalid).used += 1

    @property
    def invalid(self) -> int:
        return self._window("invalid", self.of_invalid).used

    @property
    def is_banned(self) -> bool:
        return self.invalid >= self.of_invalid.requests

    def _window(self, key: str, limit: Limit) -> _Window:
        now = self._clock.seconds()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + limit.seconds)
        return window

    def _left(self, window: _Window) -> float:
        return max(window.ends - self._clock.seconds(), 0.001)
