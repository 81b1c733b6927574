"""HTTP client for an images API: bounded bodies, no redirects, links to known hosts only."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import httpx2

from pipeline.comic.received_pictures import MAX_BYTES, unusable
from pipeline.painters.origins import Origin, origin_of

MAX_BODY = MAX_BYTES * 4 // 3 + (1 << 20)  # bytes of JSON with a picture in base64

_CONNECT_SECONDS = 15.0


class _BoundedStream(httpx2.AsyncByteStream):
    """A response body that fails beyond a limit, before it fills the memory."""

    def __init__(self, stream: httpx2.AsyncByteStream, limit: int) -> None:
        self._stream = stream
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._stream:
            seen += len(chunk)
            if seen > self._limit:
                raise unusable(f"more than {self._limit >> 20} MB")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise unusable("a compressed body, which may be of any size")
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _BoundedStream(response.stream, MAX_BODY)


def http_client(timeout_seconds: float) -> httpx2.AsyncClient:
    """Return a client that follows no redirect: an answer must not choose a host."""
    # these loggers would write URLs, which contain signatures, at the level info
    for name in ("httpx2", "httpcore2", "openai"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx2.AsyncClient(
        follow_redirects=False,
        timeout=httpx2.Timeout(timeout_seconds, connect=_CONNECT_SECONDS),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


async def fetched(client: httpx2.AsyncClient, url: str, origins: frozenset[Origin]) -> bytes:
    """Return the picture at *url*. Raises DrawingError if it may not be fetched, or is too large.

    No key is sent: a signed link needs none.
    """
    if origin_of(url) not in origins:
        raise unusable("a link to a host that is not in artist.image_hosts")
    chunks: list[bytes] = []
    size = 0
    try:
        async with client.stream("GET", url) as response:
            if response.status_code != httpx2.codes.OK:
                raise unusable(f"a link that leads to status {response.status_code}")
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise unusable("a picture larger than 50 MB")
                chunks.append(chunk)
    except httpx2.HTTPError as error:
        raise unusable(f"a link that fails ({type(error).__name__})") from None
    return b"".join(chunks)
