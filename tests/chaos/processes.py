"""Processes that are killed and started again, each with a log that outlives it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from pathlib import Path

START_SECONDS = 240.0  # on a busy machine, and with a database that goes away meanwhile
STOP_SECONDS = 30.0
COMICAI = (sys.executable, "-c", "from bots.cli import main; main()")


class Program:
    """One program in a folder of its own; whatever it says is in its log."""

    def __init__(self, name: str, folder: Path, command: tuple[str, ...]) -> None:
        self.name = name
        self.folder = folder
        self.command = command
        self.log = folder / f"{name}.log"
        self.pids: list[int] = []  # of all its lives
        self.is_wanted = False  # it is to run: who finds it ended starts it again
        self._child: Process | None = None
        self._said_before = 0  # bytes of the log that are from earlier lives

    @property
    def is_alive(self) -> bool:
        return self._child is not None and self._child.returncode is None

    async def start(self, environ: Mapping[str, str]) -> None:
        with self.log.open("ab") as log:
            self._said_before = log.tell()
            self._child = await asyncio.create_subprocess_exec(
                *self.command, stdin=DEVNULL, stdout=log, stderr=log, env=environ, cwd=self.folder
            )
        self.pids.append(self._child.pid)
        self.is_wanted = True

    async def says(self, words: str) -> None:
        """Wait until it has said so in the life that it has by then. Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while words not in await asyncio.to_thread(self._said):
                await asyncio.sleep(0.1)

    def _said(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return log.read().decode(errors="replace")

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.is_wanted = False
        if self._child is not None and self._child.returncode is None:
            self._child.kill()
            await self._child.wait()

    async def stop(self) -> int | None:
        """End it in peace, or by force after a while; return how it ended."""
        self.is_wanted = False
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
