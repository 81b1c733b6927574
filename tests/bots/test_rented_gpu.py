"""A comic on a rented GPU, end to end: asleep, requested, woken, drawn, paused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.models.gpu import GpuInstance, GpuState
from tests.application import RunningApp, call, running_app
from tests.fakes.generator import FakeGenerator, folder_store
from tests.fakes.jarvis import API_KEY, FakeJarvis

NAME = "comics"
TOKEN = "token-of-the-generator"


@pytest.fixture
async def jarvis(
    tmp_path: Path,
) -> AsyncIterator[tuple[FakeJarvis, FakeGenerator]]:
    store = folder_store(tmp_path / "data" / "images")
    async with (
        FakeGenerator(store, step_seconds=0.05).running() as generator,
        FakeJarvis().running() as fake,
    ):
        fake.upstream = generator.url.rpartition("/")[0]
        fake.boot_seconds = 1.5
        fake.add(NAME)
        with fake.found_by_the_client():
            yield fake, generator


@pytest.fixture
async def app(
    jarvis: tuple[FakeJarvis, FakeGenerator], tmp_path: Path, sqlite_url: str
) -> AsyncIterator[RunningApp]:
    async with running_app(
        tmp_path,
        migrated=tmp_path / "comicai.sqlite3",
        generator={"token": TOKEN},
        jarvis={"api_key": API_KEY, "instance_name": NAME, "script_id": jarvis[0].script_id},
    ) as app:
        yield app


async def the_row(app: RunningApp) -> GpuInstance | None:
    return await app.services.database.read(lambda unit: unit.gpu_instances.by_name(NAME))


async def until_state(app: RunningApp, *states: GpuState) -> None:
    async with asyncio.timeout(60):
        while (row := await the_row(app)) is None or row.state not in states:
            await asyncio.sleep(0.05)


async def ask_for_a_comic(app: RunningApp) -> tuple[Any, str]:
    http = await app.browser()
    body = {"inputParams": {"prompt": "a cat opens a bakery on the moon"}}
    reply = await call(http, "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"})
    assert reply.status == 202
    return http, reply.json["uuid"]


async def test_the_first_request_wakes_the_gpu_and_is_drawn_there(
    app: RunningApp, jarvis: tuple[FakeJarvis, FakeGenerator]
) -> None:
    fake, _ = jarvis
    await until_state(app, GpuState.ASLEEP)
    ready = await call(await app.browser(), "GET", "/health/ready")
    assert ready.status == 200
    assert ready.json["degraded"] == []

    http, uuid = await ask_for_a_comic(app)
    await until_state(app, GpuState.WAKING, GpuState.BOOTING)
    waiting = await call(http, "GET", f"/ml/{uuid}")
    await app.wait_for_end(uuid)
    done = await call(http, "GET", f"/ml/{uuid}")

    assert (waiting.json["status"], waiting.json["etaSeconds"]) == ("queued", None)
    assert waiting.json["message"] == "Waking the artist"
    assert done.json["status"] == "drawn"
    (proxy,) = fake.proxies
    first_token = next(i for i, (_, _, token) in enumerate(proxy.requests) if token)
    assert first_token > 0  # nothing but its health was asked for before it was ready
    assert {path for _, path, _ in proxy.requests[:first_token]} == {"/health"}
    assert [method for method, path, _ in proxy.requests if path == "/generate"] == ["POST"]


async def test_a_measured_wake_is_told_and_an_idle_gpu_is_paused(
    app: RunningApp, jarvis: tuple[FakeJarvis, FakeGenerator]
) -> None:
    fake, _ = jarvis
    _, uuid = await ask_for_a_comic(app)
    await app.wait_for_end(uuid)
    await until_state(app, GpuState.READY)
    row = await the_row(app)
    assert row is not None

    async def idle_for_an_hour(unit: Any) -> None:
        row = await unit.gpu_instances.by_name(NAME)
        hour = timedelta(hours=1)
        now = await unit.now()
        older = replace(row, idle_since=now - hour, woken_at=now - hour, resumes=())
        await unit.gpu_instances.store(older)

    # The keeper may store its own row at the same moment, once.
    async with asyncio.timeout(60):
        while not fake.paused:
            await app.services.database.write(idle_for_an_hour)
            await asyncio.sleep(0.3)
    await until_state(app, GpuState.ASLEEP)
    fake.boot_seconds = 30.0
    http, uuid = await ask_for_a_comic(app)
    await until_state(app, GpuState.WAKING, GpuState.BOOTING)
    waiting = await call(http, "GET", f"/ml/{uuid}")

    assert waiting.json["message"].startswith("Waking the artist, usually about")
    assert waiting.json["etaSeconds"] is None
    assert fake.paused == [NAME]


async def test_a_gpu_that_cannot_be_woken_is_told_and_reported(
    app: RunningApp, jarvis: tuple[FakeJarvis, FakeGenerator]
) -> None:
    fake, _ = jarvis
    fake.balance = 0.0
    http, uuid = await ask_for_a_comic(app)
    await until_state(app, GpuState.STUCK)
    async with asyncio.timeout(30):
        while True:
            waiting = await call(http, "GET", f"/ml/{uuid}")
            if "can’t be woken" in waiting.json["message"]:
                break
            await asyncio.sleep(0.1)
    ready = await call(http, "GET", "/health/ready")

    assert ready.status == 200
    assert "gpu" in ready.json["degraded"]
    assert waiting.json["status"] == "queued"
