"""Tests of the terminal's identity and language."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bots.terminal.identity import ID_FILE, terminal_requester
from core.models.identity import Platform


def test_a_data_folder_always_has_the_same_requester(tmp_path: Path) -> None:
    first = terminal_requester(tmp_path / "data", {})
    again = terminal_requester(tmp_path / "data", {})
    other = terminal_requester(tmp_path / "other", {})

    assert first.identity.platform is Platform.TERMINAL
    assert first == again
    assert first.identity != other.identity


def test_the_terminal_id_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    terminal_requester(tmp_path / "data", {})

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / ID_FILE).stat().st_mode & 0o777 == 0o600


def test_concurrent_commands_create_one_identity(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: terminal_requester(tmp_path, {}), range(8)))

    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == [ID_FILE]


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "pt_PT@euro"}, "pt-BR"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_ES", "LC_MESSAGES": "ja_JP"}, "ja"),
        ({"LANG": "ja_JP", "LC_ALL": "es_MX.UTF-8"}, "es"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_shell(
    environ: dict[str, str], locale: str, tmp_path: Path
) -> None:
    assert terminal_requester(tmp_path, environ).locale == locale
