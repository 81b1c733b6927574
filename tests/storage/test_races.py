"""Tests of concurrent operations by several processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from core.models.comics import DrawnComic, ImageRef, Visibility
from core.models.identity import Identity, JobId, Platform, ProfileId
from core.models.jobs import Job, JobState
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.database import open_database
from storage.sql_database import SqlDatabase
from tests.servers import MariaDbServer
from tests.storage.rows import (
    INFO,
    LEASE,
    OVER,
    add_job,
    add_profile,
    admission_query,
    claim,
    claimed_job,
    get_job,
    new_job,
)

CAP = 2


@pytest.fixture
async def other(url: str) -> AsyncIterator[SqlDatabase]:
    """The same database as another process sees it."""
    other = open_database(url)
    yield other
    await other.close()


async def state_counts(database: SqlDatabase, job_ids: list[JobId]) -> Counter[JobState]:
    return Counter([(await get_job(database, job_id)).state for job_id in job_ids])


async def test_exactly_one_of_many_workers_claims_a_job(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    for _ in range(10):
        job = await add_job(database)

        got = await asyncio.gather(
            *(claim((database, other)[turn % 2], f"worker-{turn}") for turn in range(8))
        )

        winners = [one.job for one in got if one is not None]
        assert [winner.id for winner in winners] == [job.id]
        assert (await get_job(database, job.id)).claim_no == 1


async def test_the_fleet_never_exceeds_its_capacity(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    made = [(await add_job(database)).id for _ in range(10)]

    got = await asyncio.gather(
        *(claim((database, other)[turn % 2], f"worker-{turn}", capacity=3) for turn in range(10))
    )

    assert sum(one is not None for one in got) == 3
    assert await state_counts(database, made) == {JobState.DRAWING: 3, JobState.QUEUED: 7}


async def test_concurrent_claims_take_the_oldest_jobs(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    made = [(await add_job(database)).id for _ in range(10)]

    got = await asyncio.gather(
        *(claim((database, other)[turn % 2], f"worker-{turn}") for turn in range(4))
    )

    assert {one.job.id for one in got if one is not None} == set(made[:4])


async def test_one_request_seen_by_many_processes_is_one_job(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    async def take(database: SqlDatabase) -> bool:
        try:
            await add_job(database, request_key="discord:1")
        except DuplicateKeyError:
            return False
        return True

    taken = await asyncio.gather(*(take((database, other)[turn % 2]) for turn in range(10)))

    assert sum(taken) == 1


async def admit(database: SqlDatabase, profile_id: ProfileId) -> Job:
    """Admit a job as the core does: count and store it with the profile's row locked."""

    async def work(unit: UnitOfWork) -> Job:
        await unit.profiles.lock(profile_id)
        facts = await unit.admission.facts(admission_query(profile_id))
        state = JobState.QUEUED if facts.in_flight < CAP else JobState.WAITING
        return await unit.jobs.add(new_job(profile_id, state=state))

    return await database.write(work)


async def end(database: SqlDatabase, job: Job, state: JobState) -> None:
    """End a job as the core does, and release the profile's next waiting one."""

    async def work(unit: UnitOfWork) -> None:
        assert job.profile_id is not None
        await unit.profiles.lock(job.profile_id)
        if await unit.job_transitions.finish(job.id, job.claim_no, state):
            await unit.job_transitions.release_waiting(job.profile_id, in_flight=CAP)

    await database.write(work)


async def test_concurrent_admission_respects_the_cap(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    me = await add_profile(database)

    made = await asyncio.gather(*(admit((database, other)[turn % 2], me) for turn in range(12)))

    states = Counter(job.state for job in made)
    assert states == {JobState.QUEUED: CAP, JobState.WAITING: 12 - CAP}


async def test_every_finished_job_releases_exactly_one(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    me = await add_profile(database)
    made = [await admit(database, me) for _ in range(6)]
    for _ in range(3):
        drawing = [await claimed_job(database) for _ in range(CAP)]

        admission = asyncio.create_task(admit(database, me))
        await asyncio.gather(*(end(other, job, JobState.DRAWN) for job in drawing), admission)

        made.append(await admission)
        counts = await state_counts(database, [job.id for job in made])
        assert counts[JobState.QUEUED] + counts[JobState.DRAWING] == CAP


async def test_concurrent_cancel_and_finish_leave_one_terminal_state(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    async def race(job: Job) -> tuple[bool, bool]:
        return await asyncio.gather(
            database.write(lambda unit: unit.job_transitions.cancel(job.id)),
            other.write(lambda unit: unit.job_transitions.finish(job.id, 1, JobState.DRAWN)),
        )

    for _ in range(10):
        await add_job(database)
        job = await claimed_job(database)

        canceled, drawn = await race(job)

        assert canceled != drawn
        after = await get_job(database, job.id)
        assert after.state is (JobState.CANCELED if canceled else JobState.DRAWN)


async def test_concurrent_janitors_fail_a_poisoned_job_once(
    database: SqlDatabase, other: SqlDatabase
) -> None:
    for _ in range(5):
        await add_job(database)
        await claimed_job(database, lease=OVER)

    swept = await asyncio.gather(
        *(
            (database, other)[turn % 2].write(
                lambda unit: unit.job_expiry.expire_leases(poisoned_after=1)
            )
            for turn in range(4)
        )
    )

    failed = [job_id for _, ids in swept for job_id in ids]
    assert len(failed) == len(set(failed)) == 5


async def store_comic(unit: UnitOfWork, job: Job) -> None:
    drawn = DrawnComic(ref=ImageRef("comics", str(job.id)))
    await unit.comics.add_drawn(job.id, drawn, INFO, style="manga", visibility=Visibility.PRIVATE)


@pytest.mark.parametrize("turn", range(8))
async def test_a_comic_stored_during_a_merge_moves_to_the_target(
    database: SqlDatabase, other: SqlDatabase, turn: int
) -> None:
    source, into = await add_profile(database), await add_profile(database)
    await add_job(database, source)
    job = await claimed_job(database)
    started = asyncio.Event()

    async def merge(unit: UnitOfWork) -> None:
        await unit.profiles.lock(source, into)
        started.set()
        await unit.profiles.merge(source, into)

    async def finish(unit: UnitOfWork) -> None:
        assert await unit.job_transitions.finish(job.id, job.claim_no, JobState.DRAWN)
        await store_comic(unit, job)

    async def finish_in_the_middle() -> None:
        if turn % 2:
            await started.wait()
        for _ in range(turn // 2 * 4):
            await asyncio.sleep(0)
        await other.write(finish)

    await asyncio.gather(database.write(merge), finish_in_the_middle())

    comic = await database.read(lambda unit: unit.comics.get(job.id))
    assert comic is not None
    assert comic.profile_id == into
    assert (await get_job(database, job.id)).profile_id == into


@pytest.mark.mariadb
async def test_a_merge_waits_for_a_comic_that_is_just_being_stored(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    source, into = await add_profile(mysql), await add_profile(mysql)
    await add_job(mysql, source)
    job = await claimed_job(mysql)
    job_is_held = asyncio.Event()

    async def finish(unit: UnitOfWork) -> None:
        assert await unit.job_transitions.finish(job.id, job.claim_no, JobState.DRAWN)
        job_is_held.set()
        await until_somebody_waits_for_a_row(mariadb)
        await store_comic(unit, job)

    async def merge(unit: UnitOfWork) -> None:
        await unit.profiles.lock(source, into)
        await unit.profiles.merge(source, into)

    finishing = asyncio.create_task(mysql.write(finish))
    await job_is_held.wait()
    await mysql.write(merge)
    await finishing

    comic = await mysql.read(lambda unit: unit.comics.get(job.id))
    assert comic is not None
    assert comic.profile_id == into


async def until_somebody_waits_for_a_row(mariadb: MariaDbServer) -> None:
    waits = "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(mariadb.execute, waits):
            await asyncio.sleep(0.15)  # InnoDB caches the answer for a moment


@pytest.mark.mariadb
async def test_workers_do_not_wait_for_a_locked_profile(mysql: SqlDatabase) -> None:
    me = await add_profile(mysql)
    await add_job(mysql, me)
    held, done = asyncio.Event(), asyncio.Event()

    async def hold(unit: UnitOfWork) -> None:
        await unit.profiles.lock(me)
        held.set()
        await done.wait()

    holding = asyncio.create_task(mysql.write(hold))
    await held.wait()
    async with asyncio.timeout(2):
        job = await claimed_job(mysql)
        await mysql.write(lambda unit: unit.job_claims.renew("worker", [job.id], lease=LEASE))
        await mysql.write(lambda unit: unit.job_transitions.finish(job.id, 1, JobState.DRAWN))
        await mysql.write(lambda unit: store_comic(unit, job))
    done.set()
    await holding


async def test_one_of_many_redeems_a_link_code(database: SqlDatabase, other: SqlDatabase) -> None:
    me = await add_profile(database)
    await database.write(lambda unit: unit.link_codes.add("hash", me, lifetime=LEASE))

    taken = await asyncio.gather(
        *(
            (database, other)[turn % 2].write(lambda unit: unit.link_codes.take("hash"))
            for turn in range(8)
        )
    )

    assert [code.profile_id for code in taken if code is not None] == [me]


async def test_one_of_many_acquires_a_lock(database: SqlDatabase, other: SqlDatabase) -> None:
    async def acquire(database: SqlDatabase, owner: str) -> bool:
        return await database.write(lambda unit: unit.locks.acquire("sweep", owner, lifetime=LEASE))

    got = await asyncio.gather(
        *(acquire((database, other)[turn % 2], f"process-{turn}") for turn in range(8))
    )

    assert sum(got) == 1


async def test_one_of_many_links_an_identity(database: SqlDatabase, other: SqlDatabase) -> None:
    identity = Identity(Platform.DISCORD, "1001")
    profile_ids = [await add_profile(database) for _ in range(6)]

    async def take(database: SqlDatabase, profile_id: ProfileId) -> bool:
        return await database.write(lambda unit: unit.profiles.add_identity(identity, profile_id))

    got = await asyncio.gather(
        *(take((database, other)[turn % 2], one) for turn, one in enumerate(profile_ids))
    )

    winner = await database.read(lambda unit: unit.profiles.find(identity))
    assert [one for one, won in zip(profile_ids, got, strict=True) if won] == [winner]


@pytest.mark.mariadb
async def test_a_claim_waits_for_a_briefly_locked_job(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    source, into = await add_profile(mysql), await add_profile(mysql)
    job = await add_job(mysql, source)
    held = asyncio.Event()

    async def merge(unit: UnitOfWork) -> None:
        await unit.profiles.lock(source, into)
        await unit.profiles.merge(source, into)
        held.set()
        await until_somebody_waits_for_a_row(mariadb)

    merging = asyncio.create_task(mysql.write(merge))
    await held.wait()
    claimed = await claimed_job(mysql)
    await merging

    assert (claimed.id, claimed.profile_id) == (job.id, into)


@pytest.mark.mariadb
async def test_janitor_and_cancel_do_not_deadlock(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    me = await add_profile(mysql)
    job = await add_job(mysql, me)
    held, tries = asyncio.Event(), Counter[str]()

    async def cancel(unit: UnitOfWork) -> bool:
        tries["cancel"] += 1
        await unit.profiles.lock(me)
        held.set()
        await until_somebody_waits_for_a_row(mariadb)
        return await unit.job_transitions.cancel(job.id)

    async def sweep(unit: UnitOfWork) -> list[JobId]:
        tries["sweep"] += 1
        expired = await unit.job_expiry.expire_overdue(max_wait=OVER)
        await unit.profiles.lock(me)
        return expired

    canceling = asyncio.create_task(mysql.write(cancel))
    await held.wait()
    expired = await mysql.write(sweep)

    assert await canceling
    assert expired == []
    assert tries == {"cancel": 1, "sweep": 1}
