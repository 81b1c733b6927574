"""Sessions: browsers recognized by a cookie."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from core.models.identity import Platform
from core.models.people import Session
from core.people.sessions import LIFETIME, hash_of
from tests.core.people_services import PeopleServices


async def session_of(people_services: PeopleServices, cookie: str) -> Session | None:
    return await people_services.database.read(lambda unit: unit.sessions.get(hash_of(cookie)))


async def now(people_services: PeopleServices) -> datetime:
    return await people_services.database.read(lambda unit: unit.now())


def let_days_pass(people_services: PeopleServices, days: int) -> None:
    people_services.job_services.sql(
        "UPDATE sessions SET expires_at = strftime('%Y-%m-%d %H:%M:%f000', expires_at, :shift)",
        shift=f"-{days} days",
    )


async def test_nothing_is_stored_of_a_new_visitor(people_services: PeopleServices) -> None:
    cookie, requester = people_services.sessions.new_visitor(locale="ja", origin="o")

    assert (
        await people_services.sessions.requester_of_cookie(cookie, locale="ja", origin="o")
        == requester
    )
    assert (requester.identity.platform, requester.signed_in) == (Platform.WEB, False)
    assert people_services.count("profiles") == people_services.count("sessions") == 0


def test_cookies_are_long_and_unique(people_services: PeopleServices) -> None:
    cookies = {people_services.sessions.new_visitor()[0] for _ in range(100)}

    assert len(cookies) == 100
    assert min(map(len, cookies)) >= 22  # 128 bits in base64


async def test_the_cookie_itself_is_never_stored(people_services: PeopleServices) -> None:
    cookie, requester = people_services.sessions.new_visitor()
    await people_services.draw(requester)
    await people_services.sessions.remember(requester, cookie)

    with people_services.job_services.sync.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert hash_of(cookie) in dump
    assert cookie not in dump


async def test_a_visitor_with_a_profile_is_remembered(people_services: PeopleServices) -> None:
    cookie, requester = people_services.sessions.new_visitor()
    await people_services.draw(requester)

    await people_services.sessions.remember(requester, cookie)
    await people_services.sessions.remember(requester, cookie)

    again = await people_services.sessions.requester_of_cookie(cookie)
    assert again.profile_id == await people_services.profile_of(requester)
    assert (again.identity, again.signed_in) == (requester.identity, False)
    assert people_services.count("sessions") == 1


async def test_a_visitor_without_a_profile_is_not_remembered(
    people_services: PeopleServices,
) -> None:
    cookie, requester = people_services.sessions.new_visitor()

    await people_services.sessions.remember(requester, cookie)

    assert people_services.count("sessions") == 0


async def test_concurrent_requests_of_one_browser_store_one_session(
    people_services: PeopleServices,
) -> None:
    cookie, requester = people_services.sessions.new_visitor()
    await people_services.draw(requester)

    await asyncio.gather(*(people_services.sessions.remember(requester, cookie) for _ in range(5)))

    assert people_services.count("sessions") == 1


async def test_a_login_makes_a_new_session_and_ends_the_former_one(
    people_services: PeopleServices,
) -> None:
    old_cookie, requester = people_services.sessions.new_visitor()
    await people_services.draw(requester)
    await people_services.sessions.remember(requester, old_cookie)
    login = await people_services.register()

    cookie = await people_services.sessions.start(login.profile_id, old_cookie=old_cookie)

    known = await people_services.sessions.requester_of_cookie(cookie)
    assert (known.profile_id, known.signed_in) == (login.profile_id, True)
    assert await session_of(people_services, old_cookie) is None


async def test_an_ended_session_is_an_anonymous_visitor(people_services: PeopleServices) -> None:
    login = await people_services.register()
    cookie = await people_services.sessions.start(login.profile_id)

    await people_services.sessions.end(cookie)
    await people_services.sessions.end(cookie)

    left = await people_services.sessions.requester_of_cookie(cookie)
    assert (left.signed_in, await people_services.profile_of(left)) == (False, None)


async def test_a_session_ends_30_days_after_the_last_visit(people_services: PeopleServices) -> None:
    login = await people_services.register()
    cookie = await people_services.sessions.start(login.profile_id)

    let_days_pass(people_services, 29)
    assert (await people_services.sessions.requester_of_cookie(cookie)).signed_in
    let_days_pass(people_services, 29)
    assert (await people_services.sessions.requester_of_cookie(cookie)).signed_in
    let_days_pass(people_services, 31)
    assert not (await people_services.sessions.requester_of_cookie(cookie)).signed_in


async def test_a_session_is_extended_at_most_once_a_day(people_services: PeopleServices) -> None:
    login = await people_services.register()
    cookie = await people_services.sessions.start(login.profile_id)
    fresh = await session_of(people_services, cookie)

    await people_services.sessions.requester_of_cookie(cookie)
    assert await session_of(people_services, cookie) == fresh

    let_days_pass(people_services, 2)
    await people_services.sessions.requester_of_cookie(cookie)
    extended = await session_of(people_services, cookie)
    assert extended is not None
    assert extended.expires_at - await now(people_services) > LIFETIME - timedelta(minutes=1)


async def test_a_cookie_of_a_deleted_profile_is_a_new_visitor(
    people_services: PeopleServices,
) -> None:
    login = await people_services.register()
    cookie = await people_services.sessions.start(login.profile_id)
    await people_services.profiles.forget(
        await people_services.sessions.requester_of_cookie(cookie)
    )

    left = await people_services.sessions.requester_of_cookie(cookie)

    assert (left.signed_in, left.profile_id) == (False, None)


async def test_any_text_as_a_cookie_is_an_anonymous_visitor(
    people_services: PeopleServices,
) -> None:
    for cookie in ("", "x" * 10_000, "\ud800", "'; DROP TABLE sessions; --"):
        requester = await people_services.sessions.requester_of_cookie(cookie)
        assert (requester.signed_in, len(requester.identity.external_id)) == (False, 64)
