"""Links: two identities become one profile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import LinkCodeError, NotSignedInError, SamePersonError, TooManyAttemptsError
from core.models.identity import Platform
from core.people.links import ALPHABET, TRIES_PER_IDENTITY, TRIES_PER_ORIGIN
from core.people.profile_lookup import ensure_profile
from tests.core.people_services import PeopleServices, chatter, visitor

TELEGRAM = chatter("9", Platform.TELEGRAM)


async def test_a_code_is_short_readable_and_valid_for_ten_minutes(house: PeopleServices) -> None:
    code, expires_at = await house.links.make_code(chatter())

    assert (len(code), code[4]) == (9, "-")
    assert set(code) - {"-"} <= set(ALPHABET)
    left = expires_at - await house.database.read(lambda unit: unit.now())
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)


async def test_the_code_itself_is_never_stored(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())

    with house.scene.sync.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert code not in dump
    assert code.replace("-", "") not in dump


async def test_claiming_a_code_merges_two_galleries(house: PeopleServices) -> None:
    await house.draw(chatter(), "from Discord")
    await house.draw(TELEGRAM, "from Telegram")
    code, _ = await house.links.make_code(chatter())

    person = await house.links.claim(TELEGRAM, code)

    assert set(person.identities) == {chatter().identity, TELEGRAM.identity}
    for requester in (chatter(), TELEGRAM):
        page, _ = await house.gallery.page(requester)
        assert {comic.prompt for comic in page.comics} == {"from Discord", "from Telegram"}


async def test_a_new_user_joins_the_profile_without_creating_one(
    house: PeopleServices,
) -> None:
    code, _ = await house.links.make_code(chatter())

    await house.links.claim(TELEGRAM, code)

    assert await house.profile_of(TELEGRAM) == await house.profile_of(chatter())
    assert house.count("profiles") == 1


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code[:2]} {code[2:]} ", "－".join])
async def test_a_code_may_be_typed_in_other_forms(house: PeopleServices, change: object) -> None:
    assert callable(change)
    code, _ = await house.links.make_code(chatter())

    person = await house.links.claim(TELEGRAM, change(code))

    assert len(person.identities) == 2


@pytest.mark.parametrize("code", ["", "ABCD-EFGH", "x" * 10_000, "\0", "\ud800", "’ OR 1=1"])
async def test_an_invalid_code_is_refused(house: PeopleServices, code: str) -> None:
    await house.links.make_code(chatter())

    with pytest.raises(LinkCodeError):
        await house.links.claim(TELEGRAM, code)
    with pytest.raises(LinkCodeError):
        await house.links.preview(TELEGRAM, code)

    assert await house.profile_of(TELEGRAM) is None


async def test_a_code_works_once(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(TELEGRAM, code)

    with pytest.raises(LinkCodeError):
        await house.links.claim(visitor(), code)


async def test_claiming_again_returns_the_same_profile(
    house: PeopleServices,
) -> None:
    code, _ = await house.links.make_code(chatter())
    person = await house.links.claim(TELEGRAM, code)

    assert await house.links.claim(TELEGRAM, code) == person


async def test_claiming_again_works_if_the_claimers_profile_remained(house: PeopleServices) -> None:
    account = await house.member()
    code, _ = await house.links.make_code(TELEGRAM)
    person = await house.links.claim(account, code)

    assert await house.links.claim(account, code) == person


async def test_an_unlinked_user_is_not_linked_by_a_used_code(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(TELEGRAM, code)
    await house.profiles.unlink(chatter(), TELEGRAM.identity)

    with pytest.raises(LinkCodeError):
        await house.links.claim(TELEGRAM, code)


async def test_one_of_several_concurrent_claims_succeeds(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())

    outcomes = await asyncio.gather(
        *(house.links.claim(visitor(str(number)), code) for number in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, LinkCodeError) for outcome in outcomes) == 4
    assert len((await house.profiles.me(chatter())).identities) == 2


async def test_a_new_code_replaces_the_one_before(house: PeopleServices) -> None:
    old, _ = await house.links.make_code(chatter())
    new, _ = await house.links.make_code(chatter())

    with pytest.raises(LinkCodeError):
        await house.links.claim(TELEGRAM, old)
    await house.links.claim(TELEGRAM, new)


async def test_a_code_expires_after_ten_minutes(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())
    house.scene.sql("UPDATE link_codes SET expires_at = '2000-01-01 00:00:00.000000'")

    with pytest.raises(LinkCodeError):
        await house.links.claim(TELEGRAM, code)


async def test_claiming_ones_own_code_is_refused_and_the_code_stays_valid(
    house: PeopleServices,
) -> None:
    code, _ = await house.links.make_code(chatter())

    for look in (house.links.claim, house.links.preview):
        with pytest.raises(SamePersonError):
            await look(chatter(), code)

    await house.links.claim(TELEGRAM, code)


async def test_a_preview_shows_what_would_be_merged_and_changes_nothing(
    house: PeopleServices,
) -> None:
    await house.draw(chatter())
    await house.draw(TELEGRAM)
    code, _ = await house.links.make_code(chatter())

    preview = await house.links.preview(TELEGRAM, code)

    assert set(preview.identities) == {chatter().identity, TELEGRAM.identity}
    assert preview.comics == 2
    assert await house.profile_of(chatter()) != await house.profile_of(TELEGRAM)


async def test_a_preview_shows_a_new_user_the_makers_comics(house: PeopleServices) -> None:
    await house.draw(chatter())
    code, _ = await house.links.make_code(chatter())

    preview = await house.links.preview(TELEGRAM, code)

    assert (preview.comics, set(preview.identities)) == (
        1,
        {chatter().identity, TELEGRAM.identity},
    )


async def test_an_account_keeps_its_login_no_matter_who_made_the_code(
    house: PeopleServices,
) -> None:
    login = await house.register()
    member = await house.accounts.requester_of_token(login.token)
    cookie = await house.sessions.start(login.profile_id)
    code, _ = await house.links.make_code(chatter())

    person = await house.links.claim(member, code)

    assert person.email == "ada@example.org"
    assert (await house.accounts.requester_of_token(login.token)).signed_in
    assert (await house.sessions.requester_of_cookie(cookie)).signed_in
    assert await house.profile_of(chatter()) == login.profile_id


async def test_of_two_accounts_that_of_the_codes_maker_remains(house: PeopleServices) -> None:
    maker = await house.member("maker@example.org")
    claimer = await house.member("claimer@example.org")
    code, _ = await house.links.make_code(maker)

    person = await house.links.claim(claimer, code)

    assert (person.email, person.profile.id) == ("maker@example.org", maker.profile_id)
    assert await house.profile_of(claimer) == maker.profile_id


async def test_concurrent_mutual_claims_end_with_one_profile(house: PeopleServices) -> None:
    mine, _ = await house.links.make_code(chatter())
    theirs, _ = await house.links.make_code(TELEGRAM)

    await asyncio.gather(
        house.links.claim(TELEGRAM, mine),
        house.links.claim(chatter(), theirs),
        return_exceptions=True,
    )

    assert await house.profile_of(chatter()) == await house.profile_of(TELEGRAM)


async def test_linking_three_profiles_one_by_one_makes_one(house: PeopleServices) -> None:
    known_before = replace(
        chatter("1"),
        profile_id=await house.database.write(lambda unit: ensure_profile(unit, chatter("1"))),
    )
    for maker, claimer in (("2", "1"), ("3", "2")):
        await house.database.write(lambda unit, who=maker: ensure_profile(unit, chatter(who)))  # type: ignore[misc]
        code, _ = await house.links.make_code(chatter(maker))
        await house.links.claim(chatter(claimer), code)

    assert await house.profile_of(known_before) == await house.profile_of(chatter("3"))


async def test_a_login_of_a_deleted_account_cannot_link(house: PeopleServices) -> None:
    member = await house.member()
    await house.profiles.forget(member)
    code, _ = await house.links.make_code(chatter())

    with pytest.raises(NotSignedInError):
        await house.links.claim(member, code)

    assert len((await house.profiles.me(chatter())).identities) == 1


async def test_attempts_per_identity_are_limited(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())
    for _ in range(TRIES_PER_IDENTITY):
        with pytest.raises(LinkCodeError):
            await house.links.claim(TELEGRAM, "ABCD-EFGH")

    with pytest.raises(TooManyAttemptsError):
        await house.links.claim(TELEGRAM, code)
    with pytest.raises(TooManyAttemptsError):
        await house.links.preview(TELEGRAM, code)


async def test_making_codes_is_limited(house: PeopleServices) -> None:
    for _ in range(TRIES_PER_IDENTITY):
        code, _ = await house.links.make_code(chatter())

    with pytest.raises(TooManyAttemptsError):
        await house.links.make_code(chatter())

    await house.links.claim(TELEGRAM, code)  # the last one is still valid


async def test_attempts_per_ip_address_are_limited_for_all_cookies(
    house: PeopleServices,
) -> None:
    for number in range(TRIES_PER_ORIGIN):
        with pytest.raises(LinkCodeError):
            await house.links.claim(visitor(str(number), origin="there"), "ABCD-EFGH")

    with pytest.raises(TooManyAttemptsError):
        await house.links.claim(visitor("one more", origin="there"), "ABCD-EFGH")


async def test_a_code_in_use_is_not_issued_again(house: PeopleServices) -> None:
    codes = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    links = replace(house.links, new_code=lambda: next(codes))
    await links.make_code(chatter())

    code, _ = await links.make_code(TELEGRAM)

    assert code == "BBBB-BBBB"
