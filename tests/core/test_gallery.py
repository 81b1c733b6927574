"""The gallery: looked at by its owner, by others, and by nobody in particular."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from core.errors import InvalidOptionsError, NotFoundError, TooManyTriesError
from core.gallery import REPORTS_PER_HOUR, Gallery, Removal
from core.models import Destination, GalleryFilter, JobId, Platform, Requester, Visibility
from tests.core.house import House, chatter, visitor
from tests.core.scene import unknown_job

OWNER, STRANGER = visitor("owner"), visitor("stranger")


async def prompts(house: House, who: Requester, wanted: GalleryFilter | None = None) -> list[str]:
    page, _ = await house.gallery.page(who, wanted=wanted)
    return [comic.prompt for comic in page.comics]


async def test_a_gallery_shows_ones_own_comics_newest_first(house: House) -> None:
    for prompt in ("first", "second"):
        await house.draw(OWNER, prompt)
    await house.draw(STRANGER, "somebody else's")

    assert await prompts(house, OWNER) == ["second", "first"]
    assert await prompts(house, visitor("new")) == []


async def test_pages_follow_one_another_without_gap_or_repetition(house: House) -> None:
    for number in range(5):
        await house.draw(OWNER, f"number {number}")

    seen: list[str] = []
    cursor: str | None = None
    while True:
        page, cursor = await house.gallery.page(OWNER, cursor=cursor, limit=2)
        seen += [comic.prompt for comic in page.comics]
        if cursor is None:
            break

    assert seen == [f"number {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("limit", [0, -5, 10**9])
async def test_a_page_of_any_size_is_brought_into_range(house: House, limit: int) -> None:
    await house.draw(OWNER)

    page, _ = await house.gallery.page(OWNER, limit=limit)

    assert len(page.comics) == 1


async def test_only_what_is_wanted_is_shown(house: House) -> None:
    await house.draw(OWNER, "a cat")
    favorite = await house.draw(OWNER, "a dog")
    await house.gallery.update(OWNER, favorite, favorite=True)

    assert await prompts(house, OWNER, GalleryFilter(text="cat")) == ["a cat"]
    assert await prompts(house, OWNER, GalleryFilter(favorite=True)) == ["a dog"]
    assert await prompts(house, OWNER, GalleryFilter(style="manga")) == []
    assert await prompts(house, OWNER, GalleryFilter(platform=Platform.DISCORD)) == []


@pytest.mark.parametrize(
    "text",
    ["x", "x" * 31, "x" * 33, "é" * 32, "\ud800", " " * 32, "A" * 31 + "=", "f" + "_" * 31],
)
async def test_a_broken_cursor_is_refused(house: House, text: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await house.gallery.page(OWNER, cursor=text)

    assert set(caught.value.fields) == {"cursor"}


async def test_an_owner_sees_their_comic_and_others_as_far_as_it_is_open(house: House) -> None:
    opened = await house.draw(OWNER)
    private = await house.draw(OWNER, private=True)

    assert (await house.gallery.get(OWNER, private)).visibility is Visibility.PRIVATE
    for who in (STRANGER, None):
        assert (await house.gallery.get(who, opened)).id == opened
        with pytest.raises(NotFoundError):
            await house.gallery.get(who, private)


async def test_a_comic_of_a_chat_is_not_found_by_its_uuid(house: House) -> None:
    comic_id = await house.draw(chatter())

    for who in (chatter("8"), STRANGER, None):
        with pytest.raises(NotFoundError):
            await house.gallery.get(who, comic_id)


Touch = Callable[[Gallery, Requester, JobId], Awaitable[object]]
TOUCHES: dict[str, Touch] = {
    "favorite": lambda gallery, who, comic: gallery.update(who, comic, favorite=True),
    "title": lambda gallery, who, comic: gallery.update(who, comic, title="Mine now"),
    "delete": lambda gallery, who, comic: gallery.delete(who, comic),
    "restore": lambda gallery, who, comic: gallery.restore(who, comic),
    "share": lambda gallery, who, comic: gallery.share(who, comic),
    "unshare": lambda gallery, who, comic: gallery.unshare(who, comic),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
@pytest.mark.parametrize("who", [STRANGER, visitor("never seen"), chatter()])
async def test_nobody_else_changes_a_comic_even_one_they_can_see(
    house: House, who: Requester, touch: Touch
) -> None:
    comic_id = await house.draw(OWNER)
    await house.draw(STRANGER)
    token = await house.gallery.share(OWNER, comic_id)
    before = await house.gallery.get(OWNER, comic_id)

    for wanted in (comic_id, unknown_job()):
        with pytest.raises(NotFoundError):
            await touch(house.gallery, who, wanted)

    assert await house.gallery.get(None, comic_id, share_token=token) == before


async def test_a_comic_is_marked_and_named(house: House) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.update(OWNER, comic_id, favorite=True)
    comic = await house.gallery.update(OWNER, comic_id, title=" The\nBakery\u202e ")

    assert (comic.favorite, comic.title) == (True, "The Bakery")


@pytest.mark.parametrize("title", ["", " \u200b ", "x" * 201])
async def test_a_title_has_to_say_something_and_to_end(house: House, title: str) -> None:
    comic_id = await house.draw(OWNER)

    with pytest.raises(InvalidOptionsError):
        await house.gallery.update(OWNER, comic_id, title=title)


async def test_a_deleted_comic_is_gone_for_all_until_it_is_restored(house: House) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.delete(OWNER, comic_id)
    await house.gallery.delete(OWNER, comic_id)

    assert await prompts(house, OWNER) == []
    with pytest.raises(NotFoundError):
        await house.gallery.get(OWNER, comic_id)
    await house.gallery.restore(OWNER, comic_id)
    assert (await house.gallery.restore(OWNER, comic_id)).deleted_at is None
    assert len(await prompts(house, OWNER)) == 1


async def test_what_was_purged_cannot_be_restored(house: House) -> None:
    comic_id = await house.draw(OWNER)
    await house.gallery.delete(OWNER, comic_id)
    house.scene.sql("UPDATE comics SET deleted_at = '2000-01-01 00:00:00.000000'")
    await house.scene.worker.sweep.once()

    with pytest.raises(NotFoundError):
        await house.gallery.restore(OWNER, comic_id)


async def test_a_share_token_opens_a_private_comic_until_it_is_withdrawn(house: House) -> None:
    comic_id = await house.draw(OWNER, private=True)
    token = await house.gallery.share(OWNER, comic_id)

    assert await house.gallery.share(OWNER, comic_id) == token
    assert len(token) >= 22  # 128 bits in base64
    assert (await house.gallery.get(None, comic_id, share_token=token)).id == comic_id

    await house.gallery.unshare(OWNER, comic_id)
    await house.gallery.unshare(OWNER, comic_id)
    with pytest.raises(NotFoundError):
        await house.gallery.get(None, comic_id, share_token=token)
    assert await house.gallery.share(OWNER, comic_id) != token


async def test_a_token_opens_no_other_comic(house: House) -> None:
    shared = await house.draw(OWNER, private=True)
    other = await house.draw(OWNER, private=True)
    token = await house.gallery.share(OWNER, shared)

    with pytest.raises(NotFoundError):
        await house.gallery.get(None, other, share_token=token)


async def test_a_link_shows_the_picture(house: House) -> None:
    comic = await house.gallery.get(OWNER, await house.draw(OWNER))

    url = await house.gallery.link(comic, base_url="https://comics.example.org")

    assert url.startswith("https://comics.example.org/")


async def test_a_complaint_is_kept_with_who_made_it(house: House) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.report(STRANGER, comic_id, " it is\nnot nice " + "x" * 2000)

    [report] = await house.database.read(lambda unit: unit.community.open_reports())
    assert (report.comic_id, report.reporter) == (comic_id, STRANGER.identity)
    assert report.reason.startswith("it is not nice x")
    assert len(report.reason) == 1000


async def test_whoever_sees_a_comic_in_a_chat_may_complain_about_it(house: House) -> None:
    comic_id = await house.draw(chatter())

    await house.gallery.report(chatter("8"), comic_id, "not nice")

    assert house.count("reports") == 1


async def test_nobody_buries_us_in_complaints(house: House) -> None:
    comic_id = await house.draw(OWNER)
    complainers = [replace(STRANGER, origin="one address"), visitor("other", "one address")]
    for number in range(REPORTS_PER_HOUR):
        await house.gallery.report(complainers[number % 2], comic_id, "not nice")

    for complainer in complainers:
        with pytest.raises(TooManyTriesError):
            await house.gallery.report(complainer, comic_id, "not nice")

    await house.gallery.report(visitor("third", "another address"), comic_id, "not nice")
    assert house.count("reports") == REPORTS_PER_HOUR + 1


@pytest.mark.parametrize("who", [STRANGER, chatter("9", Platform.TELEGRAM)])
async def test_nobody_complains_about_what_they_cannot_see(house: House, who: Requester) -> None:
    chat = await house.draw(chatter())
    private = await house.draw(OWNER, private=True)
    deleted = await house.draw(OWNER)
    await house.gallery.delete(OWNER, deleted)

    for comic_id in (chat, private, deleted, unknown_job()):
        with pytest.raises(NotFoundError):
            await house.gallery.report(who, comic_id, "not nice")

    assert house.count("reports") == 0


async def test_a_gallery_is_one_after_linking(house: House) -> None:
    comic_id = await house.draw(chatter(), private=True)
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(OWNER, code)

    await house.gallery.update(OWNER, comic_id, favorite=True)

    assert (await house.gallery.get(chatter(), comic_id)).favorite


# --- In chats -------------------------------------------------------------------------------------

IN_CHAT = Destination(platform=Platform.DISCORD, chat="42", user_id="7")


async def test_who_has_it_before_their_eyes_may_look_at_it(house: House) -> None:
    public = await house.draw(chatter("7"), to=IN_CHAT)
    private = await house.draw(chatter("7"), to=IN_CHAT, private=True)

    assert (await house.gallery.seen(chatter("8"), public)).id == public
    with pytest.raises(NotFoundError):
        await house.gallery.seen(chatter("8"), private)
    with pytest.raises(NotFoundError):
        await house.gallery.seen(chatter("8", Platform.TELEGRAM), public)


async def test_deleting_takes_away_what_is_ones_own_to_delete(house: House) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT)
    moderator = replace(chatter("9"), moderates=True)

    with pytest.raises(NotFoundError):
        await house.gallery.remove(chatter("8"), comic_id)
    assert await house.gallery.remove(moderator, comic_id) is Removal.MESSAGE
    assert (await house.gallery.own(chatter("7"), comic_id)).id == comic_id
    assert await house.gallery.remove(chatter("7"), comic_id) is Removal.COMIC
    with pytest.raises(NotFoundError):
        await house.gallery.own(chatter("7"), comic_id)


async def test_the_shelf_leads_from_comic_to_comic_and_back(house: House) -> None:
    first, second, third = [await house.draw(chatter("7")) for _ in range(3)]
    gallery, me = house.gallery, chatter("7")

    newest = await gallery.beside(me, None)
    middle = await gallery.beside(me, newest.cursor)
    oldest = await gallery.beside(me, middle.cursor)
    back = await gallery.beside(me, oldest.cursor, newer=True)

    assert [shelf.comic.id for shelf in (newest, middle, oldest) if shelf.comic] == [
        third,
        second,
        first,
    ]
    assert back == middle == await gallery.at(me, second)
    assert [(shelf.has_newer, shelf.has_older) for shelf in (newest, middle, oldest)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert (await gallery.beside(me, oldest.cursor)).comic is None
    assert (await gallery.beside(chatter("8"), None)).comic is None


async def test_a_deleted_comic_still_says_where_to_go_on(house: House) -> None:
    first, second = [await house.draw(chatter("7")) for _ in range(2)]
    shelf = await house.gallery.beside(chatter("7"), None)
    await house.gallery.delete(chatter("7"), second)

    on = await house.gallery.beside(chatter("7"), shelf.cursor)

    assert on.comic is not None
    assert on.comic.id == first


async def test_a_private_one_is_shown_in_a_chat_by_its_owner_alone(house: House) -> None:
    comic_id = await house.draw(chatter("7"), to=IN_CHAT, private=True)

    with pytest.raises(NotFoundError):
        await house.gallery.show_in_chat(chatter("8"), comic_id, IN_CHAT)
    shown = await house.gallery.show_in_chat(chatter("7"), comic_id, IN_CHAT)

    assert shown.visibility is Visibility.CHAT
