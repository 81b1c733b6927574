"""The gallery: looked at by its owner, by others, and by nobody in particular."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from core.errors import InvalidOptionsError, NotFoundError, TooManyAttemptsError
from core.gallery.service import REPORTS_PER_HOUR, Gallery
from core.models.comics import GalleryFilter, Visibility
from core.models.identity import JobId, Platform, Requester
from tests.core.job_services import unknown_job
from tests.core.people_services import PeopleServices, chatter, visitor

OWNER, STRANGER = visitor("owner"), visitor("stranger")


async def prompts(
    house: PeopleServices, who: Requester, wanted: GalleryFilter | None = None
) -> list[str]:
    page, _ = await house.gallery.page(who, wanted=wanted)
    return [comic.prompt for comic in page.comics]


async def test_a_gallery_shows_ones_own_comics_newest_first(house: PeopleServices) -> None:
    for prompt in ("first", "second"):
        await house.draw(OWNER, prompt)
    await house.draw(STRANGER, "somebody else's")

    assert await prompts(house, OWNER) == ["second", "first"]
    assert await prompts(house, visitor("new")) == []


async def test_pages_follow_one_another_without_gap_or_repetition(house: PeopleServices) -> None:
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
async def test_a_page_of_any_size_is_brought_into_range(house: PeopleServices, limit: int) -> None:
    await house.draw(OWNER)

    page, _ = await house.gallery.page(OWNER, limit=limit)

    assert len(page.comics) == 1


async def test_only_what_is_wanted_is_shown(house: PeopleServices) -> None:
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
async def test_a_broken_cursor_is_refused(house: PeopleServices, text: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await house.gallery.page(OWNER, cursor=text)

    assert set(caught.value.fields) == {"cursor"}


async def test_an_owner_sees_their_comic_and_others_as_far_as_it_is_open(
    house: PeopleServices,
) -> None:
    opened = await house.draw(OWNER)
    private = await house.draw(OWNER, private=True)

    assert (await house.gallery.get(OWNER, private)).visibility is Visibility.PRIVATE
    for who in (STRANGER, None):
        assert (await house.gallery.get(who, opened)).id == opened
        with pytest.raises(NotFoundError):
            await house.gallery.get(who, private)


async def test_a_comic_of_a_chat_is_not_found_by_its_uuid(house: PeopleServices) -> None:
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
    house: PeopleServices, who: Requester, touch: Touch
) -> None:
    comic_id = await house.draw(OWNER)
    await house.draw(STRANGER)
    token = await house.gallery.share(OWNER, comic_id)
    before = await house.gallery.get(OWNER, comic_id)

    for wanted in (comic_id, unknown_job()):
        with pytest.raises(NotFoundError):
            await touch(house.gallery, who, wanted)

    assert await house.gallery.get(None, comic_id, share_token=token) == before


async def test_a_comic_is_marked_and_named(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.update(OWNER, comic_id, favorite=True)
    comic = await house.gallery.update(OWNER, comic_id, title=" The\nBakery\u202e ")

    assert (comic.favorite, comic.title) == (True, "The Bakery")


@pytest.mark.parametrize("title", ["", " \u200b ", "x" * 201])
async def test_a_title_has_to_say_something_and_to_end(house: PeopleServices, title: str) -> None:
    comic_id = await house.draw(OWNER)

    with pytest.raises(InvalidOptionsError):
        await house.gallery.update(OWNER, comic_id, title=title)


async def test_a_deleted_comic_is_gone_for_all_until_it_is_restored(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.delete(OWNER, comic_id)
    await house.gallery.delete(OWNER, comic_id)

    assert await prompts(house, OWNER) == []
    with pytest.raises(NotFoundError):
        await house.gallery.get(OWNER, comic_id)
    await house.gallery.restore(OWNER, comic_id)
    assert (await house.gallery.restore(OWNER, comic_id)).deleted_at is None
    assert len(await prompts(house, OWNER)) == 1


async def test_what_was_purged_cannot_be_restored(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)
    await house.gallery.delete(OWNER, comic_id)
    house.scene.sql("UPDATE comics SET deleted_at = '2000-01-01 00:00:00.000000'")
    await house.scene.worker.sweep.run_once()

    with pytest.raises(NotFoundError):
        await house.gallery.restore(OWNER, comic_id)


async def test_a_share_token_opens_a_private_comic_until_it_is_withdrawn(
    house: PeopleServices,
) -> None:
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


async def test_a_token_opens_no_other_comic(house: PeopleServices) -> None:
    shared = await house.draw(OWNER, private=True)
    other = await house.draw(OWNER, private=True)
    token = await house.gallery.share(OWNER, shared)

    with pytest.raises(NotFoundError):
        await house.gallery.get(None, other, share_token=token)


async def test_a_link_shows_the_picture(house: PeopleServices) -> None:
    comic = await house.gallery.get(OWNER, await house.draw(OWNER))

    url = await house.gallery.link(comic, base_url="https://comics.example.org")

    assert url.startswith("https://comics.example.org/")


async def test_a_complaint_is_kept_with_who_made_it(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.report(STRANGER, comic_id, " it is\nnot nice " + "x" * 2000)

    [report] = await house.database.read(lambda unit: unit.moderation.open_reports())
    assert (report.comic_id, report.reporter) == (comic_id, STRANGER.identity)
    assert report.reason.startswith("it is not nice x")
    assert len(report.reason) == 1000


async def test_whoever_sees_a_comic_in_a_chat_may_complain_about_it(house: PeopleServices) -> None:
    comic_id = await house.draw(chatter())

    await house.gallery.report(chatter("8"), comic_id, "not nice")

    assert house.count("reports") == 1


async def test_nobody_buries_us_in_complaints(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)
    complainers = [replace(STRANGER, origin="one address"), visitor("other", "one address")]
    for number in range(REPORTS_PER_HOUR):
        await house.gallery.report(complainers[number % 2], comic_id, "not nice")

    for complainer in complainers:
        with pytest.raises(TooManyAttemptsError):
            await house.gallery.report(complainer, comic_id, "not nice")

    await house.gallery.report(visitor("third", "another address"), comic_id, "not nice")
    assert house.count("reports") == REPORTS_PER_HOUR + 1


@pytest.mark.parametrize("who", [STRANGER, chatter("9", Platform.TELEGRAM)])
async def test_nobody_complains_about_what_they_cannot_see(
    house: PeopleServices, who: Requester
) -> None:
    chat = await house.draw(chatter())
    private = await house.draw(OWNER, private=True)
    deleted = await house.draw(OWNER)
    await house.gallery.delete(OWNER, deleted)

    for comic_id in (chat, private, deleted, unknown_job()):
        with pytest.raises(NotFoundError):
            await house.gallery.report(who, comic_id, "not nice")

    assert house.count("reports") == 0


async def test_a_gallery_is_one_after_linking(house: PeopleServices) -> None:
    comic_id = await house.draw(chatter(), private=True)
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(OWNER, code)

    await house.gallery.update(OWNER, comic_id, favorite=True)

    assert (await house.gallery.get(chatter(), comic_id)).favorite
