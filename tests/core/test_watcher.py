"""One look at all jobs that are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.models import Job, JobState
from core.watcher import face_of
from tests.core.scene import Gate, Scene, unknown_job


@pytest.fixture
async def looking(scene: Scene) -> AsyncIterator[Scene]:
    task = asyncio.create_task(scene.watcher.run())
    yield scene
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_wait_ends_with_the_job(looking: Scene) -> None:
    receipt = await looking.ask()
    waiting = asyncio.create_task(
        looking.watcher.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )

    await looking.draw_all()
    looking.watcher.nudge()

    job = await waiting
    assert job is not None
    assert job.state is JobState.DRAWN


async def test_a_wait_that_is_too_short_ends_with_nothing(looking: Scene) -> None:
    receipt = await looking.ask()

    job = await looking.watcher.wait_for_end(receipt.job_id, timeout=timedelta(seconds=0.05))

    assert job is None
    assert looking.watcher.watched == 0


async def test_nobody_waits_for_a_job_that_does_not_exist(looking: Scene) -> None:
    wait = looking.watcher.wait_for_end(unknown_job(), timeout=timedelta(seconds=20))

    assert await wait is None


async def test_every_visible_change_is_handed_on_once(looking: Scene) -> None:
    gate = Gate(looking.generator)
    looking.generator.answers = [gate]
    receipt = await looking.ask()
    seen: list[Job] = []
    drawing_seen = asyncio.Event()

    async def follow() -> None:
        async for job in looking.watcher.changes(receipt.job_id):
            seen.append(job)
            if job.state is JobState.DRAWING:
                drawing_seen.set()

    follower = asyncio.create_task(follow())
    drawing = asyncio.create_task(looking.worker.drawing.draw_next())
    await gate.reached.wait()
    await looking.worker.progress.flush()
    looking.watcher.nudge()
    await drawing_seen.wait()
    gate.opened.set()
    await drawing
    looking.watcher.nudge()
    await follower

    states = [job.state for job in seen]
    assert states[-1] is JobState.DRAWN
    assert JobState.DRAWING in states
    assert len({(job.state, job.progress) for job in seen}) == len(seen)


async def test_who_reads_slowly_gets_the_newest(looking: Scene) -> None:
    receipt = await looking.ask()
    changes = looking.watcher.changes(receipt.job_id)
    await anext(changes)
    follower = asyncio.create_task(anext(changes))
    await asyncio.sleep(0)  # it waits for news now

    await looking.draw_all()
    for _ in range(50):
        await looking.watcher._look()

    assert (await follower).state is JobState.DRAWN
    await changes.aclose()


async def test_whoever_joins_in_late_hears_of_the_same_change(looking: Scene) -> None:
    receipt = await looking.ask()
    first = asyncio.create_task(
        looking.watcher.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )
    async with asyncio.timeout(20):
        while not looking.watcher._in_line:  # the first one has been looked at in line
            looking.watcher.nudge()
            await asyncio.sleep(0.02)
    stale = await looking.job(receipt.job_id)
    await looking.draw_all()

    late = await looking.watcher.until_changed(
        stale.id, face_of(stale), timeout=timedelta(seconds=20)
    )
    ended = await first

    assert late is not None
    assert late.state is JobState.DRAWN
    assert ended is not None
    assert ended.state is JobState.DRAWN
    assert looking.watcher.watched == 0
    assert not looking.watcher._in_line
