"""What makes a phrase somebody."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.evidence import Evidence
from tests.pipeline.comic.planner.reading.readings import phrase_with, sentence_of


def _is_being(text: str, word: str, language: str = "en") -> bool:
    sentence = sentence_of(text, language)
    return Evidence(sentence).is_being(phrase_with(sentence, word))


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "A cat sleeps.", "cat"),
        ("en", "A zorple dances.", "zorple"),
        ("en", "Kofi builds a boat.", "Kofi"),
        ("en", "Dr. Xyz opens the door.", "Xyz"),
        ("en", "A toaster falls in love.", "toaster"),
        ("en", "Nora meets a zorple.", "zorple"),
        ("en", "A couple of pigeons argue.", "pigeons"),
        ("es", "Un zorrillo canta.", "zorrillo"),
        ("pt", "Um padeiro dança.", "padeiro"),
        ("de", "Der Uhrmacher lacht.", "Uhrmacher"),
        ("ja", "猫が歌う。", "猫"),
        ("ja", "太郎が歌う。", "太郎"),
    ],
)
def test_who_acts_or_is_known_is_somebody(language: str, text: str, word: str) -> None:
    assert _is_being(text, word, language)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "The toaster breaks.", "toaster"),
        ("en", "Time flies.", "Time"),
        ("en", "A dog walks through London.", "London"),
        ("en", "She is afraid of spiders.", "spiders"),
        ("en", "A bear eats fish.", "fish"),
        ("en", "The rain stops.", "rain"),
        ("es", "El perro camina por Madrid.", "Madrid"),
        ("pt", "A chuva para.", "chuva"),
        ("de", "Der Hund läuft durch Berlin.", "Berlin"),
        ("ja", "犬が東京を歩く。", "東京"),
    ],
)
def test_things_places_and_times_are_nobody(language: str, text: str, word: str) -> None:
    assert not _is_being(text, word, language)


def test_who_speaks_is_somebody_for_that_reason() -> None:
    sentence = sentence_of("The toaster breaks.")
    phrase = phrase_with(sentence, "toaster")

    assert Evidence(sentence, {id(phrase)}).is_being(phrase)


@pytest.mark.parametrize(
    ("text", "gender"), [("Mrs. Smith waits.", "female"), ("Mr. Smith waits.", "male")]
)
def test_a_title_says_the_gender(text: str, gender: str) -> None:
    sentence = sentence_of(text)

    assert Evidence(sentence).title_gender(phrase_with(sentence, "Smith")) == gender


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zilda and Bruno are friends.", "en"),
        ("Zilda y Bruno son amigos.", "es"),
        ("Zilda e Bruno são amigos.", "pt"),
        ("Zilda und Bruno sind Freunde.", "de"),
        ("Zilda et Bruno sont amis.", "fr"),
    ],
)
def test_an_unknown_name_joined_to_a_given_one_is_somebody(text: str, language: str) -> None:
    sentence = sentence_of(text, language)

    assert Evidence(sentence).is_being(phrase_with(sentence, "Zilda"))


@pytest.mark.parametrize("name", ["Monday", "December", "Sunday"])
def test_a_day_or_a_month_is_no_name(name: str) -> None:
    assert Evidence.is_no_name(name)
