"""The job event feed polls all subscribed jobs at once and passes on each change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.delivery.job_events import snapshot_of
from core.models.jobs import Job, JobState
from tests.core.job_services import JobServices, PausedDraw, unknown_job


@pytest.fixture
async def polling(job_services: JobServices) -> AsyncIterator[JobServices]:
    task = asyncio.create_task(job_services.job_events.run())
    yield job_services
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_wait_ends_with_the_job(polling: JobServices) -> None:
    receipt = await polling.request()
    waiting = asyncio.create_task(
        polling.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )

    await polling.draw_all()
    polling.job_events.notify()

    job = await waiting
    assert job is not None
    assert job.state is JobState.DRAWN


async def test_a_wait_that_times_out_returns_nothing(polling: JobServices) -> None:
    receipt = await polling.request()

    job = await polling.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=0.05))

    assert job is None
    assert polling.job_events.subscribed_jobs == 0


async def test_a_wait_for_an_unknown_job_ends_at_once(polling: JobServices) -> None:
    wait = polling.job_events.wait_for_end(unknown_job(), timeout=timedelta(seconds=20))

    assert await wait is None


async def test_every_visible_change_is_published_once(polling: JobServices) -> None:
    paused = PausedDraw(polling.generator)
    polling.generator.answers = [paused]
    receipt = await polling.request()
    seen: list[Job] = []
    drawing_seen = asyncio.Event()

    async def follow() -> None:
        async for job in polling.job_events.changes(receipt.job_id):
            seen.append(job)
            if job.state is JobState.DRAWING:
                drawing_seen.set()

    follower = asyncio.create_task(follow())
    drawing = asyncio.create_task(polling.worker.drawing.run_next())
    await paused.started.wait()
    await polling.worker.progress.flush()
    polling.job_events.notify()
    await drawing_seen.wait()
    paused.resume.set()
    await drawing
    polling.job_events.notify()
    await follower

    states = [job.state for job in seen]
    assert states[-1] is JobState.DRAWN
    assert JobState.DRAWING in states
    assert len({(job.state, job.progress) for job in seen}) == len(seen)


async def test_a_slow_subscriber_gets_the_newest_change(polling: JobServices) -> None:
    receipt = await polling.request()
    changes = polling.job_events.changes(receipt.job_id)
    await anext(changes)
    follower = asyncio.create_task(anext(changes))
    await asyncio.sleep(0)  # it waits for a change now

    await polling.draw_all()
    for _ in range(50):
        await polling.job_events._poll()

    assert (await follower).state is JobState.DRAWN
    await changes.aclose()


async def test_a_late_subscriber_gets_the_same_change(polling: JobServices) -> None:
    receipt = await polling.request()
    first = asyncio.create_task(
        polling.job_events.wait_for_end(receipt.job_id, timeout=timedelta(seconds=20))
    )
    async with asyncio.timeout(20):
        while not polling.job_events._pending:  # the first subscriber has seen it pending
            polling.job_events.notify()
            await asyncio.sleep(0.02)
    stale = await polling.job(receipt.job_id)
    await polling.draw_all()

    late = await polling.job_events.until_changed(
        stale.id, snapshot_of(stale), timeout=timedelta(seconds=20)
    )
    ended = await first

    assert late is not None
    assert late.state is JobState.DRAWN
    assert ended is not None
    assert ended.state is JobState.DRAWN
    assert polling.job_events.subscribed_jobs == 0
    assert not polling.job_events._pending


async def test_a_claimed_job_is_passed_on_without_a_poll(job_services: JobServices) -> None:
    feed, wait = job_services.job_events, timedelta(seconds=20)  # nothing polls
    receipt = await job_services.request()
    early = asyncio.create_task(feed.until_changed(receipt.job_id, None, timeout=wait))
    await asyncio.sleep(0)
    claimed = replace(await job_services.job(receipt.job_id), state=JobState.DRAWING)

    feed.began(claimed)

    assert await early == claimed
    assert await feed.until_changed(receipt.job_id, None, timeout=wait) == claimed
    feed.ended(claimed)
    soon = timedelta(seconds=0.05)
    assert await feed.until_changed(receipt.job_id, None, timeout=soon) is None


async def test_a_poll_does_not_pass_on_an_older_state_than_a_claim(
    job_services: JobServices,
) -> None:
    feed = job_services.job_events
    receipt = await job_services.request()
    queued = await job_services.job(receipt.job_id)
    claimed = replace(queued, state=JobState.DRAWING)
    changes = feed.changes(receipt.job_id)
    await anext(changes)
    follower = asyncio.create_task(anext(changes))
    await asyncio.sleep(0)

    polling = asyncio.create_task(feed._poll())  # it reads the row as it is still stored
    await asyncio.sleep(0)
    feed.began(claimed)
    await polling

    assert await follower == claimed
    following = asyncio.create_task(anext(changes))
    await asyncio.sleep(0.05)
    assert not following.done()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await changes.aclose()
