"""Gallery: what its owner, other users and anonymous users may see and change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from yarl import URL

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


async def test_a_gallery_shows_the_owners_comics_newest_first(house: PeopleServices) -> None:
    for prompt in ("first", "second"):
        await house.draw(OWNER, prompt)
    await house.draw(STRANGER, "somebody else's")

    assert await prompts(house, OWNER) == ["second", "first"]
    assert await prompts(house, visitor("new")) == []


async def test_pages_have_no_gaps_and_no_duplicates(house: PeopleServices) -> None:
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
async def test_the_page_size_is_limited(house: PeopleServices, limit: int) -> None:
    for _ in range(2):
        await house.draw(OWNER)

    page, cursor = await house.gallery.page(OWNER, limit=limit)

    assert len(page.comics) == (1 if limit <= 0 else 2)
    assert (cursor is None) is (limit > 0)


async def test_filters_restrict_the_gallery(house: PeopleServices) -> None:
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
async def test_an_invalid_cursor_is_refused(house: PeopleServices, text: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await house.gallery.page(OWNER, cursor=text)

    assert set(caught.value.fields) == {"cursor"}


async def test_owners_see_their_comics_and_others_according_to_visibility(
    house: PeopleServices,
) -> None:
    opened = await house.draw(OWNER)
    private = await house.draw(OWNER, private=True)

    assert (await house.gallery.get(OWNER, private)).visibility is Visibility.PRIVATE
    for who in (STRANGER, None):
        assert (await house.gallery.get(who, opened)).id == opened
        with pytest.raises(NotFoundError):
            await house.gallery.get(who, private)


async def test_a_comic_of_a_chat_cannot_be_opened_by_uuid(house: PeopleServices) -> None:
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
async def test_only_owners_change_a_comic_even_if_others_see_it(
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


async def test_favorite_and_title_can_be_changed(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.update(OWNER, comic_id, favorite=True)
    comic = await house.gallery.update(OWNER, comic_id, title=" The\nBakery\u202e ")

    assert (comic.favorite, comic.title) == (True, "The Bakery")


@pytest.mark.parametrize("title", ["", " \u200b ", "x" * 201])
async def test_empty_and_overlong_titles_are_refused(house: PeopleServices, title: str) -> None:
    comic_id = await house.draw(OWNER)

    with pytest.raises(InvalidOptionsError):
        await house.gallery.update(OWNER, comic_id, title=title)


@pytest.mark.parametrize("title", ["x", "x" * 200])
async def test_the_shortest_and_the_longest_title_are_accepted(
    house: PeopleServices, title: str
) -> None:
    comic_id = await house.draw(OWNER)

    assert (await house.gallery.update(OWNER, comic_id, title=title)).title == title
    assert (await house.gallery.update(OWNER, comic_id, favorite=True)).title == title


async def test_comics_are_counted_until_they_are_deleted(house: PeopleServices) -> None:
    first, _ = [await house.draw(OWNER) for _ in range(2)]
    await house.draw(STRANGER)
    await house.gallery.delete(OWNER, first)

    assert await house.gallery.count(OWNER) == 1
    assert await house.gallery.count(visitor("new")) == 0


async def test_a_deleted_comic_is_hidden_until_it_is_restored(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.delete(OWNER, comic_id)
    await house.gallery.delete(OWNER, comic_id)

    assert await prompts(house, OWNER) == []
    with pytest.raises(NotFoundError):
        await house.gallery.get(OWNER, comic_id)
    await house.gallery.restore(OWNER, comic_id)
    assert (await house.gallery.restore(OWNER, comic_id)).deleted_at is None
    assert len(await prompts(house, OWNER)) == 1


async def test_a_purged_comic_cannot_be_restored(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)
    await house.gallery.delete(OWNER, comic_id)
    house.scene.sql("UPDATE comics SET deleted_at = '2000-01-01 00:00:00.000000'")
    await house.scene.worker.sweep.run_once()

    with pytest.raises(NotFoundError):
        await house.gallery.restore(OWNER, comic_id)


async def test_a_share_token_opens_a_private_comic_until_it_is_revoked(
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


async def test_a_link_leads_to_the_picture(house: PeopleServices) -> None:
    comic = await house.gallery.get(OWNER, await house.draw(OWNER))

    url = await house.gallery.link(comic, base_url="https://comics.example.org")

    assert url.startswith("https://comics.example.org/")


async def test_a_link_is_valid_for_the_configured_time(house: PeopleServices) -> None:
    comic = await house.gallery.get(OWNER, await house.draw(OWNER))
    gallery = replace(house.gallery, link_lifetime=timedelta(minutes=5))

    url = URL(await gallery.link(comic, base_url="https://comics.example.org"))

    left = datetime.fromtimestamp(int(url.query["expires"]), UTC) - datetime.now(UTC)
    assert timedelta(minutes=4) < left <= timedelta(minutes=6)


async def test_a_report_is_stored_with_its_reporter(house: PeopleServices) -> None:
    comic_id = await house.draw(OWNER)

    await house.gallery.report(STRANGER, comic_id, " it is\nnot nice " + "x" * 2000)

    [report] = await house.database.read(lambda unit: unit.moderation.open_reports())
    assert (report.comic_id, report.reporter) == (comic_id, STRANGER.identity)
    assert report.reason.startswith("it is not nice x")
    assert len(report.reason) == 1000


async def test_members_of_a_chat_may_report_its_comics(house: PeopleServices) -> None:
    comic_id = await house.draw(chatter())

    await house.gallery.report(chatter("8"), comic_id, "not nice")

    assert house.count("reports") == 1


async def test_reports_are_limited(house: PeopleServices) -> None:
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
async def test_invisible_comics_cannot_be_reported(house: PeopleServices, who: Requester) -> None:
    chat = await house.draw(chatter())
    private = await house.draw(OWNER, private=True)
    deleted = await house.draw(OWNER)
    await house.gallery.delete(OWNER, deleted)

    for comic_id in (chat, private, deleted, unknown_job()):
        with pytest.raises(NotFoundError):
            await house.gallery.report(who, comic_id, "not nice")

    assert house.count("reports") == 0


async def test_linking_merges_galleries(house: PeopleServices) -> None:
    comic_id = await house.draw(chatter(), private=True)
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(OWNER, code)

    await house.gallery.update(OWNER, comic_id, favorite=True)

    assert (await house.gallery.get(chatter(), comic_id)).favorite
