"""The fake images API, by the real client."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import openai
import pytest
from PIL import Image

from tests.child_processes import server
from tests.fakes.painting.images import KEY, MODEL, OPEN_MODEL, FakeImages, ImagesFault
from tests.fakes.painting.pictures import flat_picture


@pytest.fixture
async def api() -> AsyncIterator[FakeImages]:
    fake = FakeImages()
    async with fake.running():
        yield fake


@pytest.fixture
async def client(api: FakeImages) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key=KEY, base_url=api.url, max_retries=0) as client:
        yield client


def picture_of(encoded: str | None) -> Image.Image:
    assert encoded is not None
    return Image.open(io.BytesIO(base64.b64decode(encoded)))


async def test_the_same_words_give_the_same_picture(client: openai.AsyncOpenAI) -> None:
    found = []
    for prompt in ("a cat", "a cat", "a dog"):
        answer = await client.images.generate(model=MODEL, prompt=prompt, size="1536x1024")
        assert answer.data
        found.append(picture_of(answer.data[0].b64_json))

    assert found[0].size == (1536, 1024)
    assert found[0].tobytes() == found[1].tobytes() != found[2].tobytes()


async def test_edits_take_several_pictures(api: FakeImages, client: openai.AsyncOpenAI) -> None:
    files = [(f"{name}.png", flat_picture(name, 64, 64), "image/png") for name in ("a", "b")]

    answer = await client.images.edit(model=MODEL, prompt="both", image=files, n=1)

    assert answer.data
    assert len(api.references[0]) == 2


async def test_the_models_are_listed(client: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == [MODEL, OPEN_MODEL]


@pytest.mark.parametrize(
    "params",
    [
        {"size": "1000x1000"},
        {"size": "4096x1024"},
        {"size": "512x512"},
        {"size": "large"},
        {"n": 11},
        {"quality": "hd"},
        {"response_format": "b64_json"},
        {"prompt": ""},
        {"prompt": "x" * 32_001},
        {"extra_body": {"seed": 1}},
        {"extra_body": {"negative_prompt": "text"}},
    ],
)
async def test_what_openai_refuses_is_refused(
    client: openai.AsyncOpenAI, params: dict[str, Any]
) -> None:
    with pytest.raises(openai.BadRequestError):
        await client.images.generate(**{"model": MODEL, "prompt": "a cat", **params})


async def test_another_key_and_another_model_are_refused(api: FakeImages) -> None:
    async with openai.AsyncOpenAI(api_key="sk-x", base_url=api.url, max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            await client.images.generate(model=MODEL, prompt="a cat")
    async with openai.AsyncOpenAI(api_key=KEY, base_url=api.url, max_retries=0) as client:
        with pytest.raises(openai.NotFoundError):
            await client.images.generate(model="dall-e-3", prompt="a cat")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (ImagesFault.MODERATION_BLOCKED, 400, "moderation_blocked"),
        (ImagesFault.RATE_LIMIT, 429, "rate_limit_exceeded"),
        (ImagesFault.INSUFFICIENT_QUOTA, 429, "insufficient_quota"),
        (ImagesFault.SERVER_ERROR, 500, "server_error"),
    ],
)
async def test_planned_faults_come_once(
    api: FakeImages, client: openai.AsyncOpenAI, fault: ImagesFault, status: int, code: str
) -> None:
    api.fail(fault, route="generations")
    with pytest.raises(openai.APIStatusError) as caught:
        await client.images.generate(model=MODEL, prompt="a cat")

    assert (caught.value.status_code, caught.value.code) == (status, code)
    assert (await client.images.generate(model=MODEL, prompt="a cat")).data


@pytest.mark.servers
async def test_it_runs_as_a_program() -> None:
    command = (sys.executable, "-m", "tests.fakes.painting", "--kind", "images")
    async with server(*command) as (url,), httpx2.AsyncClient() as http:
        answer = await http.get(f"{url}/models", headers={"Authorization": f"Bearer {KEY}"})

    assert answer.json()["data"][0]["id"] == MODEL
