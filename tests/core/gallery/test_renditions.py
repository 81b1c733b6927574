"""Renditions: made once, kept beside the comic, and gone with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

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
from tests.core.job_services import LONG_AGO, JobServices, somebody
from tests.pictures import make_picture

NARROW, SQUEEZED = make_picture("WEBP", width=20), make_picture("JPEG", width=20)


class HeldResizer:
    """Counts what it makes, and waits before it does so where a test says so."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.going = asyncio.Event()
        self.going.set()
        self.begun = asyncio.Event()
        self.error: Exception | None = None

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        return await self._make(width, NARROW)

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        return await self._make(limit, SQUEEZED)

    async def _make(self, number: int, result: bytes) -> bytes:
        self.made.append(number)
        self.begun.set()
        await self.going.wait()
        if self.error is not None:
            raise self.error
        return result

    def hold(self) -> None:
        self.going.clear()
        self.begun.clear()


class Studio:
    """A scene with renditions, and one comic in it."""

    def __init__(self, scene: JobServices) -> None:
        self.scene = scene
        self.resizer = HeldResizer()
        self.renditions = self.another()
        self.gallery = Gallery(database=scene.database, images=scene.images)
        self.profiles = Profiles(database=scene.database, job_queue=scene.job_queue)

    def another(self) -> Renditions:
        """Return the renditions of another process."""
        return Renditions(
            database=self.scene.database, images=self.scene.images, resizer=self.resizer
        )

    async def comic(self) -> Comic:
        receipt = await self.scene.ask()
        await self.scene.draw_all()
        comic = await self.scene.comic(receipt.job_id)
        assert comic is not None
        return comic

    def files(self) -> set[str]:
        folder = self.scene.images._folder
        return {path.name for path in folder.rglob("*") if path.is_file()}

    async def purge(self, comic: Comic) -> None:
        """Delete the comic, and let the time for undo pass and the sweep come."""
        await self.gallery.delete(somebody(), comic.id)
        self.scene.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL")
        await self.scene.worker.sweep.run_once()


@pytest.fixture
def studio(scene: JobServices) -> Studio:
    return Studio(scene)


async def test_a_rendition_is_made_once_and_kept(studio: Studio) -> None:
    comic = await studio.comic()

    first = await studio.renditions.at_most_wide(comic, 320)
    again = await studio.another().at_most_wide(comic, 320)

    assert (
        first
        == again
        == RenditionFile(data=NARROW, content_type="image/webp", filename="A-comic.webp")
    )
    assert studio.resizer.made == [320]
    assert await studio.scene.images.read(webp_ref(comic.ref, 320)) == NARROW


async def test_each_width_is_another_one(studio: Studio) -> None:
    comic = await studio.comic()

    for width in WIDTHS:
        await studio.renditions.at_most_wide(comic, width)

    assert studio.resizer.made == [*WIDTHS]
    assert len(studio.files()) == 1 + len(WIDTHS)
    with pytest.raises(ValueError, match="321"):
        await studio.renditions.at_most_wide(comic, 321)


async def test_all_who_ask_at_once_share_one_making(studio: Studio) -> None:
    comic = await studio.comic()
    studio.resizer.hold()
    asking = [asyncio.create_task(studio.renditions.at_most_wide(comic, 640)) for _ in range(20)]
    await studio.resizer.begun.wait()
    asking.pop().cancel()
    asking.pop(0).cancel()
    studio.resizer.going.set()

    made = await asyncio.gather(*asking)

    assert {picture.data for picture in made} == {NARROW}
    assert studio.resizer.made == [640]


async def test_a_comic_that_fits_is_sent_as_it_was_drawn(studio: Studio) -> None:
    comic = await studio.comic()
    original = await studio.scene.images.read(comic.ref)

    picture = await studio.renditions.at_most_bytes(comic, len(original))

    assert picture == RenditionFile(data=original, content_type="image/png", filename="A-comic.png")
    assert studio.resizer.made == []


async def test_what_does_not_fit_is_squeezed_below_the_limit_once(studio: Studio) -> None:
    comic = replace(await studio.comic(), size_bytes=40_000_000)

    for limit in (10 * 1024 * 1024, 10_000_000, 10_100_000):
        picture = await studio.renditions.at_most_bytes(comic, limit)

        assert (picture.data, picture.content_type) == (SQUEEZED, "image/jpeg")
        assert picture.filename == "A-comic.jpg"
    assert studio.resizer.made == [10_000_000]
    assert await studio.scene.images.read(jpeg_ref(comic.ref, 10_000_000)) == SQUEEZED


async def test_a_row_that_is_wrong_about_the_size_is_not_believed(studio: Studio) -> None:
    comic = await studio.comic()
    await studio.scene.images.put(
        comic.ref, make_picture(width=300, height=300, noisy=True), "image/png"
    )

    picture = await studio.renditions.at_most_bytes(comic, 60_000)

    assert picture.data == SQUEEZED


async def test_where_nothing_fits_the_store_says_so(studio: Studio) -> None:
    comic = replace(await studio.comic(), size_bytes=40_000_000)

    with pytest.raises(ImageStoreError, match="59999"):
        await studio.renditions.at_most_bytes(comic, min(CEILINGS) - 1)


@pytest.mark.parametrize("error", [NotAnImageError("broken"), ImageStoreError("too slow")])
async def test_a_failure_reaches_all_who_asked_and_is_not_kept(
    studio: Studio, error: Exception
) -> None:
    comic = await studio.comic()
    studio.resizer.error = error

    asked = await asyncio.gather(
        *(studio.renditions.at_most_wide(comic, 320) for _ in range(3)), return_exceptions=True
    )

    assert {type(one) for one in asked} == {type(error)}
    assert studio.resizer.made == [320]
    studio.resizer.error = None
    assert (await studio.renditions.at_most_wide(comic, 320)).data == NARROW


async def test_a_picture_that_is_gone_has_no_rendition(studio: Studio) -> None:
    comic = await studio.comic()
    await studio.scene.images.delete((comic.ref,))

    with pytest.raises(ImageMissingError):
        await studio.renditions.at_most_wide(comic, 320)


async def test_a_store_that_takes_nothing_still_shows_what_was_made(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await studio.comic()

    async def refuse(ref: ImageRef, data: bytes, content_type: str) -> None:
        raise ImageStoreError("full")

    monkeypatch.setattr(studio.scene.images, "put", refuse)

    assert (await studio.renditions.at_most_wide(comic, 320)).data == NARROW
    assert (await studio.renditions.at_most_wide(comic, 320)).data == NARROW


async def test_closing_gives_up_what_is_being_made(studio: Studio) -> None:
    comic = await studio.comic()
    studio.resizer.hold()
    asking = asyncio.create_task(studio.renditions.at_most_wide(comic, 320))
    await studio.resizer.begun.wait()

    await studio.renditions.close()

    with pytest.raises(ImageStoreError, match="any more"):
        await asking


# --- Purged together ------------------------------------------------------------------------------


async def make_all(studio: Studio, comic: Comic) -> None:
    for width in WIDTHS:
        await studio.renditions.at_most_wide(comic, width)
    for ceiling in CEILINGS:
        await studio.renditions.at_most_bytes(replace(comic, size_bytes=ceiling + 1), ceiling)


async def test_they_are_purged_with_their_comic(studio: Studio) -> None:
    comic, other = await studio.comic(), await studio.comic()
    await make_all(studio, comic)
    await studio.renditions.at_most_wide(other, 320)
    assert len(studio.files()) > len(WIDTHS)

    await studio.purge(comic)

    kept = studio.scene.images
    for ref in (comic.ref, *renditions_of(comic.ref)):
        with pytest.raises(ImageMissingError):
            await kept.read(ref)
    assert await kept.read(other.ref)
    assert await kept.read(webp_ref(other.ref, 320))


async def test_they_go_with_whoever_is_forgotten(studio: Studio) -> None:
    await make_all(studio, await studio.comic())

    await studio.profiles.forget(somebody())
    await studio.scene.worker.sweep.run_once()

    assert studio.files() == set()


async def purged_by_the_sweep(studio: Studio, comic: Comic) -> None:
    await studio.purge(comic)


async def forgotten_but_not_swept(studio: Studio, comic: Comic) -> None:
    await studio.profiles.forget(somebody())


async def forgotten_and_swept(studio: Studio, comic: Comic) -> None:
    await forgotten_but_not_swept(studio, comic)
    await studio.scene.worker.sweep.run_once()


Purge = Callable[[Studio, Comic], Awaitable[None]]


@pytest.mark.parametrize(
    "purge", [purged_by_the_sweep, forgotten_but_not_swept, forgotten_and_swept]
)
async def test_one_that_was_made_while_its_comic_was_purged_does_not_stay(
    studio: Studio, purge: Purge
) -> None:
    comic = await studio.comic()
    studio.resizer.hold()
    asking = asyncio.create_task(studio.renditions.at_most_wide(comic, 320))
    await studio.resizer.begun.wait()

    await purge(studio, comic)
    studio.resizer.going.set()
    await asking

    await studio.scene.worker.sweep.run_once()
    assert studio.files() == set()


async def test_one_that_was_stored_just_before_the_purge_goes_with_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await studio.comic()
    stays = studio.renditions._stays

    async def purged_meanwhile(comic_id: object) -> bool:
        found = await stays(comic.id)
        await studio.purge(comic)
        return found

    monkeypatch.setattr(studio.renditions, "_stays", purged_meanwhile)

    await studio.renditions.at_most_wide(comic, 320)

    assert studio.files() == set()


async def test_a_deletion_that_can_be_undone_leaves_it_where_it_is(studio: Studio) -> None:
    comic = await studio.comic()
    studio.resizer.hold()
    asking = asyncio.create_task(studio.renditions.at_most_wide(comic, 320))
    await studio.resizer.begun.wait()
    await studio.gallery.delete(somebody(), comic.id)
    studio.resizer.going.set()
    await asking

    assert "page.png.w320.webp" in studio.files()


async def test_while_the_database_is_away_nothing_is_kept_that_nobody_could_purge(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    comic = await studio.comic()

    async def away(work: object) -> bool:
        raise StorageUnavailableError

    monkeypatch.setattr(studio.scene.database, "read", away)

    assert (await studio.renditions.at_most_wide(comic, 320)).data == NARROW
    assert studio.files() == {"page.png"}


# --- Keys and names -------------------------------------------------------------------------------


def test_every_key_is_one_that_s3_takes() -> None:
    for length in (1, 1000, 1024):
        ref = ImageRef("comics", "k" * length)
        keys = [one.key for one in renditions_of(ref)]
        assert len({*keys, ref.key}) == len(WIDTHS) + len(CEILINGS) + 1
        assert max(len(key.encode()) for key in keys) <= 1024
    long = [ImageRef("comics", "k" * 1020 + end) for end in "ab"]
    assert not {*renditions_of(long[0])} & {*renditions_of(long[1])}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A cat & a bakery!", "A-cat-a-bakery"),
        ("月のパン屋さん", "月のパン屋さん"),
        ("../../etc/passwd", "etc-passwd"),
        ('"; rm -rf\r\n', "rm-rf"),
        ("🚀", "comic"),
        ("", "comic"),
        ("word " * 50, "word-" * 11 + "word"),
    ],
)
async def test_a_file_is_named_after_the_comic(tmp_path: Path, title: str, name: str) -> None:
    scene = JobServices(tmp_path)
    studio = Studio(scene)
    comic = replace(await studio.comic(), title=title)

    picture = await studio.renditions.original(comic)

    assert picture.filename == f"{name}.png"
    await scene.close()
