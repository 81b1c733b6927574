"""Renditions: smaller pictures of a comic, made on first request and stored next to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import structlog

from core.errors import ImageMissingError, ImageStoreError, StorageError
from core.gallery.file_names import filename_of
from core.models.comics import Comic, ImageRef
from core.models.identity import JobId
from core.models.object_keys import CEILINGS, WIDTHS, jpeg_ref, webp_ref
from core.ports.database import Database, UnitOfWork
from core.ports.gallery import ImageStore, Resizer

log = structlog.get_logger(__name__)


CONCURRENCY = 4  # each one holds an original of up to 50 MB in memory
WAIT_SECONDS = 45.0  # per caller; the rendition is completed for later callers

WEBP, JPEG = "image/webp", "image/jpeg"

Make = Callable[[bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionFile:
    """Picture as a file to send: bytes, content type and file name."""

    data: bytes = field(repr=False)
    content_type: str
    filename: str


class Renditions:
    """Rendition service: makes and stores renditions. Callers check who may see the comic.

    Raises NotAnImageError for a picture that is broken or far too large, ImageMissingError, and
    ImageStoreError if it takes too long.
    """

    def __init__(self, *, database: Database, images: ImageStore, resizer: Resizer) -> None:
        self._database = database
        self._images = images
        self._resizer = resizer
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._tasks: dict[ImageRef, asyncio.Task[bytes]] = {}

    async def original(self, comic: Comic) -> RenditionFile:
        """Return the original picture."""
        data = await self._images.read(comic.ref)
        return _file(comic, data, comic.content_type)

    async def at_most_wide(self, comic: Comic, width: int) -> RenditionFile:
        """Return the comic as WebP, at most *width* pixels wide, which must be one of WIDTHS."""
        if width not in WIDTHS:
            raise ValueError(f"no rendition is {width} pixels wide")
        make = partial(self._resizer.narrow, width=width)
        data = await self._shared(comic, webp_ref(comic.ref, width), WEBP, make)
        return _file(comic, data, WEBP)

    async def at_most_bytes(self, comic: Comic, limit: int) -> RenditionFile:
        """Return the comic in at most *limit* bytes: the original, or else the best JPEG that fits.

        Raises ImageStoreError for a limit below the smallest of CEILINGS.
        """
        if comic.size_bytes <= limit:
            original = await self.original(comic)
            if len(original.data) <= limit:
                return original
        ceiling = next((size for size in CEILINGS if size <= limit), None)
        if ceiling is None:
            raise ImageStoreError(f"no rendition is as small as {limit} bytes")
        make = partial(self._resizer.squeeze, limit=ceiling)
        data = await self._shared(comic, jpeg_ref(comic.ref, ceiling), JPEG, make)
        return _file(comic, data, JPEG)

    async def jpeg(self, comic: Comic, limit: int) -> ImageRef:
        """Make sure that a JPEG of at most *limit* bytes, one of CEILINGS, is stored.

        Returns its key. The object does not exist if it could not be stored.
        """
        if limit not in CEILINGS:
            raise ValueError(f"no rendition has {limit} bytes")
        if comic.content_type == JPEG and comic.size_bytes <= limit:
            return comic.ref
        ref, make = jpeg_ref(comic.ref, limit), partial(self._resizer.squeeze, limit=limit)
        await self._shared(comic, ref, JPEG, make)
        return ref

    async def close(self) -> None:
        """Cancel the renditions that are being made."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- One task per rendition, shared by all callers --------------------------------------------

    async def _shared(self, comic: Comic, ref: ImageRef, content_type: str, make: Make) -> bytes:
        task = self._tasks.get(ref)
        if task is None:
            task = asyncio.create_task(
                self._read_or_make(comic, ref, content_type, make), name=f"rendition {ref.key}"
            )
            self._tasks[ref] = task
            task.add_done_callback(partial(self._done, ref))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.shield(task)
        except TimeoutError as error:
            raise ImageStoreError(f"not made within {WAIT_SECONDS:g} s") from error
        except asyncio.CancelledError:
            waiter = asyncio.current_task()
            if task.cancelled() and waiter is not None and not waiter.cancelling():
                raise ImageStoreError("the rendition service was closed") from None
            raise

    def _done(self, ref: ImageRef, task: asyncio.Task[bytes]) -> None:
        del self._tasks[ref]
        if not task.cancelled():
            task.exception()  # retrieved even if no caller waits any more; asyncio would log it

    async def _read_or_make(
        self, comic: Comic, ref: ImageRef, content_type: str, make: Make
    ) -> bytes:
        try:
            return await self._images.read(ref)
        except ImageMissingError:
            pass
        async with self._slots:
            data = await make(await self._images.read(comic.ref))
        await self._store(comic.id, ref, data, content_type)
        return data

    async def _store(self, comic_id: JobId, ref: ImageRef, data: bytes, content_type: str) -> None:
        """Store the rendition, unless its comic is being purged.

        A purge marks the comic before it removes objects. If the comic is unmarked after the
        rendition was stored, a later purge removes the rendition; if not, it is removed here.
        """
        try:
            await self._images.put(ref, data, content_type)
        except ImageStoreError as error:
            log.warning("rendition_store_failed", key=ref.key, error=str(error))
        if not await self._exists(comic_id):
            await self._remove(ref)

    async def _exists(self, comic_id: JobId) -> bool:
        async def work(unit: UnitOfWork) -> bool:
            return await unit.comics.get(comic_id, deleted=True) is not None

        try:
            return await self._database.read(work)
        except StorageError:
            return False  # unknown, and the rendition can be made again

    async def _remove(self, ref: ImageRef) -> None:
        try:
            await self._images.delete((ref,))
        except ImageStoreError as error:
            log.warning("rendition_removal_failed", key=ref.key, error=str(error))


def _file(comic: Comic, data: bytes, content_type: str) -> RenditionFile:
    return RenditionFile(
        data=data, content_type=content_type, filename=filename_of(comic, content_type)
    )
