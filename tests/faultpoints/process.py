"""One process of ComicAI that is watched, and may be fated to die at a point.

A process of its own, so that its death is a death: no `except`, no `finally`, no task of it runs
any more, and its locks and connections end with it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import aiohttp

from tests.faultpoints.fault_points import Point

START_SECONDS = 60.0
END_SECONDS = 20.0
QUIET_SECONDS = 0.12  # without an effect: what a start brings about is over
PAUSE = 0.01
LOOK_PAUSE = 0.03
SLOW = {"discord"}  # the library takes 2 s more to find itself ready
READ_BYTES = 64 * 1024


class ForkServer:
    """Starts watched processes."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.settimeout(START_SECONDS)
        command = [sys.executable, "-m", "tests.faultpoints.fork_server", str(theirs.fileno())]
        with theirs:
            self._running = subprocess.Popen(command, pass_fds=[theirs.fileno()])

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[ForkServer]:
        """Have one for as long as the context lasts."""
        nursery = cls()
        try:
            yield nursery
        finally:
            nursery._orders.close()
            nursery._running.wait(END_SECONDS)

    def start(
        self, folder: Path, sections: Mapping[str, Any], fatal: Point | None, *, is_armed: bool
    ) -> Process:
        """Start a process; *is_armed*: its points count from the start, and not from `arm`."""
        log = folder / f"process.{len(list(folder.glob('process.*')))}.log"
        order = {
            "folder": str(folder),
            "log": str(log),
            "sections": dict(sections),
            "fatal": asdict(fatal) if fatal else None,
            "is_armed": is_armed,
        }
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [json.dumps(order).encode()], [theirs.fileno()])
            pid = int(self._orders.recv(16))
        return Process(pid, ours, log)


class Process:
    """Where it is reached, the points that it came to, and whether it is dead."""

    def __init__(self, pid: int, line: socket.socket, log: Path) -> None:
        self.url = ""
        self.points: list[Point] = []
        self.dead = asyncio.Event()
        self._pid = pid
        self._log = log
        self._line = line
        self._said = b""
        self._ready = asyncio.Event()
        self._armed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        line.setblocking(False)
        self._loop.add_reader(line, self._hear)

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    async def ready(self) -> None:
        """Wait until it serves over HTTP, and chats as far as it knows, or is dead."""
        await self._until(self._ready)
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as http:
            while not self.dead.is_set() and not await self._is_whole(http):
                await asyncio.sleep(LOOK_PAUSE)

    async def quiet(self) -> None:
        """Wait until it has had no effect for a moment, or is dead."""
        async with asyncio.timeout(START_SECONDS):
            await asyncio.sleep(PAUSE)
            while not self.dead.is_set() and self._loop.time() - self._heard_at < QUIET_SECONDS:
                await asyncio.sleep(PAUSE)

    async def arm(self) -> None:
        """Let its points count from now on."""
        self._line.sendall(b"arm")
        await self._until(self._armed)

    async def kill(self) -> None:
        """End it at once, wherever it stands."""
        if not self.dead.is_set():
            os.kill(self._pid, signal.SIGKILL)
        async with asyncio.timeout(END_SECONDS):
            await self.dead.wait()

    async def _is_whole(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.url}/health/ready") as response:
                return set((await response.json())["degraded"]) <= SLOW
        except aiohttp.ClientError:
            return False  # it dies

    async def _until(self, happened: asyncio.Event) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not (happened.is_set() or self.dead.is_set()):
                await asyncio.sleep(PAUSE)

    # --- What it says -----------------------------------------------------------------------------

    def _hear(self) -> None:
        try:
            said = self._line.recv(READ_BYTES)
        except ConnectionError:
            said = b""
        if not said:
            self._loop.remove_reader(self._line)
            self._line.close()
            self._bury()
            return
        self._heard_at = self._loop.time()
        *lines, self._said = (self._said + said).split(b"\n")
        for line in lines:
            self._take(json.loads(line))

    def _take(self, said: Mapping[str, Any]) -> None:
        if said.get("point"):
            self.points.append(Point(**said["point"]))
        elif "url" in said:
            self.url = said["url"]
            self._ready.set()
        elif "armed" in said:
            self._armed.set()

    def _bury(self) -> None:
        """Note the death once nothing is left of it: its locks may outlive its last word."""
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            self.dead.set()
        else:
            self._loop.call_later(PAUSE, self._bury)
