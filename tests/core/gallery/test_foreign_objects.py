"""A generator that names other people's pictures: nobody's picture is shown, or purged, by it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from core.chats.moderation_admin import ModerationAdmin
from core.errors import ImageMissingError
from core.gallery.service import Gallery
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.polling import PollingSettings
from core.models.comics import Comic, ImageRef
from core.models.identity import JobId
from core.models.jobs import Job, JobState
from core.models.object_keys import webp_ref
from core.people.profiles import Profiles
from core.ports.database import UnitOfWork
from core.ports.gallery import ImageStore
from storage.images_s3 import S3ImageStore
from tests.core.job_services import LONG_AGO, JobServices, Process, somebody
from tests.core.jobs.generator.conftest import Time
from tests.fakes.generator import FakeGenerator, folder_store, image_store
from tests.pictures import make_picture
from tests.servers_s3 import S3Server, rclone_server

THEY, ME = "1001", "1002"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    folder = tmp_path_factory.mktemp("s3")
    for bucket in ("comics", "others"):
        (folder / bucket).mkdir()
    with rclone_server(folder) as server:
        yield server


@dataclass
class Shop:
    """Two people, and a generator over HTTP that names what it is told to name."""

    scene: JobServices
    images: ImageStore
    bucket: str
    fake: FakeGenerator
    worker: Process

    async def draw(self, who: str) -> Job:
        receipt = await self.scene.ask(who=somebody(who))
        await self.scene.draw_all(self.worker)
        return await self.scene.job(receipt.job_id)

    async def comic(self, job: Job) -> Comic:
        comic = await self.scene.comic(job.id)
        assert comic is not None
        return comic

    async def put(self, key: str, bucket: str = "") -> ImageRef:
        ref = ImageRef(bucket or self.bucket, key)
        await self.images.put(ref, make_picture(), "image/png")
        return ref

    async def sweep(self) -> None:
        self.scene.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL")
        await self.worker.sweep.run_once()

    async def missing(self, *refs: ImageRef) -> list[ImageRef]:
        gone = []
        for ref in refs:
            try:
                assert await self.images.read(ref)
            except ImageMissingError:
                gone.append(ref)
        return gone


async def open_shop(
    stack: AsyncExitStack, scene: JobServices, images: ImageStore, bucket: str, folder: Path
) -> Shop:
    put = folder_store(folder) if bucket == "local" else image_store(images, bucket)
    fake = await stack.enter_async_context(FakeGenerator(put).running())
    http = await stack.enter_async_context(aiohttp.ClientSession())
    time = Time()
    generator = HttpGenerator(
        http,
        fake.url,
        token="",
        locate=images.locate,
        polling=PollingSettings(clock=time.clock, sleep=time.sleep, random=lambda: 0.5),
    )
    worker = scene.process("worker-s3", generator=generator, images=images)
    return Shop(scene, images, bucket, fake, worker)


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.servers)])
async def shop(
    request: pytest.FixtureRequest, scene: JobServices, tmp_path: Path
) -> AsyncIterator[Shop]:
    async with AsyncExitStack() as stack:
        if request.param == "local":
            yield await open_shop(stack, scene, scene.images, "local", tmp_path / "images")
            return
        server: S3Server = request.getfixturevalue("s3")
        images = S3ImageStore(
            buckets={"comics", "others"},
            region="us-east-1",
            endpoint_url=server.endpoint_url,
            access_key_id=server.access_key_id,
            secret_access_key=server.secret_access_key,
        )
        stack.push_async_callback(images.close)
        yield await open_shop(stack, scene, images, "comics", tmp_path)


ON_S3 = pytest.mark.parametrize(
    "shop", [pytest.param("s3", marks=pytest.mark.servers)], indirect=True
)


def urls_of(*refs: ImageRef) -> list[str]:
    return [f"s3://{ref.bucket}/{ref.key}" for ref in refs]


# --- Every way in which a comic goes --------------------------------------------------------------


async def deleted(shop: Shop, comic_id: JobId) -> None:
    await Gallery(database=shop.scene.database, images=shop.images).delete(somebody(ME), comic_id)


async def forgotten(shop: Shop, comic_id: JobId) -> None:
    await Profiles(database=shop.scene.database, job_queue=shop.scene.job_queue).forget(
        somebody(ME)
    )


async def taken_down(shop: Shop, comic_id: JobId) -> None:
    await ModerationAdmin(database=shop.scene.database, operator="tests").take_down(comic_id)


WAYS = [deleted, forgotten, taken_down]
Way = Callable[[Shop, JobId], Awaitable[None]]


@pytest.mark.parametrize("goes", WAYS)
async def test_a_comic_that_named_others_pictures_goes_without_them(shop: Shop, goes: Way) -> None:
    theirs = await shop.comic(await shop.draw(THEY))
    rendition = await shop.put(webp_ref(theirs.ref, 320).key)
    kept = [theirs.ref, rendition, *(panel.ref for panel in theirs.panels)]
    shop.fake.name(panels=urls_of(*kept))

    job = await shop.draw(ME)
    mine = await shop.comic(job)
    await goes(shop, job.id)
    await shop.sweep()

    assert mine.panels == ()
    assert await shop.missing(*kept) == []
    assert await shop.missing(mine.ref) == [mine.ref]
    assert await shop.scene.comic(theirs.id) == theirs


async def test_a_page_of_somebody_else_is_a_bad_answer(shop: Shop) -> None:
    theirs = await shop.comic(await shop.draw(THEY))
    rendition = await shop.put(webp_ref(theirs.ref, 640).key)
    nowhere = ImageRef(shop.bucket, f"jobs/{theirs.id}/2/page.png")
    for ref in (theirs.ref, theirs.panels[0].ref, rendition, nowhere):
        shop.fake.name(page=urls_of(ref)[0])

        job = await shop.draw(ME)

        assert (job.state, job.error_code) == (JobState.FAILED, "bad_response")
        assert job.generator_attempt == 1
    assert await shop.missing(theirs.ref, rendition, theirs.panels[0].ref) == []


@ON_S3
@pytest.mark.parametrize("goes", WAYS)
async def test_pictures_under_keys_that_name_nobody_are_safe_too(shop: Shop, goes: Way) -> None:
    strip = f"strips/{(await shop.draw(THEY)).id}"
    page, panel = await shop.put(f"{strip}.png"), await shop.put(f"{strip}-1.png")
    free, elsewhere = await shop.put(f"{strip}-2.png"), await shop.put(f"{strip}.png", "others")
    rendition = await shop.put(webp_ref(page, 320).key)
    shop.fake.name(page=urls_of(page)[0], panels=urls_of(panel))
    theirs = await shop.comic(await shop.draw(THEY))
    shop.fake.name(panels=urls_of(page, panel, rendition, free, elsewhere))

    job = await shop.draw(ME)
    mine = await shop.comic(job)
    await goes(shop, job.id)
    await shop.sweep()

    assert (theirs.ref, [each.ref for each in theirs.panels]) == (page, [panel])
    assert [each.ref for each in mine.panels] == [free, elsewhere]
    assert await shop.missing(page, panel, rendition) == []
    assert await shop.missing(free, elsewhere, mine.ref) == [free, elsewhere, mine.ref]


@ON_S3
async def test_a_page_under_such_a_key_is_refused_as_well(shop: Shop) -> None:
    strip = f"strips/{(await shop.draw(THEY)).id}"
    page, panel = await shop.put(f"{strip}.png"), await shop.put(f"{strip}-1.png")
    rendition = await shop.put(webp_ref(page, 320).key)
    shop.fake.name(page=urls_of(page)[0], panels=urls_of(panel))
    await shop.draw(THEY)
    for ref in (page, panel, rendition):
        shop.fake.name(page=urls_of(ref)[0])

        job = await shop.draw(ME)

        assert (job.state, job.error_code) == (JobState.FAILED, "bad_response")


async def test_a_late_worker_has_nobody_elses_pictures_purged(shop: Shop) -> None:
    theirs = await shop.comic(await shop.draw(THEY))
    kept = [theirs.ref, *(panel.ref for panel in theirs.panels)]
    receipt = await shop.scene.ask(who=somebody(ME))
    own = ImageRef(shop.bucket, f"jobs/{receipt.job_id}/page.png")
    shop.fake.name(panels=urls_of(*kept, own))
    inspect = shop.images.inspect

    async def canceled_at_the_last_moment(ref: ImageRef, *, sha256: str | None = None) -> object:
        await shop.scene.comics.cancel(receipt.job_id, somebody(ME))
        return await inspect(ref, sha256=sha256)

    shop.images.inspect = canceled_at_the_last_moment  # type: ignore[method-assign,assignment]
    await shop.scene.draw_all(shop.worker)
    there = await shop.missing(own)
    await shop.sweep()

    assert there == []
    assert await shop.missing(own, *kept) == [own]


# --- What a release before has stored -------------------------------------------------------------


async def test_what_was_taken_before_is_purged_by_its_last_holder_alone(shop: Shop) -> None:
    theirs = await shop.comic(await shop.draw(THEY))
    mine = await shop.comic(await shop.draw(ME))
    await shop.scene.database.write(lambda unit: share_panels(unit, theirs, mine))

    await deleted(shop, mine.id)
    await shop.sweep()

    assert await shop.missing(theirs.ref, *(panel.ref for panel in theirs.panels)) == []
    gallery = Gallery(database=shop.scene.database, images=shop.images)
    await gallery.delete(somebody(THEY), theirs.id)
    await shop.sweep()
    assert len(await shop.missing(theirs.ref, *(panel.ref for panel in theirs.panels))) == 1 + len(
        theirs.panels
    )


async def share_panels(unit: UnitOfWork, theirs: Comic, mine: Comic) -> None:
    """Let a comic name another one's objects as its panels."""
    from sqlalchemy import update

    from storage.tables import comics

    refs = [theirs.ref, *(panel.ref for panel in theirs.panels)]
    rows = [
        {"index": index, "seed": None, "bucket": ref.bucket, "key": ref.key}
        for index, ref in enumerate(refs, 1)
    ]
    connection = unit._connection  # type: ignore[attr-defined]
    await connection.execute(update(comics).where(comics.c.id == mine.id).values(panels=rows))
