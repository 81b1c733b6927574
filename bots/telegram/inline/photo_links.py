"""URLs from which Telegram fetches comics that it has no file of: JPEG, at most 5 MB.

https://core.telegram.org/bots/api#inlinequeryresultphoto
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bots.telegram.upload_sizes import PHOTO, shape_of
from core.errors import ServiceError
from core.gallery.renditions import Renditions
from core.models.comics import Comic, ImageRef
from core.models.identity import JobId
from core.ports.gallery import ImageStore

log = structlog.get_logger(__name__)

PICTURE_BYTES, THUMBNAIL_BYTES = 4_000_000, 60_000
MAX_CONCURRENT = 6  # comics whose JPEGs are made for one query
WAIT_SECONDS = 2.5  # that a query waits for the JPEGs; the next one may find them finished
CACHE_SIZE = 2000  # comics whose JPEGs are made


@dataclass(frozen=True, slots=True)
class PhotoUrls:
    """Temporary URLs of a comic and its thumbnail."""

    picture: str
    thumbnail: str


class InlinePhotos:
    """Makes JPEGs of comics and returns their URLs, if there is a public URL."""

    def __init__(
        self, renditions: Renditions, images: ImageStore, public_url: str, lifetime: timedelta
    ) -> None:
        self._renditions = renditions
        self._images = images
        self._public_url = public_url.rstrip("/")
        self._lifetime = lifetime
        self._made: dict[JobId, tuple[ImageRef, ImageRef]] = {}

    async def urls(self, comics: Sequence[Comic]) -> Mapping[JobId, PhotoUrls]:
        """Return the URLs of the comics whose JPEGs are ready in time."""
        if not self._public_url:
            return {}
        photos = [comic for comic in comics if shape_of(comic) == PHOTO][:MAX_CONCURRENT]
        tasks = {comic.id: asyncio.create_task(self._urls(comic)) for comic in photos}
        if not tasks:
            return {}
        try:
            await asyncio.wait(tasks.values(), timeout=WAIT_SECONDS)
        finally:
            for task in tasks.values():
                task.cancel()
            results = await asyncio.gather(*tasks.values(), return_exceptions=True)
        urls = {}
        for comic_id, result in zip(tasks, results, strict=True):
            if isinstance(result, PhotoUrls):
                urls[comic_id] = result
            elif not isinstance(result, asyncio.CancelledError | ServiceError):
                log.error("inline_photo_failed", job_id=str(comic_id), exc_info=result)
        return urls

    async def _urls(self, comic: Comic) -> PhotoUrls:
        picture, thumbnail = self._made.get(comic.id) or await self._make(comic)
        return PhotoUrls(await self._link(picture), await self._link(thumbnail))

    async def _make(self, comic: Comic) -> tuple[ImageRef, ImageRef]:
        made = (
            await self._renditions.jpeg(comic, PICTURE_BYTES),
            await self._renditions.jpeg(comic, THUMBNAIL_BYTES),
        )
        if len(self._made) >= CACHE_SIZE:
            self._made.clear()
        self._made[comic.id] = made
        return made

    async def _link(self, ref: ImageRef) -> str:
        return await self._images.link(ref, base_url=self._public_url, lifetime=self._lifetime)
