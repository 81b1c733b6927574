"""How often we call Discord by the bot's token: below what it tolerates from a whole bot.

The client's library keeps to the limits of each route, in its own process. What all processes
together may do, they have to agree on: https://docs.discord.com/developers/topics/rate-limits.
Answers to interactions, and whatever goes by their tokens, do not count.
"""

from __future__ import annotations

import asyncio

from limits import RateLimitItem, RateLimitItemPerSecond

from bots.discord.api_errors import DiscordApiError, FailureKind
from core.models.identity import Platform
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.outbound_limiter import OutboundLimiter, RateLimitedError

# What is on its way when a window ends counts for Discord in the next one, so stay a bit below.
OVERALL = RateLimitItemPerSecond(45, 1)  # Discord: 50 a second
PATIENCE = 8.0  # seconds, within the time that a call has
SPARE = 0.34  # of the calls are kept for answers and pictures


class DiscordRateLimiter:
    """Holds calls back. Whoever waits, waits in line, so that pictures come in order."""

    def __init__(
        self,
        url: str = "memory://",
        *,
        overall: RateLimitItem = OVERALL,
        patience: float = PATIENCE,
        metrics: Metrics = NO_METRICS,
    ) -> None:
        self._limiter = OutboundLimiter(Platform.DISCORD, url, metrics=metrics)
        self._overall = overall
        self._patience = patience
        self._line = asyncio.Lock()

    async def close(self) -> None:
        """Close the connection to Redis, if there is one."""
        await self._limiter.close()

    async def wait(self, *, news: bool = False) -> None:
        """Wait for room. *news* do not wait, and give way to all else. Raises DiscordApiError."""
        deadline = asyncio.get_running_loop().time() + self._patience
        if news and self._line.locked():
            raise _held_back(1)
        try:
            async with asyncio.timeout_at(deadline), self._line:
                spare = int(self._overall.amount * SPARE) if news else None
                await self._limiter.acquire(self._overall, deadline=deadline, spare=spare)
        except RateLimitedError as error:
            raise _held_back(error.seconds) from error
        except TimeoutError:
            raise _held_back(1) from None


def _held_back(seconds: float) -> DiscordApiError:
    return DiscordApiError(
        FailureKind.LATER, retry_after=seconds, said="our own limit", unsent=True
    )
