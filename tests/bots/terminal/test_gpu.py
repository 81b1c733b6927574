"""`comicai gpu` and the doctor's check of the rented GPU, with the real client and a fake cloud."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bots.terminal.checks_gpu import check_gpu
from bots.terminal.diagnoses import DiagnosedError
from bots.terminal.errors import TerminalError
from bots.terminal.gpu import ask_for, read_status, status_json, status_lines
from core.config.settings import Config, load_config
from core.gpu.wake_hints import HINT, HINTED_WAKE, PAUSE_WISH
from core.models.gpu import GpuInstance, GpuState
from storage.database import open_database
from storage.sql_database import SqlDatabase
from tests.fakes.jarvis import API_KEY, FakeJarvis
from tests.storage.rows import add_job

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
async def jarvis() -> AsyncIterator[FakeJarvis]:
    async with FakeJarvis(balance=12.5).running() as fake:
        fake.add("comics")
        with fake.found_by_the_client():
            yield fake


@pytest.fixture
def config(tmp_path: Path) -> Config:
    environ = {
        "COMICAI_DATA_DIR": str(tmp_path),
        "COMICAI_JARVIS__API_KEY": API_KEY,
        "COMICAI_JARVIS__INSTANCE_NAME": "comics",
    }
    return load_config(tmp_path, environ)


@pytest.fixture
async def database(config: Config) -> AsyncIterator[SqlDatabase]:
    await read_status(config)  # migrates it
    database = open_database(config.database_url)
    yield database
    await database.close()


async def keep(database: SqlDatabase, *, ago: timedelta = timedelta(), **changes: Any) -> None:
    """Store a row at which a keeper looked some time ago."""

    async def work(unit: Any) -> None:
        now = await unit.now()
        row = GpuInstance(name="comics", state=GpuState.READY, since=now, looked_at=now - ago)
        await unit.gpu_instances.store(replace(row, **changes))

    await database.write(work)


async def test_the_state_is_shown_without_addresses_and_keys(
    jarvis: FakeJarvis, config: Config, database: SqlDatabase
) -> None:
    await jarvis.start(jarvis.machines[0])
    url = jarvis.machines[0].endpoint
    await keep(
        database, url=f"{url}/generate", usd_per_hour=0.89, ready_samples=(80.0,), spent_today=0.5
    )
    await add_job(database)

    report = await read_status(config)
    lines = "\n".join(status_lines(report))
    content = json.loads(status_json(report))

    assert "State        ready since 20" in lines
    assert "running, 1 × A100" in lines
    assert "0.89 USD/h; spent today about 0.50 USD" in lines
    assert "Wake         usually 80 s" in lines
    assert "Comics       1 unfinished" in lines
    assert "Balance      12.50 USD" in lines
    assert content["instance"]["state"] == "ready"
    assert content["is_kept"] is True
    for secret in (API_KEY, url, "jupyter-secret"):
        assert secret not in lines
        assert secret not in status_json(report)


async def test_an_instance_that_nobody_keeps_is_said_to_be_so(
    jarvis: FakeJarvis, config: Config, database: SqlDatabase
) -> None:
    assert "not looked at yet" in "\n".join(status_lines(await read_status(config)))
    await keep(database, ago=timedelta(minutes=5))
    assert "no: no worker is running" in "\n".join(status_lines(await read_status(config)))

    with pytest.raises(TerminalError, match="Nobody keeps comics"):
        await ask_for(config, "wake")


async def test_a_control_plane_that_is_away_is_said_to_be_so(
    jarvis: FakeJarvis, config: Config, database: SqlDatabase
) -> None:
    jarvis.fail("fetch", status=522)

    lines = "\n".join(status_lines(await read_status(config)))

    assert "Machine      unknown: unavailable: APIError 522" in lines


async def test_a_wake_and_a_pause_are_asked_of_the_keeper(
    jarvis: FakeJarvis, config: Config, database: SqlDatabase
) -> None:
    await keep(database)
    await database.write(lambda unit: unit.timestamps.touch(HINTED_WAKE))

    assert "is being woken" in await ask_for(config, "wake")
    ages = [await _age(database, name) for name in (HINT, HINTED_WAKE, PAUSE_WISH)]
    assert [age is not None for age in ages] == [True, False, False]

    assert "is being paused" in await ask_for(config, "pause")
    ages = [await _age(database, name) for name in (HINT, PAUSE_WISH)]
    assert [age is not None for age in ages] == [False, True]
    assert (jarvis.resumed, jarvis.paused) == ([], [])


async def test_nothing_is_paused_while_comics_are_unfinished(
    jarvis: FakeJarvis, config: Config, database: SqlDatabase
) -> None:
    await keep(database)
    await add_job(database)

    with pytest.raises(TerminalError, match="comics are unfinished: 1"):
        await ask_for(config, "pause")

    assert await _age(database, PAUSE_WISH) is None


async def test_without_a_rented_gpu_the_commands_say_so(tmp_path: Path) -> None:
    config = load_config(tmp_path, {"COMICAI_DATA_DIR": str(tmp_path)})

    with pytest.raises(TerminalError, match=r"jarvis\.instance_name is empty"):
        await read_status(config)
    assert await check_gpu(config) == "none is rented"


async def test_the_doctor_finds_the_instance(jarvis: FakeJarvis, config: Config) -> None:
    assert await check_gpu(config) == "comics: paused, 1 × A100"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"machines": []}, "no instance named comics"),
        ({"balance": 0.4}, "balance at Jarvis Labs is 0.40 USD"),
    ],
)
async def test_the_doctor_says_what_is_wrong(
    jarvis: FakeJarvis, config: Config, changes: dict[str, Any], problem: str
) -> None:
    for name, value in changes.items():
        setattr(jarvis, name, value)

    with pytest.raises(DiagnosedError) as caught:
        await check_gpu(config)

    assert problem in caught.value.problem
    assert caught.value.fix


async def test_the_doctor_tells_a_wrong_key_and_two_of_a_name(
    jarvis: FakeJarvis, config: Config
) -> None:
    jarvis.add("comics")
    with pytest.raises(DiagnosedError, match="2 instances named comics"):
        await check_gpu(config)
    environ = {"COMICAI_JARVIS__API_KEY": "guessed", "COMICAI_JARVIS__INSTANCE_NAME": "comics"}
    with pytest.raises(DiagnosedError, match="rejects the API key"):
        await check_gpu(load_config(config.data_dir, environ))


def test_nothing_in_the_product_destroys_an_instance() -> None:
    files = [
        file
        for name in ("bots", "core", "storage", "pipeline")
        for file in ROOT.glob(f"{name}/**/*.py")
    ]

    assert len(files) > 300
    assert [file for file in files if re.search(r"\bdestroy\w*\(", file.read_text("utf-8"))] == []


async def _age(database: SqlDatabase, name: str) -> float | None:
    return await database.read(lambda unit: unit.timestamps.age(name))
