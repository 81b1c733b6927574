"""Addresses at which Telegram fetches comics that it has no file of: JPEG, and at most 5 MB.

https://core.telegram.org/bots/api#inlinequeryresultphoto
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bots.telegram.uploads import PHOTO, shape_of
from core.errors import ComicAIError
from core.gallery.renditions import Renditions
from core.models.comics import Comic, ImageRef
from core.models.identity import JobId
from core.ports.gallery import ImageStore

log = structlog.get_logger(__name__)

PICTURE_BYTES, THUMBNAIL_BYTES = 4_000_000, 60_000
AT_ONCE = 6  # comics whose JPEG is looked after for one question
SECONDS = 2.5  # that a question waits for them; they are there for the next one then
REMEMBERED = 2000  # comics whose JPEG is known to be there


@dataclass(frozen=True, slots=True)
class PhotoUrls:
    """Where a comic and its thumbnail are fetched from, for a while."""

    picture: str
    thumbnail: str


class InlinePhotos:
    """Makes JPEGs of comics and says where they are, if Telegram reaches us at all."""

    def __init__(
        self, renditions: Renditions, images: ImageStore, public_url: str, lifetime: timedelta
    ) -> None:
        self._renditions = renditions
        self._images = images
        self._public_url = public_url.rstrip("/")
        self._lifetime = lifetime
        self._there: dict[JobId, tuple[ImageRef, ImageRef]] = {}

    async def addresses(self, comics: Sequence[Comic]) -> Mapping[JobId, PhotoUrls]:
        """Return those of the comics for which there are any by now."""
        if not self._public_url:
            return {}
        photos = [comic for comic in comics if shape_of(comic) == PHOTO][:AT_ONCE]
        tasks = {comic.id: asyncio.create_task(self._addresses(comic)) for comic in photos}
        if not tasks:
            return {}
        try:
            await asyncio.wait(tasks.values(), timeout=SECONDS)
        finally:
            for task in tasks.values():
                task.cancel()
            responses = await asyncio.gather(*tasks.values(), return_exceptions=True)
        found = {}
        for comic_id, answer in zip(tasks, responses, strict=True):
            if isinstance(answer, PhotoUrls):
                found[comic_id] = answer
            elif not isinstance(answer, asyncio.CancelledError | ComicAIError):
                log.error("jpeg_not_made", job_id=str(comic_id), exc_info=answer)
        return found

    async def _addresses(self, comic: Comic) -> PhotoUrls:
        picture, thumbnail = self._there.get(comic.id) or await self._make(comic)
        return PhotoUrls(await self._link(picture), await self._link(thumbnail))

    async def _make(self, comic: Comic) -> tuple[ImageRef, ImageRef]:
        made = (
            await self._renditions.jpeg(comic, PICTURE_BYTES),
            await self._renditions.jpeg(comic, THUMBNAIL_BYTES),
        )
        if len(self._there) >= REMEMBERED:
            self._there.clear()
        self._there[comic.id] = made
        return made

    async def _link(self, ref: ImageRef) -> str:
        return await self._images.link(ref, base_url=self._public_url, lifetime=self._lifetime)
