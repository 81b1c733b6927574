"""Languages as folders: their content, mistakes in one, and an additional one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import core
from core.config.settings import ConfigError, load_config
from core.sentences import CATALOGUE, Catalogue
from core.sentences.languages import LanguageError
from core.sentences.negotiation import best_of
from tests.german import MARK, add_german, with_german

SAID = """
from core.config.settings import load_config
from core.errors import PromptRejectedError
from core.sentences import explain
load_config(environ={"COMICAI_OPS__LANGUAGE": "de"})
print(explain(PromptRejectedError(), "de-AT"))
"""


def folder_with(folder: Path, **languages: str) -> Catalogue:
    """Return a catalogue of languages that have one sentence each: their tag."""
    for name, data in languages.items():
        tag = name.replace("_", "-")
        (folder / tag).mkdir()
        (folder / tag / "language.toml").write_text(data, encoding="utf-8")
        (folder / tag / "some.ftl").write_text(f"only_{name} = said in {tag}\n", encoding="utf-8")
    return Catalogue(folder)


def test_a_language_is_found_by_its_folder(tmp_path: Path) -> None:
    catalogue = with_german(tmp_path)

    assert list(catalogue.languages) == ["en", "de", "es", "ja", "pt-BR"]
    assert catalogue.languages["de"].name == "Deutsch"
    assert catalogue.negotiate("de-AT, en;q=0.5") == "de"
    assert catalogue.sentence("no_such_route", "de-DE") == (
        MARK + CATALOGUE.sentence("no_such_route", "en")
    )
    assert catalogue.sentence("no_such_route", "pt") == CATALOGUE.sentence("no_such_route", "pt")


def test_the_settings_accept_a_language_that_has_a_folder(tmp_path: Path) -> None:
    catalogue = with_german(tmp_path / "languages")
    german = {"COMICAI_OPS__LANGUAGE": "de"}

    assert load_config(tmp_path, german, catalogue=catalogue).ops.language == "de"
    with pytest.raises(ConfigError, match=r"ops\.language: must be one of: en, es, ja, pt-BR"):
        load_config(tmp_path, german)


def test_words_are_collected_from_all_languages(tmp_path: Path) -> None:
    catalogue = with_german(tmp_path)

    assert {"moin", "hola", "hello", "こんにちは"} <= catalogue.words("greetings")
    assert {"an", "on", "sí"} <= catalogue.words("on")
    assert {"aus", "off", "não"} <= catalogue.words("off")
    assert {"lieblinge", "favorites", "favoritos"} <= catalogue.words("favorites")


def test_a_missing_sentence_comes_from_the_fallback(tmp_path: Path) -> None:
    catalogue = folder_with(
        tmp_path,
        en='name = "English"',
        pt='name = "Português"',
        pt_AO='name = "Português (Angola)"\nfallback = "pt"',
    )

    assert catalogue.sentence("only_pt_AO", "pt-AO") == "said in pt-AO"
    assert catalogue.sentence("only_pt", "pt-AO") == "said in pt"
    assert catalogue.sentence("only_en", "pt-AO") == "said in en"
    assert set(catalogue.patterns("only_", "pt-AO")) == {"only_en", "only_pt", "only_pt_AO"}
    with pytest.raises(KeyError):
        catalogue.sentence("only_pt", "en")


def test_circular_fallbacks_terminate(tmp_path: Path) -> None:
    catalogue = folder_with(
        tmp_path,
        en='name = "English"',
        pt='name = "Português"\nfallback = "gl"',
        gl='name = "Galego"\nfallback = "pt"',
    )

    assert catalogue.sentence("only_gl", "pt") == "said in gl"
    with pytest.raises(KeyError):
        catalogue.sentence("only_en", "pt")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("", "name: must be text"),
        ("name = 1", "name: must be text"),
        ("name =", "de/language.toml"),
        ('name = "Deutsch"\nfallback = "nl"', "fallback: there is no language nl"),
        ('name = "Deutsch"\ndirection = "down"', "direction: must be ltr or rtl"),
        ('name = "Deutsch"\ndiscord = "de"', "discord: must be a list of texts"),
        ('name = "Deutsch"\ncolor = "red"', "unknown keys: color"),
        ('name = "Deutsch"\n[words]\ngreeting = ["hallo"]', "unknown lists: greeting"),
    ],
)
def test_a_mistake_in_a_folder_is_reported(tmp_path: Path, data: str, problem: str) -> None:
    catalogue = folder_with(tmp_path, en='name = "English"', de=data)

    with pytest.raises(LanguageError, match=problem) as raised:
        catalogue.sentence("only_en")
    assert str(raised.value).startswith("de/language.toml: ")


def test_the_default_language_is_required(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="default language"):
        folder_with(tmp_path, de='name = "Deutsch"').sentence("only_de")


@pytest.mark.parametrize(
    ("wanted", "best"),
    [("pt-AO", "pt-AO"), ("pt_ao", "pt-AO"), ("pt-MZ", "pt-BR"), ("pt", "pt-BR"), ("fr", None)],
)
def test_an_exact_match_is_preferred_to_a_related_language(wanted: str, best: str | None) -> None:
    assert best_of(["en", "pt-BR", "pt-AO"], wanted) == best


def test_a_new_language_needs_only_a_folder(tmp_path: Path) -> None:
    """Add a folder to a copy of the package, without changing any Python."""
    package = Path(str(core.__file__)).parent
    shutil.copytree(package, tmp_path / "core", ignore=shutil.ignore_patterns("__pycache__"))
    add_german(tmp_path / "core" / "sentences")

    answer = subprocess.run(
        [sys.executable, "-c", SAID],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )

    assert answer.stdout.decode().strip() == MARK + CATALOGUE.sentence("prompt_rejected", "en")
