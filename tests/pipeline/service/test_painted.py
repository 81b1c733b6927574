"""The server with a model painter: capacity, format, metadata, and an account without credit."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.child_processes import server
from tests.fakes.painting.images import KEY, MODEL, FakeImages, ImagesFault
from tests.pipeline.service.harness import ASYNC, WAIT, new_body

pytestmark = pytest.mark.servers

SMALL: dict[str, Any] = {"panelCount": 1, "panelSize": 512}


@pytest.fixture
async def fake() -> AsyncIterator[FakeImages]:
    images = FakeImages()
    async with images.running():
        yield images


@asynccontextmanager
async def pipeline(folder: Path, fake: FakeImages) -> AsyncIterator[str]:
    """Run `python -m pipeline` with the painter `images`; return its base URL."""
    settings = {
        "COMICAI_ARTIST__KIND": "images",
        "COMICAI_ARTIST__URL": fake.url,
        "COMICAI_ARTIST__TOKEN": KEY,
        "COMICAI_ARTIST__MODEL": MODEL,
    }
    async with server(
        *(sys.executable, "-m", "pipeline", "--port", "0"),
        *("--data", str(folder / "pipeline"), "--folder", str(folder / "images")),
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **settings},
    ) as (ready,):
        yield json.loads(ready)["url"].removesuffix("generate")


async def get(url: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return response.status, await response.json()


async def post(url: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}generate", json=body, headers=headers) as response,
    ):
        found: dict[str, Any] = await response.json()
        return found


async def test_a_painted_page_is_webp_and_marked_as_made_by_a_model(
    tmp_path: Path, fake: FakeImages
) -> None:
    async with pipeline(tmp_path, fake) as url:
        painted = await post(url, new_body(**SMALL), WAIT)
        drawn = await post(url, new_body(**SMALL, output={"format": "png"}), WAIT)
        _, health = await get(f"{url}health")

    assert (painted["status"], painted["model"]) == ("succeeded", MODEL)
    assert painted["result"]["contentType"] == "image/webp"
    assert painted["s3Url"].endswith("/page.webp")
    file = tmp_path / "images" / painted["s3Url"].removeprefix("s3://local/")
    with Image.open(io.BytesIO(file.read_bytes())) as page:
        assert page.format == "WEBP"
        assert b"digitalsourcetype/trainedAlgorithmicMedia" in page.info["xmp"]
    assert drawn["result"]["contentType"] == "image/png"
    assert (health["capacity"], health["model"]) == (4, MODEL)
    assert "safety" in health["inputKeys"]


async def test_a_job_waits_for_an_account_without_credit(tmp_path: Path, fake: FakeImages) -> None:
    fake.fail(ImagesFault.INSUFFICIENT_QUOTA, route="generations", times=100)

    async with pipeline(tmp_path, fake) as url:
        body = new_body(**SMALL)
        await post(url, body, ASYNC)
        async with asyncio.timeout(30):
            while (await get(f"{url}health"))[1].get("reason") != "no_credit":
                await asyncio.sleep(0.05)
        _, job = await get(f"{url}jobs/{body['uuid']}")
        refused = await post(url, new_body(**SMALL), ASYNC)

    assert job["status"] == "queued"
    assert refused["error"]["code"] == "warming"
    assert refused["error"]["retryAfterSeconds"] > 60
