"""Handlers of `GET /` and the OpenAPI document, the entry points of the API."""

from __future__ import annotations

from importlib.metadata import version

from aiohttp import web

from bots.web.api.operation import Access, Operation, ResponseSpec
from bots.web.api.schemas import ServerView
from bots.web.app_keys import OPENAPI
from bots.web.client_address import base_url
from bots.web.json_responses import json_response

NAME = "ComicAI"
DISTRIBUTION = "comicai"
PATHS = {
    "openapi": "/openapi.json",
    "generate": "/ml/generate",
    "gallery": "/gallery",
    "health": "/health/ready",
}


async def home(request: web.Request) -> web.StreamResponse:
    """Return name, version and the most important URLs."""
    base = base_url(request)
    links = {name: f"{base}{path}" for name, path in PATHS.items()}
    return json_response(ServerView(name=NAME, version=version(DISTRIBUTION), links=links))


async def openapi(request: web.Request) -> web.StreamResponse:
    """Return the OpenAPI document."""
    # Not in a thread: pydantic builds a schema on its first use, which is not thread-safe.
    document = request.config_dict[OPENAPI]()
    response = web.Response(body=document, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


OPERATIONS = (
    Operation(
        id="getHome",
        method="GET",
        path="/",
        handler=home,
        summary="Get name, version and important URLs of the server",
        tag="server",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="Name, version and URLs", model=ServerView)},
    ),
    Operation(
        id="getOpenApi",
        method="GET",
        path="/openapi.json",
        handler=openapi,
        summary="Get this OpenAPI document",
        tag="server",
        access=Access.OPEN,
        responses={200: ResponseSpec(description="OpenAPI 3.1", media_type="application/json")},
    ),
)
