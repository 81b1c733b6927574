"""Tests of profiles: identities, merging and deletion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from core.models.chats import MessageKey, Report
from core.models.comics import GalleryFilter
from core.models.identity import Identity, Platform, ProfileId
from core.models.jobs import JobState
from core.models.people import Account, Profile
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import (
    deliveries,
    gallery_views,
    identities,
    jobs,
    profiles,
    reports,
    sessions,
)
from tests.storage.rows import (
    LEASE,
    add_comic,
    add_job,
    add_profile,
    destination,
    execute,
    get_job,
)

DISCORD = Identity(Platform.DISCORD, "1001")
TELEGRAM = Identity(Platform.TELEGRAM, "42")
MESSAGE = MessageKey(platform=Platform.TELEGRAM, application_id="1", chat="42", message_id="7")


async def get(database: SqlDatabase, profile_id: ProfileId) -> Profile | None:
    return await database.read(lambda unit: unit.profiles.get(profile_id))


async def link(database: SqlDatabase, identity: Identity, profile_id: ProfileId) -> bool:
    return await database.write(lambda unit: unit.profiles.add_identity(identity, profile_id))


async def merge(database: SqlDatabase, source: ProfileId, into: ProfileId) -> None:
    async def work(unit: UnitOfWork) -> None:
        await unit.profiles.lock(source, into)
        await unit.profiles.merge(source, into)

    await database.write(work)


async def forget(database: SqlDatabase, profile_id: ProfileId) -> None:
    async def work(unit: UnitOfWork) -> None:
        await unit.profiles.lock(profile_id)
        await unit.comics.delete_of(profile_id)
        await unit.profiles.delete(profile_id)

    await database.write(work)


async def pass_a_millisecond(database: SqlDatabase) -> None:
    """Return when the database's clock has advanced; SQLite counts milliseconds."""
    before = now = await database.read(lambda unit: unit.now())
    while now == before:
        now = await database.read(lambda unit: unit.now())


async def add_account(database: SqlDatabase, profile_id: ProfileId, email: str) -> bool:
    one = Account(profile_id=profile_id, email=email, password_hash="$argon2id$")
    return await database.write(lambda unit: unit.accounts.add(one))


# --- Profiles and identities ----------------------------------------------------------------------


async def test_a_new_profile_has_a_language_and_nothing_else(database: SqlDatabase) -> None:
    profile_id = ProfileId(uuid7())

    await database.write(lambda unit: unit.profiles.add(profile_id, locale="pt-BR"))

    profile = await get(database, profile_id)
    assert profile is not None
    assert (profile.id, profile.locale) == (profile_id, "pt-BR")
    assert (profile.display_name, profile.settings, profile.merged_into) == ("", {}, None)
    with pytest.raises(DuplicateKeyError):
        await database.write(lambda unit: unit.profiles.add(profile_id, locale="en"))


async def test_an_unknown_profile_is_not_found(database: SqlDatabase) -> None:
    assert await get(database, ProfileId(uuid7())) is None


async def test_only_given_fields_change(database: SqlDatabase) -> None:
    me = await add_profile(database)

    async def change(**given: Any) -> None:
        await database.write(lambda unit: unit.profiles.update(me, **given))

    await change(display_name="Mimi 🐱")
    await change(settings={"style": "noir"})
    await change(locale="ja")
    await change()

    profile = await get(database, me)
    assert profile is not None
    assert (profile.display_name, profile.locale) == ("Mimi 🐱", "ja")
    assert profile.settings == {"style": "noir"}
    await change(display_name="", settings={})
    profile = await get(database, me)
    assert profile is not None
    assert (profile.display_name, profile.settings) == ("", {})


async def test_an_identity_belongs_to_one_profile(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)

    assert await link(database, DISCORD, me)
    assert not await link(database, DISCORD, other)
    assert await link(database, Identity(Platform.TELEGRAM, DISCORD.external_id), other)

    assert await database.read(lambda unit: unit.profiles.find(DISCORD)) == me
    assert await database.read(lambda unit: unit.profiles.find(TELEGRAM)) is None


async def test_a_taken_identity_leaves_the_rest_of_the_unit_alone(
    database: SqlDatabase,
) -> None:
    me, other = await add_profile(database), await add_profile(database)
    await link(database, DISCORD, me)

    async def work(unit: UnitOfWork) -> None:
        assert not await unit.profiles.add_identity(DISCORD, other)
        assert await unit.profiles.add_identity(TELEGRAM, other)

    await database.write(work)

    assert await database.read(lambda unit: unit.profiles.identities(other)) == (TELEGRAM,)


async def test_identities_differ_by_case_and_may_be_any_text(database: SqlDatabase) -> None:
    profile_ids = [await add_profile(database) for _ in range(3)]
    names = ["Mimi", "mimi", "ミミ🐱"]
    for one, name in zip(profile_ids, names, strict=True):
        assert await link(database, Identity(Platform.WEB, name), one)

    async def find(unit: UnitOfWork) -> list[ProfileId | None]:
        return [await unit.profiles.find(Identity(Platform.WEB, name)) for name in names]

    assert await database.read(find) == profile_ids


async def test_identities_are_listed_in_the_order_of_linking(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await link(database, TELEGRAM, me)
    await pass_a_millisecond(database)
    await link(database, DISCORD, me)

    linked = await database.read(lambda unit: unit.profiles.identities(me))

    assert linked == (TELEGRAM, DISCORD)


async def test_only_an_own_identity_can_be_removed(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    await link(database, DISCORD, me)

    async def unlink(profile_id: ProfileId) -> bool:
        return await database.write(lambda unit: unit.profiles.remove_identity(DISCORD, profile_id))

    assert not await unlink(other)
    assert await unlink(me)
    assert not await unlink(me)
    assert await link(database, DISCORD, other)


# --- Merged ---------------------------------------------------------------------------------------


async def test_a_merge_moves_everything_and_keeps_it_as_it_was(database: SqlDatabase) -> None:
    source, into = await add_profile(database), await add_profile(database)
    await link(database, DISCORD, source)
    await link(database, TELEGRAM, into)
    job = await add_job(database, source, state=JobState.WAITING)
    await database.write(lambda unit: unit.deliveries.add(job.id, destination()))
    delivery = await database.read(lambda unit: unit.deliveries.get(job.id))
    theirs, mine = await add_comic(database, source), await add_comic(database, into)
    await database.write(lambda unit: unit.comics.update(theirs, favorite=True))

    await merge(database, source, into)

    assert (await get_job(database, job.id)).profile_id == into
    assert (await get_job(database, job.id)).state is JobState.WAITING
    found = await database.read(lambda unit: unit.comics.get_many({theirs, mine}))
    assert {comic.profile_id for comic in found.values()} == {into}
    assert found[theirs].favorite
    assert not found[mine].favorite
    linked = await database.read(lambda unit: unit.profiles.identities(into))
    assert set(linked) == {DISCORD, TELEGRAM}
    assert await database.read(lambda unit: unit.deliveries.get(job.id)) == delivery


async def test_a_merged_profile_leads_to_the_one_it_became(database: SqlDatabase) -> None:
    first, second, third = [await add_profile(database) for _ in range(3)]

    await merge(database, first, second)
    await merge(database, second, third)

    assert await get(database, first) == await get(database, third)
    profile = await get(database, first)
    assert profile is not None
    assert (profile.id, profile.merged_into) == (third, None)


async def test_an_account_moves_to_a_profile_without_one(database: SqlDatabase) -> None:
    source, into = await add_profile(database), await add_profile(database)
    await add_account(database, source, "mimi@example.org")

    await merge(database, source, into)

    moved = await database.read(lambda unit: unit.accounts.by_email("mimi@example.org"))
    assert moved is not None
    assert moved.profile_id == into


async def test_a_second_account_is_removed(database: SqlDatabase) -> None:
    source, into = await add_profile(database), await add_profile(database)
    await add_account(database, source, "old@example.org")
    await add_account(database, into, "mimi@example.org")

    await merge(database, source, into)

    assert await database.read(lambda unit: unit.accounts.by_email("old@example.org")) is None
    kept = await database.read(lambda unit: unit.accounts.by_profile(into))
    assert kept is not None
    assert kept.email == "mimi@example.org"


async def test_a_merge_removes_sessions_and_codes_of_the_merged_profile_only(
    database: SqlDatabase,
) -> None:
    source, into = await add_profile(database), await add_profile(database)

    async def work(unit: UnitOfWork) -> None:
        for one, name in ((source, "source"), (into, "into")):
            await unit.sessions.add(f"s-{name}", one, lifetime=LEASE, signed_in=False)
            await unit.link_codes.add(f"c-{name}", one, lifetime=LEASE)

    await database.write(work)
    await merge(database, source, into)

    async def left(unit: UnitOfWork) -> list[bool]:
        return [
            await unit.sessions.get("s-source") is not None,
            await unit.sessions.get("s-into") is not None,
            await unit.link_codes.get("c-source") is not None,
            await unit.link_codes.get("c-into") is not None,
        ]

    assert await database.read(left) == [False, True, False, True]


async def test_the_gallery_views_of_the_merged_move(database: SqlDatabase) -> None:
    source, into = await add_profile(database), await add_profile(database)
    wanted = GalleryFilter(text="cat")
    await database.write(lambda unit: unit.gallery_views.save(MESSAGE, source, wanted))

    await merge(database, source, into)

    view = await database.read(lambda unit: unit.gallery_views.get(MESSAGE, into))
    assert view is not None
    assert view.gallery_filter == wanted


# --- Deleted --------------------------------------------------------------------------------------


async def test_deleting_a_profile_removes_all_personal_data(
    database: SqlDatabase,
) -> None:
    me, former, other = [await add_profile(database) for _ in range(3)]
    await link(database, DISCORD, me)
    await link(database, TELEGRAM, former)
    await add_account(database, me, "mimi@example.org")
    comic = await add_comic(database, me, prompt="my secret", params={"prompt": "my secret"})
    job = await add_job(database, former, origin="c0ffee", state=JobState.DRAWN)
    theirs = await add_job(database, other, prompt="not mine")
    now = await database.read(lambda unit: unit.now())
    report = Report(id=uuid7(), comic_id=comic, reporter=DISCORD, reason="rude", created_at=now)

    async def more(unit: UnitOfWork) -> None:
        await unit.sessions.add("hash", me, lifetime=LEASE, signed_in=True)
        await unit.link_codes.add("code", me, lifetime=LEASE)
        await unit.deliveries.add(job.id, destination())
        await unit.deliveries.add(theirs.id, destination())
        await unit.moderation.add_report(report)
        for owner, chat in ((me, "42"), (former, "43"), (other, "44")):
            key = replace(MESSAGE, chat=chat)
            await unit.gallery_views.save(key, owner, GalleryFilter(text="my secret"))

    await database.write(more)
    await merge(database, former, me)

    await forget(database, me)

    assert await get(database, me) is None
    assert await get(database, former) is None
    for job_id in (comic, job.id):
        left = await get_job(database, job_id)
        assert (left.profile_id, left.prompt, left.params) == (None, "", {})
    origins = await execute(database, select(jobs.c.origin).where(jobs.c.origin.is_not(None)))
    assert origins == []
    assert await execute(database, select(identities)) == []
    assert await execute(database, select(sessions)) == []
    views = await execute(database, select(gallery_views))
    assert [row.profile_id for row in views] == [other]
    assert len(await execute(database, select(profiles))) == 1
    assert [row.job_id for row in await execute(database, select(deliveries))] == [theirs.id]
    assert [row.external_id for row in await execute(database, select(reports))] == [""]
    assert await database.read(lambda unit: unit.comics.get(comic, deleted=True)) is None
    assert (await get_job(database, theirs.id)).prompt == "not mine"


async def test_identities_of_a_deleted_profile_are_free(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    await link(database, DISCORD, me)
    await add_account(database, me, "mimi@example.org")

    await forget(database, me)

    assert await link(database, DISCORD, other)
    assert await add_account(database, other, "mimi@example.org")
