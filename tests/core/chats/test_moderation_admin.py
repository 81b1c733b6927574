"""What operators do, and that it leaves a trace."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs
from uuid_utils.compat import uuid7

from core.chats.moderation_admin import ModerationAdmin
from core.errors import BannedError, NotFoundError
from core.models.identity import JobId
from tests.core.people_services import PeopleServices, chatter, visitor

ARTIST, READER = visitor("artist"), visitor("reader")


@pytest.fixture
def community(house: PeopleServices) -> ModerationAdmin:
    return ModerationAdmin(database=house.database, operator="ada")


async def test_who_is_banned_cannot_ask(house: PeopleServices, community: ModerationAdmin) -> None:
    await community.ban(ARTIST.identity, reason="spam")

    with pytest.raises(BannedError):
        await house.draw(ARTIST)
    await house.draw(READER)


async def test_who_is_banned_in_one_chat_can_ask_elsewhere(
    house: PeopleServices, community: ModerationAdmin
) -> None:
    await community.ban(ARTIST.identity, chat="7")

    assert await house.draw(ARTIST)


async def test_a_ban_is_listed_until_it_is_lifted(
    house: PeopleServices, community: ModerationAdmin
) -> None:
    troll = chatter("666").identity
    await community.ban(troll, chat="7", reason="spam")
    await community.ban(troll, chat="7", reason="spam")

    (ban,) = await community.bans()
    assert (ban.external_id, ban.chat, ban.reason) == ("666", "7", "spam")

    await community.unban(troll, chat="7")
    assert await community.bans() == ()


async def test_a_ban_that_is_not_there_cannot_be_lifted(community: ModerationAdmin) -> None:
    with pytest.raises(NotFoundError):
        await community.unban(ARTIST.identity)


async def test_a_comic_taken_down_is_gone_for_everybody_and_its_reports_are_closed(
    house: PeopleServices, community: ModerationAdmin
) -> None:
    comic_id, other_id = await house.draw(ARTIST), await house.draw(ARTIST)
    token = await house.gallery.share(ARTIST, comic_id)
    for reported in (comic_id, comic_id, other_id):
        await house.gallery.report(READER, reported, "not nice")

    assert await community.take_down(comic_id) == 2

    for requester in (ARTIST, READER, None):
        with pytest.raises(NotFoundError):
            await house.gallery.get(requester, comic_id, share_token=token)
    with pytest.raises(NotFoundError):
        await house.gallery.restore(ARTIST, comic_id)
    assert [report.comic_id for report in await community.open_reports()] == [other_id]


async def test_a_comic_that_is_not_there_cannot_be_taken_down(community: ModerationAdmin) -> None:
    with pytest.raises(NotFoundError):
        await community.take_down(JobId(uuid7()))


async def test_a_report_that_is_dismissed_leaves_the_comic(
    house: PeopleServices, community: ModerationAdmin
) -> None:
    comic_id = await house.draw(ARTIST)
    await house.gallery.report(READER, comic_id, "not nice")
    (report,) = await community.open_reports()

    await community.resolve(report.id)

    assert await community.open_reports() == ()
    assert await house.gallery.get(ARTIST, comic_id)
    with pytest.raises(NotFoundError):
        await community.resolve(report.id)


async def test_the_log_says_who_did_what(house: PeopleServices, community: ModerationAdmin) -> None:
    comic_id = await house.draw(ARTIST)

    with capture_logs() as events:
        await community.ban(chatter("666").identity, reason="spam")
        await community.unban(chatter("666").identity)
        await community.take_down(comic_id)

    who = {"log_level": "info", "operator": "ada"}
    troll = {"platform": "discord", "external_id": "666", "chat": ""}
    assert events == [
        {"event": "user_banned", **who, **troll, "reason": "spam"},
        {"event": "user_unbanned", **who, **troll},
        {"event": "comic_taken_down", **who, "job_id": str(comic_id), "reports": 0},
    ]
