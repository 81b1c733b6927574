"""Instrumented processes of ComicAI, each of which may be killed at a fault point.

They are real processes, so a kill is complete: no `except`, `finally` or task runs after it, and
locks and connections end with the process.
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
QUIET_SECONDS = 0.12  # without an effect, after which the start counts as finished
PAUSE = 0.01
POLL_SECONDS = 0.03
SLOW_STARTS = {"discord"}  # discord.py reports ready 2 s later
READ_BYTES = 64 * 1024


class ForkServer:
    """Client of the fork server, which starts instrumented processes."""

    def __init__(self) -> None:
        self._connection, other_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._connection.settimeout(START_SECONDS)
        command = [sys.executable, "-m", "tests.faultpoints.fork_server", str(other_end.fileno())]
        with other_end:
            self._process = subprocess.Popen(command, pass_fds=[other_end.fileno()])

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[ForkServer]:
        """Run a fork server while the context is open."""
        server = cls()
        try:
            yield server
        finally:
            server._connection.close()
            server._process.wait(END_SECONDS)

    def start(
        self,
        folder: Path,
        sections: Mapping[str, Any],
        crash_point: Point | None,
        *,
        is_armed: bool,
    ) -> Process:
        """Start a process. With *is_armed*, points count from its start instead of from `arm`."""
        log = folder / f"process.{len(list(folder.glob('process.*')))}.log"
        spec = {
            "folder": str(folder),
            "log": str(log),
            "sections": dict(sections),
            "crash_point": asdict(crash_point) if crash_point else None,
            "is_armed": is_armed,
        }
        own_end, other_end = socket.socketpair()
        with other_end:
            socket.send_fds(self._connection, [json.dumps(spec).encode()], [other_end.fileno()])
            pid = int(self._connection.recv(16))
        return Process(pid, own_end, log)


class Process:
    """An instrumented process: its URL, the points that it reached, and whether it has ended."""

    def __init__(self, pid: int, connection: socket.socket, log: Path) -> None:
        self.url = ""
        self.points: list[Point] = []
        self.ended = asyncio.Event()
        self._pid = pid
        self._log = log
        self._connection = connection
        self._received = b""
        self._ready = asyncio.Event()
        self._armed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._received_at = self._loop.time()
        connection.setblocking(False)
        self._loop.add_reader(connection, self._receive)

    @property
    def log(self) -> str:
        """The log so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    async def ready(self) -> None:
        """Wait until it serves HTTP and reports the chat platforms as connected, or has ended."""
        await self._until(self._ready)
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as http:
            while not self.ended.is_set() and not await self._is_ready(http):
                await asyncio.sleep(POLL_SECONDS)

    async def wait_until_quiet(self) -> None:
        """Wait until it has had no effect for `QUIET_SECONDS`, or has ended."""
        async with asyncio.timeout(START_SECONDS):
            await asyncio.sleep(PAUSE)
            while not self.ended.is_set() and self._loop.time() - self._received_at < QUIET_SECONDS:
                await asyncio.sleep(PAUSE)

    async def arm(self) -> None:
        """Count points from now on."""
        self._connection.sendall(b"arm")
        await self._until(self._armed)

    async def kill(self) -> None:
        """Kill the process."""
        if not self.ended.is_set():
            os.kill(self._pid, signal.SIGKILL)
        async with asyncio.timeout(END_SECONDS):
            await self.ended.wait()

    async def _is_ready(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.url}/health/ready") as response:
                return set((await response.json())["degraded"]) <= SLOW_STARTS
        except aiohttp.ClientError:
            return False  # it is ending

    async def _until(self, event: asyncio.Event) -> None:
        async with asyncio.timeout(START_SECONDS):
            while not (event.is_set() or self.ended.is_set()):
                await asyncio.sleep(PAUSE)

    # --- Messages ---------------------------------------------------------------------------------

    def _receive(self) -> None:
        try:
            data = self._connection.recv(READ_BYTES)
        except ConnectionError:
            data = b""
        if not data:
            self._loop.remove_reader(self._connection)
            self._connection.close()
            self._set_ended()
            return
        self._received_at = self._loop.time()
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._handle(json.loads(line))

    def _handle(self, message: Mapping[str, Any]) -> None:
        if message.get("point"):
            self.points.append(Point(**message["point"]))
        elif "url" in message:
            self.url = message["url"]
            self._ready.set()
        elif "armed" in message:
            self._armed.set()

    def _set_ended(self) -> None:
        """Set `ended` once the process is gone: its locks may outlive its connection."""
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            self.ended.set()
        else:
            self._loop.call_later(PAUSE, self._set_ended)
