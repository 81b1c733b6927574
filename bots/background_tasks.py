"""Supervisor of the background tasks of a process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.runtime.metrics import NO_METRICS, Metrics

log = structlog.get_logger(__name__)

RESTART_DELAY = 1.0  # seconds


class BackgroundTasks:
    """Owner of the tasks that run as long as the process does; restarts those that fail."""

    def __init__(self, metrics: Metrics = NO_METRICS) -> None:
        self._metrics = metrics
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.failures: dict[str, int] = {}

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Start a task that calls *run*, again after each failure, until it returns."""
        self._tasks[name] = asyncio.create_task(self._supervise(name, run), name=name)

    async def wait_for(self, name: str) -> None:
        """Wait until the task *name* has finished."""
        await asyncio.wait({self._tasks[name]})

    async def stop(self) -> None:
        """Cancel the tasks that are still running, and wait for them."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _supervise(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await run()
            except Exception:
                self.failures[name] = self.failures.get(name, 0) + 1
                self._metrics.count_restart(name)
                log.exception("background_task_failed", part=name, failures=self.failures[name])
                await asyncio.sleep(RESTART_DELAY)
            else:
                return
