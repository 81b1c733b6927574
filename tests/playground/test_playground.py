"""Tests of the playground: one command, three pages, and nothing left at the end."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.playground.product import START_SECONDS, STOP_SECONDS
from tests.processes import no_process_uses, users_of
from tests.servers import free_port

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]

ROOT = Path(__file__).resolve().parents[2]
DRAWN_SECONDS = 60.0
PNG = b"\x89PNG"
# Settings of a developer for the real platforms, which the playground must not use.
REAL_SETTINGS = {
    "COMICAI_DISCORD__TOKEN": "of-a-real-bot",
    "COMICAI_CONFIG": "/nowhere/config.toml",
    "DB_HOST": "db.example.org",
    "ML_PIPELINE_URL": "https://gpu.example.org",
    "AWS_BUCKET_NAME": "comics",
}


class Playground:
    """Running playground, known by its output."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.pages: dict[str, str] = {}
        self.folder = Path()

    async def ready(self) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while line := (await self.process.stdout.readline()).decode():
                if page := re.match(r"  (\w+) +(http://\S+)/ ", line):
                    self.pages[page[1]] = page[2]
                if log := re.match(r"  Log: (\S+)", line):
                    self.folder = Path(log[1]).parent
                if "Ctrl+C" in line:
                    return
        raise AssertionError((await self.outcome())[1])

    async def outcome(self) -> tuple[int, str]:
        """Wait until it exits; return the exit status and its stderr."""
        assert self.process.stderr is not None
        async with asyncio.timeout(START_SECONDS + STOP_SECONDS):
            errors = (await self.process.stderr.read()).decode()
            return await self.process.wait(), errors


async def start(folder: Path, *options: str) -> Playground:
    environ = {**os.environ, **REAL_SETTINGS, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.playground", *options),
        stdout=PIPE,
        stderr=PIPE,
        env=environ,
        cwd=folder,
    )
    return Playground(process)


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    started = await start(tmp_path)
    try:
        await started.ready()
        yield started
    finally:
        if started.process.returncode is None:
            started.process.kill()
            await started.process.wait()
        await no_process_uses(started.folder)


async def draw_in_discord(address: str) -> bytes:
    """Request a comic as ada in #general on the page; return the image."""
    async with aiohttp.ClientSession() as browser:
        home = await (await browser.get(f"{address}/")).text()
        place = re.search(r'href="(/as/\d+/in/\d+)"', home)
        assert place
        page = f"{address}{place[1]}"
        await browser.post(page, data={"line": "/comic a cat opens a bakery on the moon"})
        async with asyncio.timeout(DRAWN_SECONDS):
            pattern = r'<img [^>]*src="([^"]+/attachments/[^"]+)"'
            while not (shown := re.search(pattern, await (await browser.get(page)).text())):
                await asyncio.sleep(0.2)
        return await (await browser.get(unescape(shown[1]))).read()


async def draw_in_telegram(address: str) -> bytes:
    """Write to the bot in private on the page; return the image."""

    async def pictures() -> list[Any]:
        seen = await (await browser.get("/state")).json()
        return [message for message in seen["chats"]["private"] if message["kind"] == "photo"]

    async with aiohttp.ClientSession(address) as browser:
        await browser.post("/send", json={"chat": "private", "text": "a dog rides a bicycle"})
        async with asyncio.timeout(DRAWN_SECONDS):
            while not (shown := await pictures()):
                await asyncio.sleep(0.2)
        return await (await browser.get(f"/picture/private/{shown[0]['id']}")).read()


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def is_refused(address: str) -> bool:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) != 0


async def test_a_user_draws_on_every_platform_and_ctrl_c_leaves_nothing(
    playground: Playground, tmp_path: Path
) -> None:
    pages = playground.pages
    assert list(pages) == ["Discord", "Telegram", "Browser"]
    async with aiohttp.ClientSession() as browser:
        chat = await browser.get(f"{pages['Browser']}/", headers={"Accept": "text/html"})
        assert chat.content_type == "text/html"

    pictures = await asyncio.gather(
        draw_in_discord(pages["Discord"]), draw_in_telegram(pages["Telegram"])
    )
    assert [picture[:4] for picture in pictures] == [PNG, PNG]
    assert len(users_of(playground.folder)) >= 2  # ComicAI and its generator

    playground.process.send_signal(signal.SIGINT)
    assert await playground.outcome() == (0, "")
    assert users_of(playground.folder) == []
    assert all(is_refused(address) for address in pages.values())
    assert left_in(tmp_path) == []


async def test_a_killed_playground_leaves_nothing_running(
    playground: Playground, tmp_path: Path
) -> None:
    assert users_of(playground.folder)

    playground.process.kill()
    await playground.process.wait()

    await no_process_uses(playground.folder)
    assert left_in(tmp_path) == []


async def test_it_ends_with_its_parent_process(tmp_path: Path) -> None:
    """Like `make`, the parent passes no signal on when it is killed."""
    script = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'tests.playground'])"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    starter = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script), stdout=PIPE, env=environ
    )
    playground = Playground(starter)
    try:
        await playground.ready()
    finally:
        starter.kill()
        await starter.wait()

    await no_process_uses(playground.folder)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("option", ["--discord-port", "--telegram-port", "--web-port"])
async def test_a_port_in_use_is_reported_before_anything_starts(
    option: str, tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, errors = await (await start(tmp_path, option, str(port))).outcome()

    assert status == 1
    assert (
        errors == f"Port {port} is in use by another program; choose another one with {option}.\n"
    )
    assert left_in(tmp_path) == []


async def test_pages_use_the_requested_ports(tmp_path: Path) -> None:
    ports = {name: free_port() for name in ("discord", "telegram", "web")}
    playground = await start(tmp_path, *(f"--{name}-port={ports[name]}" for name in ports))
    try:
        await playground.ready()
    finally:
        playground.process.terminate()
        ended = await playground.outcome()

    assert ended == (0, "")
    assert list(playground.pages.values()) == [f"http://127.0.0.1:{p}" for p in ports.values()]


async def test_an_exit_of_the_product_is_reported_with_the_end_of_its_log(
    playground: Playground, tmp_path: Path
) -> None:
    users = users_of(playground.folder)
    (product,) = (pid for pid in users if "tests.playground.child" in command_of(pid))

    os.kill(product, signal.SIGKILL)

    status, errors = await playground.outcome()
    assert status == 1
    assert errors.startswith("ComicAI exited, status -9:\n")
    assert '"event": "process_started"' in errors
    await no_process_uses(playground.folder)
    assert left_in(tmp_path) == []


async def test_a_stop_during_the_start_leaves_nothing(tmp_path: Path) -> None:
    playground = await start(tmp_path)
    assert playground.process.stdout is not None
    await playground.process.stdout.readline()

    playground.process.send_signal(signal.SIGINT)

    assert await playground.outcome() == (0, "")
    assert left_in(tmp_path) == []
