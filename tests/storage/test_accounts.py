"""Accounts."""

from __future__ import annotations

import pytest

from core.models.identity import ProfileId
from core.models.people import Account
from storage.sql_database import SqlDatabase
from tests.storage.rows import add_profile


async def add_account(database: SqlDatabase, profile_id: ProfileId, email: str) -> bool:
    account = Account(profile_id=profile_id, email=email, password_hash="hash")
    return await database.write(lambda unit: unit.accounts.add(account))


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
