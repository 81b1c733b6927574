"""The generator client against the reference pipeline in its own process, end to end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from core.errors import GeneratorFailedError, GeneratorRefusesError, GeneratorRejectedError
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.polling import PollingSettings
from core.models.jobs import Stage
from tests.child_processes import server
from tests.core.jobs.generator.conftest import Client

pytestmark = pytest.mark.servers

TOKEN = "pipeline-token"


@pytest.fixture
async def pipeline(tmp_path: Path) -> AsyncIterator[str]:
    """Submit URL of a real pipeline that stores its images in the folder of `images`."""
    (tmp_path / "words").write_text("forbidden\n")
    async with server(
        *(sys.executable, "-m", "pipeline", "--port", "0", "--capacity", "1"),
        *("--data", str(tmp_path / "pipeline"), "--folder", str(tmp_path / "images")),
        *("--reject-words", str(tmp_path / "words")),
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "COMICAI_PIPELINE_TOKEN": TOKEN},
    ) as (ready,):
        yield json.loads(ready)["url"]


@pytest.fixture
def client(client: Client, http: aiohttp.ClientSession, pipeline: str) -> Client:
    client.generator = HttpGenerator(
        http,
        pipeline,
        token=TOKEN,
        locate=client.images.locate,
        wait_seconds=0,
        polling=PollingSettings(first_poll=0.15),
    )
    return client


async def test_a_comic_is_drawn_verified_and_fetched_again(client: Client) -> None:
    drawn = await client.draw(prompt="A cat opens a bakery on the moon. “Bread!”", seed=7)

    info = await client.images.inspect(drawn.ref, sha256=drawn.sha256)
    assert drawn.sha256
    assert info.content_type == "image/png"
    assert info.width > 500
    assert drawn.seed == 7
    assert drawn.title
    assert drawn.alt_text
    assert len(drawn.script) == 2
    assert drawn.run_seconds is not None
    percents = [progress.percent for progress in client.reported]
    assert percents == sorted(percents)
    assert client.reported[0].stage is Stage.SUBMITTING
    assert len({progress.stage for progress in client.reported}) > 1

    assert await client.draw(fresh=False, prompt="never sent") == drawn


async def test_panels_are_stored_objects(client: Client) -> None:
    drawn = await client.draw(output={"panels": True})

    assert [panel.index for panel in drawn.panels] == [1, 2]
    for panel in drawn.panels:
        assert (await client.images.inspect(panel.ref)).width > 100


async def test_each_attempt_has_its_own_objects(client: Client) -> None:
    first = await client.draw()
    second = await client.draw(attempt=2)

    assert first.ref != second.ref
    assert (await client.images.inspect(second.ref)).size_bytes > 0


async def test_the_pipelines_health_is_parsed(client: Client) -> None:
    await client.draw(panelCount=1)  # by now it is ready

    health = await client.generator.health()

    assert (health.ready, health.level, health.capacity) == (True, 1, 1)
    assert health.input_keys is not None
    assert {"prompt", "style", "panelCount"} <= set(health.input_keys)


async def test_a_prompt_rejected_by_the_pipeline_is_rejected(client: Client) -> None:
    with pytest.raises(GeneratorRejectedError):
        await client.draw(prompt="a forbidden cat")


async def test_a_text_in_letters_that_no_font_has_is_rejected(client: Client) -> None:
    with pytest.raises(GeneratorRejectedError) as caught:
        await client.draw(prompt="ᚠᛖᚨᛚᚢ ᚦᚱᛁ ᛚᚨᚾᚷᛖ")

    assert caught.value.reason == "letters_missing"


async def test_an_invalid_request_is_not_retried(client: Client) -> None:
    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw(panelCount=99)

    assert caught.value.reason == "invalid_request"


async def test_without_its_token_nothing_is_drawn(
    client: Client, http: aiohttp.ClientSession, pipeline: str
) -> None:
    client.generator = HttpGenerator(http, pipeline, token="", locate=client.images.locate)

    with pytest.raises(GeneratorRefusesError) as caught:
        await client.draw()

    assert caught.value.reason == "unauthorized"
