"""Benchmark of start-up time and idle cost."""

from __future__ import annotations

import asyncio
import re
import resource
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.child_processes import Child, environment, running
from bench.cpu_time import cpu_seconds, family, own_cpu_seconds
from bench.installations import chat_settings
from bench.registry import Row, Scale, at_most, benchmark

STARTS = 4
START_SECONDS = 60.0
SETTLE_SECONDS = 5.0
IDLE_SECONDS = 30
GOAL_READY, GOAL_CPU, GOAL_MEGABYTES = 3.0, 1.0, 350.0
MEGA = 1024 * 1024
READY = re.compile(rb"ComicAI is ready: (\S+)")
LIBRARIES = "aiohttp, alembic, discord, pydantic, sqlalchemy, structlog, taskiq, telegram, uvloop"
COMICAI = (sys.executable, "-c", "from bots.cli import main; main()", "run")


@dataclass(frozen=True, slots=True)
class Start:
    """What a start takes until it is ready."""

    seconds: float
    cpu_seconds: float  # of all its processes
    bot_cpu_seconds: float  # of the bot's process alone


@dataclass(frozen=True, slots=True)
class Rest:
    """What ComicAI takes while nobody asks: all its processes, and the bot's process alone."""

    cpu: float  # percent of a core
    megabytes: float
    bot_cpu: float
    bot_megabytes: float


@benchmark
async def run(scale: Scale) -> Sequence[Row]:
    """`comicai run` with both bots enabled: its start, and CPU and memory while nobody asks."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            fake = await stack.enter_async_context(running("discord", folder=folder))
            telegram = await stack.enter_async_context(running("telegram", folder=folder))
            settings = {
                **await chat_settings(fake),
                **await chat_settings(telegram, "telegram"),
            }
            environ = environment(folder, settings)
            await _started(environ, folder)  # the first start creates the database
            starts = [await _started(environ, folder) for _ in range(scale.of(STARTS, 1))]
            imports = [await _imported(environ) for _ in range(scale.of(STARTS, 1))]
            rest = await _at_rest(environ, folder, fake, scale.of(IDLE_SECONDS, 1))
    return [
        at_most(
            "run_ready",
            median(start.seconds for start in starts),
            "s",
            floor=median(start.seconds for start in imports),
            goal=GOAL_READY,
        ),
        at_most("run_ready_cpu", median(start.cpu_seconds for start in starts), "CPU s"),
        at_most(
            "run_ready_bot_cpu",
            median(start.bot_cpu_seconds for start in starts),
            "CPU s",
            floor=median(start.bot_cpu_seconds for start in imports),
        ),
        at_most("run_idle_cpu", rest.cpu, "% of a core", goal=GOAL_CPU),
        at_most("run_idle_memory", rest.megabytes, "MB (PSS)", goal=GOAL_MEGABYTES),
        at_most("run_idle_bot_cpu", rest.bot_cpu, "% of a core"),
        at_most("run_idle_bot_memory", rest.bot_megabytes, "MB (RSS)"),
    ]


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


async def _started(environ: Mapping[str, str], folder: Path) -> Start:
    """Return what it takes until `comicai run` is ready."""
    began = time.monotonic()
    async with _comicai(environ, folder) as pid:
        return Start(time.monotonic() - began, cpu_seconds(pid), own_cpu_seconds(pid))


async def _imported(environ: Mapping[str, str]) -> Start:
    """Return what a bare Python takes to import the same libraries."""
    began, used = time.monotonic(), _ended_cpu_seconds()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import {LIBRARIES}", env=dict(environ)
    )
    await child.wait()
    spent = _ended_cpu_seconds() - used
    return Start(time.monotonic() - began, spent, spent)


def _ended_cpu_seconds() -> float:
    """Return the CPU time of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


async def _at_rest(environ: Mapping[str, str], folder: Path, fake: Child, seconds: int) -> Rest:
    async with _comicai(environ, folder) as pid:
        await fake.call("connected")
        await asyncio.sleep(SETTLE_SECONDS)
        before, bot_before = cpu_seconds(pid), own_cpu_seconds(pid)
        await asyncio.sleep(seconds)
        spent, bot_spent = cpu_seconds(pid) - before, own_cpu_seconds(pid) - bot_before
        bot, *others = [each.memory_full_info() for each in family(pid)]
        size = sum(each.pss for each in (bot, *others))
    return Rest(100 * spent / seconds, size / MEGA, 100 * bot_spent / seconds, bot.rss / MEGA)
