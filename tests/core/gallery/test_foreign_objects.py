"""A generator that names objects of other comics: they are neither shown nor purged."""

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
from tests.core.job_services import LONG_AGO, JobServices, Process, make_requester
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
class ForeignObjectHarness:
    """Two users, and a generator over HTTP that names the objects it is told to name."""

    job_services: JobServices
    images: ImageStore
    bucket: str
    fake: FakeGenerator
    worker: Process

    async def draw(self, requester: str) -> Job:
        receipt = await self.job_services.request(requester=make_requester(requester))
        await self.job_services.draw_all(self.worker)
        return await self.job_services.job(receipt.job_id)

    async def comic(self, job: Job) -> Comic:
        comic = await self.job_services.comic(job.id)
        assert comic is not None
        return comic

    async def put(self, key: str, bucket: str = "") -> ImageRef:
        ref = ImageRef(bucket or self.bucket, key)
        await self.images.put(ref, make_picture(), "image/png")
        return ref

    async def sweep(self) -> None:
        self.job_services.sql(
            f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL"
        )
        await self.worker.sweep.run_once()

    async def missing(self, *refs: ImageRef) -> list[ImageRef]:
        missing = []
        for ref in refs:
            try:
                assert await self.images.read(ref)
            except ImageMissingError:
                missing.append(ref)
        return missing


async def open_harness(
    stack: AsyncExitStack, job_services: JobServices, images: ImageStore, bucket: str, folder: Path
) -> ForeignObjectHarness:
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
    worker = job_services.process("worker-s3", generator=generator, images=images)
    return ForeignObjectHarness(job_services, images, bucket, fake, worker)


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.servers)])
async def harness(
    request: pytest.FixtureRequest, job_services: JobServices, tmp_path: Path
) -> AsyncIterator[ForeignObjectHarness]:
    async with AsyncExitStack() as stack:
        if request.param == "local":
            yield await open_harness(
                stack, job_services, job_services.images, "local", tmp_path / "images"
            )
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
        yield await open_harness(stack, job_services, images, "comics", tmp_path)


ON_S3 = pytest.mark.parametrize(
    "harness", [pytest.param("s3", marks=pytest.mark.servers)], indirect=True
)


def urls_of(*refs: ImageRef) -> list[str]:
    return [f"s3://{ref.bucket}/{ref.key}" for ref in refs]


# --- All ways to remove a comic -------------------------------------------------------------------


async def deleted(harness: ForeignObjectHarness, comic_id: JobId) -> None:
    await Gallery(database=harness.job_services.database, images=harness.images).delete(
        make_requester(ME), comic_id
    )


async def forgotten(harness: ForeignObjectHarness, comic_id: JobId) -> None:
    await Profiles(
        database=harness.job_services.database, job_queue=harness.job_services.job_queue
    ).forget(make_requester(ME))


async def taken_down(harness: ForeignObjectHarness, comic_id: JobId) -> None:
    await ModerationAdmin(database=harness.job_services.database, operator="tests").take_down(
        comic_id
    )


REMOVALS = [deleted, forgotten, taken_down]
RemovalMethod = Callable[[ForeignObjectHarness, JobId], Awaitable[None]]


@pytest.mark.parametrize("removal", REMOVALS)
async def test_removing_a_comic_keeps_objects_of_others_that_it_named(
    harness: ForeignObjectHarness, removal: RemovalMethod
) -> None:
    theirs = await harness.comic(await harness.draw(THEY))
    rendition = await harness.put(webp_ref(theirs.ref, 320).key)
    kept = [theirs.ref, rendition, *(panel.ref for panel in theirs.panels)]
    harness.fake.name(panels=urls_of(*kept))

    job = await harness.draw(ME)
    mine = await harness.comic(job)
    await removal(harness, job.id)
    await harness.sweep()

    assert mine.panels == ()
    assert await harness.missing(*kept) == []
    assert await harness.missing(mine.ref) == [mine.ref]
    assert await harness.job_services.comic(theirs.id) == theirs


async def test_a_page_of_another_job_is_a_bad_response(harness: ForeignObjectHarness) -> None:
    theirs = await harness.comic(await harness.draw(THEY))
    rendition = await harness.put(webp_ref(theirs.ref, 640).key)
    nowhere = ImageRef(harness.bucket, f"jobs/{theirs.id}/2/page.png")
    for ref in (theirs.ref, theirs.panels[0].ref, rendition, nowhere):
        harness.fake.name(page=urls_of(ref)[0])

        job = await harness.draw(ME)

        assert (job.state, job.error_code) == (JobState.FAILED, "bad_response")
        assert job.generator_attempt == 1
    assert await harness.missing(theirs.ref, rendition, theirs.panels[0].ref) == []


@ON_S3
@pytest.mark.parametrize("removal", REMOVALS)
async def test_objects_under_keys_without_a_job_are_kept_too(
    harness: ForeignObjectHarness, removal: RemovalMethod
) -> None:
    strip = f"strips/{(await harness.draw(THEY)).id}"
    page, panel = await harness.put(f"{strip}.png"), await harness.put(f"{strip}-1.png")
    free, elsewhere = (
        await harness.put(f"{strip}-2.png"),
        await harness.put(f"{strip}.png", "others"),
    )
    rendition = await harness.put(webp_ref(page, 320).key)
    harness.fake.name(page=urls_of(page)[0], panels=urls_of(panel))
    theirs = await harness.comic(await harness.draw(THEY))
    harness.fake.name(panels=urls_of(page, panel, rendition, free, elsewhere))

    job = await harness.draw(ME)
    mine = await harness.comic(job)
    await removal(harness, job.id)
    await harness.sweep()

    assert (theirs.ref, [each.ref for each in theirs.panels]) == (page, [panel])
    assert [each.ref for each in mine.panels] == [free, elsewhere]
    assert await harness.missing(page, panel, rendition) == []
    assert await harness.missing(free, elsewhere, mine.ref) == [free, elsewhere, mine.ref]


@ON_S3
async def test_a_page_that_another_comic_holds_is_refused(harness: ForeignObjectHarness) -> None:
    strip = f"strips/{(await harness.draw(THEY)).id}"
    page, panel = await harness.put(f"{strip}.png"), await harness.put(f"{strip}-1.png")
    rendition = await harness.put(webp_ref(page, 320).key)
    harness.fake.name(page=urls_of(page)[0], panels=urls_of(panel))
    await harness.draw(THEY)
    for ref in (page, panel, rendition):
        harness.fake.name(page=urls_of(ref)[0])

        job = await harness.draw(ME)

        assert (job.state, job.error_code) == (JobState.FAILED, "bad_response")


async def test_a_late_worker_does_not_purge_objects_of_others(
    harness: ForeignObjectHarness,
) -> None:
    theirs = await harness.comic(await harness.draw(THEY))
    kept = [theirs.ref, *(panel.ref for panel in theirs.panels)]
    receipt = await harness.job_services.request(requester=make_requester(ME))
    own = ImageRef(harness.bucket, f"jobs/{receipt.job_id}/page.png")
    harness.fake.name(panels=urls_of(*kept, own))
    inspect = harness.images.inspect

    async def canceled_at_the_last_moment(ref: ImageRef, *, sha256: str | None = None) -> object:
        await harness.job_services.cancellation.cancel(receipt.job_id, make_requester(ME))
        return await inspect(ref, sha256=sha256)

    harness.images.inspect = canceled_at_the_last_moment  # type: ignore[method-assign,assignment]
    await harness.job_services.draw_all(harness.worker)
    there = await harness.missing(own)
    await harness.sweep()

    assert there == []
    assert await harness.missing(own, *kept) == [own]


# --- Objects stored by an earlier release ---------------------------------------------------------


async def test_objects_shared_by_an_earlier_release_are_purged_with_their_last_holder(
    harness: ForeignObjectHarness,
) -> None:
    theirs = await harness.comic(await harness.draw(THEY))
    mine = await harness.comic(await harness.draw(ME))
    await harness.job_services.database.write(lambda unit: share_panels(unit, theirs, mine))

    await deleted(harness, mine.id)
    await harness.sweep()

    assert await harness.missing(theirs.ref, *(panel.ref for panel in theirs.panels)) == []
    gallery = Gallery(database=harness.job_services.database, images=harness.images)
    await gallery.delete(make_requester(THEY), theirs.id)
    await harness.sweep()
    assert len(
        await harness.missing(theirs.ref, *(panel.ref for panel in theirs.panels))
    ) == 1 + len(theirs.panels)


async def share_panels(unit: UnitOfWork, theirs: Comic, mine: Comic) -> None:
    """Make a comic name the objects of another one as its panels."""
    from sqlalchemy import update

    from storage.tables import comics

    refs = [theirs.ref, *(panel.ref for panel in theirs.panels)]
    rows = [
        {"index": index, "seed": None, "bucket": ref.bucket, "key": ref.key}
        for index, ref in enumerate(refs, 1)
    ]
    connection = unit._connection  # type: ignore[attr-defined]
    await connection.execute(update(comics).where(comics.c.id == mine.id).values(panels=rows))
