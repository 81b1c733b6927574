"""Renditions: smaller pictures of a comic, made when first asked for and kept beside it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import structlog

from core.content.prompts import cut
from core.errors import ImageMissingError, ImageStoreError, StorageError
from core.models.comics import Comic, ImageRef
from core.models.identity import JobId
from core.models.object_keys import CEILINGS, WIDTHS, jpeg_ref, webp_ref
from core.ports.database import Database, UnitOfWork
from core.ports.gallery import ImageStore, Resizer

log = structlog.get_logger(__name__)


MAKING_AT_ONCE = 4  # each holds an original, which may have 50 MB
WAIT_SECONDS = 45.0  # of one who asks; the making goes on, for the next one
NAME_LIMIT = 60  # characters

WEBP, JPEG = "image/webp", "image/jpeg"
ENDINGS = {"image/png": ".png", JPEG: ".jpg", WEBP: ".webp"}

Make = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionFile:
    """A picture to send: its bytes, what they are, and what to call the file."""

    data: bytes = field(repr=False)
    content_type: str
    filename: str


class Renditions:
    """Makes and keeps renditions. Who may see the comic is for the caller to know.

    Raises NotAnImageError for a picture that is broken or far too large, ImageMissingError, and
    ImageStoreError where it takes too long.
    """

    def __init__(self, *, database: Database, images: ImageStore, resizer: Resizer) -> None:
        self._database = database
        self._images = images
        self._resizer = resizer
        self._slots = asyncio.Semaphore(MAKING_AT_ONCE)
        self._under_way: dict[ImageRef, asyncio.Task[bytes]] = {}

    async def original(self, comic: Comic) -> RenditionFile:
        """Return the comic as it was drawn."""
        data = await self._images.read(comic.ref)
        return _picture(comic, data, comic.content_type)

    async def at_most_wide(self, comic: Comic, width: int) -> RenditionFile:
        """Return the comic as WebP, no wider than that many pixels, which are one of WIDTHS."""
        if width not in WIDTHS:
            raise ValueError(f"no rendition is {width} pixels wide")
        make = partial(self._resizer.narrow, width=width)
        data = await self._shared(comic, webp_ref(comic.ref, width), WEBP, make)
        return _picture(comic, data, WEBP)

    async def at_most_bytes(self, comic: Comic, limit: int) -> RenditionFile:
        """Return the comic in at most that many bytes: as drawn, else as good a JPEG as fits.

        Below the smallest of CEILINGS nothing fits, which is an ImageStoreError.
        """
        if comic.size_bytes <= limit:
            original = await self.original(comic)
            if len(original.data) <= limit:
                return original
        ceiling = next((size for size in CEILINGS if size <= limit), None)
        if ceiling is None:
            raise ImageStoreError(f"no rendition is made for {limit} bytes")
        make = partial(self._resizer.squeeze, limit=ceiling)
        data = await self._shared(comic, jpeg_ref(comic.ref, ceiling), JPEG, make)
        return _picture(comic, data, JPEG)

    async def jpeg(self, comic: Comic, limit: int) -> ImageRef:
        """Have the comic as a JPEG in at most *limit* bytes, one of CEILINGS; return where it is.

        Where it could not be kept, there is nothing.
        """
        if limit not in CEILINGS:
            raise ValueError(f"no rendition has {limit} bytes")
        if comic.content_type == JPEG and comic.size_bytes <= limit:
            return comic.ref
        ref, make = jpeg_ref(comic.ref, limit), partial(self._resizer.squeeze, limit=limit)
        await self._shared(comic, ref, JPEG, make)
        return ref

    async def close(self) -> None:
        """Give up what is being made."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- One making for all who ask ---------------------------------------------------------------

    async def _shared(self, comic: Comic, ref: ImageRef, content_type: str, make: Make) -> bytes:
        task = self._under_way.get(ref)
        if task is None:
            task = asyncio.create_task(
                self._kept_or_made(comic, ref, content_type, make), name=f"rendition {ref.key}"
            )
            self._under_way[ref] = task
            task.add_done_callback(partial(self._done, ref))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.shield(task)
        except TimeoutError as error:
            raise ImageStoreError(f"not made within {WAIT_SECONDS:g} s") from error
        except asyncio.CancelledError:
            waiter = asyncio.current_task()
            if task.cancelled() and waiter is not None and not waiter.cancelling():
                raise ImageStoreError("no renditions are made any more") from None
            raise

    def _done(self, ref: ImageRef, task: asyncio.Task[bytes]) -> None:
        del self._under_way[ref]
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may be left who does

    async def _kept_or_made(
        self, comic: Comic, ref: ImageRef, content_type: str, make: Make
    ) -> bytes:
        try:
            return await self._images.read(ref)
        except ImageMissingError:
            pass
        async with self._slots:
            data = await make(await self._images.read(comic.ref))
        await self._keep(comic.id, ref, data, content_type)
        return data

    async def _keep(self, comic_id: JobId, ref: ImageRef, data: bytes, content_type: str) -> None:
        """Store the rendition, unless its comic goes.

        A purge marks the comic before it removes any object. So who still finds the comic
        unmarked after storing is followed by the purge, and who does not has to clean up.
        """
        try:
            await self._images.put(ref, data, content_type)
        except ImageStoreError as error:
            log.warning("rendition_not_kept", key=ref.key, error=str(error))
        if not await self._stays(comic_id):
            await self._remove(ref)

    async def _stays(self, comic_id: JobId) -> bool:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.comics.get(comic_id, deleted=True) is not None

        try:
            return await self._database.read(work)
        except StorageError:
            return False  # nobody knows, and it can be made again

    async def _remove(self, ref: ImageRef) -> None:
        try:
            await self._images.delete((ref,))
        except ImageStoreError as error:
            log.warning("rendition_not_removed", key=ref.key, error=str(error))


def _picture(comic: Comic, data: bytes, content_type: str) -> RenditionFile:
    return RenditionFile(
        data=data, content_type=content_type, filename=filename_of(comic, content_type)
    )


def filename_of(comic: Comic, content_type: str) -> str:
    """Return what to call the comic's file: letters and digits of its title, in any alphabet."""
    words = "-".join(re.findall(r"\w+", comic.title))
    return f"{cut(words, NAME_LIMIT).strip('-') or 'comic'}{ENDINGS.get(content_type, '.png')}"
