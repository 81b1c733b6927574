"""Real ComicAI processes for tests, each with its own folder."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from core.config.settings import DATABASE_NAMES, PREFIX, SPEC_NAMES
from tests.child_processes import START_SECONDS, STOP_SECONDS, child, kill


class ComicAIProcess:
    """A running `comicai …` with its output and its child processes."""

    def __init__(self, child: Process, folder: Path) -> None:
        self.child = child
        self.folder = folder
        self.url = ""
        self.output = ""
        self.errors = ""
        self._readers: list[asyncio.Task[None]] = []

    @property
    def pid(self) -> int:
        return self.child.pid

    def listen(self) -> None:
        assert self.child.stdout is not None
        assert self.child.stderr is not None
        self._readers = [
            asyncio.create_task(self._keep(self.child.stdout, "output")),
            asyncio.create_task(self._keep(self.child.stderr, "errors")),
        ]

    async def _keep(self, stream: asyncio.StreamReader, where: str) -> None:
        while line := await stream.readline():
            setattr(self, where, getattr(self, where) + line.decode())

    async def ready(self) -> None:
        """Wait for the start line."""
        self.url = (await self.wait_for_output(r"ComicAI is ready: (\S+)"))[1]

    async def wait_for_output(self, pattern: str) -> re.Match[str]:
        """Wait for a match of *pattern* in its output."""
        async with asyncio.timeout(START_SECONDS):
            while not (found := re.search(pattern, self.output)):
                if self.child.returncode is not None:
                    raise AssertionError(f"ended with {self.child.returncode}: {self.errors}")
                await asyncio.sleep(0.02)
        return found

    async def end(self) -> int:
        """Wait for the process to end; return its exit status."""
        async with asyncio.timeout(STOP_SECONDS):
            status = await self.child.wait()
            await asyncio.gather(*self._readers)
        return status

    async def stop(self) -> int:
        self.child.send_signal(signal.SIGTERM)
        return await self.end()

    async def kill(self) -> None:
        """Kill the process, and wait until its child processes have ended as well."""
        self.child.kill()
        await self.end()
        await no_process_uses(self.folder)


COMICAI = (sys.executable, "-c", "from bots.cli import main; main()")


@asynccontextmanager
async def comicai(
    folder: Path, *arguments: str, **settings: object
) -> AsyncIterator[ComicAIProcess]:
    """Start `comicai` with its data in *folder*; kill it when the context exits."""
    async with running(COMICAI, folder, *arguments, **settings) as process:
        yield process


@asynccontextmanager
async def running(
    program: Sequence[str], folder: Path, /, *arguments: str, **settings: object
) -> AsyncIterator[ComicAIProcess]:
    """Like `comicai`, with another program that accepts the same arguments."""
    environ = environment(folder, settings)
    async with child(
        *program, *arguments, stdout=PIPE, stderr=PIPE, cwd=folder, env=environ
    ) as process:
        comicai_process = ComicAIProcess(process, folder)
        comicai_process.listen()
        try:
            yield comicai_process
        finally:
            await kill(process)
            await comicai_process.end()


def environment(folder: Path, settings: Mapping[str, object]) -> dict[str, str]:
    """Return an environment whose only ComicAI settings are *settings*."""
    other_names = {*SPEC_NAMES, *DATABASE_NAMES}
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(PREFIX) and name not in other_names
    }
    defaults = {
        "COMICAI_DATA_DIR": str(folder / "data"),
        "COMICAI_WEB__PORT": "0",
        "COMICAI_LIMITS__ANONYMOUS_PER_DAY": "0",
        "COMICAI_LIMITS__IN_FLIGHT": "20",
        "COMICAI_IMAGES__MIN_FREE_MB": "0",
    }
    given = {f"COMICAI_{name.upper()}": str(value) for name, value in settings.items()}
    return {**own, **defaults, **given}


async def no_process_uses(folder: Path) -> None:
    """Wait until no process uses the folder as its data folder."""
    async with asyncio.timeout(30):
        while users_of(folder):
            await asyncio.sleep(0.05)


def users_of(folder: Path) -> list[int]:
    """Return the ids of processes whose data folder is in *folder*, except zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environ = (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue  # has ended, or belongs to another user
        if f"COMICAI_DATA_DIR={folder / 'data'}\0".encode() in environ and state != "Z":
            found.append(int(entry.name))
    return found


async def post(url: str, body: object, **headers: str) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, json=body, headers=headers) as response,
    ):
        return response.status, await response.json()


async def get(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        if response.content_type == "application/json":
            return response.status, json.loads(await response.read())
        return response.status, await response.read()
