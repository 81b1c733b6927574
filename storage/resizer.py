"""Pool of resizing processes, started on demand and ended when idle."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import structlog

from core.errors import ImageStoreError, NotAnImageError
from storage.resizer_process import ANSWER, BROKEN, DONE, NARROW, REQUEST, SQUEEZE

log = structlog.get_logger(__name__)

PROCESSES = 2
IDLE_SECONDS = 30.0  # after which all processes are ended
WORK_SECONDS = 30.0  # for one picture, including the start of a process
EXIT_SECONDS = 1.0  # for the process to exit after its pipe was closed
PIPE_BUFFER = 1 << 20  # bytes; renditions are up to megabytes


class ProcessResizer:
    """Implementation of `core.ports.gallery.Resizer` with processes started on demand.

    A process whose work takes too long or is cancelled is ended; the next picture starts another.
    """

    def __init__(
        self,
        *,
        processes: int = PROCESSES,
        idle_seconds: float = IDLE_SECONDS,
        work_seconds: float = WORK_SECONDS,
    ) -> None:
        self._slots = asyncio.Semaphore(processes)
        self._idle_seconds = idle_seconds
        self._work_seconds = work_seconds
        self._idle: list[_Child] = []
        self._closed = False
        self._reaper: asyncio.TimerHandle | None = None
        self._reaping: set[asyncio.Task[None]] = set()

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        return await self._ask(NARROW, width, data)

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        return await self._ask(SQUEEZE, limit, data)

    async def close(self) -> None:
        """Reject further work and end the processes."""
        self._closed = True
        if self._reaper is not None:
            self._reaper.cancel()
        await self._end_idle()
        await asyncio.gather(*self._reaping)

    async def _ask(self, task: int, number: int, data: bytes) -> bytes:
        async with self._slots:
            if self._closed:
                raise ImageStoreError("the resizer is closed")
            try:
                async with asyncio.timeout(self._work_seconds):
                    status, answer = await self._exchange(task, number, data)
            except TimeoutError as error:
                raise ImageStoreError(f"not resized in {self._work_seconds:g} s") from error
        if status == DONE:
            return answer
        message = answer.decode("utf-8", "replace")
        raise NotAnImageError(message) if status == BROKEN else ImageStoreError(message)

    async def _exchange(self, task: int, number: int, data: bytes) -> tuple[int, bytes]:
        child = await self._free_child()
        try:
            answer = await child.ask(task, number, data)
        except BaseException:
            # It has exited, or is still busy with work that was cancelled.
            await child.end()
            raise
        if self._closed:
            await child.end()
        else:
            self._idle.append(child)
            self._reap_later()
        return answer

    async def _free_child(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_alive:
                return child
            await child.end()
        return await _Child.start()

    def _reap_later(self) -> None:
        if self._reaper is not None:
            self._reaper.cancel()
        self._reaper = asyncio.get_running_loop().call_later(self._idle_seconds, self._reap)

    def _reap(self) -> None:
        task = asyncio.create_task(self._end_idle(), name="idle_resizers")
        self._reaping.add(task)
        task.add_done_callback(self._reaping.discard)

    async def _end_idle(self) -> None:
        idle, self._idle = self._idle, []
        await asyncio.gather(*(child.end() for child in idle))


class _Child:
    """One resizing process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    @classmethod
    async def start(cls) -> _Child:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "storage.resizer_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=PIPE_BUFFER,
            env=_environment(),
        )
        log.debug("resizer_started", resizer_pid=process.pid)
        return cls(process)

    async def ask(self, task: int, number: int, data: bytes) -> tuple[int, bytes]:
        """Return the status and the result. Raises ImageStoreError if the process exits."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(REQUEST.pack(task, number, len(data)))
            stdin.write(data)
            await stdin.drain()
            status, length = ANSWER.unpack(await stdout.readexactly(ANSWER.size))
            return status, await stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            log.warning("resizer_crashed", resizer_pid=self._process.pid)
            raise ImageStoreError("the resizing process exited unexpectedly") from error

    async def end(self) -> None:
        """Close the pipe, which makes the process exit; kill it if it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(EXIT_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        await (
            self._process.communicate()
        )  # reads the pipe to its end, so that no descriptor stays open


def _environment() -> dict[str, str]:
    """Return the current environment, with this copy of the package on the search path."""
    root = str(Path(__file__).resolve().parents[1])
    search = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": search}
