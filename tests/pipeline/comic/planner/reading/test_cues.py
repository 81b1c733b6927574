"""Words that introduce speech, captions and sounds, in all languages at once."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading import cues
from pipeline.comic.planner.reading.unmarked_speech import unmarked_speech


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CAPTION", "caption"),
        ("Caption 2", "caption"),
        ("sfx", "sfx"),
        ("Legenda", "caption"),
        ("Titel", "title"),
        ("Nora", ""),
        ("Robot 2", ""),
        ("whispering", ""),  # says how, not what
    ],
)
def test_a_cue_says_what_it_introduces(name: str, kind: str) -> None:
    assert cues.kind_of(name) == kind


@pytest.mark.parametrize(
    ("remark", "manner"),
    [
        ("whispering", "whisper"),
        ("she is thinking", "thought"),
        ("susurrando", "whisper"),
        ("to the dog", ""),
        ("", ""),
    ],
)
def test_a_remark_says_how_a_line_is_spoken(remark: str, manner: str) -> None:
    assert cues.manner_of(remark) == manner


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("the cat says", True),
        ("grita el pato", True),
        ("disse a menina", True),
        ("猫が言う", True),
        ("the cat sleeps", False),
    ],
)
def test_verbs_of_saying_are_known_in_all_languages(text: str, says: bool) -> None:
    assert cues.says_something(text) is says


@pytest.mark.parametrize(
    ("text", "attributes"),
    [("said the cat.", True), ("disse o gato.", True), ("The cat said.", False), ("a cat", False)],
)
def test_an_attribution_between_dashes_begins_with_a_small_letter(
    text: str, attributes: bool
) -> None:
    assert cues.is_attribution(text) is attributes


@pytest.mark.parametrize(
    ("before", "text", "after", "is_term"),
    [
        ("A cat called ", "Mimi", " sleeps.", True),
        ("He wears the ", "magic", " hat.", True),
        ("The cat says ", "hello", " to him.", False),
        ("", "Hello", " says the cat.", False),
        ("A cat waits. ", "Hello", "", False),
        ("The sign: ", "closed", " today.", False),
        ("He wears the ", "magic!", " hat.", False),
        ("Un gato llamado ", "Mimi", " duerme.", True),
    ],
)
def test_a_term_is_named_or_within_a_sentence(
    before: str, text: str, after: str, is_term: bool
) -> None:
    assert cues.is_term(before, text, after) is is_term


@pytest.mark.parametrize("name", ["Monday", "Day 1", "Lunes", "Night"])
def test_a_time_is_nobody(name: str) -> None:
    assert cues.is_time(name)


@pytest.mark.parametrize("name", ["Nora", "The cat", "Me", ""])
def test_somebody_is_no_time(name: str) -> None:
    assert not cues.is_time(name)


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("Then the cat says: Go away.", "Go away."),
        ("Help! shouts a sheep.", "Help!"),
        ("You are in Ohio, says the cow.", "You are in Ohio,"),
        ("The cat sleeps, thinking about fish.", None),
        ("The list: eggs, milk.", None),
        ("Help! A sheep shouts.", None),
    ],
)
def test_unmarked_speech_stands_beside_a_verb_of_saying(text: str, speech: str | None) -> None:
    span = unmarked_speech(text)

    assert (text[slice(*span)] if span else None) == speech
