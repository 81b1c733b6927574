"""The keeper with the real client against the fake cloud, step by step and killed in between.

Time passes by ageing the row, since a minute of the database's clock is a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from structlog.testing import capture_logs

from core.config.jarvis_settings import JarvisSettings
from core.errors import GeneratorAsleepError
from core.gpu.instance_watch import InstanceWatch
from core.gpu.jarvis_cloud import JarvisCloud
from core.gpu.keeper import LOCK_NAME, GpuKeeper
from core.gpu.wake_hints import WakeHints
from core.jobs.generator.client import probe
from core.models.gpu import GpuInstance, GpuState, StuckReason
from core.runtime.leader_lock import LeaderLockLostError
from storage.database import open_database
from storage.sql_database import SqlDatabase
from tests.fakes.generator import FakeGenerator, folder_store
from tests.fakes.jarvis import FakeJarvis
from tests.storage.rows import add_job

NAME = "comics"
HOUR = timedelta(hours=1)


@dataclass
class Fleet:
    """Keepers of one instance, of which at most one may act at a time."""

    database: SqlDatabase
    cloud: JarvisCloud
    jarvis: FakeJarvis
    http: aiohttp.ClientSession
    settings: dict[str, Any] = field(default_factory=dict)

    def keeper(self) -> GpuKeeper:
        async def ask(url: str) -> Any:
            return await probe(self.http, url)

        return GpuKeeper(
            database=self.database,
            cloud=self.cloud,
            probe=ask,
            settings=JarvisSettings(instance_name=NAME, **self.settings),
            holder=uuid4().hex,
        )

    async def row(self) -> GpuInstance:
        row = await self.database.read(lambda unit: unit.gpu_instances.by_name(NAME))
        assert row is not None
        return row

    async def age(self, by: timedelta) -> None:
        """Let that time pass for the row."""
        row = await self.row()
        older = {
            name: at - by
            for name in ("since", "looked_at", "idle_since", "woken_at")
            if (at := getattr(row, name)) is not None
        }
        row = replace(row, **older, resumes=tuple(at - by for at in row.resumes))
        await self.database.write(lambda unit: unit.gpu_instances.store(row))

    async def steps_until(self, keeper: GpuKeeper, *states: GpuState) -> GpuInstance:
        """Let the keeper step, with looks in between, until the row has one of the states."""
        async with asyncio.timeout(60):
            while (row := await keeper.step()).state not in states:
                await asyncio.sleep(0.02)
                await self.age(timedelta(seconds=4))
        return row

    async def fall_asleep(self, keeper: GpuKeeper) -> None:
        """Let an idle machine be paused."""
        await keeper.step()
        await self.age(HOUR)
        await self.steps_until(keeper, GpuState.ASLEEP)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(sqlite_url)
    yield database
    await database.close()


@pytest.fixture
async def fleet(
    database: SqlDatabase, cloud: JarvisCloud, jarvis: FakeJarvis, tmp_path: Any
) -> AsyncIterator[Fleet]:
    async with (
        FakeGenerator(folder_store(tmp_path / "images")).running() as generator,
        aiohttp.ClientSession() as http,
    ):
        jarvis.upstream = generator.url.rpartition("/")[0]
        jarvis.add(NAME)
        yield Fleet(database, cloud, jarvis, http)


async def test_a_paused_machine_sleeps_until_there_is_a_job(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    assert (await keeper.step()).state is GpuState.ASLEEP
    assert (await keeper.step()).state is GpuState.ASLEEP
    assert fleet.jarvis.resumed == []

    await add_job(fleet.database)
    row = await fleet.steps_until(keeper, GpuState.READY)

    assert fleet.jarvis.resumed == [NAME]
    assert row.url.startswith("http://127.0.0.1:")
    assert row.url.endswith("/generate")
    assert len(row.ready_samples) == 1
    assert row.usd_per_hour == pytest.approx(0.89)
    (proxy,) = fleet.jarvis.proxies
    assert not any(has_token for _, _, has_token in proxy.requests)


async def test_a_machine_without_work_is_paused_and_woken_again(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    job = await add_job(fleet.database)
    await fleet.steps_until(keeper, GpuState.READY)
    await fleet.age(HOUR)
    assert (await keeper.step()).state is GpuState.READY  # the job is open

    await fleet.database.write(lambda unit: unit.job_transitions.cancel(job.id))
    await fleet.fall_asleep(keeper)
    assert fleet.jarvis.paused == [NAME]
    assert (await fleet.row()).url == ""

    await add_job(fleet.database)
    await fleet.steps_until(keeper, GpuState.READY)
    assert (fleet.jarvis.resumed, fleet.jarvis.paused) == ([NAME] * 2, [NAME])


async def test_a_request_while_the_machine_is_drained_stops_the_pause(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    job = await add_job(fleet.database)
    await fleet.steps_until(keeper, GpuState.READY)
    await fleet.database.write(lambda unit: unit.job_transitions.cancel(job.id))
    await keeper.step()
    await fleet.age(HOUR)
    assert (await keeper.step()).state is GpuState.DRAINING

    await add_job(fleet.database)
    await fleet.age(timedelta(seconds=10))

    assert (await keeper.step()).state is GpuState.READY
    assert fleet.jarvis.paused == []


@pytest.mark.parametrize("state", list(GpuState))
async def test_another_keeper_goes_on_from_every_state(fleet: Fleet, state: GpuState) -> None:
    first, second = fleet.keeper(), fleet.keeper()
    job = await add_job(fleet.database)
    row = await first.step()
    finished = False
    async with asyncio.timeout(60):
        for _ in range(40):
            if row.state is state:
                break
            if row.state is GpuState.READY and not finished:
                await fleet.database.write(lambda unit: unit.job_transitions.cancel(job.id))
                await fleet.steps_until(first, GpuState.READY)
                await fleet.age(HOUR)
                finished = True
            await fleet.age(timedelta(seconds=4))
            await asyncio.sleep(0.02)
            row = await first.step()

    # The first one is killed here; its lock expires.
    async def take_over(unit: Any) -> bool:
        await unit.locks.release_all(first._holder)
        return bool(await unit.locks.acquire(LOCK_NAME, second._holder, lifetime=HOUR))

    assert await fleet.database.write(take_over)
    if finished:
        await add_job(fleet.database)
    await fleet.steps_until(second, GpuState.READY)

    assert len(fleet.jarvis.resumed) <= 1 + len(fleet.jarvis.paused)
    assert len(fleet.jarvis.paused) <= 1
    await fleet.age(HOUR)
    with pytest.raises(LeaderLockLostError):
        await first.step()


@pytest.mark.parametrize("change", ["resume", "pause"])
async def test_a_change_whose_answer_is_lost_is_made_once(fleet: Fleet, change: str) -> None:
    keeper = fleet.keeper()
    fleet.jarvis.fail(change, cut=True)
    job = await add_job(fleet.database)

    await fleet.steps_until(keeper, GpuState.READY)
    await fleet.database.write(lambda unit: unit.job_transitions.cancel(job.id))
    await fleet.fall_asleep(keeper)

    assert (fleet.jarvis.resumed, fleet.jarvis.paused) == ([NAME], [NAME])


@pytest.mark.parametrize("fault", [{"status": 522}, {"html": True}, {"status": 418}, {"cut": True}])
async def test_without_the_control_plane_a_running_machine_goes_on_serving(
    fleet: Fleet, fault: dict[str, Any]
) -> None:
    keeper = fleet.keeper()
    await add_job(fleet.database)
    row = await fleet.steps_until(keeper, GpuState.READY)
    fleet.jarvis.fail("fetch", **fault)
    watch = InstanceWatch(fleet.database, NAME)

    for _ in range(3):
        await fleet.age(timedelta(seconds=59))
        keeper._look_again_at = None  # the pause after a failed look is over, too
        assert (await keeper.step()).state is GpuState.READY
        await watch.refresh()
        assert await watch.url() == row.url

    assert (fleet.jarvis.resumed, fleet.jarvis.paused) == ([NAME], [])


async def test_an_outage_of_the_database_is_logged_once(tmp_path: Path) -> None:
    # A folder that does not exist: the file cannot be opened until it is made.
    folder = tmp_path / "missing"
    database = open_database(f"sqlite+aiosqlite:///{folder / 'comicai.sqlite'}")
    watch = InstanceWatch(database, NAME)

    with capture_logs() as logs:
        for _ in range(3):
            await watch.refresh()
        with pytest.raises(GeneratorAsleepError):
            await watch.url()
    await database.close()

    assert [entry["event"] for entry in logs] == ["gpu_row_unread"]


async def test_a_machine_that_is_taken_away_is_woken_again_with_its_new_address(
    fleet: Fleet,
) -> None:
    keeper = fleet.keeper()
    await add_job(fleet.database)
    first = await fleet.steps_until(keeper, GpuState.READY)

    await fleet.jarvis.reclaim(fleet.jarvis.machines[0])
    await fleet.age(timedelta(seconds=40))
    assert (await keeper.step()).state is not GpuState.READY
    second = await fleet.steps_until(keeper, GpuState.READY)

    assert first.url != second.url
    assert fleet.jarvis.resumed == [NAME] * 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"balance": 0.0}, StuckReason.NO_BALANCE),
        ({"free_gpus": 0}, StuckReason.NO_FREE_GPU),
    ],
)
async def test_a_machine_that_cannot_be_woken_is_stuck_and_tried_again(
    fleet: Fleet, changes: dict[str, Any], reason: StuckReason
) -> None:
    keeper = fleet.keeper()
    for name, value in changes.items():
        setattr(fleet.jarvis, name, value)
    await add_job(fleet.database)
    await keeper.step()
    if reason is StuckReason.NO_FREE_GPU:
        assert (await fleet.row()).state is GpuState.WAKING
        await fleet.age(timedelta(minutes=16))
    row = await fleet.steps_until(keeper, GpuState.STUCK)
    assert row.reason is reason
    assert keeper.is_stuck
    watch = InstanceWatch(fleet.database, NAME)
    await watch.refresh()
    assert watch.wake is not None
    assert watch.wake.stuck is reason

    fleet.jarvis.balance, fleet.jarvis.free_gpus = 100.0, 8
    await fleet.age(timedelta(minutes=2))
    await fleet.steps_until(keeper, GpuState.READY)

    assert fleet.jarvis.resumed == [NAME]


async def test_without_the_script_the_machine_never_becomes_ready(fleet: Fleet) -> None:
    fleet.jarvis.script_id = "8"  # another one than the keeper gives
    keeper = fleet.keeper()
    await add_job(fleet.database)
    await fleet.steps_until(keeper, GpuState.BOOTING)

    await fleet.age(timedelta(seconds=310))
    row = await fleet.steps_until(keeper, GpuState.STUCK)

    assert row.reason is StuckReason.FAILED


async def test_two_machines_of_a_name_are_left_alone(fleet: Fleet) -> None:
    fleet.jarvis.add(NAME)
    keeper = fleet.keeper()
    await add_job(fleet.database)

    row = await keeper.step()

    assert (row.state, row.reason) == (GpuState.STUCK, StuckReason.AMBIGUOUS)
    assert fleet.jarvis.resumed == []


async def test_a_hint_wakes_once_in_ten_minutes(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    await keeper.step()
    hints = WakeHints(fleet.database, enabled=True)
    hints.send()
    await asyncio.gather(*hints._tasks)
    await fleet.steps_until(keeper, GpuState.READY)
    await fleet.fall_asleep(keeper)

    await fleet.database.write(lambda unit: unit.timestamps.touch("gpu hint"))
    await fleet.age(timedelta(seconds=61))
    row = await keeper.step()

    assert row.state is GpuState.ASLEEP
    assert fleet.jarvis.resumed == [NAME]


async def test_hints_without_a_rented_gpu_store_nothing(database: SqlDatabase) -> None:
    hints = WakeHints(database, enabled=False)
    hints.send()

    assert not hints._tasks
    assert await database.read(lambda unit: unit.timestamps.get("gpu hint")) is None


async def test_an_address_that_nobody_confirmed_lately_gets_nothing(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    await add_job(fleet.database)
    row = await fleet.steps_until(keeper, GpuState.READY)
    watch = InstanceWatch(fleet.database, NAME)
    with pytest.raises(GeneratorAsleepError):
        await watch.url()  # nothing was read yet
    await watch.refresh()
    assert await watch.url() == row.url

    await fleet.age(timedelta(seconds=61))
    await watch.refresh()
    with pytest.raises(GeneratorAsleepError):
        await watch.url()


async def test_looks_at_a_machine_at_rest_are_rare(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    await keeper.step()
    fleet.jarvis.calls.clear()

    for _ in range(20):
        await fleet.age(timedelta(seconds=2.9))
        await keeper.step()

    assert fleet.jarvis.calls["fetch"] <= 1  # in 58 s


async def test_a_keeper_without_the_lock_stores_nothing(fleet: Fleet) -> None:
    await fleet.database.write(lambda unit: unit.locks.acquire(LOCK_NAME, "another", lifetime=HOUR))

    with pytest.raises(LeaderLockLostError):
        await fleet.keeper().step()

    assert await fleet.database.read(lambda unit: unit.gpu_instances.by_name(NAME)) is None


@pytest.mark.parametrize("fault", [{"status": 522}, {"html": True}])
async def test_without_the_control_plane_nothing_is_woken_and_afterwards_it_is_once(
    fleet: Fleet, fault: dict[str, Any]
) -> None:
    keeper = fleet.keeper()
    await keeper.step()
    fleet.jarvis.fail("fetch", **fault)
    await add_job(fleet.database)

    for _ in range(3):
        await fleet.age(timedelta(minutes=2))
        assert (await keeper.step()).state is GpuState.ASLEEP
    assert fleet.jarvis.resumed == []

    fleet.jarvis.mend()
    keeper._look_again_at = None
    await fleet.steps_until(keeper, GpuState.READY)
    assert fleet.jarvis.resumed == [NAME]


async def test_without_the_control_plane_nothing_is_paused(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    job = await add_job(fleet.database)
    await fleet.steps_until(keeper, GpuState.READY)
    await fleet.database.write(lambda unit: unit.job_transitions.cancel(job.id))
    await keeper.step()
    fleet.jarvis.fail("fetch", status=522)

    for _ in range(3):
        await fleet.age(HOUR)
        row = await keeper.step()

    assert row.url
    assert fleet.jarvis.paused == []
    await add_job(fleet.database)
    assert (await keeper.step()).state is GpuState.READY


async def test_failing_looks_become_rare(fleet: Fleet) -> None:
    keeper = fleet.keeper()
    fleet.jarvis.fail("fetch", status=522)

    for _ in range(20):
        await keeper.step()

    assert fleet.jarvis.calls["fetch"] == 1
