"""Files that the bot gives as a URL, which Telegram fetches.

https://core.telegram.org/bots/api#sending-files. This fake only fetches from this machine.
"""

from __future__ import annotations

import aiohttp
from yarl import URL

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.files import MAX_DOWNLOAD, MAX_PHOTO_BY_URL, StoredFile, measured_photo
from tests.fakes.telegram.state import State

TIMEOUT = aiohttp.ClientTimeout(total=20)
DOCUMENTS_BY_URL = {"application/pdf", "application/zip", "image/gif"}


async def fetch(state: State, url: str, kind: str) -> StoredFile:
    """Return the file at a URL. Raises ApiError."""
    assert state.http is not None
    if URL(url).host not in {"127.0.0.1", "localhost", "::1"}:
        raise bad("failed to get HTTP URL content")
    try:
        async with state.http.get(url, timeout=TIMEOUT) as answer:
            data, content_type = await answer.read(), answer.content_type
            is_found = answer.ok
    except (aiohttp.ClientError, TimeoutError):
        is_found, data, content_type = False, b"", ""
    if not is_found or len(data) > (MAX_PHOTO_BY_URL if kind == "photo" else MAX_DOWNLOAD):
        raise bad("failed to get HTTP URL content")
    if kind == "photo":
        if not content_type.startswith("image/"):
            raise bad("wrong type of the web page content")
        width, height = await measured_photo(data)
        return state.files.keep("Photo", data, width=width, height=height)
    if content_type not in DOCUMENTS_BY_URL:
        raise bad("wrong type of the web page content")
    return state.files.keep("Document", data, name=URL(url).name, mime=content_type)
