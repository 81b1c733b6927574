"""Accounts: registration, login, change of password, sign-out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Literal

import pytest
from argon2 import PasswordHasher

from core.errors import (
    EmailTakenError,
    InvalidOptionsError,
    NotSignedInError,
    RegisterLimitError,
    TooManyAttemptsError,
    WrongLoginError,
)
from core.models.identity import Identity, Platform, Requester
from core.people.accounts import TRIES_PER_ADDRESS, TRIES_PER_EMAIL, Accounts, Login
from core.people.passwords import Passwords
from core.people.profile_lookup import ensure_profile
from tests.core.people_services import PASSWORD, PeopleServices, chat_user, visitor

ADDRESS = "192.0.2.1"


async def test_registration_signs_in(people_services: PeopleServices) -> None:
    login = await people_services.register()

    requester = await people_services.accounts.requester_of_token(
        login.token, locale="es", origin="o"
    )
    assert (requester.profile_id, requester.signed_in) == (login.profile_id, True)
    assert (requester.locale, requester.origin) == ("es", "o")
    assert login.expires_in == 3600


async def test_registration_takes_over_the_visitors_profile(
    people_services: PeopleServices,
) -> None:
    cookie, requester = people_services.sessions.new_visitor()
    await people_services.draw(requester)
    made_as = await people_services.profile_of(requester)

    login = await people_services.register(requester=requester)

    member = await people_services.accounts.requester_of_token(login.token)
    page, _ = await people_services.gallery.page(member)
    assert (login.profile_id, len(page.comics)) == (made_as, 1)
    # The cookie predates the login, so others may know it: it must not give access any more.
    assert (
        await people_services.profile_of(await people_services.sessions.requester_of_cookie(cookie))
        is None
    )


async def test_a_visitor_without_a_profile_gets_a_new_one(people_services: PeopleServices) -> None:
    login = await people_services.register(requester=visitor())

    assert await people_services.profile_of(visitor()) is None
    assert login.profile_id is not None


async def test_linked_chats_stay_with_the_profile_that_gets_an_account(
    people_services: PeopleServices,
) -> None:
    code, _ = await people_services.links.make_code(visitor())
    await people_services.links.claim(chat_user(), code)

    login = await people_services.register(requester=visitor())

    assert await people_services.profile_of(chat_user()) == login.profile_id


async def test_a_signed_in_user_registers_a_separate_account(
    people_services: PeopleServices,
) -> None:
    first = await people_services.member("ada@example.org")

    second = await people_services.register("grace@example.org", requester=first)

    assert second.profile_id != first.profile_id


async def test_a_display_name_is_tidied_and_stored(people_services: PeopleServices) -> None:
    login = await people_services.accounts.register(
        "ada@example.org", PASSWORD, display_name=" Ada\u202e \n Lovelace ", address=ADDRESS
    )

    member = await people_services.accounts.requester_of_token(login.token)
    assert (await people_services.profiles.me(member)).profile.display_name == "Ada Lovelace"


@pytest.mark.parametrize(
    "email",
    [
        *("", "ada", "ada@", "@example.org", "ada@example", "ada@@example.org", "a da@example.org"),
        *("ada@example..org", "ada@.org", "ada\0@example.org", "\ud800@example.org"),
        *("x" * 65 + "@example.org", "ada@" + "x" * 250 + ".org", "ada\u200b@example.org"),
    ],
)
async def test_invalid_addresses_are_refused(people_services: PeopleServices, email: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await people_services.register(email)

    assert set(caught.value.fields) == {"email"}


async def test_all_mistakes_are_reported_at_once_and_nothing_is_stored(
    people_services: PeopleServices,
) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await people_services.accounts.register(
            "ada", "short", display_name="x" * 81, address=ADDRESS
        )

    assert set(caught.value.fields) == {"email", "password", "displayName"}
    assert people_services.count("profiles") == people_services.count("accounts") == 0


@pytest.mark.parametrize(
    ("length", "is_good"), [(7, False), (8, True), (1024, True), (1025, False)]
)
async def test_passwords_have_8_to_1024_characters(
    *, people_services: PeopleServices, length: int, is_good: bool
) -> None:
    outcome = await asyncio.gather(
        people_services.accounts.register("ada@example.org", "é" * length, address=ADDRESS),
        return_exceptions=True,
    )

    assert isinstance(outcome[0], InvalidOptionsError) is not is_good


async def test_spellings_of_one_address_share_one_account(people_services: PeopleServices) -> None:
    await people_services.register("ada@example.org")

    with pytest.raises(EmailTakenError):
        await people_services.register(" Ada@Example.ORG ")

    assert people_services.count("profiles") == 1


async def test_one_of_two_concurrent_registrations_of_an_address_succeeds(
    people_services: PeopleServices,
) -> None:
    outcomes = await asyncio.gather(
        people_services.register(), people_services.register(), return_exceptions=True
    )

    assert sum(isinstance(outcome, EmailTakenError) for outcome in outcomes) == 1
    assert people_services.count("accounts") == people_services.count("profiles") == 1


async def test_registrations_per_ip_address_and_hour_are_limited(
    people_services: PeopleServices,
) -> None:
    accounts = replace(people_services.accounts, register_per_hour=2)
    for name in ("ada", "grace"):
        await accounts.register(f"{name}@example.org", PASSWORD, address=ADDRESS)

    with pytest.raises(RegisterLimitError) as caught:
        await accounts.register("edith@example.org", PASSWORD, address=ADDRESS)

    assert caught.value.limit == 2
    assert caught.value.resets_at is not None
    await accounts.register("edith@example.org", PASSWORD, address="192.0.2.2")


async def test_a_limit_of_zero_allows_any_number_of_registrations(
    people_services: PeopleServices,
) -> None:
    accounts = replace(people_services.accounts, register_per_hour=0)

    for number in range(12):
        await accounts.register(f"{number}@example.org", PASSWORD, address=ADDRESS)

    assert people_services.count("accounts") == 12


async def test_the_right_password_signs_in(people_services: PeopleServices) -> None:
    registered = await people_services.register()

    login = await people_services.accounts.login(" ADA@example.org ", PASSWORD, address=ADDRESS)

    assert login.profile_id == registered.profile_id
    assert (await people_services.accounts.requester_of_token(login.token)).signed_in


# --- Adoption of a visitor's profile at login -----------------------------------------------------


async def comics_of(people_services: PeopleServices, login: Login) -> int:
    member = await people_services.accounts.requester_of_token(login.token)
    page, _ = await people_services.gallery.page(member)
    return len(page.comics)


async def sign_in(people_services: PeopleServices, adopt: Requester | None = None) -> Login:
    return await people_services.accounts.login(
        "ada@example.org", PASSWORD, adopt=adopt, address=ADDRESS
    )


async def test_login_merges_the_visitors_profile_into_the_accounts(
    people_services: PeopleServices,
) -> None:
    registered = await people_services.register()
    cookie, someone = people_services.sessions.new_visitor()
    await people_services.draw(someone)
    await people_services.sessions.remember(someone, cookie)
    waiting = await people_services.job_services.request(requester=someone)

    login = await sign_in(
        people_services, adopt=await people_services.sessions.requester_of_cookie(cookie)
    )

    assert login.profile_id == registered.profile_id
    assert await comics_of(people_services, login) == 1
    assert (await people_services.job_services.job(waiting.job_id)).profile_id == login.profile_id
    # The cookie predates the login, so others may know it: it must not give access any more.
    assert (
        await people_services.profile_of(await people_services.sessions.requester_of_cookie(cookie))
        is None
    )


async def test_login_without_adopt_leaves_the_visitors_profile_alone(
    people_services: PeopleServices,
) -> None:
    await people_services.register()
    await people_services.draw(visitor())

    login = await sign_in(people_services)

    assert await comics_of(people_services, login) == 0
    page, _ = await people_services.gallery.page(visitor())
    assert len(page.comics) == 1


async def test_login_takes_over_chats_that_the_visitor_linked(
    people_services: PeopleServices,
) -> None:
    await people_services.register()
    code, _ = await people_services.links.make_code(visitor())
    await people_services.links.claim(chat_user(), code)
    await people_services.draw(chat_user())

    login = await sign_in(people_services, adopt=visitor())

    assert await comics_of(people_services, login) == 1
    assert await people_services.profile_of(chat_user()) == login.profile_id
    assert await people_services.profile_of(visitor()) is None


async def test_a_visitor_without_a_profile_can_log_in(people_services: PeopleServices) -> None:
    await people_services.register()

    login = await sign_in(people_services, adopt=visitor())

    assert await comics_of(people_services, login) == 0
    assert people_services.count("profiles") == 1


async def test_a_wrong_password_adopts_nothing(people_services: PeopleServices) -> None:
    await people_services.register()
    await people_services.draw(visitor())

    with pytest.raises(WrongLoginError):
        await people_services.accounts.login(
            "ada@example.org", "wrong", adopt=visitor(), address=ADDRESS
        )

    assert len((await people_services.gallery.page(visitor()))[0].comics) == 1


async def test_profiles_of_other_accounts_and_chats_are_not_adopted(
    people_services: PeopleServices,
) -> None:
    await people_services.register()
    grace = await people_services.member("grace@example.org")
    linked = visitor("linked")
    code, _ = await people_services.links.make_code(grace)
    await people_services.links.claim(linked, code)
    for requester in (grace, chat_user()):
        await people_services.draw(requester)

    for requester in (grace, linked, chat_user()):
        login = await sign_in(people_services, adopt=requester)

        assert await comics_of(people_services, login) == 0
    assert len((await people_services.gallery.page(grace))[0].comics) == 1
    assert len((await people_services.gallery.page(linked))[0].comics) == 1


async def test_a_browser_linked_with_the_account_logs_in_to_it(
    people_services: PeopleServices,
) -> None:
    member = await people_services.member()
    code, _ = await people_services.links.make_code(member)
    await people_services.links.claim(visitor(), code)
    await people_services.draw(visitor())

    login = await sign_in(people_services, adopt=visitor())

    assert await comics_of(people_services, login) == 1
    assert await people_services.profile_of(visitor()) == login.profile_id


async def test_nothing_is_adopted_if_access_was_revoked_meanwhile(
    people_services: PeopleServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await people_services.member()
    await people_services.draw(visitor())
    verify = people_services.passwords.verify

    async def slow(password_hash: str | None, password: str) -> bool:
        is_right = await verify(password_hash, password)
        await people_services.accounts.sign_out_everywhere(member)
        return is_right

    monkeypatch.setattr(people_services.passwords, "verify", slow)

    login = await sign_in(people_services, adopt=visitor())

    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(login.token)
    assert len((await people_services.gallery.page(visitor()))[0].comics) == 1


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.org", "wrong password"),
        ("nobody@example.org", PASSWORD),
        ("not an address", PASSWORD),
        ("ada@example.org", ""),
        ("x" * 100_000, "y" * 100_000),
    ],
)
async def test_a_failed_login_does_not_reveal_what_was_wrong(
    people_services: PeopleServices, email: str, password: str
) -> None:
    await people_services.register()

    with pytest.raises(WrongLoginError) as caught:
        await people_services.accounts.login(email, password, address=ADDRESS)

    assert (type(caught.value), str(caught.value)) == (WrongLoginError, "")


async def test_a_login_with_an_unknown_address_hashes_too(people_services: PeopleServices) -> None:
    class CountingHasher(PasswordHasher):
        verified = 0

        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            CountingHasher.verified += 1
            return super().verify(hash, password)

    passwords = Passwords(CountingHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts = replace(people_services.accounts, passwords=passwords)
    try:
        with pytest.raises(WrongLoginError):
            await accounts.login("nobody@example.org", PASSWORD, address=ADDRESS)
    finally:
        passwords.close()

    assert CountingHasher.verified == 1


async def test_attempts_per_account_are_limited_for_all_ip_addresses(
    people_services: PeopleServices,
) -> None:
    await people_services.register()
    for number in range(TRIES_PER_EMAIL):
        with pytest.raises(WrongLoginError):
            await people_services.accounts.login(
                "ada@example.org", "wrong", address=f"192.0.2.{number}"
            )

    with pytest.raises(TooManyAttemptsError):
        await people_services.accounts.login("Ada@example.org", PASSWORD, address="198.51.100.1")


async def test_attempts_per_ip_address_are_limited_for_all_accounts(
    people_services: PeopleServices,
) -> None:
    for number in range(TRIES_PER_ADDRESS):
        with pytest.raises(WrongLoginError):
            await people_services.accounts.login(f"{number}@example.org", "wrong", address=ADDRESS)

    with pytest.raises(TooManyAttemptsError):
        await people_services.accounts.login("ada@example.org", PASSWORD, address=ADDRESS)


async def test_a_login_renews_a_hash_with_outdated_parameters(
    people_services: PeopleServices,
) -> None:
    await people_services.register()
    passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    accounts: Accounts = replace(people_services.accounts, passwords=passwords)
    try:
        await accounts.login("ada@example.org", PASSWORD, address=ADDRESS)
        account = await people_services.database.read(
            lambda unit: unit.accounts.by_email("ada@example.org")
        )
        assert account is not None
        assert "t=2" in account.password_hash
        await accounts.login("ada@example.org", PASSWORD, address=ADDRESS)
    finally:
        passwords.close()


async def test_a_new_password_ends_all_other_logins_and_sessions(
    people_services: PeopleServices,
) -> None:
    old = await people_services.register()
    member = await people_services.accounts.requester_of_token(old.token)
    cookie = await people_services.sessions.start(old.profile_id)

    new = await people_services.accounts.change_password(member, PASSWORD, "another horse")

    assert (
        await people_services.accounts.requester_of_token(new.token)
    ).profile_id == old.profile_id
    assert not (await people_services.sessions.requester_of_cookie(cookie)).signed_in
    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(old.token)
    with pytest.raises(WrongLoginError):
        await people_services.accounts.login("ada@example.org", PASSWORD, address=ADDRESS)
    await people_services.accounts.login("ada@example.org", "another horse", address=ADDRESS)


async def test_changing_the_password_needs_the_old_one(people_services: PeopleServices) -> None:
    member = await people_services.member()

    with pytest.raises(WrongLoginError):
        await people_services.accounts.change_password(member, "wrong password", "another horse")
    with pytest.raises(InvalidOptionsError):
        await people_services.accounts.change_password(member, PASSWORD, "short")
    with pytest.raises(NotSignedInError):
        await people_services.accounts.change_password(visitor(), PASSWORD, "another horse")

    await people_services.accounts.login("ada@example.org", PASSWORD, address=ADDRESS)


async def test_signing_out_everywhere_ends_tokens_sessions_and_linked_browsers(
    people_services: PeopleServices,
) -> None:
    login = await people_services.register()
    member = await people_services.accounts.requester_of_token(login.token)
    cookie = await people_services.sessions.start(login.profile_id)
    linked_cookie, browser = people_services.sessions.new_visitor()
    code, _ = await people_services.links.make_code(member)
    await people_services.links.claim(browser, code)

    await people_services.accounts.sign_out_everywhere(member)

    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(login.token)
    for left in (cookie, linked_cookie):
        assert (
            await people_services.profile_of(
                await people_services.sessions.requester_of_cookie(left)
            )
            is None
        )


async def test_a_visitor_without_an_account_is_not_locked_out_by_signing_out(
    people_services: PeopleServices,
) -> None:
    cookie, browser = people_services.sessions.new_visitor()
    await people_services.draw(browser)
    await people_services.sessions.remember(browser, cookie)

    await people_services.accounts.sign_out_everywhere(browser)

    assert await people_services.profile_of(browser) is not None


async def test_signing_out_needs_a_profile(people_services: PeopleServices) -> None:
    with pytest.raises(NotSignedInError):
        await people_services.accounts.sign_out_everywhere(visitor())


async def test_a_terminal_without_an_account_is_recognized_by_its_token(
    people_services: PeopleServices,
) -> None:
    terminal = chat_user("terminal-1", Platform.TERMINAL)
    profile_id = await people_services.database.write(lambda unit: ensure_profile(unit, terminal))

    requester = await people_services.accounts.requester_of_token(
        people_services.tokens.issue(profile_id, 0)
    )

    assert requester.identity == terminal.identity
    assert (requester.profile_id, requester.signed_in) == (profile_id, False)
    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(
            people_services.tokens.issue(profile_id, 1)
        )


async def test_a_token_of_a_profile_without_identities_is_refused(
    people_services: PeopleServices,
) -> None:
    terminal = chat_user("terminal-1", Platform.TERMINAL)
    profile_id = await people_services.database.write(lambda unit: ensure_profile(unit, terminal))
    await people_services.database.write(
        lambda unit: unit.profiles.remove_identity(terminal.identity, profile_id)
    )

    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(
            people_services.tokens.issue(profile_id, 0)
        )


async def test_a_token_follows_its_account_into_another_profile(
    people_services: PeopleServices,
) -> None:
    login = await people_services.register()
    chat = await people_services.database.write(lambda unit: ensure_profile(unit, chat_user()))
    await people_services.database.write(lambda unit: unit.profiles.merge(login.profile_id, chat))

    requester = await people_services.accounts.requester_of_token(login.token)

    assert (requester.profile_id, requester.signed_in) == (chat, True)


async def test_a_token_ends_with_its_profile(people_services: PeopleServices) -> None:
    login = await people_services.register()
    await people_services.profiles.forget(
        await people_services.accounts.requester_of_token(login.token)
    )

    with pytest.raises(NotSignedInError):
        await people_services.accounts.requester_of_token(login.token)


async def test_an_account_is_the_same_identity_by_token_and_by_cookie(
    people_services: PeopleServices,
) -> None:
    login = await people_services.register()
    cookie = await people_services.sessions.start(login.profile_id)

    by_token = await people_services.accounts.requester_of_token(login.token)
    by_cookie = await people_services.sessions.requester_of_cookie(cookie)

    assert by_token.identity == by_cookie.identity
    assert by_token.identity.platform is Platform.WEB
    assert by_token.identity != Identity(Platform.WEB, "ada@example.org")


async def test_neither_token_nor_hash_is_shown(people_services: PeopleServices) -> None:
    login = await people_services.register()

    assert login.token not in repr(login)
