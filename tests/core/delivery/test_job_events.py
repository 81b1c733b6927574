"""One look at all jobs that are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.delivery.job_events import snapshot_of
from core.models.jobs import Job, JobState
from tests.core.job_services import JobServices, PausedDraw, unknown_job


@pytest.fixture
async def looking(scene: JobServices) -> AsyncIterator[JobServices]:
    task = asyncio.create_task(scene.job_events.run())
    yield scene
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_wait_ends_with_the_job(looking: JobServices) -> None:
    receipt = await looking.ask()
    waiting = asyncio.create_task(
        looking.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )

    await looking.draw_all()
    looking.job_events.notify()

    job = await waiting
    assert job is not None
    assert job.state is JobState.DRAWN


async def test_a_wait_that_is_too_short_ends_with_nothing(looking: JobServices) -> None:
    receipt = await looking.ask()

    job = await looking.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=0.05))

    assert job is None
    assert looking.job_events.subscribed_jobs == 0


async def test_nobody_waits_for_a_job_that_does_not_exist(looking: JobServices) -> None:
    wait = looking.job_events.wait_for_end(unknown_job(), timeout=timedelta(seconds=20))

    assert await wait is None


async def test_every_visible_change_is_handed_on_once(looking: JobServices) -> None:
    paused = PausedDraw(looking.generator)
    looking.generator.answers = [paused]
    receipt = await looking.ask()
    seen: list[Job] = []
    drawing_seen = asyncio.Event()

    async def follow() -> None:
        async for job in looking.job_events.changes(receipt.job_id):
            seen.append(job)
            if job.state is JobState.DRAWING:
                drawing_seen.set()

    follower = asyncio.create_task(follow())
    drawing = asyncio.create_task(looking.worker.drawing.run_next())
    await paused.started.wait()
    await looking.worker.progress.flush()
    looking.job_events.notify()
    await drawing_seen.wait()
    paused.resume.set()
    await drawing
    looking.job_events.notify()
    await follower

    states = [job.state for job in seen]
    assert states[-1] is JobState.DRAWN
    assert JobState.DRAWING in states
    assert len({(job.state, job.progress) for job in seen}) == len(seen)


async def test_who_reads_slowly_gets_the_newest(looking: JobServices) -> None:
    receipt = await looking.ask()
    changes = looking.job_events.changes(receipt.job_id)
    await anext(changes)
    follower = asyncio.create_task(anext(changes))
    await asyncio.sleep(0)  # it waits for news now

    await looking.draw_all()
    for _ in range(50):
        await looking.job_events._look()

    assert (await follower).state is JobState.DRAWN
    await changes.aclose()


async def test_whoever_joins_in_late_hears_of_the_same_change(looking: JobServices) -> None:
    receipt = await looking.ask()
    first = asyncio.create_task(
        looking.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )
    async with asyncio.timeout(20):
        while not looking.job_events._in_line:  # the first one has been looked at in line
            looking.job_events.notify()
            await asyncio.sleep(0.02)
    stale = await looking.job(receipt.job_id)
    await looking.draw_all()

    late = await looking.job_events.until_changed(
        stale.id, snapshot_of(stale), timeout=timedelta(seconds=20)
    )
    ended = await first

    assert late is not None
    assert late.state is JobState.DRAWN
    assert ended is not None
    assert ended.state is JobState.DRAWN
    assert looking.job_events.subscribed_jobs == 0
    assert not looking.job_events._in_line
