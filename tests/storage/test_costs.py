"""Tests of the costs of attempts, and of what they add up to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from core.models.admission import AdmissionFacts
from core.models.costs import Cost, CostLine, micros
from core.models.identity import JobId, Platform, ProfileId
from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from storage.tables import costs, jobs
from tests.storage.rows import add_job, add_profile, admission_query, execute, set_columns

FOUR = Cost(images=4, micro_usd=micros(0.16), painter="dear-1")


async def put(database: SqlDatabase, job_id: JobId, cost: Cost, attempt: int = 1) -> None:
    await database.write(lambda unit: unit.costs.put(job_id, attempt, cost))


async def paid_yesterday(database: SqlDatabase, job_id: JobId) -> None:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = update(costs).where(costs.c.job_id == job_id)
    await execute(database, earlier.values(paid_at=midnight - timedelta(milliseconds=1)))


async def facts(database: SqlDatabase, me: ProfileId, **changes: Any) -> AdmissionFacts:
    counted = dict.fromkeys(
        ("counts_cost_of_profile", "counts_cost_in_chat", "counts_cost_in_total"), True
    )
    query = admission_query(me, **{**counted, **changes})
    return await database.read(lambda unit: unit.admission.facts(query))


def spent(found: AdmissionFacts) -> tuple[int, int, int]:
    return found.cost_of_profile, found.cost_in_chat, found.cost_in_total


async def test_an_attempt_is_counted_once_however_often_it_is_stored(database: SqlDatabase) -> None:
    job = await add_job(database)
    await put(database, job.id, Cost(images=3, micro_usd=micros(0.12), painter="dear-1"))
    await put(database, job.id, FOUR)
    await put(database, job.id, FOUR)
    await put(database, job.id, Cost(images=1, micro_usd=micros(0.04), painter="dear-1"), attempt=2)

    total = await database.read(lambda unit: unit.costs.today())

    assert total == Cost(images=5, micro_usd=200_000)


async def test_costs_are_added_up_by_day_chat_and_painter(database: SqlDatabase) -> None:
    here: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "42"}
    first, second = await add_job(database, **here), await add_job(database, **here)
    elsewhere, old = await add_job(database), await add_job(database, **here)
    for job in (first, second, elsewhere, old):
        await put(database, job.id, FOUR)
    await put(database, second.id, Cost(images=1, micro_usd=7, painter="other"), attempt=2)
    await paid_yesterday(database, old.id)
    today = datetime.now(UTC)

    lines = await database.read(lambda unit: unit.costs.by_day(since=today - timedelta(days=2)))
    recent = await database.read(
        lambda unit: unit.costs.total(today - timedelta(days=2), today + timedelta(days=1))
    )

    def line(images: int, amount: int, **changes: Any) -> CostLine:
        values = {"day": today.date(), "painter": "dear-1", **here, **changes}
        return CostLine(**values, images=images, micro_usd=amount)

    assert lines == (
        line(8, 320_000),
        line(1, 7, painter="other"),
        line(4, 160_000, platform=Platform.WEB, chat=""),
        line(4, 160_000, day=today.date() - timedelta(days=1)),
    )
    assert recent == Cost(images=17, micro_usd=640_007)


async def test_admission_adds_up_what_was_paid_and_what_open_jobs_reserve(
    database: SqlDatabase,
) -> None:
    me, other = await add_profile(database), await add_profile(database)
    here: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "42"}
    mine = await add_job(database, me, **here, reserved_micro_usd=5)
    await set_columns(database, jobs, mine.id, state=JobState.DRAWN)
    await put(database, mine.id, Cost(images=1, micro_usd=100))
    await add_job(database, me, reserved_micro_usd=10)
    await add_job(database, me, state=JobState.CANCELED, reserved_micro_usd=1_000_000)
    theirs = await add_job(database, other, **here, reserved_micro_usd=20)
    await put(database, theirs.id, Cost(images=1, micro_usd=1000))
    old = await add_job(database, me, **here, state=JobState.DRAWN)
    await put(database, old.id, Cost(images=1, micro_usd=2_000_000))
    await paid_yesterday(database, old.id)

    assert spent(await facts(database, me)) == (110, 1120, 1130)
    assert spent(await facts(database, me, chat="43")) == (110, 0, 1130)
    assert spent(
        await facts(
            database,
            me,
            counts_cost_of_profile=False,
            counts_cost_in_chat=False,
            counts_cost_in_total=False,
        )
    ) == (0, 0, 0)
