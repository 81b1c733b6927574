"""HTTP requests to the Bot API that distinguish refusals from network errors.

The library raises BadRequest for status 400 only. For other refusals, such as 406 or 420, it raises
NetworkError, as if a retry could succeed.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    import ssl

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


@cache
def client_options() -> dict[str, Any]:
    """Return the options of every HTTP client: they share the TLS context.

    Each context of its own would read all certificate authorities, and keep them in memory.
    """
    verify: ssl.SSLContext = httpx.create_ssl_context()
    return {"verify": verify}
