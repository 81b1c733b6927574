"""Visibility: every kind of comic, for every kind of user."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models.comics import Visibility
from core.models.identity import Platform, Requester
from core.visibility import may_see_comic, may_see_job, visibility_of
from tests.core.people_services import PeopleServices, chat_user, visitor


@pytest.mark.parametrize(
    ("platform", "private", "expected"),
    [
        (Platform.WEB, False, Visibility.LINK),
        (Platform.TERMINAL, False, Visibility.LINK),
        (Platform.DISCORD, False, Visibility.CHAT),
        (Platform.TELEGRAM, False, Visibility.CHAT),
        (Platform.WEB, True, Visibility.PRIVATE),
        (Platform.DISCORD, True, Visibility.PRIVATE),
    ],
)
def test_visibility_follows_the_platform_of_the_request(
    *, platform: Platform, private: bool, expected: Visibility
) -> None:
    assert visibility_of(platform, private=private) is expected


@pytest.mark.parametrize(
    ("requester", "private", "seen_by_others"),
    [
        (visitor(), False, True),
        (visitor(), True, False),
        (chat_user(), False, False),
        (chat_user(), True, False),
    ],
)
async def test_the_uuid_alone_opens_only_public_comics_of_web_and_terminal(
    *, people_services: PeopleServices, requester: Requester, private: bool, seen_by_others: bool
) -> None:
    job_id = await people_services.draw(requester, private=private)
    job, comic = (
        await people_services.job_services.job(job_id),
        await people_services.job_services.comic(job_id),
    )
    owner = await people_services.profile_of(requester)
    await people_services.draw(chat_user("make_requester else"))
    other = await people_services.profile_of(chat_user("make_requester else"))

    assert comic is not None
    assert may_see_job(job, owner)
    assert may_see_comic(comic, owner)
    for profile_id in (other, None):
        assert may_see_job(job, profile_id) is seen_by_others
        assert may_see_comic(comic, profile_id) is seen_by_others


@pytest.mark.parametrize(
    ("token", "is_seen"),
    [("right", True), ("wrong", False), ("", False), ("ä", False), ("\ud800", False)],
)
@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.CHAT])
async def test_a_share_token_opens_its_comic_and_nothing_else_does(
    *, people_services: PeopleServices, visibility: Visibility, token: str, is_seen: bool
) -> None:
    comic = await people_services.job_services.comic(await people_services.draw(visitor()))
    assert comic is not None
    shared = replace(comic, visibility=visibility, share_token="right")

    assert may_see_comic(shared, None, token) is is_seen


async def test_an_unshared_comic_is_not_opened_by_any_token(
    people_services: PeopleServices,
) -> None:
    comic = await people_services.job_services.comic(
        await people_services.draw(visitor(), private=True)
    )
    assert comic is not None

    assert not may_see_comic(comic, None, "")
    assert not may_see_comic(comic, None, "None")


async def test_a_job_without_an_owner_belongs_to_no_one(people_services: PeopleServices) -> None:
    job = await people_services.job_services.job(await people_services.draw(chat_user()))

    assert not may_see_job(replace(job, profile_id=None), None)
