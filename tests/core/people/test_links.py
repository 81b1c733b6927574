"""Links: two identities become one profile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from core.errors import LinkCodeError, NotSignedInError, SameProfileError, TooManyAttemptsError
from core.models.identity import Platform
from core.people.links import ALPHABET, TRIES_PER_IDENTITY, TRIES_PER_ORIGIN
from core.people.profile_lookup import ensure_profile
from tests.core.people_services import PeopleServices, chat_user, visitor

TELEGRAM = chat_user("9", Platform.TELEGRAM)


async def test_a_code_is_short_readable_and_valid_for_ten_minutes(
    people_services: PeopleServices,
) -> None:
    code, expires_at = await people_services.links.make_code(chat_user())

    assert (len(code), code[4]) == (9, "-")
    assert set(code) - {"-"} <= set(ALPHABET)
    left = expires_at - await people_services.database.read(lambda unit: unit.now())
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)


async def test_the_code_itself_is_never_stored(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())

    with people_services.job_services.sync.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert code not in dump
    assert code.replace("-", "") not in dump


async def test_claiming_a_code_merges_two_galleries(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user(), "from Discord")
    await people_services.draw(TELEGRAM, "from Telegram")
    code, _ = await people_services.links.make_code(chat_user())

    details = await people_services.links.claim(TELEGRAM, code)

    assert set(details.identities) == {chat_user().identity, TELEGRAM.identity}
    for requester in (chat_user(), TELEGRAM):
        page, _ = await people_services.gallery.page(requester)
        assert {comic.prompt for comic in page.comics} == {"from Discord", "from Telegram"}


async def test_a_new_user_joins_the_profile_without_creating_one(
    people_services: PeopleServices,
) -> None:
    code, _ = await people_services.links.make_code(chat_user())

    await people_services.links.claim(TELEGRAM, code)

    assert await people_services.profile_of(TELEGRAM) == await people_services.profile_of(
        chat_user()
    )
    assert people_services.count("profiles") == 1


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code[:2]} {code[2:]} ", "－".join])
async def test_a_code_may_be_typed_in_other_forms(
    people_services: PeopleServices, change: object
) -> None:
    assert callable(change)
    code, _ = await people_services.links.make_code(chat_user())

    details = await people_services.links.claim(TELEGRAM, change(code))

    assert len(details.identities) == 2


@pytest.mark.parametrize("code", ["", "ABCD-EFGH", "x" * 10_000, "\0", "\ud800", "’ OR 1=1"])
async def test_an_invalid_code_is_refused(people_services: PeopleServices, code: str) -> None:
    await people_services.links.make_code(chat_user())

    with pytest.raises(LinkCodeError):
        await people_services.links.claim(TELEGRAM, code)
    with pytest.raises(LinkCodeError):
        await people_services.links.preview(TELEGRAM, code)

    assert await people_services.profile_of(TELEGRAM) is None


async def test_a_code_works_once(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    await people_services.links.claim(TELEGRAM, code)

    with pytest.raises(LinkCodeError):
        await people_services.links.claim(visitor(), code)


async def test_claiming_again_returns_the_same_profile(
    people_services: PeopleServices,
) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    details = await people_services.links.claim(TELEGRAM, code)

    assert await people_services.links.claim(TELEGRAM, code) == details


async def test_claiming_again_works_if_the_claimers_profile_remained(
    people_services: PeopleServices,
) -> None:
    account = await people_services.member()
    code, _ = await people_services.links.make_code(TELEGRAM)
    details = await people_services.links.claim(account, code)

    assert await people_services.links.claim(account, code) == details


async def test_an_unlinked_user_is_not_linked_by_a_used_code(
    people_services: PeopleServices,
) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    await people_services.links.claim(TELEGRAM, code)
    await people_services.profiles.unlink(chat_user(), TELEGRAM.identity)

    with pytest.raises(LinkCodeError):
        await people_services.links.claim(TELEGRAM, code)


async def test_one_of_several_concurrent_claims_succeeds(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())

    outcomes = await asyncio.gather(
        *(people_services.links.claim(visitor(str(number)), code) for number in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, LinkCodeError) for outcome in outcomes) == 4
    assert len((await people_services.profiles.me(chat_user())).identities) == 2


async def test_a_new_code_replaces_the_one_before(people_services: PeopleServices) -> None:
    old, _ = await people_services.links.make_code(chat_user())
    new, _ = await people_services.links.make_code(chat_user())

    with pytest.raises(LinkCodeError):
        await people_services.links.claim(TELEGRAM, old)
    await people_services.links.claim(TELEGRAM, new)


async def test_a_code_expires_after_ten_minutes(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    people_services.job_services.sql(
        "UPDATE link_codes SET expires_at = '2000-01-01 00:00:00.000000'"
    )

    with pytest.raises(LinkCodeError):
        await people_services.links.claim(TELEGRAM, code)


async def test_claiming_ones_own_code_is_refused_and_the_code_stays_valid(
    people_services: PeopleServices,
) -> None:
    code, _ = await people_services.links.make_code(chat_user())

    for look in (people_services.links.claim, people_services.links.preview):
        with pytest.raises(SameProfileError):
            await look(chat_user(), code)

    await people_services.links.claim(TELEGRAM, code)


async def test_a_preview_shows_what_would_be_merged_and_changes_nothing(
    people_services: PeopleServices,
) -> None:
    await people_services.draw(chat_user())
    await people_services.draw(TELEGRAM)
    code, _ = await people_services.links.make_code(chat_user())

    preview = await people_services.links.preview(TELEGRAM, code)

    assert set(preview.identities) == {chat_user().identity, TELEGRAM.identity}
    assert preview.comics == 2
    assert await people_services.profile_of(chat_user()) != await people_services.profile_of(
        TELEGRAM
    )


async def test_a_preview_shows_a_new_user_the_makers_comics(
    people_services: PeopleServices,
) -> None:
    await people_services.draw(chat_user())
    code, _ = await people_services.links.make_code(chat_user())

    preview = await people_services.links.preview(TELEGRAM, code)

    assert (preview.comics, set(preview.identities)) == (
        1,
        {chat_user().identity, TELEGRAM.identity},
    )


async def test_an_account_keeps_its_login_no_matter_who_made_the_code(
    people_services: PeopleServices,
) -> None:
    login = await people_services.register()
    member = await people_services.accounts.requester_of_token(login.token)
    cookie = await people_services.sessions.start(login.profile_id)
    code, _ = await people_services.links.make_code(chat_user())

    details = await people_services.links.claim(member, code)

    assert details.email == "ada@example.org"
    assert (await people_services.accounts.requester_of_token(login.token)).signed_in
    assert (await people_services.sessions.requester_of_cookie(cookie)).signed_in
    assert await people_services.profile_of(chat_user()) == login.profile_id


async def test_of_two_accounts_that_of_the_codes_maker_remains(
    people_services: PeopleServices,
) -> None:
    maker = await people_services.member("maker@example.org")
    claimer = await people_services.member("claimer@example.org")
    code, _ = await people_services.links.make_code(maker)

    details = await people_services.links.claim(claimer, code)

    assert (details.email, details.profile.id) == ("maker@example.org", maker.profile_id)
    assert await people_services.profile_of(claimer) == maker.profile_id


async def test_concurrent_mutual_claims_end_with_one_profile(
    people_services: PeopleServices,
) -> None:
    mine, _ = await people_services.links.make_code(chat_user())
    theirs, _ = await people_services.links.make_code(TELEGRAM)

    await asyncio.gather(
        people_services.links.claim(TELEGRAM, mine),
        people_services.links.claim(chat_user(), theirs),
        return_exceptions=True,
    )

    assert await people_services.profile_of(chat_user()) == await people_services.profile_of(
        TELEGRAM
    )


async def test_linking_three_profiles_one_by_one_makes_one(people_services: PeopleServices) -> None:
    known_before = replace(
        chat_user("1"),
        profile_id=await people_services.database.write(
            lambda unit: ensure_profile(unit, chat_user("1"))
        ),
    )
    for maker, claimer in (("2", "1"), ("3", "2")):
        requester = chat_user(maker)
        await people_services.database.write(partial(ensure_profile, requester=requester))
        code, _ = await people_services.links.make_code(chat_user(maker))
        await people_services.links.claim(chat_user(claimer), code)

    assert await people_services.profile_of(known_before) == await people_services.profile_of(
        chat_user("3")
    )


async def test_a_login_of_a_deleted_account_cannot_link(people_services: PeopleServices) -> None:
    member = await people_services.member()
    await people_services.profiles.forget(member)
    code, _ = await people_services.links.make_code(chat_user())

    with pytest.raises(NotSignedInError):
        await people_services.links.claim(member, code)

    assert len((await people_services.profiles.me(chat_user())).identities) == 1


async def test_attempts_per_identity_are_limited(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    for _ in range(TRIES_PER_IDENTITY):
        with pytest.raises(LinkCodeError):
            await people_services.links.claim(TELEGRAM, "ABCD-EFGH")

    with pytest.raises(TooManyAttemptsError):
        await people_services.links.claim(TELEGRAM, code)
    with pytest.raises(TooManyAttemptsError):
        await people_services.links.preview(TELEGRAM, code)


async def test_making_codes_is_limited(people_services: PeopleServices) -> None:
    for _ in range(TRIES_PER_IDENTITY):
        code, _ = await people_services.links.make_code(chat_user())

    with pytest.raises(TooManyAttemptsError):
        await people_services.links.make_code(chat_user())

    await people_services.links.claim(TELEGRAM, code)  # the last one is still valid


async def test_attempts_per_ip_address_are_limited_for_all_cookies(
    people_services: PeopleServices,
) -> None:
    for number in range(TRIES_PER_ORIGIN):
        with pytest.raises(LinkCodeError):
            await people_services.links.claim(visitor(str(number), origin="there"), "ABCD-EFGH")

    with pytest.raises(TooManyAttemptsError):
        await people_services.links.claim(visitor("one more", origin="there"), "ABCD-EFGH")


async def test_a_code_in_use_is_not_issued_again(people_services: PeopleServices) -> None:
    codes = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    links = replace(people_services.links, new_code=lambda: next(codes))
    await links.make_code(chat_user())

    code, _ = await links.make_code(TELEGRAM)

    assert code == "BBBB-BBBB"
