"""ComicAI in a process that also reports its memory and event-loop lag.

python -m bench.programs.app [web] [worker] [discord] [telegram]
"""

from __future__ import annotations

import asyncio
import cProfile
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import uvloop

from bench.programs.event_loop_lag import LagProbe
from bench.programs.request_loop import serve_requests
from bots.parts import ALL_PARTS
from bots.process import run
from core.config.settings import load_config
from core.runtime.log_setup import configure_logging


class Host:
    """Host that runs the product in the event loop whose lag is measured."""

    def __init__(self, parts: frozenset[str]) -> None:
        self._parts = parts
        self._probe = LagProbe()
        self._start_lines: asyncio.Queue[str] = asyncio.Queue()
        self._stop = asyncio.Event()
        self._profile: cProfile.Profile | None = None

    async def serve(self) -> None:
        """Run until the parent closes stdin."""
        config = load_config()
        configure_logging(config.ops.log_level)
        product = asyncio.create_task(
            run(config, self._parts, say=self._start_lines.put_nowait, stop=self._stop)
        )
        async with self._measured():
            requests = asyncio.create_task(
                serve_requests(
                    {
                        "ready": self._ready,
                        "lag": self._probe.take,
                        "memory": self._memory,
                        "profile": self._begin_profile,
                        "profiled": self._end_profile,
                    }
                )
            )
            await asyncio.wait({product, requests}, return_when=asyncio.FIRST_COMPLETED)
            requests.cancel()
        self._stop.set()
        await product

    @asynccontextmanager
    async def _measured(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._probe.run())
        try:
            yield
        finally:
            task.cancel()

    async def _ready(self) -> str:
        """Wait for the start line, and return it."""
        return await self._start_lines.get()

    async def _memory(self) -> int:
        """Return the memory of this process in bytes."""
        return psutil.Process().memory_info().rss

    async def _begin_profile(self) -> None:
        self._profile = cProfile.Profile(time.thread_time)  # other threads may be busy, too
        self._profile.enable()

    async def _end_profile(self, file: str) -> None:
        assert self._profile is not None
        self._profile.disable()
        self._profile.dump_stats(Path(file))


if __name__ == "__main__":
    uvloop.run(Host(frozenset(sys.argv[1:]) or ALL_PARTS).serve())
