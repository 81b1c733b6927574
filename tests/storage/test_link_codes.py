"""Link codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.models.identity import ProfileId
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import link_codes
from tests.storage.rows import LEASE, OVER, add_profile, execute


async def add_code(
    database: SqlDatabase, code_hash: str, profile_id: ProfileId, lifetime: timedelta = LEASE
) -> None:
    await database.write(lambda unit: unit.link_codes.add(code_hash, profile_id, lifetime=lifetime))


async def take(database: SqlDatabase, code_hash: str) -> ProfileId | None:
    code = await database.write(lambda unit: unit.link_codes.take(code_hash))
    return code.profile_id if code else None


async def test_a_code_works_once(database: SqlDatabase) -> None:
    me = await add_profile(database)
    expires_at = await database.write(lambda unit: unit.link_codes.add("code", me, lifetime=LEASE))

    code = await database.read(lambda unit: unit.link_codes.get("code"))

    assert code is not None
    assert (code.profile_id, code.expires_at) == (me, expires_at)
    assert await take(database, "code") == me
    assert await take(database, "code") is None


@pytest.mark.parametrize("left", [LEASE, OVER])
async def test_redeemed_code_is_remembered_until_it_expires(
    database: SqlDatabase, left: timedelta
) -> None:
    me = await add_profile(database)
    await add_code(database, "code", me)

    async def use(unit: UnitOfWork) -> None:
        code = await unit.link_codes.take("code")
        assert code is not None
        expires_at = await unit.now() + left
        await unit.link_codes.keep_used(replace(code, expires_at=expires_at), me)

    await database.write(use)

    known = await database.read(lambda unit: unit.link_codes.joined_by("code"))
    assert known == (me if left is LEASE else None)
    assert await take(database, "code") is None


async def test_a_new_code_replaces_the_old_one(database: SqlDatabase) -> None:
    me = await add_profile(database)

    await add_code(database, "old", me)
    await add_code(database, "new", me)

    assert await take(database, "old") is None
    assert await take(database, "new") == me


async def test_an_expired_code_does_not_work(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_code(database, "ok", me)
    await add_code(database, "code", await add_profile(database), OVER)

    assert await database.read(lambda unit: unit.link_codes.get("code")) is None
    assert await take(database, "code") is None
    assert await take(database, "ok") == me


async def test_a_code_never_belongs_to_two_profiles(database: SqlDatabase) -> None:
    me, other, third = [await add_profile(database) for _ in range(3)]
    await add_code(database, "code", me)
    await add_code(database, "another", other)

    for stranger in (other, third):
        with pytest.raises(DuplicateKeyError):
            await add_code(database, "code", stranger)

    assert await take(database, "another") == other
    assert await take(database, "code") == me


async def test_a_purge_deletes_expired_codes_only(database: SqlDatabase) -> None:
    await add_code(database, "fresh", await add_profile(database))
    await add_code(database, "over", await add_profile(database), OVER)

    await database.write(lambda unit: unit.link_codes.purge_expired())

    assert await execute(database, select(link_codes.c.code_hash)) == [("fresh",)]
