"""Tests of what a process imports: libraries of what is off stay unloaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Runs ComicAI until it is ready, then prints the modules that are loaded.
READY = """
import asyncio, json, sys
from pathlib import Path
from core.runtime.log_setup import configure_logging  # first, as on the command line
from bots.parts import ALL_PARTS
from bots.process import run
from core.config.settings import load_config

def loaded(_):
    stop.set()

async def main():
    global stop
    stop = asyncio.Event()
    await run(load_config(), ALL_PARTS, say=loaded, stop=stop)

asyncio.run(main())
print(json.dumps(sorted(sys.modules)))
"""
OFF = {
    "discord": "no Discord token is set",
    "telegram": "no Telegram token is set",
    "httpx": "no Telegram token is set",
    "boto3": "images are stored in a folder",
    "redis": "the job queue is in memory",
    "aiomysql": "the database is SQLite",
    "pymysql": "the database is SQLite",
    "sqlalchemy.orm": "the database is SQLite",
    "alembic": "the database is up to date",
    "argon2": "nobody signs in",
    "jwt": "nobody signs in",
    "PIL": "nothing is scaled in this process",
    "jinja2": "no page was requested",
    "typer": "no command line was parsed",
    "rich": "nothing is printed to a terminal",
    "pygments": "nothing is printed to a terminal",
    "cryptography": "no Telegram Passport is used",
}
DISCORD_ON = {
    "COMICAI_DISCORD__TOKEN": "MTIz.abc.def",
    "COMICAI_DISCORD__API_BASE": "http://[::1]:9",
}
TELEGRAM_ON = {
    "COMICAI_TELEGRAM__TOKEN": "123:abc",
    "COMICAI_TELEGRAM__API_BASE": "http://[::1]:9",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Modules of an embedded installation on its second start."""
    return started_again(tmp_path_factory.mktemp("imports"))


def started_again(folder: Path, **settings: str) -> frozenset[str]:
    started(folder, **settings)  # the first start creates the database
    return started(folder, **settings)


def started(folder: Path, **settings: str) -> frozenset[str]:
    given = {
        "COMICAI_DATA_DIR": str(folder / "data"),
        "COMICAI_WEB__PORT": "0",
        "COMICAI_OPS__LOG_LEVEL": "error",
        **settings,
    }
    finished = subprocess.run(
        [sys.executable, "-c", READY],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), **given},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return frozenset(json.loads(finished.stdout.splitlines()[-1]))


@pytest.mark.parametrize(("library", "reason"), OFF.items(), ids=OFF)
def test_a_library_is_not_loaded_if(library: str, reason: str, loaded: frozenset[str]) -> None:
    found = {name for name in loaded if f"{name}.".startswith(f"{library}.")}

    assert found == set(), f"{reason}, but {library} is loaded"


def test_a_front_end_loads_its_own_library_only(tmp_path: Path) -> None:
    loaded = started(tmp_path, **DISCORD_ON)

    assert "discord.client" in loaded
    assert "telegram" not in loaded


def test_optional_packages_of_libraries_are_not_loaded(tmp_path: Path) -> None:
    loaded = started_again(tmp_path, **DISCORD_ON, **TELEGRAM_ON)

    assert {"discord.client", "telegram", "httpx"} <= loaded
    assert loaded.isdisjoint({"rich", "pygments", "click", "cryptography"})
