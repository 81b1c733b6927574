"""The fake moderation service, by the real client."""

from __future__ import annotations

import base64
import sys
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest

from tests.child_processes import server
from tests.fakes.painting.moderation import FLAGGED_WORD, KEY, MODEL, FakeModeration
from tests.pictures import encode, solid


@pytest.fixture
async def service() -> AsyncIterator[FakeModeration]:
    fake = FakeModeration()
    async with fake.running():
        yield fake


@pytest.fixture
async def client(service: FakeModeration) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(api_key=KEY, base_url=service.url, max_retries=0) as client:
        yield client


def picture_part(color: str, kind: str = "png") -> dict[str, Any]:
    data = base64.b64encode(encode(solid(color), "PNG")).decode()
    return {"type": "image_url", "image_url": {"url": f"data:image/{kind};base64,{data}"}}


async def test_words_are_flagged(client: openai.AsyncOpenAI) -> None:
    bad = await client.moderations.create(model=MODEL, input=f"a {FLAGGED_WORD}")
    good = await client.moderations.create(model=MODEL, input="a cat")

    assert bad.results[0].flagged
    assert bad.results[0].categories.sexual
    assert not good.results[0].flagged
    assert good.results[0].category_scores.violence == 0


async def test_pictures_are_flagged(client: openai.AsyncOpenAI) -> None:
    for color, flagged in (("red", True), ("blue", False)):
        given: Any = [picture_part(color)]
        answer: Any = await client.moderations.create(model=MODEL, input=given)
        assert answer.results[0].flagged is flagged
        assert answer.results[0].category_applied_input_types.sexual == ["image"]


@pytest.mark.parametrize(
    "given",
    [
        [],
        [1],
        ["a cat", {"type": "text", "text": "a cat"}],
        [{"type": "text"}],
        [picture_part("red"), picture_part("blue")],
        [picture_part("red", "jpeg")],
        [{"type": "image_url", "image_url": {"url": "https://comics.example/a.png"}}],
        [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}],
    ],
)
async def test_other_inputs_are_refused(client: openai.AsyncOpenAI, given: Any) -> None:
    with pytest.raises(openai.BadRequestError):
        await client.moderations.create(model=MODEL, input=given)


async def test_key_and_model_are_checked(service: FakeModeration) -> None:
    async with openai.AsyncOpenAI(api_key="sk-x", base_url=service.url, max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            await client.moderations.create(model=MODEL, input="a cat")
    async with openai.AsyncOpenAI(api_key=KEY, base_url=service.url, max_retries=0) as client:
        with pytest.raises(openai.BadRequestError):
            await client.moderations.create(model="gpt-5", input="a cat")
    assert service.calls == []


async def test_the_program_serves_it() -> None:
    command = (sys.executable, "-m", "tests.fakes.painting", "--kind", "moderation")
    async with (
        server(*command) as (url,),
        openai.AsyncOpenAI(api_key=KEY, base_url=url, max_retries=0) as client,
    ):
        answer = await client.moderations.create(model=MODEL, input="a cat")

    assert not answer.results[0].flagged
