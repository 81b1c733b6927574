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
from storage.sessions import SqlSessionRepository
from tests.core.job_services import LONG_AGO, JobServices, discord_destination, make_requester

T = TypeVar("T")


async def test_a_job_with_an_expired_lease_is_queued_again(job_services: JobServices) -> None:
    receipt = await job_services.request()
    await job_services.claim("dead")
    job_services.expire_leases()
    notified = job_services.job_queue.drawing

    await job_services.worker.sweep.run_once()

    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED
    assert job_services.job_queue.drawing == notified + 1


async def test_a_live_lease_is_left_alone(job_services: JobServices) -> None:
    receipt = await job_services.request()
    await job_services.claim("alive")

    await job_services.worker.sweep.run_once()

    assert (await job_services.job(receipt.job_id)).lease_owner == "alive"


async def test_after_an_outage_leases_get_time_to_be_renewed(job_services: JobServices) -> None:
    receipt = await job_services.request()
    await job_services.claim("slow")
    job_services.expire_leases()
    real = job_services.database.write

    async def fail(work: Work[T]) -> T:
        raise StorageUnavailableError("away")

    job_services.database.write = fail  # type: ignore[method-assign]
    await job_services.worker.sweep.run_once()
    job_services.database.write = real  # type: ignore[method-assign]
    await job_services.worker.sweep.run_once()
    kept = (await job_services.job(receipt.job_id)).state
    job_services.now += 61
    await job_services.worker.sweep.run_once()

    assert kept is JobState.DRAWING
    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED


async def test_a_job_that_kills_its_workers_fails_with_an_explanation(
    job_services: JobServices,
) -> None:
    me = make_requester(platform=Platform.DISCORD)
    receipt = await job_services.request(requester=me, destination=discord_destination())
    await job_services.claim("dead")
    job_services.sql("UPDATE jobs SET lost_claims = 19")
    job_services.expire_leases()

    await job_services.worker.sweep.run_once()

    assert (await job_services.job(receipt.job_id)).state is JobState.FAILED
    assert (await job_services.delivery(receipt.job_id)).next_attempt_at is not None


async def test_a_job_that_waited_a_day_expires_and_the_next_one_is_released(
    job_services: JobServices,
) -> None:
    me = make_requester(platform=Platform.DISCORD)
    old = [
        await job_services.request(requester=me, destination=discord_destination())
        for _ in range(2)
    ]
    job_services.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")
    young = await job_services.request(requester=me, destination=discord_destination())

    await job_services.worker.sweep.run_once()

    assert {(await job_services.job(r.job_id)).state for r in old} == {JobState.EXPIRED}
    assert (await job_services.job(young.job_id)).state is JobState.QUEUED
    assert (await job_services.delivery(old[0].job_id)).next_attempt_at is not None


async def test_a_request_whose_notification_was_lost_is_found(job_services: JobServices) -> None:
    await job_services.request()
    job_services.sql("UPDATE jobs SET handed_at = NULL")
    notified = job_services.job_queue.drawing

    await job_services.worker.sweep.run_once()

    assert job_services.job_queue.drawing == notified + 1


async def test_a_request_without_a_notification_is_found_at_once(
    job_services: JobServices,
) -> None:
    job_services.job_queue.reaches_workers = False
    await job_services.request()
    notified = job_services.job_queue.drawing

    await job_services.worker.sweep.run_once()

    assert job_services.job_queue.drawing == notified + 1


async def test_workers_are_not_notified_twice_within_a_minute(job_services: JobServices) -> None:
    await job_services.request()
    notified = job_services.job_queue.drawing

    await job_services.worker.sweep.run_once()

    assert job_services.job_queue.drawing == notified


async def test_a_failed_purge_does_not_block_others(
    job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_sessions: SqlSessionRepository) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(SqlSessionRepository, "purge_expired", breaks)
    receipt = await job_services.request()
    await job_services.claim("dead")
    job_services.expire_leases()
    notified = job_services.job_queue.drawing

    await job_services.worker.sweep.run_once()

    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED
    assert job_services.job_queue.drawing == notified + 1


async def test_one_process_at_a_time_runs_the_janitor(job_services: JobServices) -> None:
    await job_services.worker.sweep.run_once()
    await job_services.request()
    job_services.sql("UPDATE jobs SET handed_at = NULL")
    notified = job_services.job_queue.drawing

    await job_services.process("worker-2").sweep.run_once()

    assert job_services.job_queue.drawing == notified


async def test_a_starting_process_notifies_workers_of_all_due_work(
    job_services: JobServices,
) -> None:
    await job_services.process("dead").sweep.run_once()
    me = make_requester(platform=Platform.DISCORD)
    await job_services.request(requester=me, destination=discord_destination())
    await job_services.draw_all()
    for name in "abc":
        await job_services.request(requester=make_requester(name))
    notified, delivering = job_services.job_queue.drawing, job_services.job_queue.delivering

    sweeping = asyncio.create_task(job_services.worker.sweep.run())
    while job_services.job_queue.drawing == notified:
        await asyncio.sleep(0)
    sweeping.cancel()
    await asyncio.gather(sweeping, return_exceptions=True)

    assert job_services.job_queue.drawing == notified + 3
    assert job_services.job_queue.delivering == delivering + 1


async def test_a_run_that_finds_nothing_due_wakes_no_worker(job_services: JobServices) -> None:
    await job_services.request(
        requester=make_requester(platform=Platform.DISCORD), destination=discord_destination()
    )
    notified = (job_services.job_queue.drawing, job_services.job_queue.delivering)

    await job_services.worker.sweep.run_once()

    assert (job_services.job_queue.drawing, job_services.job_queue.delivering) == notified


@pytest.mark.parametrize(("due", "notifications"), [(3, 3), (DELIVERIES_AT_ONCE + 2, 8)])
async def test_a_worker_is_woken_for_each_due_delivery_up_to_a_limit(
    job_services: JobServices, due: int, notifications: int
) -> None:
    for number in range(due):
        user = str(number)
        await job_services.request(
            requester=make_requester(user, Platform.DISCORD), destination=discord_destination(user)
        )
    await job_services.draw_all()
    notified = job_services.job_queue.delivering

    await job_services.worker.sweep.run_once()

    assert job_services.job_queue.delivering == notified + notifications


async def test_a_released_lock_is_acquired_by_another_process_at_once(
    job_services: JobServices,
) -> None:
    await job_services.worker.sweep.run_once()
    await job_services.worker.sweep.release()
    other = job_services.process("worker-2")

    await other.sweep.run_once()

    assert other.sweep.last_ran_at is not None


async def test_deleted_comics_lose_their_objects_once_undo_is_over(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    await job_services.draw_all()
    gallery = Gallery(database=job_services.database, images=job_services.images)
    await gallery.delete(make_requester(), receipt.job_id)
    ref = ImageRef("local", f"jobs/{receipt.job_id}/page.png")

    await job_services.worker.sweep.run_once()
    still_there = await job_services.images.read(ref)
    job_services.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}'")
    await job_services.worker.sweep.run_once()

    assert still_there
    with pytest.raises(ImageMissingError):
        await job_services.images.read(ref)
    due = await job_services.database.write(
        lambda unit: unit.comics.due_to_purge(undo=timedelta(0), limit=10)
    )
    assert due == []


async def test_objects_in_an_unconfigured_bucket_do_not_block_others(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    await job_services.draw_all()
    job_services.sql("UPDATE comics SET bucket = 'another'")
    gallery = Gallery(database=job_services.database, images=job_services.images)
    await gallery.delete(make_requester(), receipt.job_id)
    job_services.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}'")

    await job_services.worker.sweep.run_once()

    due = await job_services.database.write(
        lambda unit: unit.comics.due_to_purge(undo=timedelta(0), limit=10)
    )
    assert due == []
