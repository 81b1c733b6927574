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
from tests.core.people_services import PeopleServices, chat_user, visitor

OWNER, STRANGER = visitor("owner"), visitor("stranger")


async def prompts(
    people_services: PeopleServices, requester: Requester, wanted: GalleryFilter | None = None
) -> list[str]:
    page, _ = await people_services.gallery.page(requester, wanted=wanted)
    return [comic.prompt for comic in page.comics]


async def test_a_gallery_shows_the_owners_comics_newest_first(
    people_services: PeopleServices,
) -> None:
    for prompt in ("first", "second"):
        await people_services.draw(OWNER, prompt)
    await people_services.draw(STRANGER, "somebody else's")

    assert await prompts(people_services, OWNER) == ["second", "first"]
    assert await prompts(people_services, visitor("new")) == []


async def test_pages_have_no_gaps_and_no_duplicates(people_services: PeopleServices) -> None:
    for number in range(5):
        await people_services.draw(OWNER, f"number {number}")

    seen: list[str] = []
    cursor: str | None = None
    while True:
        page, cursor = await people_services.gallery.page(OWNER, cursor=cursor, limit=2)
        seen += [comic.prompt for comic in page.comics]
        if cursor is None:
            break

    assert seen == [f"number {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("limit", [0, -5, 10**9])
async def test_the_page_size_is_limited(people_services: PeopleServices, limit: int) -> None:
    for _ in range(2):
        await people_services.draw(OWNER)

    page, cursor = await people_services.gallery.page(OWNER, limit=limit)

    assert len(page.comics) == (1 if limit <= 0 else 2)
    assert (cursor is None) is (limit > 0)


async def test_filters_restrict_the_gallery(people_services: PeopleServices) -> None:
    await people_services.draw(OWNER, "a cat")
    favorite = await people_services.draw(OWNER, "a dog")
    await people_services.gallery.update(OWNER, favorite, favorite=True)

    assert await prompts(people_services, OWNER, GalleryFilter(text="cat")) == ["a cat"]
    assert await prompts(people_services, OWNER, GalleryFilter(favorite=True)) == ["a dog"]
    assert await prompts(people_services, OWNER, GalleryFilter(style="manga")) == []
    assert await prompts(people_services, OWNER, GalleryFilter(platform=Platform.DISCORD)) == []


@pytest.mark.parametrize(
    "text",
    ["x", "x" * 31, "x" * 33, "é" * 32, "\ud800", " " * 32, "A" * 31 + "=", "f" + "_" * 31],
)
async def test_an_invalid_cursor_is_refused(people_services: PeopleServices, text: str) -> None:
    with pytest.raises(InvalidOptionsError) as caught:
        await people_services.gallery.page(OWNER, cursor=text)

    assert set(caught.value.fields) == {"cursor"}


async def test_owners_see_their_comics_and_others_according_to_visibility(
    people_services: PeopleServices,
) -> None:
    opened = await people_services.draw(OWNER)
    private = await people_services.draw(OWNER, private=True)

    assert (await people_services.gallery.get(OWNER, private)).visibility is Visibility.PRIVATE
    for requester in (STRANGER, None):
        assert (await people_services.gallery.get(requester, opened)).id == opened
        with pytest.raises(NotFoundError):
            await people_services.gallery.get(requester, private)


async def test_a_comic_of_a_chat_cannot_be_opened_by_uuid(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(chat_user())

    for requester in (chat_user("8"), STRANGER, None):
        with pytest.raises(NotFoundError):
            await people_services.gallery.get(requester, comic_id)


Touch = Callable[[Gallery, Requester, JobId], Awaitable[object]]
TOUCHES: dict[str, Touch] = {
    "favorite": lambda gallery, requester, comic: gallery.update(requester, comic, favorite=True),
    "title": lambda gallery, requester, comic: gallery.update(requester, comic, title="Mine now"),
    "delete": lambda gallery, requester, comic: gallery.delete(requester, comic),
    "restore": lambda gallery, requester, comic: gallery.restore(requester, comic),
    "share": lambda gallery, requester, comic: gallery.share(requester, comic),
    "unshare": lambda gallery, requester, comic: gallery.unshare(requester, comic),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
@pytest.mark.parametrize("requester", [STRANGER, visitor("never seen"), chat_user()])
async def test_only_owners_change_a_comic_even_if_others_see_it(
    people_services: PeopleServices, requester: Requester, touch: Touch
) -> None:
    comic_id = await people_services.draw(OWNER)
    await people_services.draw(STRANGER)
    token = await people_services.gallery.share(OWNER, comic_id)
    before = await people_services.gallery.get(OWNER, comic_id)

    for wanted in (comic_id, unknown_job()):
        with pytest.raises(NotFoundError):
            await touch(people_services.gallery, requester, wanted)

    assert await people_services.gallery.get(None, comic_id, share_token=token) == before


async def test_favorite_and_title_can_be_changed(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(OWNER)

    await people_services.gallery.update(OWNER, comic_id, favorite=True)
    comic = await people_services.gallery.update(OWNER, comic_id, title=" The\nBakery\u202e ")

    assert (comic.favorite, comic.title) == (True, "The Bakery")


@pytest.mark.parametrize("title", ["", " \u200b ", "x" * 201])
async def test_empty_and_overlong_titles_are_refused(
    people_services: PeopleServices, title: str
) -> None:
    comic_id = await people_services.draw(OWNER)

    with pytest.raises(InvalidOptionsError):
        await people_services.gallery.update(OWNER, comic_id, title=title)


async def test_a_deleted_comic_is_hidden_until_it_is_restored(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(OWNER)

    await people_services.gallery.delete(OWNER, comic_id)
    await people_services.gallery.delete(OWNER, comic_id)

    assert await prompts(people_services, OWNER) == []
    with pytest.raises(NotFoundError):
        await people_services.gallery.get(OWNER, comic_id)
    await people_services.gallery.restore(OWNER, comic_id)
    assert (await people_services.gallery.restore(OWNER, comic_id)).deleted_at is None
    assert len(await prompts(people_services, OWNER)) == 1


async def test_a_purged_comic_cannot_be_restored(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(OWNER)
    await people_services.gallery.delete(OWNER, comic_id)
    people_services.job_services.sql("UPDATE comics SET deleted_at = '2000-01-01 00:00:00.000000'")
    await people_services.job_services.worker.sweep.run_once()

    with pytest.raises(NotFoundError):
        await people_services.gallery.restore(OWNER, comic_id)


async def test_a_share_token_opens_a_private_comic_until_it_is_revoked(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(OWNER, private=True)
    token = await people_services.gallery.share(OWNER, comic_id)

    assert await people_services.gallery.share(OWNER, comic_id) == token
    assert len(token) >= 22  # 128 bits in base64
    assert (await people_services.gallery.get(None, comic_id, share_token=token)).id == comic_id

    await people_services.gallery.unshare(OWNER, comic_id)
    await people_services.gallery.unshare(OWNER, comic_id)
    with pytest.raises(NotFoundError):
        await people_services.gallery.get(None, comic_id, share_token=token)
    assert await people_services.gallery.share(OWNER, comic_id) != token


async def test_a_token_opens_no_other_comic(people_services: PeopleServices) -> None:
    shared = await people_services.draw(OWNER, private=True)
    other = await people_services.draw(OWNER, private=True)
    token = await people_services.gallery.share(OWNER, shared)

    with pytest.raises(NotFoundError):
        await people_services.gallery.get(None, other, share_token=token)


async def test_a_link_leads_to_the_picture(people_services: PeopleServices) -> None:
    comic = await people_services.gallery.get(OWNER, await people_services.draw(OWNER))

    url = await people_services.gallery.link(comic, base_url="https://comics.example.org")

    assert url.startswith("https://comics.example.org/")


async def test_a_report_is_stored_with_its_reporter(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(OWNER)

    await people_services.gallery.report(STRANGER, comic_id, " it is\nnot nice " + "x" * 2000)

    [report] = await people_services.database.read(lambda unit: unit.moderation.open_reports())
    assert (report.comic_id, report.reporter) == (comic_id, STRANGER.identity)
    assert report.reason.startswith("it is not nice x")
    assert len(report.reason) == 1000


async def test_members_of_a_chat_may_report_its_comics(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(chat_user())

    await people_services.gallery.report(chat_user("8"), comic_id, "not nice")

    assert people_services.count("reports") == 1


async def test_reports_are_limited(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(OWNER)
    complainers = [replace(STRANGER, origin="one address"), visitor("other", "one address")]
    for number in range(REPORTS_PER_HOUR):
        await people_services.gallery.report(complainers[number % 2], comic_id, "not nice")

    for complainer in complainers:
        with pytest.raises(TooManyAttemptsError):
            await people_services.gallery.report(complainer, comic_id, "not nice")

    await people_services.gallery.report(visitor("third", "another address"), comic_id, "not nice")
    assert people_services.count("reports") == REPORTS_PER_HOUR + 1


@pytest.mark.parametrize("requester", [STRANGER, chat_user("9", Platform.TELEGRAM)])
async def test_invisible_comics_cannot_be_reported(
    people_services: PeopleServices, requester: Requester
) -> None:
    chat = await people_services.draw(chat_user())
    private = await people_services.draw(OWNER, private=True)
    deleted = await people_services.draw(OWNER)
    await people_services.gallery.delete(OWNER, deleted)

    for comic_id in (chat, private, deleted, unknown_job()):
        with pytest.raises(NotFoundError):
            await people_services.gallery.report(requester, comic_id, "not nice")

    assert people_services.count("reports") == 0


async def test_linking_merges_galleries(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(chat_user(), private=True)
    code, _ = await people_services.links.make_code(chat_user())
    await people_services.links.claim(OWNER, code)

    await people_services.gallery.update(OWNER, comic_id, favorite=True)

    assert (await people_services.gallery.get(chat_user(), comic_id)).favorite


@pytest.mark.parametrize("title", ["x", "x" * 200])
async def test_the_shortest_and_the_longest_title_are_accepted(
    people_services: PeopleServices, title: str
) -> None:
    comic_id = await people_services.draw(OWNER)

    assert (await people_services.gallery.update(OWNER, comic_id, title=title)).title == title
    assert (await people_services.gallery.update(OWNER, comic_id, favorite=True)).title == title


async def test_comics_are_counted_until_they_are_deleted(people_services: PeopleServices) -> None:
    first, _ = [await people_services.draw(OWNER) for _ in range(2)]
    await people_services.draw(STRANGER)
    await people_services.gallery.delete(OWNER, first)

    assert await people_services.gallery.count(OWNER) == 1
    assert await people_services.gallery.count(visitor("new")) == 0


async def test_a_link_is_valid_for_the_configured_time(people_services: PeopleServices) -> None:
    comic = await people_services.gallery.get(OWNER, await people_services.draw(OWNER))
    gallery = replace(people_services.gallery, link_lifetime=timedelta(minutes=5))

    url = URL(await gallery.link(comic, base_url="https://comics.example.org"))

    left = datetime.fromtimestamp(int(url.query["expires"]), UTC) - datetime.now(UTC)
    assert timedelta(minutes=4) < left <= timedelta(minutes=6)


@pytest.mark.parametrize("name", ["favorite", "title", "share", "unshare"])
async def test_a_deleted_comic_cannot_be_changed_before_it_is_restored(
    people_services: PeopleServices, name: str
) -> None:
    comic_id = await people_services.draw(OWNER)
    await people_services.gallery.delete(OWNER, comic_id)

    with pytest.raises(NotFoundError):
        await TOUCHES[name](people_services.gallery, OWNER, comic_id)
    with pytest.raises(NotFoundError):
        await people_services.gallery.own(OWNER, comic_id)
