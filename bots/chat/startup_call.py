"""Start-up calls that a bot can do without for a while, such as registering its commands."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from core.errors import ComicAIError
from core.operations.health import Health

log = structlog.get_logger(__name__)

FIRST_TRY_SECONDS = 3.0  # how long the start waits for the first attempt
FIRST_DELAY = 30.0
MAX_DELAY = 900.0


class StartupCallError(ComicAIError):
    """The platform rejected the call; *retry_after* is in seconds, where the response has it."""

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after or 0.0


class StartupCall:
    """One start-up call, retried with backoff until it succeeds. Owns the task that does so.

    While the call is rejected, readiness shows *part* as degraded, and the bot serves with what was
    registered before.
    """

    def __init__(self, part: str, health: Health) -> None:
        self._part = part
        self._is_refused = False
        self._task: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        health.watch(part, lambda: not self._is_refused)

    async def start(self, call: Callable[[], Awaitable[None]]) -> None:
        """Start to make the call, in place of an earlier one.

        *call* has a time-out of its own, and raises StartupCallError if the platform rejects it.
        """
        await self.stop()
        self._tried.clear()
        self._task = asyncio.create_task(self._repeat(call), name=self._part)

    async def first_try(self) -> None:
        """Wait until the call was made once, with any result, for at most FIRST_TRY_SECONDS."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_TRY_SECONDS):
                await self._tried.wait()

    async def stop(self) -> None:
        """Cancel the call, if it is still being retried."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _repeat(self, call: Callable[[], Awaitable[None]]) -> None:
        delay = FIRST_DELAY
        try:
            while (rejection := await self._try(call)) is not None:
                self._is_refused = True
                self._tried.set()
                sleep = max(delay, rejection.retry_after) * random.uniform(1, 1.2)  # noqa: S311
                log.warning(
                    "startup_call_refused",
                    part=self._part,
                    detail=str(rejection),
                    delay=round(sleep),
                )
                await asyncio.sleep(sleep)
                delay = min(delay * 2, MAX_DELAY)
            if self._is_refused:
                log.info("startup_call_accepted", part=self._part)
        finally:
            self._is_refused = False
            self._tried.set()

    async def _try(self, call: Callable[[], Awaitable[None]]) -> StartupCallError | None:
        try:
            await call()
        except StartupCallError as error:
            return error
        except Exception as error:
            # For example an unexpected response body: no reason to delay the bot's start.
            log.exception("startup_call_failed", part=self._part)
            return StartupCallError(type(error).__name__)
        return None
