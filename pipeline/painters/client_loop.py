"""Event loop in a thread, for painters that ask a service: they block, and can be canceled."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from pipeline.comic.painter import StepReport

_POLL_SECONDS = 0.2  # between two looks at whether the job was canceled
_CLOSE_SECONDS = 5.0

T = TypeVar("T")


class ClientLoop:
    """Runs the requests of one service, those of several panels at the same time."""

    def __init__(self, name: str) -> None:
        started: concurrent.futures.Future[asyncio.AbstractEventLoop] = concurrent.futures.Future()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(started)), name=name, daemon=True
        )
        self._thread.start()
        self._loop = started.result()

    async def _serve(self, started: concurrent.futures.Future[asyncio.AbstractEventLoop]) -> None:
        started.set_result(asyncio.get_running_loop())
        await self._stop.wait()

    def wait_for(
        self,
        coroutine: Coroutine[Any, Any, T],
        report: StepReport,
        share: Callable[[float], float],
    ) -> T:
        """Return the result of *coroutine*; cancel it as soon as *report* raises.

        *share* estimates the progress from the seconds since the start.
        """
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        started = time.monotonic()
        try:
            while not concurrent.futures.wait([future], _POLL_SECONDS).done:
                report(share(time.monotonic() - started))
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Run *last*, cancel all requests, and end the loop."""
        asyncio.run_coroutine_threadsafe(last, self._loop).result(_CLOSE_SECONDS)
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_SECONDS)
