"""Tests that the OpenAPI document matches the routes."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from uuid import UUID

from openapi_spec_validator import validate

from bots.web.api.operation import Access
from bots.web.app import OPERATIONS, build_web_app
from bots.web.app_keys import OPENAPI
from bots.web.middleware.error_responses import STATUSES
from bots.web.pages.routes import FILES, PAGES_ONLY
from tests.application import RunningApp, call


async def test_the_document_is_valid_and_served(app: RunningApp) -> None:
    reply = await call(await app.browser(), "GET", "/openapi.json")

    assert reply.status == 200
    validate(reply.json)
    assert reply.json["openapi"].startswith("3.1")


async def test_every_route_is_described_and_every_path_is_routed(app: RunningApp) -> None:
    web_app = build_web_app(app.services)
    described = {
        (method.upper(), path)
        for path, methods in json.loads(web_app[OPENAPI]())["paths"].items()
        for method in methods
    }

    routed = {
        (route.method, route.resource.canonical)
        for route in web_app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }

    pages = {("GET", re.sub(r":.+}", "}", path)) for path in (*PAGES_ONLY, FILES)}
    assert pages <= routed
    assert routed - pages == described


def test_operation_ids_are_unique() -> None:
    assert len({operation.id for operation in OPERATIONS}) == len(OPERATIONS)


def test_links_refer_to_existing_operations() -> None:
    ids = {operation.id for operation in OPERATIONS}
    targets = {
        link.to
        for operation in OPERATIONS
        for answer in operation.responses.values()
        for link in answer.links.values()
    }

    assert targets
    assert targets <= ids


async def test_references_in_the_document_resolve(app: RunningApp) -> None:
    document = json.loads(build_web_app(app.services)[OPENAPI]())

    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(document)))

    assert references == set(document["components"]["schemas"])


async def test_operations_that_require_authentication_refuse_other_callers(app: RunningApp) -> None:
    client = await app.browser(cookies=False)
    known = [operation for operation in OPERATIONS if operation.access is Access.KNOWN]
    assert known

    for operation in known:
        path = re.sub(r"\{\w+\}", str(UUID(int=0)), operation.path)
        reply = await call(client, operation.method, path, json={})
        assert (operation.id, reply.status) == (operation.id, 401)


def test_every_error_has_an_http_status() -> None:
    assert all(HTTPStatus(status) >= 400 for status in STATUSES.values())


async def test_the_root_links_to_the_other_urls(app: RunningApp) -> None:
    client = await app.browser()

    reply = await call(client, "GET", "/")

    assert reply.json["name"] == "ComicAI"
    for url in reply.json["links"].values():
        assert (await call(client, "GET", url)).status in {200, 401, 405}
