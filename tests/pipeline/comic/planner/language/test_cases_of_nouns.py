"""Nouns of German and Russian: cases, compounds and diminutives."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language.detection import language_of
from pipeline.comic.planner.language.lexicon_index import senses_of, senses_of_compound
from pipeline.comic.planner.language.russian_nouns import first_case_of
from pipeline.comic.planner.language.tagging import tag_words


@pytest.mark.parametrize(
    ("text", "language", "oblique"),
    [
        ("Den Kuchen frisst der Hund.", "de", ["Kuchen"]),
        ("Der Bär hilft dem Hasen.", "de", ["Hasen"]),
        ("Der Hut der Hexe brennt.", "de", ["Hexe"]),
        ("Рыцаря преследует курица.", "ru", ["Рыцаря"]),
        ("Два кота видят собаку.", "ru", ["собаку"]),
        ("Почтальон боится таксы.", "ru", ["таксы"]),
    ],
)
def test_a_noun_shows_that_it_is_no_subject(text: str, language: str, oblique: list[str]) -> None:
    words = tag_words(text, language)

    assert [word.text for word in words if word.oblique] == oblique


@pytest.mark.parametrize(
    ("form", "first"),
    [("щенка", "щенок"), ("собак", "собака"), ("кошек", "кошка"), ("лис", "лис"), ("кот", "кот")],
)
def test_a_case_leads_to_the_word_of_the_lexicon(form: str, first: str) -> None:
    assert first_case_of(form) == first


@pytest.mark.parametrize(
    ("word", "language", "sense"),
    [
        ("Zauberlehrling", "de", ("people", "intern")),
        ("Hotelküche", "de", ("rooms", "kitchen")),
        ("Иван-царевич", "ru", ("roles", "prince")),
        ("робот-пылесос", "ru", ("species", "robot")),
    ],
)
def test_a_compound_means_what_its_head_does(
    word: str, language: str, sense: tuple[str, str]
) -> None:
    assert sense in senses_of_compound(word, language)


@pytest.mark.parametrize(
    ("word", "language", "sense"),
    [
        ("слоник", "ru", ("species", "elephant")),
        ("ёлочка", "ru", ("things", "tree")),
        ("Fischlein", "de", ("species", "fish")),
        ("Häuschen", "de", ("sites", "cottage")),
        ("Bärlein", "de", ("species", "bear")),
    ],
)
def test_a_diminutive_means_what_its_noun_does(
    word: str, language: str, sense: tuple[str, str]
) -> None:
    assert sense in senses_of(word, language)


def test_a_hard_sign_is_not_bulgarian_in_a_russian_word() -> None:
    assert language_of("Торт съела собака.") == "ru"
