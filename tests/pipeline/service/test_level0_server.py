from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from pipeline.check.conformance import check
from tests.child_processes import server
from tests.pipeline.service.harness import files_in, new_body

pytestmark = pytest.mark.servers

SCRIPT = Path(__file__).parents[3] / "docs" / "level0_server.py"


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """Run the example from the documentation as a reader would run it."""
    async with server(
        *(sys.executable, str(SCRIPT), "0", str(tmp_path)),
        status=-signal.SIGTERM,
        stderr=asyncio.subprocess.DEVNULL,
    ) as (url,):
        yield url


async def test_the_check_reports_level_0(url: str) -> None:
    report = await check(url)

    assert report.level == 0
    assert report.matches_announcement


async def test_it_stores_the_image_where_comicai_reads_it(url: str, tmp_path: Path) -> None:
    body = new_body()

    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert await answer.json() == {"s3Url": f"s3://local/jobs/{body['uuid']}/page.png"}

    (page,) = files_in(tmp_path)
    assert page == tmp_path / "jobs" / body["uuid"] / "page.png"
    with Image.open(page) as picture:
        picture.load()
        assert picture.size == (256, 256)
        assert len(picture.getcolors() or []) == 4


@pytest.mark.parametrize(
    "body",
    [
        {"uuid": "../../etc", "inputParams": {"prompt": "x"}},
        {"inputParams": {"prompt": "x"}},
        {"uuid": "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70", "inputParams": {}},
        [],
    ],
)
async def test_it_rejects_an_invalid_submission(url: str, body: object, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 422

    assert files_in(tmp_path) == []
