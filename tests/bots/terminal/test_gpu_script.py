"""The start-up script of the instance, run by bash in a scratch folder, without a network."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

import pipeline
from bots.terminal.gpu_script import gpu_script
from core.config.settings import Config, load_config
from tests.fakes.jarvis import API_KEY, FakeJarvis
from tests.servers import free_port

SECONDS = 30
PIPELINE = Path(pipeline.__file__).parent


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(
        tmp_path,
        {
            "COMICAI_DATA_DIR": str(tmp_path),
            "COMICAI_JARVIS__INSTANCE_NAME": "my comics",
            "COMICAI_JARVIS__API_KEY": "jl-secret",
            "AWS_BUCKET_NAME": "pictures",
            "AWS_SECRET_ACCESS_KEY": "aws-secret",
        },
    )


def test_the_script_has_the_names_and_no_secret(config: Config) -> None:
    printed = gpu_script(config)

    assert "NAME='my comics'\nBUCKET=pictures\n" in printed.script
    assert "secret" not in printed.script.replace("secrets.env", "")
    assert "@" not in printed.script.replace("$@", "")
    assert json.loads(printed.as_json())["script"] == printed.script
    subprocess.run(["bash", "-n"], input=printed.script, text=True, check=True, timeout=SECONDS)


def test_the_user_may_only_put_and_get_pictures_of_jobs(config: Config) -> None:
    (statement,) = json.loads(gpu_script(config).policy)["Statement"]

    assert statement["Action"] == ["s3:GetObject", "s3:PutObject"]
    assert statement["Resource"] == "arn:aws:s3:::pictures/jobs/*"


class Instance:
    """A scratch home, with packages installed as the script would have left them."""

    def __init__(self, root: Path, script: str) -> None:
        self.root = root
        self.port = free_port()
        self.script = root / "given.sh"
        self.script.write_text(script)
        (root / "pipeline").symlink_to(PIPELINE)
        (root / "secrets.env").write_text("COMICAI_PIPELINE_TOKEN=t\n")
        python = root / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o700)
        contents = b"".join(
            path.read_bytes() for path in sorted(PIPELINE.glob("requirements*.txt"))
        )
        digest = hashlib.sha256(contents).hexdigest()
        (root / "venv" / "installed").write_text(f"{digest}  -\n")

    def start(self) -> str:
        changes = {
            "COMICAI_ROOT": str(self.root),
            "COMICAI_PORT": str(self.port),
            "COMICAI_RESTART_SECONDS": "0.1",
            "LC_ALL": "C",
        }
        done = subprocess.run(
            ["bash", str(self.script)],
            env={**os.environ, **changes},
            capture_output=True,
            text=True,
            check=True,
            timeout=SECONDS,
        )
        return done.stdout

    def log(self) -> str:
        return (self.root / "log").read_text()

    def server_pid(self, number: int) -> int | None:
        """Return the process id of the server that was started as the *number*-th."""
        lines = [
            line for line in self.log().splitlines() if line.startswith('{"event": "pipeline_')
        ]
        return json.loads(lines[number - 1])["pid"] if len(lines) >= number else None

    def stop(self) -> None:
        """End the processes that have this folder as their own."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    folder = (entry / "cwd").resolve()
                except OSError:
                    continue
                if folder == self.root:
                    os.kill(int(entry.name), signal.SIGKILL)


@pytest.fixture
def instances(tmp_path: Path) -> Iterator[Callable[[str], Instance]]:
    started: list[Instance] = []

    def start(script: str) -> Instance:
        root = tmp_path / "home"
        root.mkdir()
        started.append(Instance(root, script))
        return started[-1]

    yield start
    for instance in started:
        instance.stop()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.05)


async def test_the_server_starts_once_and_comes_back_after_a_crash(
    config: Config, instances: Callable[[str], Instance]
) -> None:
    instance = instances(gpu_script(config, artist="sketch").script)
    assert "started" in await asyncio.to_thread(instance.start)
    await until(lambda: instance.server_pid(1))
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{instance.port}/health") as answer,
    ):
        assert (await answer.json())["contract"] == "1"

    assert "already running" in await asyncio.to_thread(instance.start)
    first = instance.server_pid(1)
    assert first is not None
    os.kill(first, signal.SIGKILL)

    await until(lambda: instance.server_pid(2))
    assert "installing" not in instance.log()
    assert (instance.root / "secrets.env").stat().st_mode & 0o777 == 0o600


async def test_an_idle_server_without_a_key_says_that_it_costs_money(
    config: Config, instances: Callable[[str], Instance]
) -> None:
    instance = instances(gpu_script(config, artist="sketch", idle_minutes=0.02).script)
    await asyncio.to_thread(instance.start)

    await until(lambda: "the GPU stays on and is billed" in instance.log())
    assert "ended with status 3" in instance.log()


async def test_the_dead_man_switch_pauses_the_running_instance_of_that_name(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = gpu_script(config).script.split("<<'PYTHON'\n")[1].split("\nPYTHON\n")[0]
    monkeypatch.setenv("INSTANCE", "my comics")
    monkeypatch.setenv("JL_API_KEY", API_KEY)
    async with FakeJarvis().running() as jarvis:
        jarvis.add("other", status="Running")
        jarvis.add("my comics", status="Running")
        jarvis.add("my comics")

        with jarvis.found_by_the_client():
            await asyncio.to_thread(exec, program, {})

        assert jarvis.paused == ["my comics"]


def test_a_home_without_the_pipeline_is_refused(tmp_path: Path, config: Config) -> None:
    done = subprocess.run(
        ["bash"],
        input=gpu_script(config).script,
        env={**os.environ, "COMICAI_ROOT": str(tmp_path / "empty")},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert (done.returncode, "lacks the folder pipeline" in done.stderr) == (1, True)
