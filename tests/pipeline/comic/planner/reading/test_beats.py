"""Beats: a story cut into as many panels as are wanted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.reading.beats import SPEECH_LIMIT, Beat, Phase, beats_of, premise_of
from tests.pipeline.comic.planner.reading.readings import reading_of

LONG_LINE = (
    "I would like to say that this is a very long line, which no balloon of a comic could hold in "
    "one piece, so that it has to be cut somewhere."
)
SENTENCES = st.sampled_from(
    [
        "A cat opens the door, and a dog runs away.",
        "Nora waits.",
        '"Who is there?" asks Nora.',
        '"Stop!" shouts the dog.',
        "El gato duerme mientras la rana canta.",
        "猫が歌い、犬が踊る。",
        "It rains; the king sighs because the soup is cold.",
        f"“{LONG_LINE}”",
    ]
)


def _texts(beats: list[Beat]) -> list[list[str]]:
    return [[item.text for item in beat.lines] for beat in beats]


@given(st.lists(SENTENCES, min_size=1, max_size=8), st.integers(1, 12))
def test_beats_are_exactly_as_many_and_keep_every_text_in_order(
    sentences: list[str], count: int
) -> None:
    reading = reading_of(" ".join(sentences))

    beats = beats_of(reading, count)

    assert len(beats) == count
    printed = " ".join(text for texts in _texts(beats) for text in texts)
    told = " ".join(item.text for item in reading.told)
    assert _words(printed) == _words(told)


def _words(text: str) -> list[str]:
    """Return the words, without the conjunctions that a cut may drop."""
    words = re.findall(r"\w+", text.lower())
    return [word for word in words if word not in {"and", "because", "mientras"}]


@pytest.mark.parametrize(
    ("count", "phases"),
    [
        (1, ["act"]),
        (2, ["act", "reaction"]),
        (3, ["setup", "act", "reaction"]),
        (4, ["setup", "act", "reaction", "detail"]),
        (5, ["setup", "act", "pause", "reaction", "detail"]),
        (7, ["setup", "act", "pause", "reaction", "detail", "reaction", "detail"]),
    ],
)
def test_one_act_is_drawn_in_phases(count: int, phases: list[str]) -> None:
    beats = beats_of(reading_of("A dog digs."), count)

    assert [str(beat.phase) for beat in beats] == phases
    assert [texts for texts in _texts(beats) if texts] == [["A dog digs."]]


def test_a_phase_has_the_facts_of_its_act_and_no_words() -> None:
    setup, act, *_ = beats_of(reading_of("A dog digs in the garden."), 4)

    assert setup.phase is Phase.SETUP
    assert setup.silent
    assert setup.lines == []
    assert setup.mentions == act.mentions


def test_sentences_of_narration_are_one_beat_each() -> None:
    beats = beats_of(reading_of("A cat wakes up. It yawns. It sleeps again."), 3)

    assert _texts(beats) == [["A cat wakes up."], ["It yawns."], ["It sleeps again."]]


def test_the_lightest_neighbours_are_joined_where_there_are_too_few_panels() -> None:
    prompt = "A cat opens a very old bakery in the middle of the city. It yawns. It sleeps."

    beats = beats_of(reading_of(prompt), 2)

    assert [len(texts) for texts in _texts(beats)] == [1, 2]


def test_a_sentence_is_cut_between_clauses_that_have_a_verb() -> None:
    beats = beats_of(reading_of("A cat opens the old door, and a dog runs into the house."), 2)

    assert _texts(beats) == [["A cat opens the old door."], ["A dog runs into the house."]]


def test_a_list_of_things_is_not_cut() -> None:
    beats = beats_of(reading_of("A cat buys bread, butter and some cheese."), 2)

    assert [len(texts) for texts in _texts(beats)] == [1, 0]


def test_a_line_stays_with_what_introduces_it() -> None:
    beats = beats_of(reading_of('A cat waits. Then the dog says: "Hello!" The cat runs.'), 3)

    assert _texts(beats) == [["A cat waits.", "Hello!"], ["The cat runs."], []] or _texts(
        beats
    ) == [["A cat waits."], ["Hello!"], ["The cat runs."]]
    spoken = next(beat for beat in beats if beat.said and beat.lines)
    assert any(item.introduces for item in spoken.told)


def test_a_long_line_is_split_over_balloons() -> None:
    text = "I would like to say something. " * 8
    beats = beats_of(reading_of(f'The cat says "{text.strip()}"'), 1)

    parts = [item.text for item in beats[0].said]
    assert len(parts) > 1
    assert max(map(len, parts)) <= SPEECH_LIMIT
    assert " ".join(parts) == text.strip()


def test_a_script_has_a_beat_for_each_panel() -> None:
    reading = reading_of(
        "Panel 1: A cat sleeps. It snores.\nPanel 2: A dog barks.\nPanel 3: CAPTION: Later"
    )

    assert reading.panels == 3
    assert _texts(beats_of(reading, 3)) == [
        ["A cat sleeps.", "It snores."],
        ["A dog barks."],
        ["Later"],
    ]


def test_a_prompt_has_no_premise() -> None:
    assert premise_of(reading_of("A cat sleeps.")).told == []


@pytest.mark.parametrize(
    ("prompt", "weather"),
    [
        ("Captain Thunder waves.", []),
        ("Mr. Winter waves.", []),
        ("Snow White waves.", []),
        ("Doctor Storm walks in the rain.", ["rain"]),
    ],
)
def test_weather_in_a_name_is_none(prompt: str, weather: list[str]) -> None:
    (beat,) = beats_of(reading_of(prompt), 1)

    assert beat.meanings(lexicon.WEATHER, lexicon.TIMES) == weather
