"""Tests of the fake generator: it conforms to the contract, and runs as a program."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from pipeline.check.conformance import run_check
from tests.child_processes import server
from tests.fakes.generator import FakeGenerator, folder_store

pytestmark = pytest.mark.servers


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[str]:
    """The submit URL of a fake generator in its own process, which is warming at first."""
    async with server(
        *(sys.executable, "-m", "tests.fakes.generator", "--folder", str(tmp_path / "images")),
        *("--call-log", str(tmp_path / "calls"), "--fault", "warming@submit:1"),
    ) as (url,):
        yield url


@pytest.mark.parametrize("token", ["", "s3cret"])
async def test_the_fake_conforms_to_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    fake = FakeGenerator(folder_store(tmp_path), step_seconds=0.01, token=token)
    async with fake.running():
        status = await asyncio.to_thread(run_check, fake.url, token or None)

    printed = capsys.readouterr().out
    assert "MISSING" not in printed, printed
    assert status == 0


async def test_a_level_0_fake_conforms_to_level_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with FakeGenerator(folder_store(tmp_path), level=0).running() as fake:
        status = await asyncio.to_thread(run_check, fake.url, None)

    assert status == 0, capsys.readouterr().out


async def test_the_program_draws_injects_faults_and_logs_calls(
    program: str, tmp_path: Path
) -> None:
    body: dict[str, Any] = {
        "uuid": str(uuid4()),
        "inputParams": {"prompt": "a cat", "panelCount": 1},
    }
    control = program.replace("/proxy/8000/generate", "/control")
    async with aiohttp.ClientSession() as http:
        statuses = []
        for _ in range(2):
            async with http.post(program, json=body) as answer:
                statuses.append(answer.status)
        await http.post(control, json={"fault": "overloaded", "times": 1})
        async with http.post(program, json=body) as answer:
            statuses.append(answer.status)

    assert statuses == [503, 200, 429]
    assert (tmp_path / "images" / "jobs" / body["uuid"] / "page.png").is_file()
    call_log = [json.loads(line) for line in (tmp_path / "calls").read_text().splitlines()]
    drawn = [(entry["drawn"], entry["attempt"]) for entry in call_log if "drawn" in entry]
    assert drawn == [(body["uuid"], 1)]
    assert len([entry for entry in call_log if entry.get("call") == "submit"]) == 3


@pytest.mark.parametrize("resumes", [True, False])
async def test_a_restarted_program_resumes_its_jobs_only_if_told_to(
    tmp_path: Path, *, resumes: bool
) -> None:
    def generator(step_seconds: float) -> FakeGenerator:
        return FakeGenerator(
            folder_store(tmp_path / "images"),
            step_seconds=step_seconds,
            call_log=tmp_path / "calls",
            resumes=resumes,
        )

    uuid = str(uuid4())
    body = {"uuid": uuid, "inputParams": {"prompt": "a cat", "panelCount": 1}}
    async with aiohttp.ClientSession() as http:
        async with generator(step_seconds=60).running() as first:
            await http.post(first.url, json=body, headers={"Prefer": "respond-async"})
        async with generator(step_seconds=0.01).running() as second:
            job = second.jobs.get(uuid)
            while job is not None and not job.is_terminal:
                await asyncio.sleep(0.01)

    lines = [json.loads(line) for line in (tmp_path / "calls").read_text().splitlines()]
    assert [line["drawn"] for line in lines if "drawn" in line] == [uuid]
    assert (job is not None and job.status == "succeeded") is resumes
