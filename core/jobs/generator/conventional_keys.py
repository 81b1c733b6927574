"""Conventional keys: where the page of a job is, if the response that names it was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import structlog

from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.models.comics import ImageRef
from core.models.identity import JobId
from core.ports.gallery import ImageStore

log = structlog.get_logger(__name__)

FindPage = Callable[[JobId], Awaitable[ImageRef | None]]

_EXTENSIONS = ("png", "webp", "jpg")


def page_finder(images: ImageStore, buckets: Collection[str]) -> FindPage:
    """Return a function that looks for the page of a job in *buckets*; None: there is none yet."""

    async def find(job_id: JobId) -> ImageRef | None:
        for bucket in buckets:
            for extension in _EXTENSIONS:
                ref = ImageRef(bucket, f"jobs/{job_id}/page.{extension}")
                if await _is_picture(images, ref):
                    return ref
        return None

    return find


async def find_nothing(_job_id: JobId) -> ImageRef | None:
    """Find no page, for clients that draw nothing."""
    return None


async def _is_picture(images: ImageStore, ref: ImageRef) -> bool:
    try:
        await images.inspect(ref)
    except (ImageMissingError, NotAnImageError):
        return False
    except ImageStoreError as error:
        log.warning("stored_page_lookup_failed", error=str(error))
        return False
    return True
