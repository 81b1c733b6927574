"""Wake hint: a browser says that its user types a story, so a rented GPU may be woken already."""

from __future__ import annotations

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.app_keys import SERVICES
from bots.web.authentication import known_caller


async def hint(request: web.Request) -> web.Response:
    """Note that somebody describes a comic; it wakes at most once in ten minutes.

    Only for known callers, since a GPU that is woken costs money.
    """
    await known_caller(request)
    request.config_dict[SERVICES].wake_hints.send()
    return web.Response(status=204)


OPERATIONS = (
    Operation(
        id="hintAtComic",
        method="POST",
        path="/ml/hint",
        handler=hint,
        summary="Say that a request is about to follow, so that a sleeping GPU may be woken",
        tag="comics",
        access=Access.KNOWN,
        responses={204: ResponseSpec(description="Noted, if a GPU is rented", has_body=False)},
    ),
)
