"""Where a sentence takes place."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.places import Location, told_locations, usual_location
from tests.pipeline.comic.planner.reading.readings import sentence_of


def _told(text: str, language: str = "en") -> list[tuple[str, str]]:
    sentence = sentence_of(text, language)
    return [
        (location.place, location.room)
        for location in told_locations(sentence, range(len(sentence.words)))
    ]


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("en", "A cat sleeps in the kitchen.", [("", "kitchen")]),
        ("en", "A dog walks through the forest.", [("forest", "")]),
        ("en", "A cat opens a bakery on the moon.", [("moon", "bakery")]),
        ("en", "Nora walks home.", [("road", "")]),
        ("en", "Nora is at home.", [("", "home")]),
        ("en", "A dog walks through London.", [("city", "")]),
        ("en", "A cat sleeps.", []),
        ("en", "There is no beach here.", []),
        ("es", "Un gato duerme en la cocina.", [("", "kitchen")]),
        ("pt", "Um gato dorme na praia.", [("beach", "")]),
        ("fr", "Un chat dort sur la plage.", [("beach", "")]),
        ("de", "Eine Katze schläft im Wald.", [("forest", "")]),
        ("ja", "猫が台所で眠る。", [("", "kitchen")]),
        ("ja", "猫が月でパン屋を開く。", [("moon", "bakery")]),
    ],
)
def test_places_are_told(language: str, text: str, places: list[tuple[str, str]]) -> None:
    assert _told(text, language) == places


def test_a_place_that_cannot_be_drawn_keeps_its_name() -> None:
    sentence = sentence_of("A boy waits at the dentist's office in Paris.")

    names = [place.name for place in told_locations(sentence, range(len(sentence.words)))]
    assert any(names)


def test_only_the_words_of_a_beat_count() -> None:
    sentence = sentence_of("A cat leaves the kitchen and sleeps in the forest.")
    cut = next(i for i, word in enumerate(sentence.words) if word.text == "and")

    found = told_locations(sentence, range(cut, len(sentence.words)))
    assert [place.place for place in found] == ["forest"]


@pytest.mark.parametrize(
    ("meanings", "location"),
    [
        (["goalkeeper"], "stadium"),
        (["boss"], "office"),
        (["nothing", "mermaid"], "underwater"),
    ],
)
def test_who_is_there_says_where_it_usually_is(meanings: list[str], location: str) -> None:
    found = usual_location(meanings)

    assert found is not None
    assert location in {found.place, found.room, found.name}


def test_meanings_without_a_usual_place_say_nothing() -> None:
    assert usual_location(["nothing"]) is None
    assert Location() == Location(place="", room="")
