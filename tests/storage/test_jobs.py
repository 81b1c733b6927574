"""Jobs are stored and read."""

from __future__ import annotations

from dataclasses import fields

import pytest

from core.models.identity import JobId, Platform
from core.models.jobs import JobState
from core.models.requests import Notice, Relation
from core.ports.database import DuplicateKeyError
from storage.sql_database import SqlDatabase
from tests.storage.rows import (
    add_job,
    add_profile,
    get_job,
    new_job,
)


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
    for name in ("origin", "reserved_micro_usd"):
        del given[name]  # stored for the limits and never returned
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


async def test_open_ids_are_listed_by_owner_and_oldest_first(database: SqlDatabase) -> None:
    me = await add_profile(database)
    first = await add_job(database, me, state=JobState.WAITING)
    second = await add_job(database, me, state=JobState.DRAWING)
    await add_job(database, me, state=JobState.DRAWN)
    await add_job(database)

    assert await database.read(lambda unit: unit.jobs.open_ids(me)) == (first.id, second.id)
