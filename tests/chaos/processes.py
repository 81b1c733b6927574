"""Processes that are killed and restarted, each with a log that is kept."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from pathlib import Path

START_SECONDS = 240.0  # on a busy machine, with a database that becomes unreachable meanwhile
STOP_SECONDS = 30.0
COMICAI = (sys.executable, "-c", "from bots.cli import main; main()")


class Program:
    """One program in its own folder; its output is in its log."""

    def __init__(self, name: str, folder: Path, command: tuple[str, ...]) -> None:
        self.name = name
        self.folder = folder
        self.command = command
        self.log = folder / f"{name}.log"
        self.pids: list[int] = []  # of all its processes, the current one last
        self.should_run = False  # whether the supervisor restarts it when it has ended
        self._child: Process | None = None
        self._output_start = 0  # offset in the log where the current process's output starts

    @property
    def is_alive(self) -> bool:
        return self._child is not None and self._child.returncode is None

    async def start(self, environ: Mapping[str, str]) -> None:
        with self.log.open("ab") as log:
            self._output_start = log.tell()
            self._child = await asyncio.create_subprocess_exec(
                *self.command, stdin=DEVNULL, stdout=log, stderr=log, env=environ, cwd=self.folder
            )
        self.pids.append(self._child.pid)
        self.should_run = True

    async def wait_for_output(self, text: str) -> None:
        """Wait until the current process has written *text*. Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while text not in await asyncio.to_thread(self._output):
                await asyncio.sleep(0.1)

    def _output(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._output_start)
            return log.read().decode(errors="replace")

    async def kill(self) -> None:
        """Kill the process, like a power failure."""
        self.should_run = False
        if self._child is not None and self._child.returncode is None:
            self._child.kill()
            await self._child.wait()

    async def stop(self) -> int | None:
        """Terminate the process, or kill it after a while; return its exit status."""
        self.should_run = False
        if self._child is None:
            return None
        if self._child.returncode is None:
            self._child.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                return await self._child.wait()
        except TimeoutError:
            await self.kill()
            return self._child.returncode
