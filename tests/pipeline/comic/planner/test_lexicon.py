"""The lexicon: its files are well formed, and searched in the language of the text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import find, name_in, names_in

FILES = sorted(Path(lexicon.__file__).parent.glob("words/*/*.toml"))
TABLES = {
    value for name, value in vars(lexicon).items() if name.isupper() and isinstance(value, str)
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_is_a_known_table_of_words(file: Path) -> None:
    table = tomllib.loads(file.read_text(encoding="utf-8"))

    assert file.stem in TABLES
    for meaning, words in table.items():
        assert words, meaning
        assert all(word.strip() == word and word for word in words), meaning
        assert len(set(words)) == len(words), meaning


def test_every_meaning_has_a_word_in_the_languages_of_the_product() -> None:
    for table in (lexicon.SPECIES, lexicon.PLACES, lexicon.THINGS):
        english = lexicon.meanings(table, "en").keys()
        for language in ("pt", "es", "ja"):
            assert lexicon.meanings(table, language).keys() == english, (table, language)


@pytest.mark.parametrize(
    ("text", "language", "meaning", "name"),
    [
        ("Two wolves howl", "en", "wolf", "wolf"),
        ("A coruja voa", "pt", "owl", "coruja"),
        ("Una lechuza vuela", "es", "owl", "búho"),
        ("フクロウが飛ぶ", "ja", "owl", "フクロウ"),
        ("Der Wal singt", "de", "whale", "Wal"),
    ],
)
def test_words_are_found_by_meaning_and_named_in_their_language(
    text: str, language: str, meaning: str, name: str
) -> None:
    assert names_in(text, lexicon.SPECIES, (language,)) == [meaning]
    assert name_in(lexicon.SPECIES, meaning, language) == name


def test_a_language_without_a_table_finds_nothing_and_names_nothing() -> None:
    assert find("kočka", lexicon.SPECIES, ("cs",)) == []
    assert name_in(lexicon.SPECIES, "cat", "cs") == "cat"
    assert name_in(lexicon.SPECIES, "cat", "../en") == "cat"
