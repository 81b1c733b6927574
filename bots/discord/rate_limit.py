"""Rate limiter for calls with the bot's token, below Discord's global limit per bot.

The library observes the limits of each route within its own process. The global limit applies to
all processes together: https://docs.discord.com/developers/topics/rate-limits. Responses to
interactions, and calls with their tokens, do not count.
"""

from __future__ import annotations

import asyncio

from limits import RateLimitItem, RateLimitItemPerSecond

from bots.chat.api_errors import FailureKind
from bots.discord.api_errors import DiscordApiError
from core.models.identity import Platform
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.outbound_limiter import OutboundLimiter, RateLimitedError

# A call in transit when a window ends counts in Discord's next window, so a margin is added.
OVERALL = RateLimitItemPerSecond(45, 1)  # Discord: 50 a second
MAX_WAIT = 8.0  # seconds, within the time-out of a call
RESERVED_SHARE = 0.34  # of the calls, for those that are not of low priority


class DiscordRateLimiter:
    """Delays calls in order of arrival, so that deliveries keep their order."""

    def __init__(
        self,
        url: str = "memory://",
        *,
        overall: RateLimitItem = OVERALL,
        max_wait: float = MAX_WAIT,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._limiter = OutboundLimiter(Platform.DISCORD, url, metrics=metrics)
        self._overall = overall
        self._max_wait = max_wait
        self._queue = asyncio.Lock()

    async def close(self) -> None:
        """Close the connection to Redis, if one is used."""
        await self._limiter.close()

    async def wait(self, *, low_priority: bool = False) -> None:
        """Wait until a call is allowed. Raises DiscordApiError.

        A call of *low_priority* does not wait, and yields to all others.
        """
        deadline = asyncio.get_running_loop().time() + self._max_wait
        if low_priority and self._queue.locked():
            raise _rate_limited(1)
        try:
            async with asyncio.timeout_at(deadline), self._queue:
                spare = int(self._overall.amount * RESERVED_SHARE) if low_priority else None
                await self._limiter.acquire(self._overall, deadline=deadline, spare=spare)
        except RateLimitedError as error:
            raise _rate_limited(error.seconds) from error
        except TimeoutError:
            raise _rate_limited(1) from None


def _rate_limited(seconds: float) -> DiscordApiError:
    return DiscordApiError(
        FailureKind.LATER, retry_after=seconds, detail="local rate limit", unsent=True
    )
