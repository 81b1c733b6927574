"""Lexicon search: words and phrases of the lexicon among the words of a text."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import find, found_in, names_in, senses
from pipeline.comic.planner.language.tagging import tag_words


def named(text: str, language: str, *tables: str) -> list[tuple[str, str]]:
    found = found_in(tag_words(text, language), language, tables)
    return [(match.name, text[match.start : match.end]) for match in found]


@pytest.mark.parametrize(
    ("text", "language", "table", "expected"),
    [
        ("Two ice creams melt.", "en", lexicon.THINGS, [("ice cream", "ice creams")]),
        ("An ice-cream melts.", "en", lexicon.THINGS, [("ice cream", "ice-cream")]),
        ("A magnifying glass", "en", lexicon.THINGS, [("magnifier", "magnifying glass")]),
        ("Wolves and mice", "en", lexicon.SPECIES, [("wolf", "Wolves"), ("mouse", "mice")]),
        ("Las ranas cantan.", "es", lexicon.SPECIES, [("frog", "ranas")]),
        ("Os ursos e a coruja", "pt", lexicon.SPECIES, [("bear", "ursos"), ("owl", "coruja")]),
        ("Zwei Bären", "de", lexicon.SPECIES, [("bear", "Bären")]),
        ("Des renards", "fr", lexicon.SPECIES, [("fox", "renards")]),
        ("黒猫が魚を見る。", "ja", lexicon.SPECIES, [("cat", "猫"), ("fish", "魚")]),
        ("パン屋が開く", "ja", lexicon.ROOMS, [("bakery", "パン屋")]),
    ],
)
def test_words_are_found_in_any_form(
    text: str, language: str, table: str, expected: list[tuple[str, str]]
) -> None:
    assert named(text, language, table) == expected


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("空港で待つ。", lexicon.PLACES),  # an airport is no sky
        ("タコスを食べる。", lexicon.SPECIES),  # tacos are no octopus
        ("牛乳を飲む。", lexicon.SPECIES),  # milk is no cow
    ],
)
def test_a_part_of_a_japanese_word_is_not_that_word(text: str, table: str) -> None:
    assert named(text, "ja", table) == []
    assert find(text, table, ("ja", "en")) == []
    assert names_in(text, table, ("ja",)) == []


def test_matches_tell_their_words_and_their_table() -> None:
    words = tag_words("A wolf eats ice cream.", "en")

    found = found_in(words, "en", (lexicon.SPECIES, lexicon.THINGS))

    assert [(match.table, match.first, match.last) for match in found] == [
        (lexicon.SPECIES, 1, 1),
        (lexicon.THINGS, 3, 4),
    ]


def test_a_word_has_its_meanings_in_all_tables() -> None:
    (word,) = tag_words("cook", "en")

    assert {(lexicon.ROLES, "chef"), (lexicon.ACTIONS, "hold")} <= senses(word, "en")


def test_a_verb_of_the_same_stem_is_no_noun() -> None:
    words = tag_words("Los panaderos caminan.", "es")

    assert {table for table, _ in senses(words[1], "es")} <= {lexicon.ROLES, lexicon.PEOPLE}


@pytest.mark.parametrize("language", ["zz", "ko", ""])
def test_a_language_without_words_finds_nothing(language: str) -> None:
    assert found_in(tag_words("wolf 狼 волк", language), language, lexicon.MEANINGS) == []
