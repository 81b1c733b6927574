"""Benchmark of memory and event-loop lag with many open jobs."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.child_processes import Child, running
from bench.installations import connected
from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark

JOBS, DRAWING = 5_000, 100
RATE = 150.0  # commands a second within a batch
BATCH = 50  # commands whose receipts are awaited before the next batch, which prevents refusals
GOAL_KILOBYTES, GOAL_LAG = 40.0, 50.0
TIMEOUT = 60.0  # seconds without progress
POLL_SECONDS = 0.5
WARM_UP = 3


@benchmark
async def open_jobs(scale: Scale) -> Sequence[Row]:
    """5 000 open jobs in one process, 100 of them drawing: memory, lag, lost and doubled comics."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        images = f"--folder={folder / 'images'}"
        capacity = f"--capacity={scale.of(DRAWING, 10)}"
        async with (
            running("generator", capacity, images, folder=folder) as generator,
            running("discord", folder=folder) as fake,
            connected(folder, fake, generator) as app,
        ):
            return await _measure(scale, folder, app, fake, generator)


async def _measure(
    scale: Scale, folder: Path, app: Child, fake: Child, generator: Child
) -> list[Row]:
    jobs = scale.of(JOBS, 50)
    await _warm_up(fake, generator)
    await generator.call("hold")
    before = await app.call("memory")
    await app.call("lag")
    began = time.monotonic()
    for start in range(0, jobs, BATCH):
        await fake.call("commands", count=min(BATCH, jobs - start), rate=RATE)
        await fake.call("answered")
    accepted_in = time.monotonic() - began
    drawing = await _until_drawing(scale.of(DRAWING, 10), generator)
    after = await app.call("memory")
    lag = await app.call("lag")
    began = time.monotonic()
    await generator.call("release")
    accepted = _count(folder, "jobs")
    pictures = await _until_all_see(accepted, fake)
    drawn_in = time.monotonic() - began
    lag += await app.call("lag")
    result = await generator.call("drawn")
    seen = sum(count > 0 for count in pictures)
    lost = max(accepted - seen, accepted - _count(folder, "comics"))
    doubled = sum(count > 1 for count in pictures) + result["again"]
    kilobytes = (after - before) / 1024 / jobs
    return [
        at_most("open_jobs_memory", kilobytes, "kB/job", goal=GOAL_KILOBYTES),
        at_most("open_jobs_refused", jobs + WARM_UP - accepted, "jobs", goal=0),
        at_most("open_jobs_lost", lost, "jobs", goal=0),
        at_most("open_jobs_doubled", doubled, "jobs", goal=0),
        at_most("open_jobs_loop_lag_p99", milliseconds(lag, 99), "ms", goal=GOAL_LAG),
        Row(name="open_jobs_drawing", measured=drawing, unit="jobs"),
        Row(name="open_jobs_accepted", measured=round(jobs / accepted_in, 1), unit="jobs/s"),
        Row(name="open_jobs_delivered", measured=round(jobs / drawn_in, 1), unit="jobs/s"),
    ]


async def _warm_up(fake: Child, generator: Child) -> None:
    """Draw a few comics first, so that the memory measured afterwards is that of the jobs."""
    await generator.call("release")
    for _ in range(WARM_UP):
        await fake.call("one_picture")


async def _until_drawing(wanted: int, generator: Child) -> int:
    until = time.monotonic() + TIMEOUT
    while (busy := await generator.call("busy")) < wanted and time.monotonic() < until:
        await asyncio.sleep(POLL_SECONDS)
    return int(busy)


async def _until_all_see(wanted: int, fake: Child) -> list[int]:
    """Wait until every user sees a picture or no more arrive; return how many each sees."""
    most, until = 0, time.monotonic() + TIMEOUT
    while True:
        pictures: list[int] = await fake.call("pictures")
        seen = sum(count > 0 for count in pictures)
        if seen >= wanted or time.monotonic() > until:
            return pictures
        if seen > most:
            most, until = seen, time.monotonic() + TIMEOUT
        await asyncio.sleep(POLL_SECONDS)


def _count(folder: Path, table: str) -> int:
    """Return the number of rows in the table."""
    with closing(sqlite3.connect(folder / "data" / "comicai.db", timeout=30)) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        return found
