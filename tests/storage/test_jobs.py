"""Tests of the repository of jobs: stored, counted, claimed, ended."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from core.models.identity import JobId, Platform, ProfileId
from core.models.jobs import JobState, Progress, Stage
from core.models.requests import Notice, Relation
from core.ports.database import DuplicateKeyError, UnitOfWork
from core.ports.jobs import OpenJobs
from storage.database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import (
    LEASE,
    OVER,
    add_job,
    add_profile,
    claim,
    claimed_job,
    get_job,
    new_job,
    set_columns,
)

NO_DELAY = timedelta(0)
MINUTE = timedelta(minutes=1)


async def finish(database: SqlDatabase, job_id: JobId, no: int, state: JobState) -> bool:
    return await database.write(lambda unit: unit.job_transitions.finish(job_id, no, state))


async def hand_back(database: SqlDatabase, job_id: JobId, no: int, delay: timedelta) -> bool:
    return await database.write(
        lambda unit: unit.job_transitions.hand_back(job_id, no, delay=delay, error_code="busy")
    )


async def cancel(database: SqlDatabase, job_id: JobId) -> bool:
    return await database.write(lambda unit: unit.job_transitions.cancel(job_id))


# --- Storing and reading --------------------------------------------------------------------------


async def test_all_fields_of_a_job_are_stored(database: SqlDatabase) -> None:
    profile_id = await add_profile(database)
    parent = await add_job(database, profile_id)
    new = new_job(
        profile_id,
        body_hash="ab" * 32,
        platform=Platform.TELEGRAM,
        chat="-100123",
        origin="c0ffee",
        params={"prompt": "a cat", "seed": 7, "characters": [{"name": "Mimi"}]},
        panels=6,
        private=True,
        age_restricted=True,
        notices=(Notice(key="notice_cut", facts={"option": "prompt", "limit": 2000}),),
        parent_id=parent.id,
        relation=Relation.CONTINUE,
        state=JobState.WAITING,
    )

    job = await database.write(lambda unit: unit.jobs.add(new))

    assert await get_job(database, job.id) == job
    given = {field.name: getattr(new, field.name) for field in fields(new)}
    del given["origin"]  # stored for the limits and never returned
    assert {name: getattr(job, name) for name in given} == given
    assert (job.claim_no, job.generator_attempt, job.drawing_seconds) == (0, 1, 0.0)
    assert (job.progress, job.lease_owner, job.started_at, job.finished_at) == (None,) * 4


async def test_one_request_is_one_job(database: SqlDatabase) -> None:
    first = await add_job(database, request_key="discord:1")

    with pytest.raises(DuplicateKeyError):
        await add_job(database, request_key="discord:1")

    assert await database.read(lambda unit: unit.jobs.by_request_key("discord:1")) == first
    assert await database.read(lambda unit: unit.jobs.by_request_key("discord:2")) is None


async def test_many_jobs_are_read_at_once(database: SqlDatabase) -> None:
    made = {(await add_job(database)).id for _ in range(3)}
    strangers = {JobId(new_job().id) for _ in range(1200)}

    found = await database.read(lambda unit: unit.jobs.get_many(made | strangers))

    assert {job.id for job in found} == made


async def test_get_many_omits_jobs_in_the_excluded_state(database: SqlDatabase) -> None:
    queued = [await add_job(database) for _ in range(2)]
    waiting = await add_job(database, state=JobState.WAITING)
    job_ids = [waiting.id, *(job.id for job in queued)]

    found = await database.read(lambda unit: unit.jobs.get_many(job_ids, unless=JobState.QUEUED))

    assert [job.id for job in found] == [waiting.id]


async def test_an_unknown_job_is_not_found(database: SqlDatabase) -> None:
    assert await database.read(lambda unit: unit.jobs.get(new_job().id)) is None


# --- Counted --------------------------------------------------------------------------------------


async def test_open_jobs_are_counted_by_profile_and_state(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    for state in JobState:
        await add_job(database, me, state=state)
    await add_job(database, other)

    assert await database.read(lambda unit: unit.job_counts.open_jobs(me)) == OpenJobs(2, 1)
    assert await database.read(lambda unit: unit.job_counts.open_jobs(other)) == OpenJobs(1, 0)


async def test_all_open_jobs_are_counted_by_state(database: SqlDatabase) -> None:
    me = await add_profile(database)
    for state in (*JobState, JobState.QUEUED):
        await add_job(database, me, state=state)
    await add_job(database)

    assert await database.read(lambda unit: unit.job_counts.open_by_state()) == {
        JobState.WAITING: 1,
        JobState.QUEUED: 3,
        JobState.DRAWING: 1,
    }


async def test_open_ids_are_listed_by_owner_and_oldest_first(database: SqlDatabase) -> None:
    me = await add_profile(database)
    first = await add_job(database, me, state=JobState.WAITING)
    second = await add_job(database, me, state=JobState.DRAWING)
    await add_job(database, me, state=JobState.DRAWN)
    await add_job(database)

    assert await database.read(lambda unit: unit.jobs.open_ids(me)) == (first.id, second.id)


async def test_limits_count_by_profile_chat_and_origin(database: SqlDatabase) -> None:
    me = await add_profile(database)
    here: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "42"}
    await add_job(database, me, **here)
    await add_job(database, me, origin="abc")
    await add_job(database, **here)
    await add_job(database, platform=Platform.TELEGRAM, chat="42")

    async def counts(unit: UnitOfWork) -> list[int]:
        since = await unit.now() - timedelta(hours=1)
        return [
            await unit.job_counts.count_since(since),
            await unit.job_counts.count_since(since, profile_id=me),
            await unit.job_counts.count_since(since, origin="abc"),
            await unit.job_counts.count_since(since, chat=(Platform.DISCORD, "42")),
            await unit.job_counts.count_since(since, profile_id=me, chat=(Platform.DISCORD, "42")),
            await unit.job_counts.count_since(since + timedelta(hours=2)),
        ]

    assert await database.read(counts) == [4, 2, 1, 2, 1, 0]


async def test_unsuccessful_jobs_do_not_count_against_limits(database: SqlDatabase) -> None:
    for state in JobState:
        await add_job(database, state=state)

    async def count(unit: UnitOfWork) -> int:
        return await unit.job_counts.count_since(await unit.now() - MINUTE)

    assert await database.read(count) == 4  # waiting, queued, drawing, drawn


async def test_queue_positions_count_from_one(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    first = await add_job(database, me)
    second = await add_job(database, other)
    waiting = await add_job(database, me, state=JobState.WAITING)
    await add_job(database, other, state=JobState.WAITING)
    last_waiting = await add_job(database, me, state=JobState.WAITING)
    last = await add_job(database)
    drawing = await add_job(database, state=JobState.DRAWING)

    async def places(unit: UnitOfWork) -> list[int]:
        line = (first, second, waiting, last_waiting, last, drawing)
        return [await unit.job_eta.position(job) for job in line]

    assert await database.read(places) == [1, 2, 3, 4, 3, 0]


async def test_the_usual_speed_is_the_median_per_panel_of_the_last_50(
    database: SqlDatabase,
) -> None:
    assert await database.read(lambda unit: unit.job_eta.median_panel_seconds()) is None
    old = await add_job(database, state=JobState.DRAWN, panels=1)
    await set_columns(database, jobs, old.id, drawing_seconds=1_000_000.0)
    for number in range(50):
        job = await add_job(database, state=JobState.DRAWN, panels=2)
        await set_columns(database, jobs, job.id, drawing_seconds=2.0 * (3 + number % 3))

    speed = await database.read(lambda unit: unit.job_eta.median_panel_seconds())

    assert speed == pytest.approx(4.0)


# --- Claimed --------------------------------------------------------------------------------------


async def test_the_oldest_queued_job_is_claimed_first(database: SqlDatabase) -> None:
    waiting = await add_job(database, state=JobState.WAITING)
    made = [await add_job(database) for _ in range(3)]

    got = [await claimed_job(database) for _ in range(3)]

    assert [job.id for job in got] == [job.id for job in made]
    assert await claim(database) is None
    assert (await get_job(database, waiting.id)).state is JobState.WAITING


async def test_jobs_made_at_the_same_time_are_claimed_by_id(database: SqlDatabase) -> None:
    made = [await add_job(database) for _ in range(3)]
    for job in reversed(made):
        await set_columns(database, jobs, job.id, created_at=made[0].created_at)

    got = [(await claimed_job(database)).id for _ in range(3)]

    assert got == sorted(job.id for job in made)


async def test_a_claim_is_a_lease_with_a_number(database: SqlDatabase) -> None:
    job = await add_job(database)

    claimed = await claim(database, "worker-1")

    assert claimed is not None
    assert not claimed.recovered
    taken = claimed.job
    assert (taken.id, taken.state, taken.claim_no) == (job.id, JobState.DRAWING, 1)
    assert taken.lease_owner == "worker-1"
    assert taken.started_at is not None
    assert taken.lease_until is not None
    assert taken.lease_until - taken.started_at == pytest.approx(LEASE, abs=MINUTE / 60)


async def test_a_second_claim_reports_the_earlier_one(database: SqlDatabase) -> None:
    await add_job(database)
    first = await claimed_job(database)
    await hand_back(database, first.id, first.claim_no, NO_DELAY)

    second = await claim(database, "other")

    assert second is not None
    assert second.recovered
    assert second.job.claim_no == 2
    assert second.job.started_at == first.started_at
    assert second.job.generator_attempt == 1


async def test_claims_respect_the_fleets_capacity(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)

    got = [await claim(database, f"worker-{number}", capacity=2) for number in range(3)]

    assert [one is not None for one in got] == [True, True, False]


async def test_a_job_handed_back_is_not_claimed_before_its_delay(database: SqlDatabase) -> None:
    await add_job(database)
    later = await add_job(database)
    job = await claimed_job(database)
    assert await hand_back(database, job.id, job.claim_no, MINUTE)

    assert (await claimed_job(database)).id == later.id
    assert await claim(database) is None
    handed = await get_job(database, job.id)
    assert (handed.state, handed.error_code, handed.lease_owner) == (JobState.QUEUED, "busy", None)
    assert handed.not_before is not None
    await set_columns(database, jobs, job.id, not_before=handed.created_at)
    again = await claimed_job(database)
    assert (again.id, again.not_before) == (job.id, None)


# --- Held -----------------------------------------------------------------------------------------


async def test_renewing_extends_only_named_own_leases(database: SqlDatabase) -> None:
    for _ in range(4):
        await add_job(database)
    mine = [await claimed_job(database, "me", lease=MINUTE) for _ in range(2)]
    not_renewed = await claimed_job(database, "me", lease=MINUTE)
    other = await claimed_job(database, "other", lease=MINUTE)
    await database.write(lambda unit: unit.job_transitions.cancel(mine[0].id))
    named = [mine[0].id, mine[1].id, other.id]

    held = await database.write(lambda unit: unit.job_claims.renew("me", named, lease=2 * MINUTE))

    assert held == {mine[1].id: 1}
    before, after = mine[1].lease_until, (await get_job(database, mine[1].id)).lease_until
    assert before is not None
    assert after is not None
    assert after - before >= MINUTE
    for untouched in (not_renewed, other):
        after = (await get_job(database, untouched.id)).lease_until
        assert after == untouched.lease_until


async def test_progress_is_written_only_by_the_holder(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)
    one, lost, strange = [
        await claimed_job(database, owner) for owner in ("me", "me", "somebody else")
    ]
    await hand_back(database, lost.id, lost.claim_no, NO_DELAY)
    await claimed_job(database, "me")  # the same job and owner, but another claim
    seen = Progress(stage=Stage.RENDERING, percent=40, panel=2, panels=4, eta_seconds=20)

    held = await database.write(
        lambda unit: unit.job_progress.write_progress(
            "me", {job.id: (1, seen) for job in (one, lost, strange)}
        )
    )

    assert held == {one.id}
    assert (await get_job(database, one.id)).progress == seen
    assert (await get_job(database, lost.id)).progress is None
    assert (await get_job(database, strange.id)).progress is None


async def test_percent_never_falls_within_an_attempt(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database, "me")

    async def write(percent: int) -> int:
        progress = Progress(stage=Stage.RENDERING, percent=percent)
        await database.write(
            lambda unit: unit.job_progress.write_progress("me", {job.id: (1, progress)})
        )
        kept = (await get_job(database, job.id)).progress
        assert kept is not None
        return kept.percent

    assert [await write(percent) for percent in (10, 40, 30, 41)] == [10, 40, 40, 41]
    assert await database.write(lambda unit: unit.job_transitions.raise_attempt(job.id, 1))
    assert await write(5) == 5
    assert (await get_job(database, job.id)).generator_attempt == 2


async def test_writing_no_progress_is_no_error(database: SqlDatabase) -> None:
    assert await database.write(lambda unit: unit.job_progress.write_progress("me", {})) == set()
    assert await database.write(lambda unit: unit.job_expiry.free_leases([])) == 0
    assert await database.read(lambda unit: unit.jobs.get_many([])) == ()


# --- Ended ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in JobState if state.is_terminal])
async def test_a_worker_finishes_the_job_that_it_holds(
    database: SqlDatabase, state: JobState
) -> None:
    await add_job(database)
    job = await claimed_job(database)

    async def end(unit: UnitOfWork) -> bool:
        return await unit.job_transitions.finish(job.id, job.claim_no, state, error_code="because")

    assert await database.write(end)

    ended = await get_job(database, job.id)
    assert (ended.state, ended.error_code) == (state, "because")
    assert ended.finished_at is not None
    # After an expiry the generator continues until it is stopped.
    assert (ended.lease_until is None) is (state is not JobState.EXPIRED)


async def test_a_job_does_not_finish_in_a_non_terminal_state(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)

    with pytest.raises(ValueError, match="queued"):
        await finish(database, job.id, job.claim_no, JobState.QUEUED)


async def test_a_lost_claim_changes_nothing(database: SqlDatabase) -> None:
    await add_job(database)
    old = await claimed_job(database, "old")
    await hand_back(database, old.id, old.claim_no, NO_DELAY)
    new = await claimed_job(database, "new")

    assert not await finish(database, old.id, old.claim_no, JobState.DRAWN)
    assert not await hand_back(database, old.id, old.claim_no, NO_DELAY)
    assert not await database.write(
        lambda unit: unit.job_transitions.raise_attempt(old.id, old.claim_no)
    )
    assert await get_job(database, old.id) == new


async def due_to_stop(database: SqlDatabase, known: timedelta = LEASE) -> list[JobId]:
    due = await database.write(
        lambda unit: unit.remote_cancellations.due_to_stop(limit=10, again_after=LEASE, known=known)
    )
    return [job.id for job in due]


async def test_a_canceled_job_of_a_dead_worker_is_due_to_stop(
    database: SqlDatabase,
) -> None:
    for _ in range(3):
        await add_job(database)
    alive, dead = await claimed_job(database, "alive"), await claimed_job(database, "dead")
    handed_back = await claimed_job(database, "gone")
    await hand_back(database, handed_back.id, handed_back.claim_no, NO_DELAY)
    for job in (alive, dead, handed_back):
        assert await cancel(database, job.id)
    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))

    assert set(await due_to_stop(database)) == {dead.id, handed_back.id}
    assert await due_to_stop(database) == [], "again in a while only"


async def test_a_job_never_claimed_is_not_due_to_stop(database: SqlDatabase) -> None:
    canceled = await add_job(database)
    await add_job(database)
    await database.write(lambda unit: unit.job_transitions.cancel(canceled.id))
    await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=NO_DELAY))

    assert await due_to_stop(database) == []


async def test_a_stopped_or_old_job_is_not_due_to_stop_again(
    database: SqlDatabase,
) -> None:
    for _ in range(2):
        await add_job(database)
    stopped, old = await claimed_job(database, "dead"), await claimed_job(database, "dead")
    for job in (stopped, old):
        await cancel(database, job.id)
    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))
    await database.write(lambda unit: unit.remote_cancellations.mark_stopped(stopped.id))

    assert await due_to_stop(database, known=timedelta(0)) == []
    assert await due_to_stop(database) == []
    assert (await get_job(database, old.id)).lease_until is None


@pytest.mark.parametrize("state", JobState)
async def test_only_open_jobs_can_be_canceled(database: SqlDatabase, state: JobState) -> None:
    job = await add_job(database, state=state)

    canceled = await database.write(lambda unit: unit.job_transitions.cancel(job.id))

    assert canceled is not state.is_terminal
    after = await get_job(database, job.id)
    assert after.state is (state if state.is_terminal else JobState.CANCELED)
    assert (after.finished_at is not None) is canceled


async def test_canceling_or_expiring_clears_an_earlier_error(
    database: SqlDatabase,
) -> None:
    for _ in range(2):
        await add_job(database)
    canceled, expired = [await claimed_job(database) for _ in range(2)]
    for job in (canceled, expired):
        assert await hand_back(database, job.id, 1, NO_DELAY)

    await database.write(lambda unit: unit.job_transitions.cancel(canceled.id))
    await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=NO_DELAY))

    assert (await get_job(database, canceled.id)).error_code is None
    assert (await get_job(database, expired.id)).state is JobState.EXPIRED
    assert (await get_job(database, expired.id)).error_code is None


async def test_time_in_drawing_adds_up_over_the_claims(database: SqlDatabase) -> None:
    await add_job(database)
    for turn in (1, 2):
        job = await claimed_job(database)
        started = job.created_at - timedelta(seconds=10)
        await set_columns(database, jobs, job.id, claimed_at=started)
        if turn == 1:
            await hand_back(database, job.id, job.claim_no, NO_DELAY)
            halfway = (await get_job(database, job.id)).drawing_seconds
    await finish(database, job.id, job.claim_no, JobState.DRAWN)

    total = (await get_job(database, job.id)).drawing_seconds
    assert halfway == pytest.approx(10, abs=2)
    assert total == pytest.approx(20, abs=4)


async def test_an_outage_of_the_worker_does_not_count_as_drawing(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)
    hour_ago = job.created_at - timedelta(hours=1)
    await set_columns(database, jobs, job.id, claimed_at=hour_ago, lease_until=hour_ago + LEASE)

    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert (await get_job(database, job.id)).drawing_seconds == pytest.approx(60, abs=0.1)


async def test_a_night_between_crash_and_restart_does_not_count_as_drawing(
    database: SqlDatabase,
) -> None:
    await add_job(database)
    job = await claimed_job(database, "dead")
    evening = job.created_at - timedelta(hours=9)
    await set_columns(database, jobs, job.id, claimed_at=evening, lease_until=evening + LEASE)

    await database.write(lambda unit: unit.job_expiry.free_leases(["dead"]))
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert (await get_job(database, job.id)).drawing_seconds == pytest.approx(60, abs=0.1)


async def test_an_outage_of_the_generator_does_not_count_as_drawing(database: SqlDatabase) -> None:
    await add_job(database)
    job = await claimed_job(database)
    hour_ago = job.created_at - timedelta(hours=1)
    await set_columns(database, jobs, job.id, claimed_at=hour_ago)

    await database.write(
        lambda unit: unit.job_transitions.hand_back(
            job.id, job.claim_no, delay=NO_DELAY, error_code="unreachable", active=False
        )
    )

    assert (await get_job(database, job.id)).drawing_seconds == 0


# --- Janitor --------------------------------------------------------------------------------------


async def test_jobs_with_expired_leases_are_queued_again(database: SqlDatabase) -> None:
    await add_job(database)
    await add_job(database)
    dead = await claimed_job(database, "dead", lease=OVER)
    alive = await claimed_job(database, "alive")

    swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert swept == (1, [])
    assert (await get_job(database, dead.id)).state is JobState.QUEUED
    assert (await get_job(database, alive.id)).state is JobState.DRAWING
    assert not await finish(database, dead.id, dead.claim_no, JobState.DRAWN)


async def test_a_job_that_keeps_killing_its_workers_fails(database: SqlDatabase) -> None:
    await add_job(database)
    for turn in range(3):
        job = await claimed_job(database, lease=OVER)
        swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=3))
        assert swept == ((1, []) if turn < 2 else (0, [job.id]))

    failed = await get_job(database, job.id)
    assert (failed.state, failed.claim_no) == (JobState.FAILED, 3)
    assert failed.error_code
    assert failed.finished_at is not None


async def test_handing_back_does_not_count_as_a_lost_claim(database: SqlDatabase) -> None:
    await add_job(database)
    for _ in range(5):
        job = await claimed_job(database)
        await hand_back(database, job.id, job.claim_no, NO_DELAY)
    await claimed_job(database, lease=OVER)

    swept = await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=3))

    assert swept == (1, [])


async def test_leases_of_dead_processes_are_freed_at_once(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)
    dead = [await claimed_job(database, owner) for owner in ("dead-1", "dead-2")]
    alive = await claimed_job(database, "alive")

    freed = await database.write(
        lambda unit: unit.job_expiry.free_leases(["dead-1", "dead-2", "x"])
    )
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    assert freed == 2
    assert {(await get_job(database, job.id)).state for job in dead} == {JobState.QUEUED}
    assert (await get_job(database, alive.id)).state is JobState.DRAWING


async def test_requests_that_waited_too_long_expire(database: SqlDatabase) -> None:
    old = [
        await add_job(database, state=state)
        for state in (JobState.WAITING, JobState.QUEUED, JobState.DRAWING, JobState.DRAWN)
    ]
    for job in old:
        await set_columns(database, jobs, job.id, created_at=job.created_at - 2 * MINUTE)
    young = await add_job(database)

    expired = await database.write(lambda unit: unit.job_expiry.expire_overdue(max_wait=MINUTE))

    assert set(expired) == {old[0].id, old[1].id}
    states = [(await get_job(database, job.id)).state for job in [*old, young]]
    assert states == [
        JobState.EXPIRED,
        JobState.EXPIRED,
        JobState.DRAWING,
        JobState.DRAWN,
        JobState.QUEUED,
    ]


async def test_the_oldest_waiting_jobs_are_released_up_to_the_cap(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_job(database, me, state=JobState.DRAWING)
    waiting = [await add_job(database, me, state=JobState.WAITING) for _ in range(3)]
    strangers = await add_job(database, await add_profile(database), state=JobState.WAITING)

    async def release(unit: UnitOfWork) -> int:
        await unit.profiles.lock(me)
        return await unit.job_transitions.release_waiting(me, in_flight=3)

    assert await database.write(release) == 2
    assert await database.write(release) == 0
    states = [(await get_job(database, job.id)).state for job in [*waiting, strangers]]
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.WAITING, JobState.WAITING]


async def test_due_jobs_are_announced_once_and_then_periodically(database: SqlDatabase) -> None:
    for _ in range(3):
        await add_job(database)
    await add_job(database, state=JobState.WAITING)
    postponed = await claimed_job(database)
    await hand_back(database, postponed.id, postponed.claim_no, MINUTE)

    async def mark_notified(limit: int = 100, again_after: timedelta = MINUTE) -> int:
        return await database.write(
            lambda unit: unit.job_claims.mark_notified(limit=limit, again_after=again_after)
        )

    assert await mark_notified(limit=1) == 1
    assert await mark_notified() == 1
    assert await mark_notified() == 0
    assert await mark_notified(again_after=-MINUTE) == 2


async def test_a_job_already_announced_is_not_announced_again(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.jobs.add(new_job(), handed=True))

    notified = await database.write(
        lambda unit: unit.job_claims.mark_notified(limit=100, again_after=MINUTE)
    )

    assert notified == 0


async def test_a_requeued_job_is_announced_at_once(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.jobs.add(new_job(), handed=True))
    await claimed_job(database, lease=OVER)
    await database.write(lambda unit: unit.job_expiry.expire_leases(poisoned_after=20))

    notified = await database.write(
        lambda unit: unit.job_claims.mark_notified(limit=100, again_after=MINUTE)
    )

    assert notified == 1


async def test_a_claim_is_visible_in_the_next_read(database: SqlDatabase) -> None:
    await add_job(database)

    job = await claimed_job(database)

    assert await get_job(database, job.id) == job
    assert job.profile_id is None
    assert await database.read(lambda unit: unit.jobs.open_ids(ProfileId(job.id))) == ()
