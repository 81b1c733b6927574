"""HTTP requests to the Bot API that distinguish refusals from network errors.

The library raises BadRequest for status 400 only. For other refusals, such as 406 or 420, it raises
NetworkError, as if a retry could succeed.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from telegram.request import HTTPXRequest

# Statuses that the library maps to an exception of their own, or that describe a temporary state.
UNCHANGED_STATUSES = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class BotApiRequest(HTTPXRequest):
    """HTTPXRequest that reports every refusal of the Bot API as a bad request."""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Make a request. A proxy's refusal (HTML or an empty body, not JSON) is left unchanged."""
        status, payload = await super().do_request(*args, **options)
        if 400 <= status < 500 and status not in UNCHANGED_STATUSES and payload.startswith(b"{"):
            return HTTPStatus.BAD_REQUEST, payload
        return status, payload
