"""What handlers of hooks share: a body of limited size, and a commit in time for the response."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bots.web.api.request_parsing import receiving
from bots.web.exceptions import BodyTooLargeError
from core.errors import StorageUnavailableError
from core.ports.database import Database, T, Work

STORE_SECONDS = 3.0  # of a commit; the senders repeat what is not confirmed


async def raw_body(request: web.Request, *, limit: int) -> bytes:
    """Return a body of up to *limit* bytes, whatever the server's own limit is.

    Raises BodyTooLargeError, and BadRequestError for a body that is cut off or takes too long.
    """
    body = b""
    async with receiving(request):
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > limit:
                raise BodyTooLargeError(limit)
    return body


async def commit(database: Database, work: Work[T]) -> T:
    """Run *work* and commit. Raises StorageUnavailableError after `STORE_SECONDS`, too."""
    try:
        async with asyncio.timeout(STORE_SECONDS):
            return await database.write(work)
    except TimeoutError as error:
        raise StorageUnavailableError(f"no commit within {STORE_SECONDS:g} s") from error
