"""Drawing outside of the event loop: one process, used for one drawing after another."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from pipeline import ipc
from pipeline.errors import (
    DrawingCanceledError,
    DrawingError,
    ErrorCode,
    WorkerDiedError,
    api_fault,
)
from pipeline.models import DrawingOrder, DrawnPage

log = structlog.get_logger(__name__)

DEFAULT_ARTIST = "pipeline.sketch:draw"
STOP_SECONDS = 20.0  # after a cancel, for the panel in hand

_START_SECONDS = 120  # weights may have to be loaded
_LEAVE_SECONDS = 1  # after its pipe was closed
_PIPE_BUFFER = 1 << 20  # bytes; pages are megabytes

OnStage = Callable[[str, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TimedDrawing:
    """A drawing, its page's checksum and how long the artist took to load and to draw."""

    drawing: DrawnPage
    sha256: str
    load_ms: int
    run_ms: int


class Artist(Protocol):
    """Draws one comic at a time."""

    @property
    def is_ready(self) -> bool:
        """Whether a drawing could begin at once."""
        ...

    @property
    def model(self) -> str:
        """What draws; empty if that is not known yet."""
        ...

    async def warm(self) -> None:
        """Get ready. Raises DrawingError if that fails; the next drawing tries again."""
        ...

    async def draw(self, uuid: str, order: DrawingOrder, on_stage: OnStage) -> TimedDrawing:
        """Draw *order*, awaiting *on_stage* whenever a stage or a panel begins.

        Raises DrawingError, DrawingCanceledError after `cancel`, WorkerDiedError.
        """
        ...

    def cancel(self) -> None:
        """Ask the drawing under way to end after its panel. Without one, nothing happens."""
        ...

    async def close(self) -> None:
        """Stop at once, whatever is being drawn."""
        ...


def drawing_limit(order: DrawingOrder) -> float:
    """Return the seconds that a drawing may take, in line with what callers are told to wait."""
    return min(60 + 90 * order.panel_count, 900)


class ArtistProcess:
    """A drawer with a process of its own, started when first needed and again after it died.

    There is no shared pool: a process that dies takes one drawing with it and no other's.
    """

    def __init__(
        self,
        artist: str = DEFAULT_ARTIST,
        *,
        stop_seconds: float = STOP_SECONDS,
        limit_seconds: Callable[[DrawingOrder], float] = drawing_limit,
    ) -> None:
        self.model = ""
        self._artist = artist
        self._stop_seconds = stop_seconds
        self._limit_seconds = limit_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._loaded = False
        self._starting = asyncio.Lock()
        self._limit: asyncio.Timeout | None = None
        self._canceled = False

    @property
    def is_ready(self) -> bool:
        return self._loaded and self._process is not None and self._process.returncode is None

    async def warm(self) -> None:
        async with self._starting:
            if not self.is_ready:
                await self._start()

    async def draw(self, uuid: str, order: DrawingOrder, on_stage: OnStage) -> TimedDrawing:
        self._canceled = False
        began = time.monotonic()
        await self.warm()
        loaded = time.monotonic()
        finished = await self._draw(uuid, order, on_stage)
        return TimedDrawing(
            finished.drawing,
            finished.sha256,
            load_ms=_milliseconds(loaded - began),
            run_ms=_milliseconds(time.monotonic() - loaded),
        )

    def cancel(self) -> None:
        self._canceled = True
        if self._limit is None or self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.write(ipc.encode(ipc.StopMessage()))
        # An artist may be deep in one panel, or stuck: it gets a while, then it is ended.
        self._limit.reschedule(asyncio.get_running_loop().time() + self._stop_seconds)

    async def close(self) -> None:
        process, self._process, self._loaded = self._process, None, False
        if process is None:
            return
        if process.returncode is None:
            await _end(process)
        await process.communicate()  # reads the pipes to their end, so that nothing stays open

    async def _start(self) -> None:
        await self.close()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pipeline.artist_worker",
            self._artist,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_PIPE_BUFFER,
            env=_environment(),
        )
        self._process = process
        try:
            async with asyncio.timeout(_START_SECONDS):
                ready = await self._receive(process)
        except TimeoutError:
            await self.close()
            message = f"the artist was not loaded in {_START_SECONDS} s"
            raise DrawingError(api_fault(ErrorCode.INTERNAL, message)) from None
        except BaseException:
            await self.close()
            raise
        assert isinstance(ready, ipc.ReadyMessage)
        self.model = ready.model
        self._loaded = True
        log.info("worker_started", worker_pid=process.pid, artist=self._artist)

    async def _draw(self, uuid: str, order: DrawingOrder, on_stage: OnStage) -> ipc.FinishedMessage:
        if self._canceled:
            raise DrawingCanceledError
        try:
            async with asyncio.timeout(self._limit_seconds(order)) as self._limit:
                return await self._converse(ipc.DrawMessage(uuid, order), on_stage)
        except TimeoutError:
            await self.close()
            if self._canceled:
                raise DrawingCanceledError from None
            message = f"not drawn within {self._limit_seconds(order)} s"
            raise DrawingError(api_fault(ErrorCode.GENERATION_FAILED, message)) from None
        except (DrawingError, DrawingCanceledError):
            raise
        except BaseException:
            # The process is in the middle of something that nobody wants any more.
            await self.close()
            raise
        finally:
            self._limit = None

    async def _converse(self, draw: ipc.DrawMessage, on_stage: OnStage) -> ipc.FinishedMessage:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.write(ipc.encode(draw))
        while True:
            match await self._receive(process):
                case ipc.StageMessage(stage, panel):
                    await on_stage(stage, panel)
                case ipc.FinishedMessage() as finished:
                    return finished
                case ipc.FailedMessage(bad_end):
                    raise DrawingError(bad_end)
                case ipc.StoppedMessage():
                    raise DrawingCanceledError

    async def _receive(self, process: asyncio.subprocess.Process) -> ipc.Frame:
        assert process.stdout is not None
        try:
            return await ipc.receive(process.stdout)
        except asyncio.IncompleteReadError:
            await self.close()
            log.warning("worker_died", worker_pid=process.pid, exit_status=process.returncode)
            raise WorkerDiedError(process.returncode) from None


async def _end(process: asyncio.subprocess.Process) -> None:
    """Have the process end by itself, as it does when its pipe closes, else kill it."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_LEAVE_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()


def _environment() -> dict[str, str]:
    """Return ours, with this very copy of the package to be found by the process."""
    home = str(Path(__file__).resolve().parents[1])
    search = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": search}


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
