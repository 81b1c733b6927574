"""Tests of the check of settings at the start, with the painters' own checks."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.settings import SettingsError, options_from
from pipeline.start_check import check_artist

pytestmark = pytest.mark.servers


def problem(artist: str, **variables: str) -> str:
    environment = {**os.environ, **variables}
    with pytest.raises(SettingsError) as caught:
        check_artist(artist, options_from(environment), environment)
    return str(caught.value)


def test_an_artist_of_ones_own_is_not_imported_for_the_check() -> None:
    check_artist("sketch", options_from({}))
    check_artist("no_such_module:draw", options_from({}))


def test_good_settings_of_an_images_api_pass() -> None:
    environment = {**os.environ, "COMICAI_ARTIST__TOKEN": "sk-key", "COMICAI_ARTIST__OPTIONS": "{}"}

    check_artist("images", options_from(environment), environment)


def test_a_wrong_option_of_an_images_api_is_named() -> None:
    found = problem(
        "images",
        COMICAI_ARTIST__TOKEN="sk-key",
        COMICAI_ARTIST__OPTIONS='{"sizes": ["huge"]}',
    )

    assert found.startswith("artist.options")
    assert "must be like 1024x1024" in found
    assert "sk-key" not in found


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_diffusers_without_its_packages_is_one_sentence() -> None:
    assert "pip install 'comicai[gpu]'" in problem("diffusers")


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
def test_an_unknown_preset_is_one_sentence(tmp_path: Path) -> None:
    found = problem("diffusers", COMICAI_ARTIST__PRESET="oil", HF_HOME=str(tmp_path))

    assert found.startswith("artist.preset: oil is unknown; there are: ")
    assert "\n" not in found


def test_options_about_the_model_are_checked_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MODEL", "OPTIONS", "PRESET"):
        monkeypatch.setenv(f"COMICAI_ARTIST__{name}", "")  # to be restored after the test
    given = ["--artist", "diffusers", "--i-have-a-licence", "--model", str(tmp_path / "none")]

    assert main(given) == 2

    printed = capsys.readouterr().err
    assert printed.startswith("artist.")
    assert len(printed.splitlines()) == 1
    assert os.environ["COMICAI_ARTIST__MODEL"] == str(tmp_path / "none")
    assert os.environ["COMICAI_ARTIST__OPTIONS"] == '{"i_have_a_licence": true}'
