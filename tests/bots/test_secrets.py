"""Tests that no error prints a secret of the configuration."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.config.settings import DATABASE_NAMES, SPEC_NAMES

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
JWT_SECRET = "q7Jw1x-8ZtK2mB4vN6cR9yLpS3dF5hG0"
PASSWORD = "hunter2-horse"
SECRETS = (TOKEN, JWT_SECRET, PASSWORD)
DOTENV = f"COMICAI_DISCORD__TOKEN={TOKEN}\nJWT_SECRET={JWT_SECRET}\nDB_PASS={PASSWORD}\n".encode()
TOML = f'[discord]\ntoken = "{TOKEN}"\n[web]\njwt_secret = "{JWT_SECRET}"\n'.encode()
MAIN = "from bots.cli import main; main()"

COMMANDS = (
    ("run",),
    ("web",),
    ("worker",),
    ("discord",),
    ("telegram",),
    ("migrate",),
    ("comic", "a cat"),
    ("gallery",),
    ("config",),
    ("doctor",),
    ("admin", "bans"),
    ("admin", "unban", "discord", "1"),
)


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """Exit status and output of a program."""

    status: int
    printed: str


def program(folder: Path, *arguments: str, script: str = MAIN, **environ: str) -> ProcessResult:
    """Run a program in *folder* with only the settings in *environ*; check that no secret leaks."""
    unset = {*SPEC_NAMES, *DATABASE_NAMES}
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in unset and not name.startswith(("COMICAI_", "AWS_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env={**own, "COMICAI_DATA_DIR": str(folder / "data"), **environ},
        capture_output=True,
        timeout=60,
        check=False,
    )
    ended = ProcessResult(done.returncode, (done.stdout + done.stderr).decode(errors="replace"))
    for secret in SECRETS:
        for part in (secret, secret[:12]):
            assert part not in ended.printed
    assert "locals" not in ended.printed
    return ended


# --- Unreadable files -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_latin_1_comment_is_reported_with_file_and_line(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(DOTENV + "# café\n".encode("latin-1"))

    ended = program(tmp_path, *command)

    assert ended.status == (1 if command == ("doctor",) else 2)
    assert ".env:4: a byte that is not UTF-8; save the file as UTF-8" in ended.printed
    assert "Traceback" not in ended.printed


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (".env", DOTENV.decode().encode("utf-16"), ".env:1: a byte that is not UTF-8"),
        (".env", b"A=1\n\nCOMICAI_DISCORD__TOKEN:" + TOKEN.encode(), ".env:3: not NAME=value"),
        ("config.toml", TOML + b"# caf\xe9\n", "config.toml:5: a byte that is not UTF-8"),
        ("config.local.toml", TOML.replace(b'"', b""), "config.local.toml:2: not valid TOML"),
    ],
)
def test_a_file_with_errors_is_reported_by_line_without_quoting_it(
    name: str, data: bytes, expected: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    ended = program(tmp_path, "config")

    assert ended.status == 2
    assert expected in ended.printed
    assert "Traceback" not in ended.printed


def test_a_word_list_that_is_not_utf_8_is_reported_by_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)
    (tmp_path / "words.txt").write_bytes(b"one\ntr\xe8s\n")

    ended = program(
        tmp_path, "web", COMICAI_MODERATION__WORDS_FILE="words.txt", COMICAI_WEB__PORT="0"
    )

    assert ended.status == 1
    assert "words.txt:2: a byte that is not UTF-8" in ended.printed


def test_the_configuration_is_shown_without_passwords_in_urls(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)

    ended = program(
        tmp_path,
        "config",
        COMICAI_GENERATOR__URL=f"https://me:{PASSWORD}@gpu.example.org/generate?key={TOKEN}",
    )

    assert ended.status == 0
    assert "https://(hidden)@gpu.example.org/generate?(hidden)" in ended.printed


KEYS = {f"COMICAI_{name}__TOKEN": TOKEN for name in ("ARTIST", "PLANNER", "MODERATION")}


def test_keys_of_painter_planner_and_moderation_are_not_shown(tmp_path: Path) -> None:
    ended = program(tmp_path, "config", **KEYS)

    assert ended.status == 0
    for section in ("artist", "planner", "moderation"):
        assert f'{section}.token = "(set)"' in ended.printed


@pytest.mark.parametrize("section", ["ARTIST", "PLANNER", "MODERATION"])
def test_a_password_in_the_url_of_a_service_is_refused_without_quoting_it(
    section: str, tmp_path: Path
) -> None:
    url = f"https://me:{PASSWORD}@api.example.org/v1"

    ended = program(tmp_path, "config", **{f"COMICAI_{section}__URL": url})

    assert ended.status == 2
    assert f"{section.lower()}.url: must not contain a user name or password" in ended.printed


def test_the_doctor_asks_services_without_showing_their_keys(tmp_path: Path) -> None:
    urls = {f"COMICAI_{name}__URL": "http://127.0.0.1:9/v1" for name in ("PLANNER", "MODERATION")}

    ended = program(tmp_path, "doctor", **KEYS, **urls)

    assert ended.printed.count("127.0.0.1:9 does not answer") == 2
    assert "Start it, or correct planner.url." in ended.printed


# --- Crashes --------------------------------------------------------------------------------------

# The program with one function that fails, with a secret in its local variables and its message.
CRASH = """
import {module} as module

def fail(*args, **kwargs):
    token, text = {token!r}, open(".env", "rb").read()
    raise RuntimeError({message})

module.{function} = fail
from bots.cli import main
main()
"""


def crash(module: str, function: str, *, says_token: bool = False) -> str:
    message = "token" if says_token else "len(token)"
    return CRASH.format(module=module, function=function, token=TOKEN, message=message)


@pytest.mark.parametrize(
    ("module", "function", "command"),
    [
        ("bots.terminal.output_file", "check_out", ("comic", "a cat")),
        ("core.config.settings", "load_config", ("config",)),
        ("core.config.settings", "load_config", ("doctor",)),
        ("core.runtime.log_setup", "RecordHandler", ("config",)),
        ("core.runtime.config_redaction", "public_view", ("config",)),
        ("bots.process", "run", ("run",)),
        ("pipeline.cli", "_settings", ("pipeline",)),
        (
            "pipeline.check.conformance",
            "run_check",
            ("pipeline", "check", "http://127.0.0.1:9/generate"),
        ),
    ],
)
def test_a_crash_prints_no_local_variables(
    module: str, function: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)

    ended = program(tmp_path, *command, script=crash(module, function))

    assert ended.status == 1
    assert f"RuntimeError: {len(TOKEN)}" in ended.printed
    assert "Please report it with the id" in ended.printed


@pytest.mark.parametrize(
    ("module", "function", "command"),
    [
        ("core.runtime.config_redaction", "public_view", ("config",)),
        ("bots.process", "run", ("run",)),
        ("bots.terminal.doctor", "checks.check_python", ("doctor",)),
    ],
)
def test_a_secret_in_the_text_of_an_exception_is_hidden(
    module: str, function: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(
        DOTENV + b"COMICAI_DISCORD__API_BASE=http://127.0.0.1:9/api/v10\n"
    )

    ended = program(tmp_path, *command, script=crash(module, function, says_token=True))

    assert ended.status == 1
    assert "RuntimeError: (hidden)" in ended.printed


# All cases in which Python itself prints or logs an uncaught exception.
UNCAUGHT = f"""
import asyncio, gc, threading
import bots.process

class Broken:
    def __del__(self):
        raise RuntimeError("ignored " + {TOKEN!r})
    def __str__(self):
        raise RuntimeError({TOKEN!r})

async def task():
    raise RuntimeError("task " + {TOKEN!r})

def thread():
    raise RuntimeError("thread " + {TOKEN!r})

async def run(config, parts):
    import logging
    import structlog
    forgotten = asyncio.create_task(task())
    await asyncio.sleep(0.01)
    del forgotten
    gc.collect()
    asyncio.get_running_loop().call_soon(thread)
    await asyncio.sleep(0.01)
    started = threading.Thread(target=thread)
    started.start()
    started.join()
    Broken()
    structlog.get_logger("core.x").error("called", note={TOKEN!r}, value=Broken())
    logging.getLogger("other").error("said %s %s", {TOKEN!r}, Broken())
    logging.getLogger("other").error("wrong", {TOKEN!r})

bots.process.run = run
from bots.cli import main
main()
import sys
sys.excepthook(RuntimeError, RuntimeError("last " + {TOKEN!r}), None)
"""


def test_uncaught_exceptions_are_logged_without_secrets(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(DOTENV)

    printed = program(tmp_path, "web", script=UNCAUGHT).printed

    for expected in ("task (hidden)", "thread (hidden)", "ignored (hidden)"):
        assert f"RuntimeError: {expected}" in printed
    assert printed.count("RuntimeError: thread (hidden)") == 2
    assert printed.count("log_record_lost") == 3


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("pipeline", ("--artist", "no.such:artist", "--port", "0", "--data", "/dev/null/x")),
        ("pipeline.service.artist_worker", ("no.such:artist",)),
        ("pipeline.painters.sketch", ("--no-such",)),
    ],
)
def test_the_other_programs_print_no_local_variables(
    module: str, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    script = f"import runpy; runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"

    ended = program(
        tmp_path,
        *arguments,
        script=script,
        COMICAI_PIPELINE_TOKEN=TOKEN,
        JWT_SECRET=JWT_SECRET,
        DB_PASS=PASSWORD,
    )

    assert ended.status != 0
