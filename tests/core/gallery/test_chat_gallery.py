"""Gallery in chats: paging, visibility and permissions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFoundError
from core.gallery.chat_gallery import Removal
from core.models.comics import Visibility
from core.models.deliveries import Destination
from core.models.identity import Platform, Requester
from tests.core.people_services import PeopleServices, chat_user

IN_CHAT = Destination(platform=Platform.DISCORD, chat="42", user_id="7")


async def test_members_of_the_chat_see_its_comics(people_services: PeopleServices) -> None:
    public = await people_services.draw(chat_user("7"), destination=IN_CHAT)
    private = await people_services.draw(chat_user("7"), destination=IN_CHAT, private=True)

    assert (await people_services.chat_gallery.visible_comic(chat_user("8"), public)).id == public
    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.visible_comic(chat_user("8"), private)
    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.visible_comic(chat_user("8", Platform.TELEGRAM), public)


async def test_owners_delete_the_comic_and_moderators_the_message(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT)
    moderator = replace(chat_user("9"), moderates=True)

    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.remove(chat_user("8"), comic_id)
    assert await people_services.chat_gallery.remove(moderator, comic_id) is Removal.MESSAGE
    assert (await people_services.gallery.own(chat_user("7"), comic_id)).id == comic_id
    assert await people_services.chat_gallery.remove(chat_user("7"), comic_id) is Removal.COMIC
    with pytest.raises(NotFoundError):
        await people_services.gallery.own(chat_user("7"), comic_id)


async def test_the_author_of_the_words_may_remove_only_the_message(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT, author="8")

    assert (
        await people_services.chat_gallery.removal_for(chat_user("8"), comic_id) is Removal.MESSAGE
    )
    assert await people_services.chat_gallery.remove(chat_user("8"), comic_id) is Removal.MESSAGE
    assert (await people_services.gallery.own(chat_user("7"), comic_id)).id == comic_id


@pytest.mark.parametrize("other", [chat_user("9"), chat_user("8", Platform.TELEGRAM)])
async def test_other_users_are_not_the_author_of_the_words(
    people_services: PeopleServices, other: Requester
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT, author="8")

    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.remove(other, comic_id)


async def test_the_gallery_pages_to_older_and_newer_comics(people_services: PeopleServices) -> None:
    first, second, third = [await people_services.draw(chat_user("7")) for _ in range(3)]
    chat_gallery, me = people_services.chat_gallery, chat_user("7")

    newest = await chat_gallery.adjacent(me, None)
    middle = await chat_gallery.adjacent(me, newest.cursor)
    oldest = await chat_gallery.adjacent(me, middle.cursor)
    back = await chat_gallery.adjacent(me, oldest.cursor, newer=True)

    assert [shelf.comic.id for shelf in (newest, middle, oldest) if shelf.comic] == [
        third,
        second,
        first,
    ]
    assert back == middle == await chat_gallery.position_of(me, second)
    assert [(shelf.has_newer, shelf.has_older) for shelf in (newest, middle, oldest)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert (await chat_gallery.adjacent(me, oldest.cursor)).comic is None
    assert (await chat_gallery.adjacent(chat_user("8"), None)).comic is None


async def test_a_deleted_comics_cursor_still_works(people_services: PeopleServices) -> None:
    first, second = [await people_services.draw(chat_user("7")) for _ in range(2)]
    shelf = await people_services.chat_gallery.adjacent(chat_user("7"), None)
    await people_services.gallery.delete(chat_user("7"), second)

    on = await people_services.chat_gallery.adjacent(chat_user("7"), shelf.cursor)

    assert on.comic is not None
    assert on.comic.id == first


async def test_only_its_owner_shows_a_private_comic_in_a_chat(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT, private=True)

    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.show_in_chat(chat_user("8"), comic_id, IN_CHAT)
    shown = await people_services.chat_gallery.show_in_chat(chat_user("7"), comic_id, IN_CHAT)

    assert shown.visibility is Visibility.CHAT
