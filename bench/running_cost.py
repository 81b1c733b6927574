"""Benchmark of start-up time and idle cost."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from bench.children import Child, environment, running
from bench.installations import chat_settings
from bench.registry import Row, Scale, at_most, benchmark
from tests.fakes.telegram.server import TOKEN

STARTS = 4
START_SECONDS = 60.0
SETTLE_SECONDS = 5.0
IDLE_SECONDS = 15
GOAL_READY, GOAL_CPU, GOAL_MEGABYTES = 3.0, 1.0, 350.0
MEGA = 1024 * 1024
READY = re.compile(rb"ComicAI is ready: (\S+)")
LIBRARIES = "aiohttp, alembic, discord, pydantic, sqlalchemy, structlog, taskiq, telegram, uvloop"
COMICAI = (sys.executable, "-c", "from bots.cli import main; main()", "run")


@benchmark
async def run(scale: Scale) -> Sequence[Row]:
    """`comicai run` with both bots enabled: time until ready, idle CPU and memory."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(running("discord", folder=folder))
            telegram = await stack.enter_async_context(_telegram())
            settings = {
                **await chat_settings(fake),
                "telegram__token": TOKEN,
                "telegram__api_base": telegram,
            }
            environ = environment(folder, settings)
            await _started(environ, folder)  # the first start creates the database
            ready = [await _started(environ, folder) for _ in range(scale.of(STARTS, 1))]
            imports = [await _imported(environ) for _ in range(scale.of(STARTS, 1))]
            cpu, size = await _idle(environ, folder, fake, scale.of(IDLE_SECONDS, 1))
    return [
        at_most("run_ready", median(ready), "s", floor=median(imports), goal=GOAL_READY),
        at_most("run_idle_cpu", cpu, "% of a core", goal=GOAL_CPU),
        at_most("run_idle_memory", size, "MB (PSS)", goal=GOAL_MEGABYTES),
    ]


@asynccontextmanager
async def _telegram() -> AsyncIterator[str]:
    """Run the fake Telegram; yield its URL."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.telegram"), stdin=DEVNULL, stdout=PIPE
    )
    try:
        assert child.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            yield (await child.stdout.readline()).decode().strip()
    finally:
        child.terminate()
        await child.wait()


@asynccontextmanager
async def _comicai(environ: Mapping[str, str], folder: Path) -> AsyncIterator[int]:
    """Run `comicai run`, wait until it is ready, and yield its process id."""
    with (folder / "comicai.log").open("ab") as log:
        child = await asyncio.create_subprocess_exec(
            *COMICAI, stdin=DEVNULL, stdout=PIPE, stderr=log, env=dict(environ)
        )
    try:
        assert child.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while not READY.search(await child.stdout.readline()):
                pass
        yield child.pid
    finally:
        child.terminate()
        await child.wait()


async def _started(environ: Mapping[str, str], folder: Path) -> float:
    """Return the seconds until `comicai run` is ready."""
    began = time.monotonic()
    async with _comicai(environ, folder):
        return time.monotonic() - began


async def _imported(environ: Mapping[str, str]) -> float:
    """Return the seconds that a bare Python needs to import the same libraries."""
    began = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import {LIBRARIES}", env=dict(environ)
    )
    await child.wait()
    return time.monotonic() - began


async def _idle(
    environ: Mapping[str, str], folder: Path, fake: Child, seconds: int
) -> tuple[float, float]:
    """Return the CPU use in percent of a core, and the memory in MB, of all its processes."""
    async with _comicai(environ, folder) as pid:
        await fake.call("connected")
        await asyncio.sleep(SETTLE_SECONDS)
        main = psutil.Process(pid)
        family = [main, *main.children(recursive=True)]
        before = sum(_busy(each) for each in family)
        await asyncio.sleep(seconds)
        spent = sum(_busy(each) for each in family) - before
        size = sum(each.memory_full_info().pss for each in family)
    return 100 * spent / seconds, size / MEGA


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
