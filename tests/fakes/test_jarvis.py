"""The fake of Jarvis Labs refuses what the original refuses, and forgets what it forgets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fakes.jarvis import API_KEY, FakeJarvis


@pytest.fixture
async def jarvis() -> AsyncIterator[FakeJarvis]:
    async with FakeJarvis().running() as fake:
        yield fake


@pytest.fixture
async def http(jarvis: FakeJarvis) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {API_KEY}"}
    async with aiohttp.ClientSession(jarvis.url, headers=headers) as session:
        yield session


async def resume(http: aiohttp.ClientSession, machine_id: int, **changes: object) -> int:
    body = {"machine_id": machine_id, "http_ports": "", "script_id": None, "is_spot": False}
    async with http.post("/templates/pytorch/resume", json={**body, **changes}) as answer:
        return answer.status


async def test_a_wrong_key_is_refused(jarvis: FakeJarvis) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{jarvis.url}users/fetch", headers={"Authorization": "Bearer x"}) as answer,
    ):
        assert answer.status == 401


async def test_only_a_paused_machine_with_money_and_a_free_gpu_is_resumed(
    jarvis: FakeJarvis, http: aiohttp.ClientSession
) -> None:
    machine = jarvis.add("comics", status="Running")
    assert await resume(http, machine.machine_id) == 400
    machine.status = "Paused"
    jarvis.free_gpus = 0
    assert await resume(http, machine.machine_id) == 400
    jarvis.free_gpus, jarvis.balance = 1, 0.0
    assert await resume(http, machine.machine_id) == 403
    assert await resume(http, 1) == 404
    assert jarvis.resumed == []


async def test_a_resume_takes_the_old_id_away_and_what_it_was_not_given(
    jarvis: FakeJarvis, http: aiohttp.ClientSession
) -> None:
    machine = jarvis.add("comics", http_ports="7860", is_spot=True)
    before = machine.machine_id

    assert await resume(http, before) == 200

    async with http.get(f"/users/fetch/{before}") as answer:
        assert answer.status == 404
    assert (machine.http_ports, machine.script_id, machine.is_spot) == ("", None, False)


async def test_a_machine_without_its_script_answers_with_the_notebook(
    jarvis: FakeJarvis, http: aiohttp.ClientSession
) -> None:
    machine = jarvis.add("comics")
    assert await resume(http, machine.machine_id) == 200
    async with asyncio.timeout(30):
        while machine.status != "Running":
            await asyncio.sleep(0.02)

    async with aiohttp.ClientSession() as session, session.get(machine.endpoint) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
