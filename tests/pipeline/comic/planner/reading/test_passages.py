"""Passages of prompts: narration, speech, captions, sounds, and panels of scripts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.planner.reading.passages import Kind, Passage, passages_of

WORDS = st.sampled_from(
    ["cat", "Nora", "runs", "the", "it's", "猫", "Straße", "été", "well-known", "seven", "O'Hara"]
)
QUOTED = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: f"“{' '.join(words)}!”")
TOLD = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: f"{' '.join(words)}.")


def _told(prompt: str) -> list[tuple[str, str]]:
    return [(str(passage.kind), passage.text) for passage in passages_of(prompt)]


def _cues(prompt: str) -> list[tuple[str, str, str]]:
    return [(passage.cue, str(passage.kind), passage.text) for passage in passages_of(prompt)]


def test_narration_and_speech_interleave_as_written() -> None:
    assert _told('A cat waits. "Now!" it says. It runs. "Bye."') == [
        ("narration", "A cat waits."),
        ("speech", "Now!"),
        ("narration", "it says. It runs."),
        ("speech", "Bye."),
    ]


@pytest.mark.parametrize(
    ("prompt", "passages"),
    [
        ("NORA: Who ate it?\nTIM: Not me.", [("NORA", "Who ate it?"), ("TIM", "Not me.")]),
        ('Nora: "Who ate it?"', [("Nora", "Who ate it?")]),
        (
            "The teacher: Sit down.\nThe boy: No.",
            [("The teacher", "Sit down."), ("The boy", "No.")],
        ),
        ("Tim: Fish. Ana: No fish.", [("Tim", "Fish."), ("Ana", "No fish.")]),
        ("Женя: Привет!\nОля: Пока!", [("Женя", "Привет!"), ("Оля", "Пока!")]),
        ("A wolf knocks at the door. WOLF: Open up!", [("WOLF", "Open up!")]),
        ("Un loup frappe. LOUP : Ouvrez !", [("LOUP", "Ouvrez !")]),
        ("Mr. Green: Hello.", [("Mr. Green", "Hello.")]),
        ("小明：你好！", [("小明", "你好！")]),
        ("魔女「ほうきはどこ？」", [("魔女", "ほうきはどこ？")]),
        ("Gato: ¿Qué haces?\nPerro: Nada.", [("Gato", "¿Qué haces?"), ("Perro", "Nada.")]),
    ],
)
def test_a_name_before_a_colon_speaks(prompt: str, passages: list[tuple[str, str]]) -> None:
    assert [(cue, text) for cue, kind, text in _cues(prompt) if kind == "speech"] == passages


@pytest.mark.parametrize(
    "told",
    [
        "My sister reads in the attic. The owl asks",
        "We sleep in a tent. A raccoon says",
        "My neighbour stood on the bridge and the troll shouts",
        "My grandma knits during the storm; Leo says",
        "Five frogs jump in 3 ponds and the heron asks",
        "Lena wartet in 3 Metern Höhe. Der Rabe ruft",
        "Il cane dorme in 2 secondi. Il gatto chiede",
    ],
)
def test_what_is_told_before_a_colon_stays_narration(told: str) -> None:
    passages = passages_of(f'{told}: "Hello!"')

    assert [(passage.cue, str(passage.kind)) for passage in passages] == [
        ("", "narration"),
        ("", "speech"),
    ]
    assert passages[0].text.startswith(told)


@pytest.mark.parametrize(
    ("prompt", "cue"),
    [
        ("My brother at 6 am: five more minutes", "My brother"),
        ("My teacher during the exam: no talking!", "My teacher"),
        ("My dog after 2 walks: again!", "My dog"),
    ],
)
def test_a_speaker_with_a_time_speaks(prompt: str, cue: str) -> None:
    assert [(found, kind) for found, kind, _ in _cues(prompt)] == [(cue, "speech")]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("Ella (whispering): Be quiet.", "whisper"),
        ("Ella (thinking): What a day.", "thought"),
        ("Ella (cheerful): What a day.", "speech"),
        ("Ella (pensando): Qué día.", "thought"),
    ],
)
def test_a_remark_in_parentheses_says_how_a_line_is_spoken(prompt: str, kind: str) -> None:
    (passage,) = passages_of(prompt)

    assert (passage.kind, passage.cue) == (kind, "Ella")


@pytest.mark.parametrize(
    ("prompt", "kind", "text"),
    [
        ("CAPTION: Later that day...", "caption", "Later that day..."),
        ('Caption: "Meanwhile"', "caption", "Meanwhile"),
        ("SFX: BOOM", "sfx", "BOOM"),
        ("Título: La luna", "title", "La luna"),
        ("Legenda: Mais tarde", "caption", "Mais tarde"),
        ("効果音：ドーン", "sfx", "ドーン"),
    ],
)
def test_captions_sounds_and_titles_have_cues(prompt: str, kind: str, text: str) -> None:
    assert _told(prompt) == [(kind, text)]


@pytest.mark.parametrize(
    "prompt",
    [
        "At 12:30 the cat sleeps.",
        "See https://example.com for more.",
        "Monday: rain.",
        "Day 1: the cat arrives.",
        "the recipe is simple: two eggs",
        "The cat sleeps. Note: it is a lazy cat.",
    ],
)
def test_other_colons_introduce_nobody(prompt: str) -> None:
    assert all(not passage.cue and not passage.is_spoken for passage in passages_of(prompt))


@pytest.mark.parametrize(
    "prompt",
    [
        'A cat called "Mimi" sleeps.',
        'He wears the "magic" hat again.',
    ],
)
def test_a_name_or_word_between_marks_is_not_said(prompt: str) -> None:
    assert _told(prompt) == [("narration", prompt)]


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("The cat says: Who is there?", "Who is there?"),
        ("Help! shouts a sheep.", "Help!"),
        ("You are in Ohio, says the cow.", "You are in Ohio,"),
        ("El gato dice: ¿Quién es?", "¿Quién es?"),
        ("猫说：你好！", "你好！"),
    ],
)
def test_speech_needs_no_marks_where_a_verb_of_saying_is(prompt: str, text: str) -> None:
    assert [p.text for p in passages_of(prompt) if p.is_spoken] == [text]


def test_a_participle_beside_a_comma_attributes_nothing() -> None:
    prompt = "A dragon looks at the snow, thinking about bread."

    assert _told(prompt) == [("narration", prompt)]


def test_panels_of_a_script_are_numbered() -> None:
    passages = passages_of(
        "Panel 1: A cat sleeps.\nPanel 2:\nNora: Wake up!\nPanel 3: CAPTION: Later"
    )

    assert [(p.panel, str(p.kind), p.text) for p in passages] == [
        (0, "narration", "A cat sleeps."),
        (1, "speech", "Wake up!"),
        (2, "caption", "Later"),
    ]


def test_a_title_above_the_panels_is_told_in_none() -> None:
    passages = passages_of("The last cake\nPanel 1: A cat sleeps.\nPanel 2: It wakes up.")

    assert (passages[0].kind, passages[0].text) == (Kind.TITLE, "The last cake")


def test_a_screenplay_has_cues_on_lines_of_their_own() -> None:
    passages = passages_of("INT. KITCHEN - NIGHT\nNora stirs soup.\nNORA\n(whispering)\nToo salty.")

    assert Passage(Kind.SPEECH, "Too salty.", passages[-1].line, 0, "NORA") == passages[-1]
    assert passages[0].kind is Kind.SCENE
    assert "INT" not in passages[0].text


def test_names_take_turns_behind_narration() -> None:
    passages = passages_of("The tent leaks. Nora: It rains. Emil: Inside? Nora: Mostly.")

    assert [(p.cue, p.text) for p in passages] == [
        ("", "The tent leaks."),
        ("Nora", "It rains."),
        ("Emil", "Inside?"),
        ("Nora", "Mostly."),
    ]


@pytest.mark.parametrize(
    "prompt", ["The rules are simple. Zorp: none. Blik: none.", "He notes it. Recipe: one egg."]
)
def test_unknown_words_before_colons_take_no_turns(prompt: str) -> None:
    assert [passage.cue for passage in passages_of(prompt)][1:] == []


@given(st.lists(st.one_of(TOLD, QUOTED), min_size=1, max_size=8))
def test_passages_keep_all_words_in_order(pieces: list[str]) -> None:
    prompt = " ".join(pieces)

    told = " ".join(passage.text for passage in passages_of(prompt))
    assert re.findall(r"[\w'-]+", told) == re.findall(r"[\w'-]+", prompt)


@given(st.text(max_size=400))
def test_any_text_has_passages_with_text(prompt: str) -> None:
    passages = passages_of(prompt)

    assert all(passage.text.strip() for passage in passages)
    lines = [passage.line for passage in passages]
    assert lines == sorted(lines)
