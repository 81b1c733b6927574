"""Calls at start-up that a bot can serve without for a while, such as registering its commands."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from core.operations.health import Health

log = structlog.get_logger(__name__)

FIRST_TRY_SECONDS = 3.0  # that the start waits for the first try
FIRST_PAUSE = 30.0
LONGEST_PAUSE = 900.0


class StartupCallError(Exception):
    """The platform refused the call; *retry_after* is in seconds, where it says so."""

    def __init__(self, said: str, *, retry_after: float | None = None) -> None:
        super().__init__(said)
        self.retry_after = retry_after or 0.0


class StartupCall:
    """One such call, repeated with backoff until it succeeds. Owns the task that does so.

    While the call is refused, readiness shows *part* as degraded, and the bot serves with what the
    platform was told before.
    """

    def __init__(self, part: str, health: Health) -> None:
        self._part = part
        self._is_refused = False
        self._task: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        health.watch(part, lambda: not self._is_refused)

    async def start(self, call: Callable[[], Awaitable[None]]) -> None:
        """Begin to make the call, in place of an earlier one.

        *call* has a time-out of its own, and raises StartupCallError where the platform refuses.
        """
        await self.stop()
        self._tried.clear()
        self._task = asyncio.create_task(self._repeat(call), name=self._part)

    async def first_try(self) -> None:
        """Wait until the call was made once, with whatever result, or until that takes long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_TRY_SECONDS):
                await self._tried.wait()

    async def stop(self) -> None:
        """Give the call up, if it is still being repeated."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _repeat(self, call: Callable[[], Awaitable[None]]) -> None:
        pause = FIRST_PAUSE
        try:
            while (refused := await self._try(call)) is not None:
                self._is_refused = True
                self._tried.set()
                wait = max(pause, refused.retry_after) * random.uniform(1, 1.2)  # noqa: S311
                log.warning(
                    "startup_call_refused", part=self._part, said=str(refused), pause=round(wait)
                )
                await asyncio.sleep(wait)
                pause = min(pause * 2, LONGEST_PAUSE)
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
            # An answer that nobody foresaw, say: no reason to keep people waiting for the bot.
            log.exception("startup_call_failed", part=self._part)
            return StartupCallError(type(error).__name__)
        return None
