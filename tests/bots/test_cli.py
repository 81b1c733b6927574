"""Tests of the command line: arguments, output and error messages."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.cli import main
from core.config.settings import DATABASE_NAMES, SPEC_NAMES
from core.sentences import sentence
from tests.logging_state import logging_as_before

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """Exit status and output of a command."""

    status: int
    out: str
    err: str


Comicai = Callable[..., ProcessResult]


@pytest.fixture
def comicai(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Comicai]:
    """Run a command in an empty folder, without ComicAI's variables except *settings*."""
    variables = [name for name in os.environ if name.startswith(("COMICAI_", "AWS_"))]
    for name in (*variables, *SPEC_NAMES, *DATABASE_NAMES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **settings: str) -> ProcessResult:
        for name, value in settings.items():
            monkeypatch.setenv(f"COMICAI_{name.upper()}", value)
        monkeypatch.setattr(sys, "argv", ["comicai", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return ProcessResult(left.value.code, out, err)

    with logging_as_before():
        yield run


# --- Help -----------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from bots.cli import main\n"
        "sys.argv = ['comicai', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    heavy = {'sqlalchemy', 'aiohttp', 'PIL', 'boto3', 'pydantic', 'rich', 'structlog'}\n"
        "    print('loaded:', *sorted(heavy & set(sys.modules)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout.splitlines()[-1].strip() == "loaded:"
    assert "doctor" in done.stdout


def test_the_help_of_every_command_fits_on_one_line(comicai: Comicai) -> None:
    shown = comicai("--help").out.partition("Commands:\n")[2]

    names = [line.split()[0] for line in shown.splitlines()]
    assert {"run", "web", "worker", "pipeline", "migrate", "comic", "plan", "gallery"} < set(names)
    assert {"admin", "doctor", "config"} < set(names)
    assert "..." not in shown


def test_an_unknown_command_is_answered_with_usage(comicai: Comicai) -> None:
    ended = comicai("frobnicate")

    assert ended.status == 2
    assert "No such command 'frobnicate'" in ended.err


def test_options_are_passed_on_to_the_pipeline(comicai: Comicai) -> None:
    assert "--capacity" in comicai("pipeline", "--help").out
    assert "contract" in comicai("pipeline", "check", "--help").out


# --- Configuration --------------------------------------------------------------------------------


def test_config_prints_every_setting_in_the_format_of_config_toml(comicai: Comicai) -> None:
    ended = comicai("config", web__port="8080")

    shown = tomllib.loads(ended.out)
    assert ended.status == 0
    assert shown["web"]["port"] == 8080
    assert shown["data_dir"] == "data"


def test_config_shows_no_secret(comicai: Comicai) -> None:
    ended = comicai("config", web__jwt_secret="hunter2", database__url="sqlite:///hunter2")

    assert "hunter2" not in ended.out + ended.err
    assert 'web.jwt_secret = "(set)"' in ended.out


def test_each_configuration_error_is_printed_on_its_own_line(comicai: Comicai) -> None:
    ended = comicai("config", web__port="many", web__prot="1")

    assert ended.status == 2
    assert [line.partition(":")[0] for line in ended.err.splitlines()] == [
        "COMICAI_WEB__PROT",
        "web.port",
    ]


def test_command_line_options_override_the_configuration(comicai: Comicai, tmp_path: Path) -> None:
    (tmp_path / "config.local.toml").write_text("[web]\nport = 1\n")

    ended = comicai("run", "--port", "99999")

    assert ended.status == 2
    assert ended.err.startswith("web.port: ")


def test_a_public_server_refuses_to_start_with_a_weak_login_secret(comicai: Comicai) -> None:
    ended = comicai("web", "--host", "0.0.0.0", web__jwt_secret="secret")

    assert ended.status == 1
    assert ended.err.startswith("web.jwt_secret: ")
    assert "Traceback" not in ended.err


def test_a_port_in_use_is_reported_in_a_sentence(comicai: Comicai) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = comicai("web", "--port", str(port))

    assert ended.status == 1
    assert f"Port {port}" in ended.err
    assert "Traceback" not in ended.err


# --- The database ---------------------------------------------------------------------------------


def test_discord_without_a_token_says_what_is_missing(comicai: Comicai) -> None:
    ended = comicai("discord")

    assert ended.status == 1
    assert "discord.token" in ended.err


def test_migrate_creates_the_database_and_is_idempotent(comicai: Comicai, tmp_path: Path) -> None:
    assert [comicai("migrate").status, comicai("migrate").status] == [0, 0]

    with sqlite3.connect(tmp_path / "data" / "comicai.db") as database:
        assert database.execute("SELECT count(*) FROM comics").fetchone() == (0,)
    database.close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_every_command_reports_a_damaged_database_in_a_sentence(
    comicai: Comicai, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "comicai.db").write_text("this is no database, but long enough to be read")

    for command in (("run",), ("gallery",), ("migrate",)):
        ended = comicai(*command)

        assert ended.status == 1
        assert "is damaged" in ended.err
        assert "backups" in ended.err
        assert "Traceback" not in ended.err

    assert "Traceback" not in comicai("doctor").err


@pytest.mark.parametrize("name", ["secret", "terminal-id"])
@pytest.mark.parametrize("content", [b"", b"guessable\n", b"\xff" * 64])
def test_a_damaged_secret_is_never_used(
    comicai: Comicai, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_bytes(content)

    ended = comicai("gallery")

    assert ended.status == 1
    assert ended.err.startswith(f"The file data/{name} is damaged.")


def test_an_unreachable_database_server_is_named(comicai: Comicai) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"

    ended = comicai("run", database__url=f"mysql+aiomysql://me:hunter2@{address}/comics")

    assert ended.status == 1
    assert "127.0.0.1" in ended.err
    assert "comicai doctor" in ended.err
    assert "hunter2" not in ended.err


def test_an_unusable_data_folder_is_reported_in_a_sentence(
    comicai: Comicai, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file instead of a folder")

    ended = comicai("gallery")

    assert ended.status == 1
    assert ended.err.startswith("The data folder data cannot be used: there is a file of that name")
    assert "COMICAI_DATA_DIR" in ended.err


def test_an_unexpected_error_is_reported_with_the_error_id_of_the_log(
    comicai: Comicai, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.terminal.gallery.show_gallery", lambda: None)  # takes two arguments

    ended = comicai("gallery")

    assert ended.status == 1
    last = ended.err.splitlines()[-1]
    error_id = last.rpartition(" ")[2].rstrip(".")
    assert "Traceback" not in last
    assert f'"error_id": "{error_id}"' in ended.err


# --- Comics ---------------------------------------------------------------------------------------


def test_a_missing_output_folder_is_refused_before_anything_is_drawn(
    comicai: Comicai, tmp_path: Path
) -> None:
    ended = comicai("comic", "a cat", "--out", "nowhere/moon.png")

    assert (ended.status, ended.err) == (1, "There is no folder nowhere.\n")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_not_overwritten(comicai: Comicai, tmp_path: Path) -> None:
    (tmp_path / "moon.png").write_text("precious")

    ended = comicai("comic", "a cat", "--out", "moon.png")

    assert ended.status == 1
    assert "--force" in ended.err
    assert (tmp_path / "moon.png").read_text() == "precious"


def test_a_story_is_planned_without_a_server_or_a_database(
    comicai: Comicai, tmp_path: Path
) -> None:
    ended = comicai("plan", 'A fox meets a cat. "Hello!" says the fox.', "--panels", "2")

    assert ended.status == 0
    assert "Panel 2" in ended.out
    assert "Fox: “Hello!”" in ended.out
    assert list(tmp_path.iterdir()) == []


def test_a_story_as_json_has_the_options_of_the_request(comicai: Comicai) -> None:
    ended = comicai("plan", "--json", "--panels=3", "--style=noir", "--", "猫が走る")

    story = json.loads(ended.out)
    assert (len(story["panels"]), story["style"]) == (3, "noir")
    assert story["cast"][0]["species"] == "cat"


def test_a_story_is_asked_for_like_a_comic(comicai: Comicai) -> None:
    assert "--panels" in comicai("plan", "a cat", "--panels", "13").err
    assert "style" in comicai("plan", "a cat", "--style", "photo").err
    assert comicai("plan", "").status == 1


def test_a_story_with_words_that_are_refused_is_not_planned(comicai: Comicai) -> None:
    for prompt, words in (("A cat eats a Turnip", "turnip"), ("a sexy little girl", "")):
        ended = comicai("plan", prompt, moderation__words=words)

        assert (ended.status, ended.out) == (1, "")
        assert sentence("prompt_rejected", "en") in ended.err


def test_a_story_that_the_language_model_did_not_write_says_so(comicai: Comicai) -> None:
    ended = comicai("plan", "a cat", planner__url="http://127.0.0.1:9/v1")

    assert ended.status == 0
    assert sentence("generator_planner_unavailable", "en") in ended.out
    assert "{" not in ended.err


def test_an_empty_gallery_says_how_to_fill_it(comicai: Comicai) -> None:
    ended = comicai("gallery")

    assert ended.status == 0
    assert "comicai comic" in ended.out


def test_an_invalid_cursor_is_refused_with_a_sentence(comicai: Comicai) -> None:
    ended = comicai("gallery", "--cursor", "invented")

    assert ended.status == 1
    assert "cursor" in ended.err
    assert "Traceback" not in ended.err


def test_sentences_are_in_the_language_of_the_shell(
    comicai: Comicai, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = comicai("admin", "takedown", UNKNOWN)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    japanese = comicai("admin", "takedown", UNKNOWN)

    assert english.status == japanese.status == 1
    assert english.err.isascii() or "’" in english.err
    assert any("\u3040" <= letter <= "\u30ff" for letter in japanese.err)


# --- Operating ------------------------------------------------------------------------------------


def test_a_ban_is_listed_until_it_is_lifted(comicai: Comicai) -> None:
    assert comicai("admin", "bans").out == "Nobody is banned.\n"

    comicai("admin", "ban", "discord", "666", "--chat", "7", "--reason", "spam")
    listed = comicai("admin", "bans").out
    assert all(word in listed for word in ("discord", "666", "7", "spam"))

    assert comicai("admin", "unban", "discord", "666", "--chat", "7").status == 0
    assert comicai("admin", "bans").out == "Nobody is banned.\n"


def test_a_ban_is_logged_with_its_operator(comicai: Comicai) -> None:
    ended = comicai("admin", "ban", "telegram", "666")

    assert '"event": "user_banned"' in ended.err
    assert '"operator":' in ended.err


def test_a_missing_ban_cannot_be_lifted(comicai: Comicai) -> None:
    ended = comicai("admin", "unban", "discord", "666")

    assert ended.status == 1
    assert "Traceback" not in ended.err


def test_costs_are_printed_for_people_and_for_programs(comicai: Comicai) -> None:
    assert comicai("costs").out == "Nothing was paid.\n"
    assert comicai("costs", "--json", "--days", "7").out == "[]\n"


def test_an_empty_list_of_reports_is_stated(comicai: Comicai) -> None:
    assert comicai("admin", "reports").out == "No open reports.\n"


# --- Doctor ---------------------------------------------------------------------------------------


def test_the_doctor_finds_no_problem_in_a_fresh_installation(comicai: Comicai) -> None:
    ended = comicai("doctor", web__port="0", images__min_free_mb="0")

    assert ended.status == 0
    found = re.findall(r"^(ok|broken) +(\w+)", ended.out, re.MULTILINE)
    assert {state for state, _ in found} == {"ok"}
    assert [name for _, name in found] == sorted(name for _, name in found)
    assert len(found) == 16


def test_the_doctor_exits_with_an_error_if_a_check_fails(comicai: Comicai) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        ended = comicai("doctor", web__port=port, images__min_free_mb="0")

    assert ended.status == 1
    assert "broken" in ended.out
    assert "PORT (web.port)" in ended.out


def test_the_doctor_lists_the_errors_of_an_invalid_configuration(
    comicai: Comicai,
) -> None:
    ended = comicai("doctor", web__port="many", web__prot="1")

    assert ended.status == 1
    assert ended.out.count("broken") == 2
