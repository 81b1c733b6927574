"""`GET /` and the OpenAPI document: where somebody who knows only the address begins."""

from __future__ import annotations

from importlib.metadata import version

from aiohttp import web

from bots.web.json import json_response
from bots.web.keys import OPENAPI
from bots.web.operations import Access, Answer, Operation
from bots.web.proxies import base_url
from bots.web.wire import ServerView

NAME = "ComicAI"
DISTRIBUTION = "comicai"
PLACES = {
    "openapi": "/openapi.json",
    "generate": "/ml/generate",
    "gallery": "/gallery",
    "health": "/health/ready",
}


async def home(request: web.Request) -> web.StreamResponse:
    """Say what this is, and where to go from here."""
    base = base_url(request)
    links = {name: f"{base}{path}" for name, path in PLACES.items()}
    return json_response(ServerView(name=NAME, version=version(DISTRIBUTION), links=links))


async def openapi(request: web.Request) -> web.StreamResponse:
    """Send the description of the whole API."""
    response = web.Response(body=request.config_dict[OPENAPI], content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


OPERATIONS = (
    Operation(
        id="getHome",
        method="GET",
        path="/",
        handler=home,
        summary="What answers here",
        tag="server",
        access=Access.OPEN,
        answers={200: Answer(description="Name, version and where to go on", model=ServerView)},
    ),
    Operation(
        id="getOpenApi",
        method="GET",
        path="/openapi.json",
        handler=openapi,
        summary="This description",
        tag="server",
        access=Access.OPEN,
        answers={200: Answer(description="OpenAPI 3.1", media_type="application/json")},
    ),
)
