"""Tests of the facts that the admission of a request depends on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.models.admission import AdmissionFacts
from core.models.chats import Ban
from core.models.identity import Identity, Platform, ProfileId
from core.models.jobs import JobState
from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import add_job, add_profile, admission_query, set_columns

ADA = Identity(Platform.DISCORD, "7")
PHONE = Identity(Platform.TELEGRAM, "70")


async def facts(database: SqlDatabase, me: ProfileId, **changes: Any) -> AdmissionFacts:
    return await database.read(lambda unit: unit.admission.facts(admission_query(me, **changes)))


async def add_ada(database: SqlDatabase) -> ProfileId:
    me = await add_profile(database)

    async def work(unit: UnitOfWork) -> None:
        await unit.profiles.add_identity(ADA, me)
        await unit.profiles.add_identity(PHONE, me)

    await database.write(work)
    return me


async def test_a_first_request_finds_nothing(database: SqlDatabase) -> None:
    me = await add_profile(database)

    found = await facts(database, me)

    assert abs(found.now - datetime.now(UTC)) < timedelta(minutes=1)
    assert (found.identity_profile_id, found.repeated_job_id) == (None, None)
    assert (found.is_banned, found.chat_settings) == (False, {})
    assert (found.queued, found.in_flight, found.waiting) == (0, 0, 0)


async def test_the_identity_and_a_repeated_request_are_found(database: SqlDatabase) -> None:
    me = await add_ada(database)
    job = await add_job(database, me, request_key="seen before")

    found = await facts(database, me, request_key="seen before")

    assert (found.identity_profile_id, found.repeated_job_id) == (me, job.id)


async def test_open_jobs_are_counted_by_profile_and_state(database: SqlDatabase) -> None:
    me = await add_profile(database)
    for state in JobState:
        await add_job(database, me, state=state)
    await add_job(database)

    found = await facts(database, me)

    assert (found.queued, found.in_flight, found.waiting) == (2, 2, 1)


async def test_todays_jobs_are_counted_by_profile_chat_and_origin(database: SqlDatabase) -> None:
    me = await add_profile(database)
    here: dict[str, Any] = {"platform": Platform.DISCORD, "chat": "42"}
    await add_job(database, me, **here)
    await add_job(database, me, origin="abc")
    await add_job(database, **here)
    await add_job(database, platform=Platform.TELEGRAM, chat="42")
    yesterday = await add_job(database, me, origin="abc", **here)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    await set_columns(database, jobs, yesterday.id, created_at=midnight - timedelta(milliseconds=1))

    found = await facts(database, me)
    uncounted = await facts(
        database,
        me,
        counts_profile=False,
        counts_origin=False,
        counts_chat=False,
        counts_total=False,
    )

    def counts(found: AdmissionFacts) -> tuple[int, ...]:
        return (
            found.today_by_profile,
            found.today_from_origin,
            found.today_in_chat,
            found.today_in_total,
        )

    assert counts(found) == (2, 1, 2, 4)
    assert counts(uncounted) == (0, 0, 0, 0)


async def test_unsuccessful_jobs_do_not_count_against_limits(database: SqlDatabase) -> None:
    me = await add_profile(database)
    for state in JobState:
        await add_job(database, me, state=state)

    found = await facts(database, me)

    assert found.today_by_profile == 4  # waiting, queued, drawing, drawn


async def test_a_ban_holds_for_every_identity_in_its_chat_or_everywhere(
    database: SqlDatabase,
) -> None:
    me = await add_ada(database)
    other = await add_profile(database)
    stranger = Identity(Platform.DISCORD, "8")

    async def ban(identity: Identity, chat: str) -> None:
        one = Ban(
            platform=identity.platform, external_id=identity.external_id, chat=chat, reason=""
        )
        await database.write(lambda unit: unit.moderation.ban(one))

    await ban(stranger, "")
    await ban(PHONE, "43")

    assert not (await facts(database, me)).is_banned
    assert (await facts(database, me, chat="43")).is_banned
    assert (await facts(database, other, identity=stranger)).is_banned  # of no profile yet
    await ban(PHONE, "")
    assert (await facts(database, me)).is_banned


async def test_the_settings_are_those_of_the_community(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await database.write(
        lambda unit: unit.moderation.set_chat_settings(Platform.DISCORD, "42", {"paused": True})
    )

    assert (await facts(database, me)).chat_settings == {"paused": True}
    assert (await facts(database, me, community="")).chat_settings == {}
    assert (await facts(database, me, platform=Platform.TELEGRAM)).chat_settings == {}
