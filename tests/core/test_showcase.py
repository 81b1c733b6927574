"""Comics as chats show them, and who may do what with them there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFoundError
from core.models import Destination, Platform, Requester, Visibility
from core.showcase import Removal
from tests.core.house import House, chatter

IN_CHAT = Destination(platform=Platform.DISCORD, chat="42", user_id="7")


async def test_who_has_it_before_their_eyes_may_look_at_it(house: House) -> None:
    public = await house.draw(chatter("7"), to=IN_CHAT)
    private = await house.draw(chatter("7"), to=IN_CHAT, private=True)

    assert (await house.showcase.seen(chatter("8"), public)).id == public
    with pytest.raises(NotFoundError):
        await house.showcase.seen(chatter("8"), private)
    with pytest.raises(NotFoundError):
        await house.showcase.seen(chatter("8", Platform.TELEGRAM), public)


async def test_deleting_takes_away_what_is_ones_own_to_delete(house: House) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT)
    moderator = replace(chatter("9"), moderates=True)

    with pytest.raises(NotFoundError):
        await house.showcase.remove(chatter("8"), comic_id)
    assert await house.showcase.remove(moderator, comic_id) is Removal.MESSAGE
    assert (await house.gallery.own(chatter("7"), comic_id)).id == comic_id
    assert await house.showcase.remove(chatter("7"), comic_id) is Removal.COMIC
    with pytest.raises(NotFoundError):
        await house.gallery.own(chatter("7"), comic_id)


async def test_the_author_of_the_words_may_remove_the_message_and_nothing_else(
    house: House,
) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT, author="8")

    assert await house.showcase.removable(chatter("8"), comic_id) is Removal.MESSAGE
    assert await house.showcase.remove(chatter("8"), comic_id) is Removal.MESSAGE
    assert (await house.gallery.own(chatter("7"), comic_id)).id == comic_id


@pytest.mark.parametrize("other", [chatter("9"), chatter("8", Platform.TELEGRAM)])
async def test_nobody_else_is_the_author_of_the_words(house: House, other: Requester) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT, author="8")

    with pytest.raises(NotFoundError):
        await house.showcase.remove(other, comic_id)


async def test_the_shelf_leads_from_comic_to_comic_and_back(house: House) -> None:
    first, second, third = [await house.draw(chatter("7")) for _ in range(3)]
    showcase, me = house.showcase, chatter("7")

    newest = await showcase.beside(me, None)
    middle = await showcase.beside(me, newest.cursor)
    oldest = await showcase.beside(me, middle.cursor)
    back = await showcase.beside(me, oldest.cursor, newer=True)

    assert [shelf.comic.id for shelf in (newest, middle, oldest) if shelf.comic] == [
        third,
        second,
        first,
    ]
    assert back == middle == await showcase.at(me, second)
    assert [(shelf.has_newer, shelf.has_older) for shelf in (newest, middle, oldest)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert (await showcase.beside(me, oldest.cursor)).comic is None
    assert (await showcase.beside(chatter("8"), None)).comic is None


async def test_a_deleted_comic_still_says_where_to_go_on(house: House) -> None:
    first, second = [await house.draw(chatter("7")) for _ in range(2)]
    shelf = await house.showcase.beside(chatter("7"), None)
    await house.gallery.delete(chatter("7"), second)

    on = await house.showcase.beside(chatter("7"), shelf.cursor)

    assert on.comic is not None
    assert on.comic.id == first


async def test_a_private_one_is_shown_in_a_chat_by_its_owner_alone(house: House) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT, private=True)

    with pytest.raises(NotFoundError):
        await house.showcase.show_in_chat(chatter("8"), comic_id, IN_CHAT)
    shown = await house.showcase.show_in_chat(chatter("7"), comic_id, IN_CHAT)

    assert shown.visibility is Visibility.CHAT
