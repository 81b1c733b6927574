"""HTTP requests of the Bot API: the library's, with refusals told apart from network trouble.

The library raises BadRequest for the status 400 alone. A refusal that it does not know, such as 406
or 420, is a NetworkError there, as if the same call could work a moment later.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from telegram.request import HTTPXRequest

# Those that the library tells apart, or that are about now rather than about the message.
TOLD_APART = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class BotApiRequest(HTTPXRequest):
    """The library's requests, for which every refusal of the Bot API is a bad request."""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make a request. What a proxy refuses, in HTML or in no words at all, stays as it is."""
        status, payload = await super().do_request(*args, **options)
        if 400 <= status < 500 and status not in TOLD_APART and payload.startswith(b"{"):
            return HTTPStatus.BAD_REQUEST, payload
        return status, payload
