"""Tests of the doctor's checks of what paints, plans and moderates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bots.terminal.checks_painting import check_artist, check_moderation, check_planner
from bots.terminal.diagnoses import DiagnosedError
from core.config.settings import Config

KEY = "sk-" + 40 * "k"
OPENAI_LIST = {"object": "list", "data": [{"id": "flux"}, {"id": "gpt-image-1"}]}
A1111_LIST = [{"title": "sdxl.safetensors [abc]", "model_name": "sdxl"}]


class ModelsServer:
    """Server with a list of models that refuses every other request."""

    def __init__(self) -> None:
        self.status = 200
        self.content: Any = OPENAI_LIST
        self.requests: list[web.Request] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        headers = {"Location": "http://127.0.0.1:9/"} if 300 <= self.status < 400 else {}
        if isinstance(self.content, str):
            return web.Response(text=self.content, status=self.status, headers=headers)
        return web.json_response(self.content, status=self.status, headers=headers)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[ModelsServer]:
        app = web.Application()
        app.router.add_get("/v1/models", self.answer)
        app.router.add_get("/sdapi/v1/sd-models", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


@pytest.fixture
async def server() -> AsyncIterator[ModelsServer]:
    async with ModelsServer().running() as running:
        yield running


def config_with(folder: Path, **sections: Mapping[str, object]) -> Config:
    return Config.model_validate({"data_dir": folder / "data", **sections})


async def planner_problem(server: ModelsServer, folder: Path) -> DiagnosedError:
    config = config_with(folder, planner={"url": f"{server.url}/v1", "token": KEY})
    with pytest.raises(DiagnosedError) as caught:
        await check_planner(config)
    assert KEY not in caught.value.problem + caught.value.fix
    return caught.value


async def test_by_default_the_sketch_draws_and_nothing_else_is_asked(tmp_path: Path) -> None:
    config = config_with(tmp_path)

    assert "sketch artist" in await check_artist(config)
    assert (await check_planner(config)).startswith("off")
    assert (await check_moderation(config)).startswith("off")


async def test_a_planner_is_asked_for_its_models_with_the_token(
    server: ModelsServer, tmp_path: Path
) -> None:
    planner = {"url": f"{server.url}/v1", "token": KEY, "model": "flux"}

    found = await check_planner(config_with(tmp_path, planner=planner))

    assert found == f"{server.host}, flux"
    [request] = server.requests
    assert (request.method, request.path) == ("GET", "/v1/models")
    assert request.headers["Authorization"] == f"Bearer {KEY}"


async def test_a_model_that_is_not_listed_is_named_with_those_that_are(
    server: ModelsServer, tmp_path: Path
) -> None:
    planner = {"url": f"{server.url}/v1", "model": "gpt-image-9"}

    found = await check_planner(config_with(tmp_path, planner=planner))

    assert found.endswith("gpt-image-9, which is not among its models: flux, gpt-image-1")


async def test_an_images_api_is_asked_for_its_models(server: ModelsServer, tmp_path: Path) -> None:
    images = {"kind": "images", "url": f"{server.url}/v1", "model": "gpt-image-1"}

    found = await check_artist(config_with(tmp_path, artist=images))

    assert found == f"images: {server.host}, gpt-image-1"
    assert [request.path for request in server.requests] == ["/v1/models"]


async def test_a_web_ui_is_asked_for_its_models(server: ModelsServer, tmp_path: Path) -> None:
    server.content = A1111_LIST

    listed = await check_artist(
        config_with(tmp_path, artist={"kind": "a1111", "url": server.url, "token": "ada:word"})
    )

    assert listed == f"a1111: {server.host}, its models: sdxl"
    [request] = server.requests
    assert request.path == "/sdapi/v1/sd-models"
    assert request.headers["Authorization"] == "Basic YWRhOndvcmQ="


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (401, {}, ("rejects the token", "Correct planner.token.")),
        (403, "no", ("rejects the token", "Correct planner.token.")),
        (402, {}, ("has no credit", "Top it up.")),
        (307, {}, ("redirects to another address", "Set planner.url to that address.")),
        (404, "not here", ("answers with 404", "Correct planner.url.")),
        (500, "oops", ("answers with 500", "Correct planner.url.")),
        (200, "<html>hello</html>", ("answers with 200", "Correct planner.url.")),
        (200, {"models": []}, ("answers with 200", "Correct planner.url.")),
        (200, "[" * 100_000, ("answers with 200", "Correct planner.url.")),
    ],
)
async def test_each_problem_has_a_fix(
    server: ModelsServer, tmp_path: Path, status: int, content: Any, expected: tuple[str, str]
) -> None:
    problem, fix = expected
    server.status, server.content = status, content

    found = await planner_problem(server, tmp_path)

    assert problem in found.problem
    assert found.fix.startswith(fix)
    assert len(server.requests) == 1


async def test_a_service_that_does_not_answer_is_a_problem(
    server: ModelsServer, tmp_path: Path
) -> None:
    server.url = "http://127.0.0.1:9"

    found = await planner_problem(server, tmp_path)

    assert found.problem == "127.0.0.1:9 does not answer (ClientConnectorError)"


async def test_a_moderation_service_may_have_no_list_of_models(
    server: ModelsServer, tmp_path: Path
) -> None:
    server.status = 404

    found = await check_moderation(config_with(tmp_path, moderation={"url": f"{server.url}/v1"}))

    assert found == f"{server.host} answers; it lists no models"


async def test_with_a_generator_of_its_own_the_painter_is_off(tmp_path: Path) -> None:
    config = config_with(tmp_path, generator={"url": "https://gpu.example/generate"})

    assert (await check_artist(config)).startswith("off")
