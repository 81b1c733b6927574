"""Tests of renditions with real stores and resizing processes, from first use to purge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import boto3.session
import pytest
from PIL import Image

from core.errors import ImageMissingError, NotAnImageError
from core.gallery.renditions import Renditions
from core.gallery.service import Gallery
from core.models.comics import Comic, ImageRef
from core.models.object_keys import jpeg_ref, renditions_of, webp_ref
from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore
from storage.resizer import ProcessResizer
from tests.core.job_services import LONG_AGO, JobServices, make_requester
from tests.pictures import make_picture
from tests.servers_s3 import moto_server

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.servers

BUCKET = "comics"
PAGE = make_picture(width=1600, height=1200, noisy=True)


@pytest.fixture(scope="module")
def client() -> Iterator[S3Client]:
    """S3 client of an operator, on a server with one bucket."""
    with moto_server() as server:
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=server.endpoint_url,
            region_name="us-east-1",
            aws_access_key_id=server.access_key_id,
            aws_secret_access_key=server.secret_access_key,
        )
        client.create_bucket(Bucket=BUCKET)
        yield client
        client.close()


class StoredRenditions:
    """Comic with its picture in *images*, and the service that makes its renditions."""

    def __init__(self, job_services: JobServices, images: LocalImageStore | S3ImageStore) -> None:
        self.job_services = job_services
        self.images = images
        self.resizer = ProcessResizer()
        self.renditions = Renditions(
            database=job_services.database, images=images, resizer=self.resizer
        )
        self.bucket = "local" if isinstance(images, LocalImageStore) else BUCKET

    async def comic(self, page: bytes = PAGE) -> Comic:
        receipt = await self.job_services.request()
        await self.job_services.draw_all()
        ref = ImageRef(self.bucket, f"jobs/{receipt.job_id}/page.png")
        await self.images.put(ref, page, "image/png")
        self.job_services.sql(
            f"UPDATE comics SET bucket = '{self.bucket}', size_bytes = {len(page)}"
        )
        comic = await self.job_services.comic(receipt.job_id)
        assert comic is not None
        assert comic.ref == ref
        return comic


@pytest.fixture(params=["local", "s3"])
async def stored(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StoredRenditions]:
    job_services = JobServices(tmp_path)
    images: LocalImageStore | S3ImageStore = job_services.images
    if request.param == "s3":
        client: S3Client = request.getfixturevalue("client")
        images = S3ImageStore(
            buckets={BUCKET},
            region="us-east-1",
            endpoint_url=client.meta.endpoint_url,
            access_key_id="AKIATEST",
            secret_access_key="test-secret-access-key",
        )
    stored = StoredRenditions(job_services, images)
    yield stored
    await stored.renditions.close()
    await stored.resizer.close()
    await images.close()
    await job_services.close()


async def test_renditions_by_width(stored: StoredRenditions) -> None:
    comic = await stored.comic()

    pictures = [await stored.renditions.at_most_wide(comic, width) for width in (320, 640, 1280)]

    sizes = [Image.open(BytesIO(picture.data)).size for picture in pictures]
    assert sizes == [(320, 240), (640, 480), (1280, 960)]
    assert len(pictures[0].data) < len(pictures[1].data) < len(pictures[2].data) < len(PAGE)
    info = await stored.images.inspect(webp_ref(comic.ref, 640))
    assert (info.content_type, info.width) == ("image/webp", 640)


async def test_renditions_by_size_limit(stored: StoredRenditions) -> None:
    comic = await stored.comic()

    for limit in (4_000_000, 1_100_000, 300_000, 60_000):
        picture = await stored.renditions.at_most_bytes(comic, limit)

        assert len(picture.data) <= limit
        assert Image.open(BytesIO(picture.data)).format == "JPEG"
    assert (await stored.renditions.at_most_bytes(comic, len(PAGE))).data == PAGE
    assert (await stored.images.inspect(jpeg_ref(comic.ref, 60_000))).size_bytes <= 60_000


async def test_concurrent_requests_share_a_rendition(stored: StoredRenditions) -> None:
    comic = await stored.comic()

    pictures = await asyncio.gather(
        *(stored.renditions.at_most_wide(comic, 320) for _ in range(30))
    )

    assert len({picture.data for picture in pictures}) == 1


async def test_a_truncated_picture_has_no_rendition(stored: StoredRenditions) -> None:
    comic = await stored.comic(PAGE[: len(PAGE) // 2])

    with pytest.raises(NotAnImageError):
        await stored.renditions.at_most_wide(comic, 320)

    with pytest.raises(ImageMissingError):
        await stored.images.read(webp_ref(comic.ref, 320))


async def test_the_janitor_removes_all_renditions_of_a_deleted_comic(
    stored: StoredRenditions,
) -> None:
    comic = await stored.comic()
    await stored.renditions.at_most_wide(comic, 320)
    await stored.renditions.at_most_bytes(replace(comic, size_bytes=10**8), 60_000)
    gallery = Gallery(database=stored.job_services.database, images=stored.images)
    await gallery.delete(make_requester(), comic.id)
    stored.job_services.sql(f"UPDATE comics SET deleted_at = '{LONG_AGO}'")
    stored.job_services.images = stored.images  # type: ignore[assignment] # of the process that sweeps

    await stored.job_services.process("sweeper").sweep.run_once()

    for ref in (comic.ref, *renditions_of(comic.ref)):
        with pytest.raises(ImageMissingError):
            await stored.images.read(ref)
