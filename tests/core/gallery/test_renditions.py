"""Renditions: made once, stored next to the comic, and purged with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from core.errors import (
    ImageMissingError,
    ImageStoreError,
    NotAnImageError,
    StorageUnavailableError,
)
from core.gallery.renditions import RenditionFile, Renditions
from core.gallery.service import Gallery
from core.models.comics import Comic, ImageRef
from core.models.object_keys import CEILINGS, WIDTHS, jpeg_ref, renditions_of, webp_ref
from core.people.profiles import Profiles
from tests.core.job_services import LONG_AGO, JobServices, make_requester
from tests.pictures import make_picture

NARROW, SQUEEZED = make_picture("WEBP", width=20), make_picture("JPEG", width=20)


class HeldResizer:
    """Resizer that counts its calls, and can be made to wait by a test."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.may_finish = asyncio.Event()
        self.may_finish.set()
        self.begun = asyncio.Event()
        self.error: Exception | None = None

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        return await self._make(width, NARROW)

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        return await self._make(limit, SQUEEZED)

    async def _make(self, number: int, result: bytes) -> bytes:
        self.made.append(number)
        self.begun.set()
        await self.may_finish.wait()
        if self.error is not None:
            raise self.error
        return result

    def hold(self) -> None:
        self.may_finish.clear()
        self.begun.clear()


class RenditionHarness:
    """Job services with renditions, and one comic."""

    def __init__(self, job_services: JobServices) -> None:
        self.job_services = job_services
        self.resizer = HeldResizer()
        self.renditions = self.another()
        self.gallery = Gallery(database=job_services.database, images=job_services.images)
        self.profiles = Profiles(database=job_services.database, job_queue=job_services.job_queue)

    def another(self) -> Renditions:
        """Return the rendition service of another process."""
        return Renditions(
            database=self.job_services.database,
            images=self.job_services.images,
            resizer=self.resizer,
        )

    async def comic(self) -> Comic:
        receipt = await self.job_services.request()
        await self.job_services.draw_all()
        comic = await self.job_services.comic(receipt.job_id)
        assert comic is not None
        return comic

    def files(self) -> set[str]:
        folder = self.job_services.images._folder
        return {path.name for path in folder.rglob("*") if path.is_file()}

    async def purge(self, comic: Comic) -> None:
        """Delete the comic, let its undo period pass, and run the janitor."""
        await self.gallery.delete(make_requester(), comic.id)
        self.job_services.sql(
            f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL"
        )
        await self.job_services.worker.sweep.run_once()


@pytest.fixture
def harness(job_services: JobServices) -> RenditionHarness:
    return RenditionHarness(job_services)


async def test_a_rendition_is_made_once_and_stored(harness: RenditionHarness) -> None:
    comic = await harness.comic()

    first = await harness.renditions.at_most_wide(comic, 320)
    again = await harness.another().at_most_wide(comic, 320)

    assert (
        first
        == again
        == RenditionFile(data=NARROW, content_type="image/webp", filename="A-comic.webp")
    )
    assert harness.resizer.made == [320]
    assert await harness.job_services.images.read(webp_ref(comic.ref, 320)) == NARROW


async def test_each_width_has_its_own_rendition(harness: RenditionHarness) -> None:
    comic = await harness.comic()

    for width in WIDTHS:
        await harness.renditions.at_most_wide(comic, width)

    assert harness.resizer.made == [*WIDTHS]
    assert len(harness.files()) == 1 + len(WIDTHS)
    with pytest.raises(ValueError, match="321"):
        await harness.renditions.at_most_wide(comic, 321)


async def test_concurrent_calls_share_one_task(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    harness.resizer.hold()
    asking = [asyncio.create_task(harness.renditions.at_most_wide(comic, 640)) for _ in range(20)]
    await harness.resizer.begun.wait()
    asking.pop().cancel()
    asking.pop(0).cancel()
    harness.resizer.may_finish.set()

    made = await asyncio.gather(*asking)

    assert {picture.data for picture in made} == {NARROW}
    assert harness.resizer.made == [640]


async def test_a_comic_within_the_limit_is_returned_unchanged(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    original = await harness.job_services.images.read(comic.ref)

    picture = await harness.renditions.at_most_bytes(comic, len(original))

    assert picture == RenditionFile(data=original, content_type="image/png", filename="A-comic.png")
    assert harness.resizer.made == []


async def test_a_comic_above_the_limit_is_compressed_once(harness: RenditionHarness) -> None:
    comic = replace(await harness.comic(), size_bytes=40_000_000)

    for limit in (10 * 1024 * 1024, 10_000_000, 10_100_000):
        picture = await harness.renditions.at_most_bytes(comic, limit)

        assert (picture.data, picture.content_type) == (SQUEEZED, "image/jpeg")
        assert picture.filename == "A-comic.jpg"
    assert harness.resizer.made == [10_000_000]
    assert await harness.job_services.images.read(jpeg_ref(comic.ref, 10_000_000)) == SQUEEZED


async def test_a_wrong_size_in_the_row_is_detected(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    await harness.job_services.images.put(
        comic.ref, make_picture(width=300, height=300, noisy=True), "image/png"
    )

    picture = await harness.renditions.at_most_bytes(comic, 60_000)

    assert picture.data == SQUEEZED


async def test_a_limit_that_is_too_small_is_an_error(harness: RenditionHarness) -> None:
    comic = replace(await harness.comic(), size_bytes=40_000_000)

    with pytest.raises(ImageStoreError, match="59999"):
        await harness.renditions.at_most_bytes(comic, min(CEILINGS) - 1)


@pytest.mark.parametrize("error", [NotAnImageError("broken"), ImageStoreError("too slow")])
async def test_a_failure_reaches_all_callers_and_is_not_stored(
    harness: RenditionHarness, error: Exception
) -> None:
    comic = await harness.comic()
    harness.resizer.error = error

    outcomes = await asyncio.gather(
        *(harness.renditions.at_most_wide(comic, 320) for _ in range(3)), return_exceptions=True
    )

    assert {type(one) for one in outcomes} == {type(error)}
    assert harness.resizer.made == [320]
    harness.resizer.error = None
    assert (await harness.renditions.at_most_wide(comic, 320)).data == NARROW


async def test_a_missing_picture_has_no_rendition(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    await harness.job_services.images.delete((comic.ref,))

    with pytest.raises(ImageMissingError):
        await harness.renditions.at_most_wide(comic, 320)


async def test_a_rendition_is_returned_even_if_it_cannot_be_stored(
    harness: RenditionHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await harness.comic()

    async def refuse(ref: ImageRef, data: bytes, content_type: str) -> None:
        raise ImageStoreError("full")

    monkeypatch.setattr(harness.job_services.images, "put", refuse)

    assert (await harness.renditions.at_most_wide(comic, 320)).data == NARROW
    assert (await harness.renditions.at_most_wide(comic, 320)).data == NARROW


async def test_close_cancels_running_tasks(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    harness.resizer.hold()
    asking = asyncio.create_task(harness.renditions.at_most_wide(comic, 320))
    await harness.resizer.begun.wait()

    await harness.renditions.close()

    with pytest.raises(ImageStoreError, match="was closed"):
        await asking


# --- Purged together ------------------------------------------------------------------------------


async def make_all(harness: RenditionHarness, comic: Comic) -> None:
    for width in WIDTHS:
        await harness.renditions.at_most_wide(comic, width)
    for ceiling in CEILINGS:
        await harness.renditions.at_most_bytes(replace(comic, size_bytes=ceiling + 1), ceiling)


async def test_renditions_are_purged_with_their_comic(harness: RenditionHarness) -> None:
    comic, other = await harness.comic(), await harness.comic()
    await make_all(harness, comic)
    await harness.renditions.at_most_wide(other, 320)
    assert len(harness.files()) > len(WIDTHS)

    await harness.purge(comic)

    kept = harness.job_services.images
    for ref in (comic.ref, *renditions_of(comic.ref)):
        with pytest.raises(ImageMissingError):
            await kept.read(ref)
    assert await kept.read(other.ref)
    assert await kept.read(webp_ref(other.ref, 320))


async def test_renditions_are_purged_with_a_deleted_profile(harness: RenditionHarness) -> None:
    await make_all(harness, await harness.comic())

    await harness.profiles.forget(make_requester())
    await harness.job_services.worker.sweep.run_once()

    assert harness.files() == set()


async def purged_by_janitor(harness: RenditionHarness, comic: Comic) -> None:
    await harness.purge(comic)


async def deleted_profile_before_janitor(harness: RenditionHarness, comic: Comic) -> None:
    await harness.profiles.forget(make_requester())


async def deleted_profile_after_janitor(harness: RenditionHarness, comic: Comic) -> None:
    await deleted_profile_before_janitor(harness, comic)
    await harness.job_services.worker.sweep.run_once()


Purge = Callable[[RenditionHarness, Comic], Awaitable[None]]


@pytest.mark.parametrize(
    "purge", [purged_by_janitor, deleted_profile_before_janitor, deleted_profile_after_janitor]
)
async def test_a_rendition_made_during_the_purge_is_removed(
    harness: RenditionHarness, purge: Purge
) -> None:
    comic = await harness.comic()
    harness.resizer.hold()
    asking = asyncio.create_task(harness.renditions.at_most_wide(comic, 320))
    await harness.resizer.begun.wait()

    await purge(harness, comic)
    harness.resizer.may_finish.set()
    await asking

    await harness.job_services.worker.sweep.run_once()
    assert harness.files() == set()


async def test_a_rendition_stored_just_before_the_purge_is_purged(
    harness: RenditionHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await harness.comic()
    exists = harness.renditions._exists

    async def purged_meanwhile(comic_id: object) -> bool:
        found = await exists(comic.id)
        await harness.purge(comic)
        return found

    monkeypatch.setattr(harness.renditions, "_exists", purged_meanwhile)

    await harness.renditions.at_most_wide(comic, 320)

    assert harness.files() == set()


async def test_a_deletion_that_can_be_undone_keeps_renditions(harness: RenditionHarness) -> None:
    comic = await harness.comic()
    harness.resizer.hold()
    asking = asyncio.create_task(harness.renditions.at_most_wide(comic, 320))
    await harness.resizer.begun.wait()
    await harness.gallery.delete(make_requester(), comic.id)
    harness.resizer.may_finish.set()
    await asking

    assert "page.png.w320.webp" in harness.files()


async def test_no_rendition_is_kept_while_the_database_is_unavailable(
    harness: RenditionHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await harness.comic()

    async def fail(work: object) -> bool:
        raise StorageUnavailableError

    monkeypatch.setattr(harness.job_services.database, "read", fail)

    assert (await harness.renditions.at_most_wide(comic, 320)).data == NARROW
    assert harness.files() == {"page.png"}


# --- Keys and names -------------------------------------------------------------------------------


def test_every_key_is_valid_in_s3() -> None:
    for length in (1, 1000, 1024):
        ref = ImageRef("comics", "k" * length)
        keys = [one.key for one in renditions_of(ref)]
        assert len({*keys, ref.key}) == len(WIDTHS) + len(CEILINGS) + 1
        assert max(len(key.encode()) for key in keys) <= 1024
    long = [ImageRef("comics", "k" * 1020 + end) for end in "ab"]
    assert not {*renditions_of(long[0])} & {*renditions_of(long[1])}
