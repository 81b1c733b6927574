"""Reference pictures of characters: fetched from the server's own store, and encoded anew.

The links were checked when the job was submitted (`pipeline.service.reference_links`). No redirect
is followed, since its target was not.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from pipeline.comic.received_pictures import decoded
from pipeline.errors import DrawingError, PipelineError

if TYPE_CHECKING:
    import aiohttp
    from PIL import Image

log = structlog.get_logger(__name__)

MAX_BYTES = 10 << 20
LONGEST_SIDE = 1024  # pixels; painters see nothing more in larger ones
SECONDS = 10.0  # for one picture


class _FetchError(PipelineError):
    """A picture that cannot be fetched. The message contains nothing of its link."""


def fetched_references(links: Sequence[str]) -> list[Image.Image | None]:
    """Return the picture of each link; None for those that are missing, too large or broken."""
    return asyncio.run(_fetched(links)) if links else []


async def _fetched(links: Sequence[str]) -> list[Image.Image | None]:
    import aiohttp  # loaded only where somebody gives a reference

    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as http:
        return list(await asyncio.gather(*(_picture(http, link) for link in links)))


async def _picture(http: aiohttp.ClientSession, link: str) -> Image.Image | None:
    try:
        image = await asyncio.to_thread(decoded, await _content(http, link))
    except (_FetchError, DrawingError) as error:
        log.warning("reference_fetch_failed", reason=str(error))
        return None
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


async def _content(http: aiohttp.ClientSession, link: str) -> bytes:
    import aiohttp

    data = bytearray()
    try:
        async with http.get(link, allow_redirects=False) as response:
            if response.status != 200:
                raise _FetchError(f"the store answered with status {response.status}")
            async for chunk in response.content.iter_chunked(64 * 1024):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise _FetchError(f"more than {MAX_BYTES >> 20} MB")
    except TimeoutError:
        raise _FetchError("no answer in time") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _FetchError(type(error).__name__) from None
    return bytes(data)


def encoded_reference(image: Image.Image) -> bytes:
    """Return *image* as PNG without metadata, in the form in which painters get it."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=4)
    return file.getvalue()
