"""End-to-end tests of painting: real processes, and fakes of all outside services."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.sentences import sentence
from tests.fakes.painting.images import KEY, MODEL, FakeImages
from tests.fakes.painting.moderation import KEY as MODERATION_KEY
from tests.fakes.painting.moderation import FakeModeration, ModerationFault
from tests.fakes.painting.planner import KEY as PLANNER_KEY
from tests.fakes.painting.planner import MODEL as WRITER
from tests.fakes.painting.planner import FakePlanner, PlannerFault
from tests.processes import ComicAIProcess, comicai, get, post

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

STORY = (
    'Mimi the cat opens a bakery. "Fresh bread!" says Mimi. '
    'A robot buys a bun. "Beep," says the robot. Mimi and the robot dance.'
)

OPTIONS = {"panelCount": 3, "seed": 7}


@dataclass(frozen=True)
class Services:
    """The outside services of an installation."""

    images: FakeImages
    planner: FakePlanner
    moderation: FakeModeration

    @property
    def settings(self) -> dict[str, str]:
        return {
            "artist__kind": "images",
            "artist__url": self.images.url,
            "artist__token": KEY,
            "artist__model": MODEL,
            "artist__usd_per_image": "0.04",
            "planner__url": self.planner.url,
            "planner__token": PLANNER_KEY,
            "planner__model": WRITER,
            "moderation__url": self.moderation.url,
            "moderation__token": MODERATION_KEY,
        }


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    found = Services(FakeImages(), FakePlanner(), FakeModeration())
    async with AsyncExitStack() as stack:
        for fake in (found.images, found.planner, found.moderation):
            await stack.enter_async_context(fake.running())
        yield found


async def request_comic(server: ComicAIProcess) -> tuple[int, Any]:
    return await post(f"{server.url}/ml/generate", {"inputParams": {"prompt": STORY, **OPTIONS}})


async def costs_in(folder: Path, services: Services) -> list[dict[str, Any]]:
    """Return what `comicai costs` prints, while the server runs."""
    async with comicai(folder, "costs", "--json", **services.settings) as process:
        assert await process.end() == 0
    costs: list[dict[str, Any]] = json.loads(process.output)
    return costs


def stored_images(folder: Path) -> list[str]:
    return [path.name for path in (folder / "data" / "images").rglob("*") if path.is_file()]


def has_letters(page: Image.Image) -> bool:
    """Return whether there is dark ink in the first panel, which is painted in one light colour."""
    width, height = page.size
    panel = page.convert("L").crop((width // 40, height // 40, width // 5, height // 5))
    return any(panel.histogram()[:60])


async def test_a_comic_is_painted_checked_lettered_and_paid(
    tmp_path: Path, services: Services
) -> None:
    services.planner.fail(PlannerFault.PROSE, route="completions")
    async with comicai(tmp_path, "run", **services.settings) as server:
        await server.ready()
        assert f"{MODEL} at 127.0.0.1" in server.output

        status, answer = await request_comic(server)

        assert status == 200
        _, encoded = await get(answer["s3Url"])
        page = Image.open(io.BytesIO(encoded))
        assert (page.format, has_letters(page)) == ("WEBP", True)
        assert b"trainedAlgorithmicMedia" in encoded
        _, state = await get(f"{server.url}/ml/{answer['uuid']}")
        assert state["notices"] == [sentence("generator_planner_unavailable", "en")]
        ((alt_text, width, height),) = rows(tmp_path, "SELECT alt_text, width, height FROM comics")
        assert "Fresh bread!" in str(alt_text)
        assert (width, height) == page.size
        painted = len(services.images.calls)
        assert painted == len(services.moderation.pictures) > OPTIONS["panelCount"], "portraits too"
        assert len(services.images.called("edits")) == OPTIONS["panelCount"]
        (cost,) = await costs_in(tmp_path, services)
        assert (cost["painter"], cost["images"]) == (MODEL, painted)
        assert cost["amount"] == pytest.approx(painted * 0.04)
        for secret in (KEY, PLANNER_KEY, MODERATION_KEY, "bread"):
            assert secret not in server.errors


async def test_a_picture_that_is_flagged_twice_is_paid_and_not_stored(
    tmp_path: Path, services: Services
) -> None:
    services.moderation.fail(ModerationFault.NOTHING, route="moderations")  # the words
    services.moderation.fail(ModerationFault.FLAG, route="moderations", times=20)
    async with comicai(tmp_path, "run", **services.settings) as server:
        await server.ready()

        status, answer = await request_comic(server)

        assert (status, answer["error"]["code"]) == (422, "output_rejected")
        assert stored_images(tmp_path) == []
        assert not list((tmp_path / "data" / "pipeline" / "portraits").glob("*"))
        (cost,) = await costs_in(tmp_path, services)
        assert cost["images"] == len(services.images.calls)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "data" / "comicai.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
