"""Visibility: every kind of comic, for every kind of user."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models.comics import Visibility
from core.models.identity import Platform, Requester
from core.visibility import may_see_comic, may_see_job, visibility_of
from tests.core.people_services import PeopleServices, chatter, visitor


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
    ("who", "private", "seen_by_others"),
    [
        (visitor(), False, True),
        (visitor(), True, False),
        (chatter(), False, False),
        (chatter(), True, False),
    ],
)
async def test_the_uuid_alone_opens_only_public_comics_of_web_and_terminal(
    *, house: PeopleServices, who: Requester, private: bool, seen_by_others: bool
) -> None:
    job_id = await house.draw(who, private=private)
    job, comic = await house.scene.job(job_id), await house.scene.comic(job_id)
    owner = await house.profile_of(who)
    await house.draw(chatter("somebody else"))
    other = await house.profile_of(chatter("somebody else"))

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
    *, house: PeopleServices, visibility: Visibility, token: str, is_seen: bool
) -> None:
    comic = await house.scene.comic(await house.draw(visitor()))
    assert comic is not None
    shared = replace(comic, visibility=visibility, share_token="right")

    assert may_see_comic(shared, None, token) is is_seen


async def test_an_unshared_comic_is_not_opened_by_any_token(house: PeopleServices) -> None:
    comic = await house.scene.comic(await house.draw(visitor(), private=True))
    assert comic is not None

    assert not may_see_comic(comic, None, "")
    assert not may_see_comic(comic, None, "None")


async def test_a_job_without_an_owner_belongs_to_no_one(house: PeopleServices) -> None:
    job = await house.scene.job(await house.draw(chatter()))

    assert not may_see_job(replace(job, profile_id=None), None)
