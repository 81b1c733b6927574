"""Benchmarks of the rented GPU: waking, calls to its control plane, and stopping meanwhile.

The control plane is the imitated one of the tests, asked by the real client of Jarvis Labs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import aiohttp

from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark
from bots.rented_gpu import new_keeper, open_cloud
from core.gpu.keeper import GpuKeeper
from core.models.gpu import GpuState
from core.runtime.log_setup import configure_logging
from tests.application import RunningApp, call, running_app
from tests.fakes.generator import FakeGenerator, folder_store
from tests.fakes.jarvis import API_KEY, FakeJarvis

NAME = "bench"
WAIT_SECONDS = 90.0
WAKE_GOAL, STOP_GOAL = 1500.0, 6000.0  # milliseconds
CALLS_IDLE_GOAL, CALLS_WAKING_GOAL = 2.0, 20.0  # a minute
KEEPERS = 4


@asynccontextmanager
async def _rented(folder: Path) -> AsyncIterator[tuple[FakeJarvis, FakeGenerator]]:
    """Serve a control plane with one paused machine, on which a generator listens."""
    store = folder_store(folder / "data" / "images")
    async with FakeGenerator(store).running() as generator, FakeJarvis().running() as jarvis:
        jarvis.upstream = generator.url.rpartition("/")[0]
        jarvis.add(NAME)
        with jarvis.found_by_the_client():
            yield jarvis, generator


@asynccontextmanager
async def _app(folder: Path, jarvis: FakeJarvis) -> AsyncIterator[RunningApp]:
    settings = {"api_key": API_KEY, "instance_name": NAME, "script_id": jarvis.script_id}
    async with running_app(folder, generator={"token": "of-the-bench"}, jarvis=settings) as app:
        yield app


async def _until_state(app: RunningApp, state: GpuState) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            row = await app.services.database.read(lambda unit: unit.gpu_instances.by_name(NAME))
            if row is not None and row.state is state:
                return
            await asyncio.sleep(0.05)


async def _request(app: RunningApp) -> None:
    body = {"inputParams": {"prompt": "a cat opens a bakery"}}
    http = await app.browser()
    reply = await call(http, "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"})
    assert reply.status == 202


@benchmark
async def wake_to_draw(scale: Scale) -> Sequence[Row]:
    """Time from a started generator to the first submission, and tokens sent before."""
    configure_logging("error")
    seconds, tokens = [], 0
    for _ in range(scale.of(10, 1)):
        with TemporaryDirectory(prefix="comicai-bench-") as name:
            folder = Path(name)
            async with _rented(folder) as (jarvis, _), _app(folder, jarvis) as app:
                jarvis.boot_seconds = 15.0
                await _until_state(app, GpuState.ASLEEP)
                await _request(app)
                machine = jarvis.machines[0]
                async with asyncio.timeout(WAIT_SECONDS):
                    while not machine.serves:
                        await asyncio.sleep(0.005)
                    proxy = jarvis.proxies[-1]
                    tokens += sum(has_token for _, _, has_token in proxy.requests)
                    started = time.monotonic()
                    while not any(path == "/generate" for _, path, _ in proxy.requests):
                        await asyncio.sleep(0.005)
                seconds.append(time.monotonic() - started)
    return [
        at_most("wake_to_draw_p50", milliseconds(seconds, 50), "ms", goal=WAKE_GOAL),
        at_most("wake_to_draw_tokens", tokens, "tokens", goal=0),
    ]


@benchmark
async def keeper_calls(scale: Scale) -> Sequence[Row]:
    """Calls to the control plane a minute with four keepers: at rest, and while waking."""
    configure_logging("error")
    seconds = scale.of(180, 12)
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        async with _rented(folder) as (jarvis, _), _app(folder, jarvis) as app:
            jarvis.resume_seconds = WAIT_SECONDS
            await _until_state(app, GpuState.ASLEEP)
            async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as tasks:
                others = [tasks.create_task(_keeper(app, http).run()) for _ in range(KEEPERS - 1)]
                before = jarvis.calls.total()
                await asyncio.sleep(seconds)
                idle = jarvis.calls.total() - before
                await _request(app)
                await _until_state(app, GpuState.WAKING)
                await asyncio.sleep(1)
                before = jarvis.calls.total()
                waking_seconds = min(seconds, WAIT_SECONDS / 2)
                await asyncio.sleep(waking_seconds)
                waking = jarvis.calls.total() - before
                for task in others:
                    task.cancel()
    return [
        at_most("keeper_calls_idle", idle * 60 / seconds, "a minute", goal=CALLS_IDLE_GOAL),
        at_most(
            "keeper_calls_waking", waking * 60 / waking_seconds, "a minute", goal=CALLS_WAKING_GOAL
        ),
    ]


def _keeper(app: RunningApp, http: aiohttp.ClientSession) -> GpuKeeper:
    config = app.services.config
    return new_keeper(config, app.services.database, uuid4().hex, open_cloud(config), http)


@benchmark
async def keeper_stop(scale: Scale) -> Sequence[Row]:
    """Time to stop the application while a resume hangs."""
    configure_logging("error")
    seconds = []
    for _ in range(scale.of(5, 1)):
        with TemporaryDirectory(prefix="comicai-bench-") as name:
            folder = Path(name)
            async with _rented(folder) as (jarvis, _):
                jarvis.fail("resume", hang=True)
                async with _app(folder, jarvis) as app:
                    await _until_state(app, GpuState.ASLEEP)
                    await _request(app)
                    async with asyncio.timeout(WAIT_SECONDS):
                        while not jarvis.calls["resume"]:
                            await asyncio.sleep(0.05)
                    started = time.monotonic()
                seconds.append(time.monotonic() - started)
    return [at_most("keeper_stop", max(seconds) * 1000, "ms", goal=STOP_GOAL)]
