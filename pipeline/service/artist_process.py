"""Artist process: draws outside the event loop, one drawing after another in one subprocess."""

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

from pipeline.errors import (
    ArtistUnreadyError,
    DrawingCanceledError,
    DrawingError,
    ErrorCode,
    WorkerDiedError,
    api_fault,
)
from pipeline.models import DrawingOrder, DrawnPage
from pipeline.service import ipc
from pipeline.service.artists import DEFAULT_ARTIST

log = structlog.get_logger(__name__)

STOP_SECONDS = 20.0  # grace period after a cancel, to finish the current panel

START_SECONDS = 600.0  # until an artist is loaded, including the weights of its model
_EXIT_SECONDS = 1  # between closing stdin and killing the process
_PIPE_BUFFER = 1 << 20  # bytes; pages are megabytes

OnStage = Callable[[str, int], Awaitable[None]]
OnOutput = Callable[[ipc.Output], Awaitable[None]]


async def ignore_output(_output: ipc.Output) -> None:
    """Ignore costs and panels of a drawing."""


@dataclass(frozen=True, slots=True)
class TimedDrawing:
    """A drawing, the checksum of its page, and the time taken to load the artist and to draw."""

    drawing: DrawnPage
    sha256: str
    load_ms: int
    run_ms: int


class Artist(Protocol):
    """An artist that draws one comic at a time."""

    @property
    def is_ready(self) -> bool:
        """Whether the artist is loaded, so that a drawing can start immediately."""
        ...

    @property
    def model(self) -> str:
        """The name of the model; empty until it is known."""
        ...

    @property
    def input_keys(self) -> tuple[str, ...]:
        """The keys of `inputParams` that only this artist reads; empty until they are known."""
        ...

    async def warm(self) -> None:
        """Load the artist. Raises DrawingError on failure; the next drawing retries.

        The error is an ArtistUnreadyError if the artist says itself why it cannot draw.
        """
        ...

    async def draw(
        self,
        uuid: str,
        order: DrawingOrder,
        on_stage: OnStage,
        on_output: OnOutput = ignore_output,
    ) -> TimedDrawing:
        """Draw *order*, awaiting *on_stage* at the start of every stage and panel.

        *on_output* is awaited for every cost, and for every panel that is kept.

        Raises DrawingError, DrawingCanceledError after `cancel`, WorkerDiedError, or
        ArtistUnreadyError if the drawing has to be tried again later.
        """
        ...

    def cancel(self) -> None:
        """Stop the current drawing, if any, after its current panel."""
        ...

    async def close(self) -> None:
        """Stop immediately, discarding the current drawing."""
        ...


def drawing_limit(order: DrawingOrder) -> float:
    """Return the time limit of a drawing in seconds: the one in section 12 of the contract."""
    return min(60 + 90 * order.panel_count, 900)


class ArtistProcess:
    """An artist in its own process, started on first use and restarted after it dies.

    There is no shared pool, so a process that dies loses only one drawing.
    """

    def __init__(
        self,
        artist: str = DEFAULT_ARTIST,
        *,
        start_seconds: float = START_SECONDS,
        cache_folder: Path | None = None,
        stop_seconds: float = STOP_SECONDS,
        limit_seconds: Callable[[DrawingOrder], float] = drawing_limit,
    ) -> None:
        self.model = ""
        self.input_keys: tuple[str, ...] = ()
        self._artist = artist
        self._start_seconds = start_seconds
        self._cache_folder = cache_folder
        self._stop_seconds = stop_seconds
        self._limit_seconds = limit_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._loaded = False
        self._start_lock = asyncio.Lock()
        self._timeout: asyncio.Timeout | None = None
        self._canceled = False

    @property
    def is_ready(self) -> bool:
        return self._loaded and self._process is not None and self._process.returncode is None

    async def warm(self) -> None:
        async with self._start_lock:
            if not self.is_ready:
                await self._start()

    async def draw(
        self,
        uuid: str,
        order: DrawingOrder,
        on_stage: OnStage,
        on_output: OnOutput = ignore_output,
    ) -> TimedDrawing:
        self._canceled = False
        started = time.monotonic()
        await self.warm()
        loaded = time.monotonic()
        finished = await self._draw(uuid, order, on_stage, on_output)
        return TimedDrawing(
            finished.drawing,
            finished.sha256,
            load_ms=_milliseconds(loaded - started),
            run_ms=_milliseconds(time.monotonic() - loaded),
        )

    def cancel(self) -> None:
        self._canceled = True
        if self._timeout is None or self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.write(ipc.encode(ipc.StopMessage()))
        # The artist may be busy with a panel or stuck: it gets a grace period, then it is ended.
        self._timeout.reschedule(asyncio.get_running_loop().time() + self._stop_seconds)

    async def close(self) -> None:
        process, self._process, self._loaded = self._process, None, False
        if process is None:
            return
        if process.returncode is None:
            await _terminate(process)
        await process.communicate()  # drains and closes the pipes

    async def _start(self) -> None:
        await self.close()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pipeline.service.artist_worker",
            self._artist,
            *([str(self._cache_folder)] if self._cache_folder else []),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_PIPE_BUFFER,
            env=_environment(),
        )
        self._process = process
        try:
            async with asyncio.timeout(self._start_seconds):
                ready = await self._receive(process)
        except TimeoutError:
            await self.close()
            message = f"the artist did not load within {self._start_seconds:g} s"
            raise DrawingError(api_fault(ErrorCode.INTERNAL, message)) from None
        except BaseException:
            await self.close()
            raise
        if isinstance(ready, ipc.UnreadyMessage):
            await self.close()
            raise _unready(ready)
        assert isinstance(ready, ipc.ReadyMessage)
        self.model = ready.model
        self.input_keys = ready.input_keys
        self._loaded = True
        log.info("artist_process_started", artist_pid=process.pid, artist=self._artist)

    async def _draw(
        self, uuid: str, order: DrawingOrder, on_stage: OnStage, on_output: OnOutput
    ) -> ipc.FinishedMessage:
        if self._canceled:
            raise DrawingCanceledError
        try:
            async with asyncio.timeout(self._limit_seconds(order)) as self._timeout:
                draw = ipc.DrawMessage(uuid, order)
                return await self._exchange_messages(draw, on_stage, on_output)
        except TimeoutError:
            await self.close()
            if self._canceled:
                raise DrawingCanceledError from None
            message = f"the drawing exceeded its limit of {self._limit_seconds(order)} s"
            raise DrawingError(api_fault(ErrorCode.GENERATION_FAILED, message)) from None
        except (DrawingError, DrawingCanceledError):
            raise
        except BaseException:
            # The process is still busy with a drawing whose result is no longer needed.
            await self.close()
            raise
        finally:
            self._timeout = None

    async def _exchange_messages(
        self, draw: ipc.DrawMessage, on_stage: OnStage, on_output: OnOutput
    ) -> ipc.FinishedMessage:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.write(ipc.encode(draw))
        while True:
            match await self._receive(process):
                case ipc.StageMessage(stage, panel):
                    await on_stage(stage, panel)
                case ipc.PaidMessage() | ipc.PanelMessage() as output:
                    await on_output(output)
                case ipc.FinishedMessage() as finished:
                    return finished
                case ipc.FailedMessage(fault):
                    raise DrawingError(fault)
                case ipc.UnreadyMessage() as unready:
                    raise _unready(unready)
                case ipc.StoppedMessage():
                    raise DrawingCanceledError

    async def _receive(self, process: asyncio.subprocess.Process) -> ipc.Frame:
        assert process.stdout is not None
        try:
            return await ipc.receive(process.stdout)
        except asyncio.IncompleteReadError:
            await self.close()
            log.warning(
                "artist_process_died", artist_pid=process.pid, exit_status=process.returncode
            )
            raise WorkerDiedError(process.returncode) from None


def _unready(message: ipc.UnreadyMessage) -> ArtistUnreadyError:
    return ArtistUnreadyError(
        message.reason, message.message, retry_after_seconds=message.retry_after_seconds
    )


async def _terminate(process: asyncio.subprocess.Process) -> None:
    """Close stdin, on which the process exits, and kill it if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_EXIT_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()


def _environment() -> dict[str, str]:
    """Return this process's environment with this copy of the package first on PYTHONPATH."""
    root = str(Path(__file__).resolve().parents[2])
    search_path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": search_path}


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
