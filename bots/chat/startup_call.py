"""Start-up calls that a bot can do without for a while, such as registering its commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bots.chat.api_errors import FailureKind, PlatformApiError
from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from core.operations.health import Health
from core.runtime.backoff import Backoff

log = structlog.get_logger(__name__)


class StartupCall:
    """One start-up call, retried with backoff until it succeeds. Owns the task that does so.

    While the call is rejected, readiness shows *part* as degraded, and the bot serves with what was
    registered before.
    """

    def __init__(self, part: str, health: Health, delays: ChatDelays = DEFAULT_DELAYS) -> None:
        self._part = part
        self._delays = delays
        self._is_refused = False
        self._task: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        health.watch(part, lambda: not self._is_refused)

    async def start(self, call: Callable[[], Awaitable[None]]) -> None:
        """Start to make the call, in place of an earlier one.

        *call* has its own time-out, and raises PlatformApiError if the platform rejects it.
        """
        await self.stop()
        self._tried.clear()
        self._task = asyncio.create_task(self._repeat(call), name=self._part)

    async def first_try(self) -> None:
        """Wait until the call was made once, with any result, for at most `first_try` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._delays.first_try):
                await self._tried.wait()

    async def stop(self) -> None:
        """Cancel the call, if it is still being retried."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _repeat(self, call: Callable[[], Awaitable[None]]) -> None:
        backoff = Backoff(*self._delays.startup_call, jitter=(1.0, 1.2))
        try:
            while (error := await self._try(call)) is not None:
                self._is_refused = True
                self._tried.set()
                delay = backoff.next(at_least=error.retry_after or 0.0)
                log.warning(
                    "startup_call_refused",
                    part=self._part,
                    detail=str(error),
                    delay=round(delay),
                )
                await asyncio.sleep(delay)
            if self._is_refused:
                log.info("startup_call_accepted", part=self._part)
        finally:
            self._is_refused = False
            self._tried.set()

    async def _try(self, call: Callable[[], Awaitable[None]]) -> PlatformApiError | None:
        try:
            await call()
        except PlatformApiError as error:
            return error
        except Exception as error:
            # For example an unexpected response body: no reason to delay the bot's start.
            log.exception("startup_call_failed", part=self._part)
            return PlatformApiError(FailureKind.LATER, type(error).__name__)
        return None
