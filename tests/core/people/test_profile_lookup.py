"""Profile lookup: from a requester to a profile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from core.errors import NotSignedInError
from core.models.identity import ProfileId
from core.people.profile_lookup import (
    account_identity,
    ensure_locked_profile,
    ensure_profile,
    lock_profile,
)
from tests.bots.statement_counts import recorded_statements
from tests.core.people_services import PeopleServices, chat_user, visitor


async def test_a_new_user_has_no_profile(people_services: PeopleServices) -> None:
    assert await people_services.profile_of(visitor()) is None


async def test_a_new_user_gets_a_profile_with_their_locale(people_services: PeopleServices) -> None:
    requester = replace(visitor(), locale="pt-BR")

    profile_id = await people_services.database.write(lambda unit: ensure_profile(unit, requester))

    details = await people_services.profiles.me(requester)
    assert (details.profile.id, details.profile.locale) == (profile_id, "pt-BR")
    assert details.identities == (requester.identity,)


async def test_a_profile_is_created_and_locked_in_three_statements(
    people_services: PeopleServices,
) -> None:
    database = people_services.database
    with recorded_statements(database) as log:
        created = await database.write(lambda unit: ensure_locked_profile(unit, visitor()))

    assert len(log.statements) == 3, log.statements
    assert await people_services.profile_of(visitor()) == created


async def test_concurrent_first_locks_create_one_profile(people_services: PeopleServices) -> None:
    async def ask() -> ProfileId:
        return await people_services.database.write(
            lambda unit: ensure_locked_profile(unit, chat_user())
        )

    profile_ids = await asyncio.gather(*(ask() for _ in range(8)))

    assert len(set(profile_ids)) == 1
    assert people_services.count("profiles") == 1


async def test_concurrent_first_requests_create_one_profile(
    people_services: PeopleServices,
) -> None:
    async def ask() -> ProfileId:
        return await people_services.database.write(lambda unit: ensure_profile(unit, chat_user()))

    profile_ids = await asyncio.gather(*(ask() for _ in range(8)))

    assert len(set(profile_ids)) == 1
    assert people_services.count("profiles") == 1


async def test_a_visitor_of_a_deleted_profile_is_found_by_identity_or_gets_a_new_one(
    people_services: PeopleServices,
) -> None:
    left_over = replace(visitor(), profile_id=ProfileId(UUID(int=1)))

    mine = await people_services.database.write(lambda unit: ensure_locked_profile(unit, left_over))

    assert (
        await people_services.database.write(lambda unit: ensure_profile(unit, left_over)) == mine
    )
    assert await people_services.profile_of(visitor()) == mine


async def test_a_login_of_a_deleted_profile_creates_no_new_one(
    people_services: PeopleServices,
) -> None:
    member = await people_services.member()
    await people_services.profiles.forget(member)

    with pytest.raises(NotSignedInError):
        await people_services.database.write(lambda unit: ensure_profile(unit, member))

    assert people_services.count("profiles") == 0


async def test_a_merged_profile_leads_to_the_remaining_one(
    people_services: PeopleServices,
) -> None:
    merged = await people_services.database.write(lambda unit: ensure_profile(unit, chat_user("1")))
    stays = await people_services.database.write(lambda unit: ensure_profile(unit, chat_user("2")))
    await people_services.database.write(lambda unit: unit.profiles.merge(merged, stays))

    known_before = replace(chat_user("1"), profile_id=merged)

    assert await people_services.profile_of(known_before) == stays
    assert await people_services.profile_of(chat_user("1")) == stays
    assert (
        await people_services.database.write(lambda unit: lock_profile(unit, known_before)) == stays
    )


def test_the_identity_of_an_account_hides_its_address_and_ignores_case() -> None:
    identity = account_identity("Ada@Example.org")

    assert "ada" not in identity.external_id.lower()
    assert identity == account_identity("ada@example.org")
