"""The things of a sentence, known or by their word."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.things import things_in
from tests.pipeline.comic.planner.reading.readings import sentence_of


def _things(text: str, language: str = "en", people: frozenset[int] = frozenset()) -> list[str]:
    sentence = sentence_of(text, language)
    return [thing.name for thing in things_in(sentence, range(len(sentence.words)), people)]


@pytest.mark.parametrize(
    ("language", "text", "things"),
    [
        ("en", "A woman reads a book.", ["book"]),
        ("en", "A man finds a kettle and an umbrella.", ["kettle", "umbrella"]),
        ("en", "A boy opens the blorb.", ["blorb"]),
        ("en", "A cat has no hat and no cake.", []),
        ("en", "A girl knits a scarf.", ["scarf"]),
        ("en", "Time passes in silence.", []),
        ("en", "A cat sleeps in the kitchen at night.", []),
        ("es", "Una mujer lee un libro.", ["book"]),
        ("pt", "A menina come um bolo.", ["cake"]),
        ("ja", "猫が本を読む。", ["book"]),
        ("de", "Die Frau liest ein Buch.", ["book"]),
    ],
)
def test_things_are_told(language: str, text: str, things: list[str]) -> None:
    sentence = sentence_of(text, language)
    first = frozenset({sentence.phrases[0].first})  # who acts is no thing

    assert _things(text, language, first) == things


def test_a_thing_keeps_the_word_as_written() -> None:
    sentence = sentence_of("Ella come una tarta de manzana.", "es")

    (thing, *_) = things_in(sentence, range(len(sentence.words)), frozenset())
    assert thing.label.startswith("tarta")


def test_an_animal_that_is_nobody_is_a_thing() -> None:
    assert "fish" in _things("A bear eats a fish.", people=frozenset({0}))


def test_a_title_between_marks_is_nothing_in_the_picture() -> None:
    sentence = sentence_of('Tom reads "The Big Bad Wolf" to Anna.')

    assert list(things_in(sentence, range(len(sentence.words)), frozenset())) == []
