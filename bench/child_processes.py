"""Child processes of benchmarks, queried over stdin and stdout: the parent's side."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bench.programs.request_loop import LINE_LIMIT
from core.errors import ComicAIError

CALL_SECONDS = 900.0  # longer than any crowd waits for its last picture
STOP_SECONDS = 25.0
# Installations keep compiled modules; without them, each start would compile ours again.
NOT_INHERITED = ("COMICAI_", "PYTHONDONTWRITEBYTECODE")


class ChildError(ComicAIError):
    """A child process exited unexpectedly; the text is the end of its log."""


class Child:
    """A running program of `bench.programs`."""

    def __init__(self, process: Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def log(self) -> str:
        """The program's stderr."""
        return self._log.read_text(errors="replace")

    async def call(self, method: str, /, **params: Any) -> Any:
        """Send a request and return the result. Raises ChildError, TimeoutError."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"method": method, **params}).encode() + b"\n")
        async with asyncio.timeout(CALL_SECONDS):
            line = await self._process.stdout.readline()
        if not line:
            raise ChildError(self.log[-3000:])
        return json.loads(line)

    async def stop(self) -> None:
        """Close its stdin, which makes it exit; kill it if it does not."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    program: str,
    *arguments: str,
    folder: Path,
    settings: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
) -> AsyncIterator[Child]:
    """Run `bench.programs.<program>`; *settings* are ComicAI's, as `section__key`."""
    log = await asyncio.to_thread(_log_in, folder, program)
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", f"bench.programs.{program}", *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            env={**environment(folder, settings or {}), **(environ or {})},
            limit=LINE_LIMIT,
        )
    child = Child(process, log)
    try:
        yield child
    finally:
        await child.stop()


def _log_in(folder: Path, program: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{program}.log"


def environment(folder: Path, settings: Mapping[str, object]) -> dict[str, str]:
    """Return an environment whose only ComicAI settings are *settings*, with limits disabled."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    unlimited = {
        "data_dir": folder / "data",
        "web__port": 0,
        "images__min_free_mb": 0,
        "limits__in_flight": 20,
        "limits__waiting": 1000,
        "limits__per_day": 0,
        "limits__anonymous_per_day": 0,
        "limits__register_per_hour": 0,
        "ops__log_level": "warning",
    }
    given = {**unlimited, **settings}
    return {**own, **{f"COMICAI_{name.upper()}": str(value) for name, value in given.items()}}
