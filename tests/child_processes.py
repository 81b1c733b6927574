"""Child processes of tests, started with default signal handlers and ended with the test."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import Any

import psutil

START_SECONDS = 110.0  # on a busy machine; less than the time-out of a test
STOP_SECONDS = 25.0
OFTEN_IGNORED = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def give_children_default_signals() -> None:
    """Make started programs handle signals that this process inherited as ignored.

    `nohup` and shells that run a background job start this process with some signals ignored. An
    ignored signal stays ignored in child programs, one with a handler does not.
    """
    for number in OFTEN_IGNORED:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _ignore)


def _ignore(_: int, __: FrameType | None) -> None:
    """Do nothing."""


@asynccontextmanager
async def child(*command: str, **options: Any) -> AsyncIterator[Process]:
    """Run a program; kill it at the end of the context if it still runs."""
    process = await asyncio.create_subprocess_exec(*command, **options)
    try:
        yield process
    finally:
        await kill(process)
        await process.communicate()


@asynccontextmanager
async def server(
    *command: str, lines: int = 1, status: int = 0, **options: Any
) -> AsyncIterator[list[str]]:
    """Run a server; yield the lines it prints when it is ready.

    When the context exits, SIGTERM must end it with that exit status.
    """
    async with child(*command, stdout=PIPE, **options) as process:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            output = [(await process.stdout.readline()).decode().strip() for _ in range(lines)]
        yield output
        process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await process.communicate()
        assert process.returncode == status


async def kill(process: Process) -> None:
    """Kill a process, if it still runs, and all its descendants."""
    if process.returncode is not None:
        return
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
    with suppress(ProcessLookupError):
        process.kill()
    for each in family:
        with suppress(psutil.NoSuchProcess):
            each.kill()
