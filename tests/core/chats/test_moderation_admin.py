"""Moderation by operators, and its log events."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs
from uuid_utils.compat import uuid7

from core.chats.moderation_admin import ModerationAdmin
from core.errors import BannedError, NotFoundError
from core.models.identity import JobId
from tests.core.people_services import PeopleServices, chat_user, visitor

ARTIST, READER = visitor("artist"), visitor("reader")


@pytest.fixture
def moderation(people_services: PeopleServices) -> ModerationAdmin:
    return ModerationAdmin(database=people_services.database, operator="ada")


async def test_banned_users_cannot_request_comics(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    await moderation.ban(ARTIST.identity, reason="spam")

    with pytest.raises(BannedError):
        await people_services.draw(ARTIST)
    await people_services.draw(READER)


async def test_users_banned_in_one_chat_can_request_comics_elsewhere(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    await moderation.ban(ARTIST.identity, chat="7")

    assert await people_services.draw(ARTIST)


async def test_a_ban_is_listed_until_it_is_lifted(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    troll = chat_user("666").identity
    await moderation.ban(troll, chat="7", reason="spam")
    await moderation.ban(troll, chat="7", reason="spam")

    (ban,) = await moderation.bans()
    assert (ban.external_id, ban.chat, ban.reason) == ("666", "7", "spam")

    await moderation.unban(troll, chat="7")
    assert await moderation.bans() == ()


async def test_an_unknown_ban_cannot_be_lifted(moderation: ModerationAdmin) -> None:
    with pytest.raises(NotFoundError):
        await moderation.unban(ARTIST.identity)


async def test_a_takedown_deletes_the_comic_and_resolves_its_reports(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    comic_id, other_id = await people_services.draw(ARTIST), await people_services.draw(ARTIST)
    token = await people_services.gallery.share(ARTIST, comic_id)
    for reported in (comic_id, comic_id, other_id):
        await people_services.gallery.report(READER, reported, "not nice")

    assert await moderation.take_down(comic_id) == 2

    for requester in (ARTIST, READER, None):
        with pytest.raises(NotFoundError):
            await people_services.gallery.get(requester, comic_id, share_token=token)
    with pytest.raises(NotFoundError):
        await people_services.gallery.restore(ARTIST, comic_id)
    assert [report.comic_id for report in await moderation.open_reports()] == [other_id]


async def test_an_unknown_comic_cannot_be_taken_down(moderation: ModerationAdmin) -> None:
    with pytest.raises(NotFoundError):
        await moderation.take_down(JobId(uuid7()))


async def test_resolving_a_report_keeps_the_comic(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    comic_id = await people_services.draw(ARTIST)
    await people_services.gallery.report(READER, comic_id, "not nice")
    (report,) = await moderation.open_reports()

    await moderation.resolve(report.id)

    assert await moderation.open_reports() == ()
    assert await people_services.gallery.get(ARTIST, comic_id)
    with pytest.raises(NotFoundError):
        await moderation.resolve(report.id)


async def test_every_change_is_logged_with_the_operator(
    people_services: PeopleServices, moderation: ModerationAdmin
) -> None:
    comic_id = await people_services.draw(ARTIST)

    with capture_logs() as events:
        await moderation.ban(chat_user("666").identity, reason="spam")
        await moderation.unban(chat_user("666").identity)
        await moderation.take_down(comic_id)

    operator = {"log_level": "info", "operator": "ada"}
    troll = {"platform": "discord", "external_id": "666", "chat": ""}
    assert events == [
        {"event": "user_banned", **operator, **troll, "reason": "spam"},
        {"event": "user_unbanned", **operator, **troll},
        {"event": "comic_taken_down", **operator, "job_id": str(comic_id), "reports": 0},
    ]
