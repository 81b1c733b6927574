"""Sessions: browsers recognized by a cookie."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from core.models.identity import Platform
from core.models.people import Session
from core.people.sessions import LIFETIME, hash_of
from tests.core.people_services import PeopleServices


async def session_of(house: PeopleServices, cookie: str) -> Session | None:
    return await house.database.read(lambda unit: unit.sessions.get(hash_of(cookie)))


async def now(house: PeopleServices) -> datetime:
    return await house.database.read(lambda unit: unit.now())


def let_days_pass(house: PeopleServices, days: int) -> None:
    house.scene.sql(
        "UPDATE sessions SET expires_at = strftime('%Y-%m-%d %H:%M:%f000', expires_at, :shift)",
        shift=f"-{days} days",
    )


async def test_nothing_is_stored_of_a_new_visitor(house: PeopleServices) -> None:
    cookie, requester = house.sessions.new_visitor(locale="ja", origin="o")

    assert await house.sessions.requester_of_cookie(cookie, locale="ja", origin="o") == requester
    assert (requester.identity.platform, requester.signed_in) == (Platform.WEB, False)
    assert house.count("profiles") == house.count("sessions") == 0


def test_cookies_are_long_and_unique(house: PeopleServices) -> None:
    cookies = {house.sessions.new_visitor()[0] for _ in range(100)}

    assert len(cookies) == 100
    assert min(map(len, cookies)) >= 22  # 128 bits in base64


async def test_the_cookie_itself_is_never_stored(house: PeopleServices) -> None:
    cookie, requester = house.sessions.new_visitor()
    await house.draw(requester)
    await house.sessions.remember(requester, cookie)

    with house.scene.sync.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert hash_of(cookie) in dump
    assert cookie not in dump


async def test_a_visitor_with_a_profile_is_remembered(house: PeopleServices) -> None:
    cookie, requester = house.sessions.new_visitor()
    await house.draw(requester)

    await house.sessions.remember(requester, cookie)
    await house.sessions.remember(requester, cookie)

    again = await house.sessions.requester_of_cookie(cookie)
    assert again.profile_id == await house.profile_of(requester)
    assert (again.identity, again.signed_in) == (requester.identity, False)
    assert house.count("sessions") == 1


async def test_a_visitor_without_a_profile_is_not_remembered(house: PeopleServices) -> None:
    cookie, requester = house.sessions.new_visitor()

    await house.sessions.remember(requester, cookie)

    assert house.count("sessions") == 0


async def test_concurrent_requests_of_one_browser_store_one_session(
    house: PeopleServices,
) -> None:
    cookie, requester = house.sessions.new_visitor()
    await house.draw(requester)

    await asyncio.gather(*(house.sessions.remember(requester, cookie) for _ in range(5)))

    assert house.count("sessions") == 1


async def test_a_login_makes_a_new_session_and_ends_the_former_one(house: PeopleServices) -> None:
    old_cookie, requester = house.sessions.new_visitor()
    await house.draw(requester)
    await house.sessions.remember(requester, old_cookie)
    login = await house.register()

    cookie = await house.sessions.start(login.profile_id, old_cookie=old_cookie)

    known = await house.sessions.requester_of_cookie(cookie)
    assert (known.profile_id, known.signed_in) == (login.profile_id, True)
    assert await session_of(house, old_cookie) is None


async def test_an_ended_session_is_an_anonymous_visitor(house: PeopleServices) -> None:
    login = await house.register()
    cookie = await house.sessions.start(login.profile_id)

    await house.sessions.end(cookie)
    await house.sessions.end(cookie)

    left = await house.sessions.requester_of_cookie(cookie)
    assert (left.signed_in, await house.profile_of(left)) == (False, None)


async def test_a_session_ends_30_days_after_the_last_visit(house: PeopleServices) -> None:
    login = await house.register()
    cookie = await house.sessions.start(login.profile_id)

    let_days_pass(house, 29)
    assert (await house.sessions.requester_of_cookie(cookie)).signed_in
    let_days_pass(house, 29)
    assert (await house.sessions.requester_of_cookie(cookie)).signed_in
    let_days_pass(house, 31)
    assert not (await house.sessions.requester_of_cookie(cookie)).signed_in


async def test_a_session_is_extended_at_most_once_a_day(house: PeopleServices) -> None:
    login = await house.register()
    cookie = await house.sessions.start(login.profile_id)
    fresh = await session_of(house, cookie)

    await house.sessions.requester_of_cookie(cookie)
    assert await session_of(house, cookie) == fresh

    let_days_pass(house, 2)
    await house.sessions.requester_of_cookie(cookie)
    extended = await session_of(house, cookie)
    assert extended is not None
    assert extended.expires_at - await now(house) > LIFETIME - timedelta(minutes=1)


async def test_a_cookie_of_a_deleted_profile_is_a_new_visitor(
    house: PeopleServices,
) -> None:
    login = await house.register()
    cookie = await house.sessions.start(login.profile_id)
    await house.profiles.forget(await house.sessions.requester_of_cookie(cookie))

    left = await house.sessions.requester_of_cookie(cookie)

    assert (left.signed_in, left.profile_id) == (False, None)


async def test_any_text_as_a_cookie_is_an_anonymous_visitor(house: PeopleServices) -> None:
    for cookie in ("", "x" * 10_000, "\ud800", "'; DROP TABLE sessions; --"):
        requester = await house.sessions.requester_of_cookie(cookie)
        assert (requester.signed_in, len(requester.identity.external_id)) == (False, 64)
