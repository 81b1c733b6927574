"""Benchmarks of start-up time, of idle cost, and of memory after comics in many languages."""

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
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp
import psutil

from bench.child_processes import Child, environment, running
from bench.cpu_time import cpu_seconds, family, own_cpu_seconds
from bench.installations import chat_settings
from bench.registry import Row, Scale, at_most, benchmark

STARTS = 4
START_SECONDS = 60.0
SETTLE_SECONDS = 5.0
IDLE_SECONDS = 30
GOAL_READY, GOAL_CPU, GOAL_MEGABYTES = 3.0, 1.0, 350.0
COMICS, GOAL_USED_MEGABYTES = 50, 400.0
COMIC_SECONDS = 120.0
LOOK_SECONDS = 0.5
STORIES = (
    'A cat opens a bakery on the moon. "Fresh bread!" says the cat.',
    "Um gato abre uma padaria na lua. “Pão fresco!”, diz o gato.",
    "Un gato abre una panadería en la luna. «¡Pan fresco!», dice el gato.",
    "猫が月でパン屋を開く。「焼きたて！」と猫が言う。",
    "Eine Katze öffnet eine Bäckerei auf dem Mond. „Brot!“, ruft die Katze.",
    "Un chat ouvre une boulangerie sur la lune. « Du pain ! » crie le chat.",
    "Un gatto apre una panetteria sulla luna. «Pane!» grida il gatto.",
    "Кошка открывает пекарню на луне. «Хлеб!» — кричит кошка.",
    "一只猫在月亮上开了一家面包店。“新鲜面包！”猫说。",
    "एक बिल्ली चाँद पर बेकरी खोलती है। “ताज़ी रोटी!” बिल्ली कहती है।",
)
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


@benchmark
async def memory(scale: Scale) -> Sequence[Row]:
    """`comicai run` after comics in ten languages, one after another: memory of all processes."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        environ = environment(folder, {})
        async with _comicai(environ, folder) as (pid, address):
            await asyncio.sleep(SETTLE_SECONDS)
            unused = _proportional_megabytes(pid)
            await _draw(address, scale.of(COMICS, len(STORIES)))
            await asyncio.sleep(SETTLE_SECONDS)
            used = _proportional_megabytes(pid)
    return [at_most("memory", used, "MB (PSS)", floor=unused, goal=GOAL_USED_MEGABYTES)]


@asynccontextmanager
async def _comicai(environ: Mapping[str, str], folder: Path) -> AsyncIterator[tuple[int, str]]:
    """Run `comicai run`, wait until it is ready, and yield its process id and address."""
    with (folder / "comicai.log").open("ab") as log:
        child = await asyncio.create_subprocess_exec(
            *COMICAI, stdin=DEVNULL, stdout=PIPE, stderr=log, env=dict(environ)
        )
    try:
        assert child.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while not (ready := READY.search(await child.stdout.readline())):
                pass
        yield child.pid, ready[1].decode()
    finally:
        child.terminate()
        await child.wait()


async def _started(environ: Mapping[str, str], folder: Path) -> Start:
    """Return what it takes until `comicai run` is ready."""
    began = time.monotonic()
    async with _comicai(environ, folder) as (pid, _):
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
    async with _comicai(environ, folder) as (pid, _):
        await fake.call("connected")
        await asyncio.sleep(SETTLE_SECONDS)
        before, bot_before = cpu_seconds(pid), own_cpu_seconds(pid)
        await asyncio.sleep(seconds)
        spent, bot_spent = cpu_seconds(pid) - before, own_cpu_seconds(pid) - bot_before
        size, bot_size = _proportional_megabytes(pid), psutil.Process(pid).memory_info().rss
    return Rest(100 * spent / seconds, size, 100 * bot_spent / seconds, bot_size / MEGA)


async def _draw(address: str, comics: int) -> None:
    """Draw *comics* comics in ten languages, one after another."""
    cookies = aiohttp.CookieJar(unsafe=True)
    headers = {"Prefer": "respond-async"}
    async with aiohttp.ClientSession(address, cookie_jar=cookies, headers=headers) as http:
        for story in islice(cycle(STORIES), comics):
            body = {"inputParams": {"prompt": story}}
            async with http.post("/ml/generate", json=body) as response:
                response.raise_for_status()
                job = response.headers["Location"]
            async with asyncio.timeout(COMIC_SECONDS):
                while not await _is_drawn(http, job):
                    await asyncio.sleep(LOOK_SECONDS)


async def _is_drawn(http: aiohttp.ClientSession, job: str) -> bool:
    """Return whether the comic is drawn. Raises ClientResponseError if it never will be."""
    async with http.get(job) as response:
        response.raise_for_status()
        return response.status == HTTPStatus.OK


def _proportional_megabytes(pid: int) -> float:
    """Return the proportional set size of a process and its descendants, in MB."""
    return sum(float(each.memory_full_info().pss) for each in family(pid)) / MEGA
