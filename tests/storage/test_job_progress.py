"""Progress of jobs."""

from __future__ import annotations

from datetime import timedelta

from core.models.jobs import AttemptHistory, Progress, Stage
from storage.sql_database import SqlDatabase
from tests.storage.rows import (
    add_job,
    claimed_job,
    get_job,
    hand_back,
)

NO_DELAY = timedelta(0)


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
    history = AttemptHistory(runs=2, failures=("stalled",), silent_spells=1, silent_seconds=2.5)
    assert await database.write(
        lambda unit: unit.job_transitions.raise_attempt(
            job.id, 1, params={"prompt": "a cat", "seed": 7}, history=history
        )
    )
    assert await write(5) == 41  # it never falls, not even over attempts
    raised = await get_job(database, job.id)
    assert (raised.generator_attempt, raised.history) == (2, history)
    assert raised.params == {"prompt": "a cat", "seed": 7}


async def test_the_history_is_stored_by_the_holder_of_the_claim_only(
    database: SqlDatabase,
) -> None:
    await add_job(database)
    job = await claimed_job(database, "me")

    async def store(claim_no: int, runs: int) -> bool:
        history = AttemptHistory(runs=runs)
        return await database.write(
            lambda unit: unit.job_transitions.store_history(job.id, claim_no, history)
        )

    assert [await store(job.claim_no, 2), await store(job.claim_no - 1, 3)] == [True, False]
    assert (await get_job(database, job.id)).history == AttemptHistory(runs=2)


async def test_writing_no_progress_is_no_error(database: SqlDatabase) -> None:
    assert await database.write(lambda unit: unit.job_progress.write_progress("me", {})) == set()
    assert await database.write(lambda unit: unit.job_expiry.free_leases([])) == 0
    assert await database.read(lambda unit: unit.jobs.get_many([])) == ()
