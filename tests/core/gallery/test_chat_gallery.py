"""Gallery in chats: paging, visibility and permissions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFoundError
from core.gallery.chat_gallery import Removal
from core.models.comics import GalleryFilter, Visibility
from core.models.deliveries import Destination
from core.models.identity import Platform, Requester
from tests.core.job_services import unknown_job
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


async def test_the_author_of_the_text_may_remove_only_the_message(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT, author="8")

    assert (
        await people_services.chat_gallery.removal_for(chat_user("8"), comic_id) is Removal.MESSAGE
    )
    assert await people_services.chat_gallery.remove(chat_user("8"), comic_id) is Removal.MESSAGE
    assert (await people_services.gallery.own(chat_user("7"), comic_id)).id == comic_id


@pytest.mark.parametrize("other", [chat_user("9"), chat_user("8", Platform.TELEGRAM)])
async def test_other_users_are_not_the_author_of_the_text(
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

    assert [view.comic.id for view in (newest, middle, oldest) if view.comic] == [
        third,
        second,
        first,
    ]
    assert back == middle == await chat_gallery.position_of(me, second)
    assert [(view.has_newer, view.has_older) for view in (newest, middle, oldest)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert (await chat_gallery.adjacent(me, oldest.cursor)).comic is None
    assert (await chat_gallery.adjacent(chat_user("8"), None)).comic is None


async def test_a_deleted_comics_cursor_still_works(people_services: PeopleServices) -> None:
    first, second = [await people_services.draw(chat_user("7")) for _ in range(2)]
    view = await people_services.chat_gallery.adjacent(chat_user("7"), None)
    await people_services.gallery.delete(chat_user("7"), second)

    on = await people_services.chat_gallery.adjacent(chat_user("7"), view.cursor)

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


async def test_paging_within_a_filter_skips_and_counts_other_comics_nowhere(
    people_services: PeopleServices,
) -> None:
    ids = [await people_services.draw(chat_user("7")) for _ in range(5)]
    chat_gallery, me, favorites = (
        people_services.chat_gallery,
        chat_user("7"),
        GalleryFilter(favorite=True),
    )
    for comic_id in (ids[1], ids[3]):
        await people_services.gallery.update(me, comic_id, favorite=True)

    newer = await chat_gallery.adjacent(me, None, wanted=favorites)
    older = await chat_gallery.adjacent(me, newer.cursor, wanted=favorites)
    back = await chat_gallery.adjacent(me, older.cursor, newer=True, wanted=favorites)

    assert [each.comic.id for each in (newer, older, back) if each.comic] == [
        ids[3],
        ids[1],
        ids[3],
    ]
    assert [(each.has_newer, each.has_older) for each in (newer, older, back)] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    # A comic that no longer matches keeps its position among those that do.
    between = await chat_gallery.position_of(me, ids[2], wanted=favorites)
    assert (between.has_newer, between.has_older) == (True, True)
    newest = await chat_gallery.position_of(me, ids[4], wanted=favorites)
    assert (newest.has_newer, newest.has_older) == (False, True)


async def test_the_position_of_another_users_comic_is_not_found(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT)
    await people_services.draw(chat_user("8"))

    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.position_of(chat_user("8"), comic_id)


async def test_details_of_a_visible_comic_include_its_job(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT)

    comic, job = await people_services.chat_gallery.visible_comic_with_job(chat_user("8"), comic_id)

    assert (comic.id, job.id) == (comic_id, comic_id)
    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.visible_comic_with_job(chat_user("8"), unknown_job())


async def test_a_private_comic_stays_private_where_only_its_owner_reads(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT, private=True)

    shown = await people_services.chat_gallery.show_in_chat(
        chat_user("7"), comic_id, replace(IN_CHAT, ephemeral=True)
    )

    assert shown.visibility is Visibility.PRIVATE


async def test_a_comic_that_its_uuid_opens_stays_so_when_it_is_posted(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user("7"), destination=IN_CHAT)
    await people_services.job_services.database.write(
        lambda unit: unit.comics.update(comic_id, visibility=Visibility.LINK)
    )

    shown = await people_services.chat_gallery.show_in_chat(chat_user("7"), comic_id, IN_CHAT)

    assert shown.visibility is Visibility.LINK


async def test_an_unknown_comic_is_not_removed(people_services: PeopleServices) -> None:
    with pytest.raises(NotFoundError):
        await people_services.chat_gallery.remove(
            replace(chat_user("9"), moderates=True), unknown_job()
        )
