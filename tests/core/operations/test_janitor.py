"""The janitor recovers stuck jobs and purges deleted comics."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TypeVar

import pytest

from core.errors import ImageMissingError, StorageUnavailableError
from core.gallery.service import Gallery
from core.models.comics import ImageRef
from core.models.identity import Platform
from core.models.jobs import JobState
from core.operations.janitor import DELIVERIES_AT_ONCE
from core.ports.database import Work
from storage.unit_of_work import SqlUnitOfWork
from tests.core.job_services import LONG_AGO, JobServices, in_discord, somebody

T = TypeVar("T")


async def test_a_lease_that_ran_out_is_taken_up_again(scene: JobServices) -> None:
    receipt = await scene.ask()
    await scene.claim("dead")
    scene.expire_leases()
    woken = scene.job_queue.drawing

    await scene.worker.sweep.run_once()

    assert (await scene.job(receipt.job_id)).state is JobState.QUEUED
    assert scene.job_queue.drawing == woken + 1


async def test_a_live_lease_is_left_alone(scene: JobServices) -> None:
    receipt = await scene.ask()
    await scene.claim("alive")

    await scene.worker.sweep.run_once()

    assert (await scene.job(receipt.job_id)).lease_owner == "alive"


async def test_after_an_outage_leases_get_time_to_be_renewed(scene: JobServices) -> None:
    receipt = await scene.ask()
    await scene.claim("slow")
    scene.expire_leases()
    real = scene.database.write

    async def away(work: Work[T]) -> T:
        raise StorageUnavailableError("away")

    scene.database.write = away  # type: ignore[method-assign]
    await scene.worker.sweep.run_once()
    scene.database.write = real  # type: ignore[method-assign]
    await scene.worker.sweep.run_once()
    kept = (await scene.job(receipt.job_id)).state
    scene.now += 61
    await scene.worker.sweep.run_once()

    assert kept is JobState.DRAWING
    assert (await scene.job(receipt.job_id)).state is JobState.QUEUED


async def test_a_job_that_kills_its_workers_fails_and_says_so(scene: JobServices) -> None:
    me = somebody(platform=Platform.DISCORD)
    receipt = await scene.ask(who=me, to=in_discord())
    await scene.claim("dead")
    scene.sql("UPDATE jobs SET lost_claims = 19")
    scene.expire_leases()

    await scene.worker.sweep.run_once()

    assert (await scene.job(receipt.job_id)).state is JobState.FAILED
    assert (await scene.delivery(receipt.job_id)).next_attempt_at is not None


async def test_a_job_that_waited_a_day_expires_and_the_next_one_is_released(
    scene: JobServices,
) -> None:
    me = somebody(platform=Platform.DISCORD)
    old = [await scene.ask(who=me, to=in_discord()) for _ in range(2)]
    scene.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")
    young = await scene.ask(who=me, to=in_discord())

    await scene.worker.sweep.run_once()

    assert {(await scene.job(r.job_id)).state for r in old} == {JobState.EXPIRED}
    assert (await scene.job(young.job_id)).state is JobState.QUEUED
    assert (await scene.delivery(old[0].job_id)).next_attempt_at is not None


async def test_a_request_whose_notification_was_lost_is_found(scene: JobServices) -> None:
    await scene.ask()
    scene.sql("UPDATE jobs SET handed_at = NULL")
    woken = scene.job_queue.drawing

    await scene.worker.sweep.run_once()

    assert scene.job_queue.drawing == woken + 1


async def test_a_request_without_a_notification_is_found_at_once(
    scene: JobServices,
) -> None:
    scene.job_queue.reaches_workers = False
    await scene.ask()
    woken = scene.job_queue.drawing

    await scene.worker.sweep.run_once()

    assert scene.job_queue.drawing == woken + 1


async def test_workers_are_not_notified_twice_within_a_minute(scene: JobServices) -> None:
    await scene.ask()
    woken = scene.job_queue.drawing

    await scene.worker.sweep.run_once()

    assert scene.job_queue.drawing == woken


async def test_a_failed_purge_does_not_block_others(
    scene: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_unit: SqlUnitOfWork) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(SqlUnitOfWork, "purge_expired", breaks)
    receipt = await scene.ask()
    await scene.claim("dead")
    scene.expire_leases()
    woken = scene.job_queue.drawing

    await scene.worker.sweep.run_once()

    assert (await scene.job(receipt.job_id)).state is JobState.QUEUED
    assert scene.job_queue.drawing == woken + 1


async def test_one_process_at_a_time_runs_the_janitor(scene: JobServices) -> None:
    await scene.worker.sweep.run_once()
    await scene.ask()
    scene.sql("UPDATE jobs SET handed_at = NULL")
    woken = scene.job_queue.drawing

    await scene.process("worker-2").sweep.run_once()

    assert scene.job_queue.drawing == woken


async def test_a_starting_process_notifies_workers_of_all_due_work(scene: JobServices) -> None:
    await scene.process("dead").sweep.run_once()
    me = somebody(platform=Platform.DISCORD)
    await scene.ask(who=me, to=in_discord())
    await scene.draw_all()
    for name in "abc":
        await scene.ask(who=somebody(name))
    woken, delivering = scene.job_queue.drawing, scene.job_queue.delivering

    sweeping = asyncio.create_task(scene.worker.sweep.run())
    while scene.job_queue.drawing == woken:
        await asyncio.sleep(0)
    sweeping.cancel()
    await asyncio.gather(sweeping, return_exceptions=True)

    assert scene.job_queue.drawing == woken + 3
    assert scene.job_queue.delivering == delivering + 1


async def test_a_run_that_finds_nothing_due_wakes_no_worker(scene: JobServices) -> None:
    await scene.ask(who=somebody(platform=Platform.DISCORD), to=in_discord())
    woken = (scene.job_queue.drawing, scene.job_queue.delivering)

    await scene.worker.sweep.run_once()

    assert (scene.job_queue.drawing, scene.job_queue.delivering) == woken


@pytest.mark.parametrize(("due", "notifications"), [(3, 3), (DELIVERIES_AT_ONCE + 2, 8)])
async def test_a_worker_is_woken_for_each_due_delivery_up_to_a_limit(
    scene: JobServices, due: int, notifications: int
) -> None:
    for number in range(due):
        user = str(number)
        await scene.ask(who=somebody(user, Platform.DISCORD), to=in_discord(user))
    await scene.draw_all()
    woken = scene.job_queue.delivering

    await scene.worker.sweep.run_once()

    assert scene.job_queue.delivering == woken + notifications


async def test_a_released_lock_is_acquired_by_another_process_at_once(scene: JobServices) -> None:
    await scene.worker.sweep.run_once()
    await scene.worker.sweep.release()
    other = scene.process("worker-2")

    await other.sweep.run_once()

    assert other.sweep.last_ran_at is not None


async def test_deleted_comics_lose_their_objects_once_undo_is_over(scene: JobServices) -> None:
    receipt = await scene.ask()
    await scene.draw_all()
    gallery = Gallery(database=scene.database, images=scene.images)
    await gallery.delete(somebody(), receipt.job_id)
    ref = ImageRef("local", f"jobs/{receipt.job_id}/page.png")

    await scene.worker.sweep.run_once()
    still_there = await scene.images.read(ref)
    scene.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}'")
    await scene.worker.sweep.run_once()

    assert still_there
    with pytest.raises(ImageMissingError):
        await scene.images.read(ref)
    due = await scene.database.write(
        lambda unit: unit.comics.due_to_purge(undo=timedelta(0), limit=10)
    )
    assert due == []


async def test_objects_in_an_unconfigured_bucket_do_not_block_others(
    scene: JobServices,
) -> None:
    receipt = await scene.ask()
    await scene.draw_all()
    scene.sql("UPDATE comics SET bucket = 'another'")
    gallery = Gallery(database=scene.database, images=scene.images)
    await gallery.delete(somebody(), receipt.job_id)
    scene.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}'")

    await scene.worker.sweep.run_once()

    due = await scene.database.write(
        lambda unit: unit.comics.due_to_purge(undo=timedelta(0), limit=10)
    )
    assert due == []
