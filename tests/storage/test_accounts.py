"""Tests of accounts, browser sessions and link codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.models.identity import ProfileId
from core.models.people import Account
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.database import SqlDatabase
from storage.tables import sessions
from tests.storage.rows import LEASE, OVER, add_profile, execute

HOUR = timedelta(hours=1)


async def add_account(database: SqlDatabase, profile_id: ProfileId, email: str) -> bool:
    account = Account(profile_id=profile_id, email=email, password_hash="hash")
    return await database.write(lambda unit: unit.accounts.add(account))


# --- Accounts -------------------------------------------------------------------------------------


async def test_account_is_found_by_address_and_by_profile(database: SqlDatabase) -> None:
    me = await add_profile(database)
    account = Account(
        profile_id=me, email="Mimi@Example.org", password_hash="$argon2id$v=19$", token_version=3
    )

    assert await database.write(lambda unit: unit.accounts.add(account))

    assert await database.read(lambda unit: unit.accounts.by_profile(me)) == account
    assert await database.read(lambda unit: unit.accounts.by_email("Mimi@Example.org")) == account
    assert await database.read(lambda unit: unit.accounts.by_email("x@example.org")) is None


@pytest.mark.parametrize(
    "spelling", ["MIMI@EXAMPLE.ORG", "mimi@example.org", " Mimi@example.org ", "mimi＠example.org"]
)
async def test_spellings_of_one_address_share_one_account(
    database: SqlDatabase, spelling: str
) -> None:
    me, other = await add_profile(database), await add_profile(database)
    await add_account(database, me, "Mimi@Example.org")

    assert not await add_account(database, other, spelling)

    found = await database.read(lambda unit: unit.accounts.by_email(spelling))
    assert found is not None
    assert found.profile_id == me
    assert found.email == "Mimi@Example.org"


async def test_addresses_with_and_without_accents_differ(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)

    assert await add_account(database, me, "jose@example.org")
    assert await add_account(database, other, "josé@example.org")


async def test_a_profile_has_at_most_one_account(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_account(database, me, "one@example.org")

    assert not await add_account(database, me, "two@example.org")


async def test_password_change_and_token_invalidation(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_account(database, me, "mimi@example.org")

    await database.write(lambda unit: unit.accounts.set_password(me, "new"))
    await database.write(lambda unit: unit.accounts.raise_token_version(me))
    await database.write(lambda unit: unit.accounts.raise_token_version(me))

    account = await database.read(lambda unit: unit.accounts.by_profile(me))
    assert account is not None
    assert (account.password_hash, account.token_version) == ("new", 2)
    assert "new" not in repr(account)


# --- Sessions -------------------------------------------------------------------------------------


async def add_session(
    database: SqlDatabase, token_hash: str, profile_id: ProfileId, lifetime: timedelta = LEASE
) -> None:
    await database.write(
        lambda unit: unit.sessions.add(token_hash, profile_id, lifetime=lifetime, signed_in=True)
    )


async def is_known(database: SqlDatabase, token_hash: str) -> bool:
    return await database.read(lambda unit: unit.sessions.get(token_hash)) is not None


async def test_session_is_valid_until_it_expires(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_session(database, "fresh", me)
    await add_session(database, "over", me, OVER)

    session = await database.read(lambda unit: unit.sessions.get("fresh"))

    assert session is not None
    assert (session.profile_id, session.signed_in) == (me, True)
    assert not await is_known(database, "over")
    assert not await is_known(database, "unknown")


async def test_extending_a_session_starts_now_and_never_revives_it(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_session(database, "fresh", me)
    await add_session(database, "over", me, OVER)

    for token_hash in ("fresh", "over"):
        await extend(database, token_hash)

    session = await database.read(lambda unit: unit.sessions.get("fresh"))
    now = await database.read(lambda unit: unit.now())
    assert session is not None
    assert session.expires_at - now > HOUR / 2
    assert not await is_known(database, "over")


async def extend(database: SqlDatabase, token_hash: str) -> None:
    await database.write(lambda unit: unit.sessions.extend(token_hash, lifetime=HOUR))


async def test_one_session_or_all_of_a_profile_are_deleted(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    for token_hash, whose in (("a", me), ("b", me), ("c", me), ("d", other)):
        await add_session(database, token_hash, whose)

    await database.write(lambda unit: unit.sessions.delete("a"))
    assert [await is_known(database, one) for one in "abcd"] == [False, True, True, True]
    await database.write(lambda unit: unit.sessions.delete_of(me))
    assert [await is_known(database, one) for one in "abcd"] == [False, False, False, True]


# --- Link codes -----------------------------------------------------------------------------------


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


async def test_purge_removes_only_expired_rows(database: SqlDatabase) -> None:
    me = await add_profile(database)

    async def fill(unit: UnitOfWork) -> None:
        await unit.sessions.add("fresh", me, lifetime=LEASE, signed_in=False)
        await unit.sessions.add("over", me, lifetime=OVER, signed_in=False)
        await unit.link_codes.add("fresh", me, lifetime=LEASE)
        await unit.locks.acquire("fresh", "me", lifetime=LEASE)
        await unit.locks.acquire("over", "me", lifetime=OVER)

    await database.write(fill)
    await database.write(lambda unit: unit.purge_expired())

    async def left(unit: UnitOfWork) -> tuple[bool, bool, bool, bool]:
        return (
            await unit.sessions.get("fresh") is not None,
            await unit.link_codes.get("fresh") is not None,
            await unit.locks.acquire("fresh", "other", lifetime=LEASE),
            await unit.locks.acquire("over", "other", lifetime=LEASE),
        )

    assert await database.write(left) == (True, True, False, True)
    assert await execute(database, select(sessions.c.token_hash)) == [("fresh",)]
