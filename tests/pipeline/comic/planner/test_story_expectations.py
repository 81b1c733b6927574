"""The terms of the story cases: each is missed by a story that is wrong, and by no other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.comic.planner.story_expectations import TERMS, shortfalls

STORY = {
    "title": "Midnight",
    "style": "noir",
    "lettering": "full",
    "aspect": "1:1",
    "colorMode": "grayscale",
    "notices": [],
    "cast": [
        {"id": "c1", "name": "Nora", "species": "human", "gender": "female", "description": ""},
        {"id": "c2", "name": "", "species": "dog", "gender": None, "description": "a sad dog"},
    ],
    "panels": [
        {
            "place": "kitchen",
            "cast": [{"id": "c1", "action": "stand", "holds": ["cake"]}],
            "things": ["table"],
            "lines": [
                {"kind": "caption", "text": "Midnight.", "speaker": None},
                {"kind": "speech", "text": "Who ate the cake?", "speaker": "c1"},
            ],
        },
        {
            "place": "street",
            "cast": [{"id": "c2", "action": "run", "holds": []}],
            "things": [],
            "lines": [
                {"kind": "thought", "text": "Not me.", "speaker": "c2"},
                {"kind": "speech", "text": "Stop!", "speaker": None},
                {"kind": "sfx", "text": "CLANG", "speaker": None},
            ],
        },
    ],
}

MET: list[tuple[str, Any]] = [
    ("panels", 2),
    ("speaker", {"who ATE": "nora", "not me": "dog", "stop": None}),
    ("cast", ["nora", "sad dog", "c1"]),
    ("not_cast", ["cat"]),
    ("cast_size", 2),
    ("gender", {"Nora": "female"}),
    ("in_panel", {"1": ["nora"], "2": ["dog"]}),
    ("not_in_panel", {"2": ["nora"]}),
    ("place", {"1": ["office", "kitchen"], "*": ["kitchen", "street"]}),
    ("things", ["cake", "table", "street", "run"]),
    ("caption_lacks", ["panel"]),
    ("caption_has", ["midnight", "cake", "clang"]),
    ("notice", False),
    ("ordered", ["midnight", "who ate", "not me"]),
    ("style", "Noir"),
    ("lettering", "full"),
    ("aspect", "1:1"),
    ("color_mode", "grayscale"),
]

MISSED: list[tuple[str, Any]] = [
    ("panels", 3),
    ("speaker", {"who ate": "dog"}),
    ("speaker", {"who ate": None}),
    ("speaker", {"not me": None}),
    ("speaker", {"stop": "nora"}),
    ("speaker", {"midnight": "nora"}),
    ("speaker", {"clang": None}),
    ("cast", ["cat"]),
    ("not_cast", ["dog"]),
    ("cast_size", 1),
    ("gender", {"Nora": "male"}),
    ("gender", {"dog": "male"}),
    ("gender", {"cat": "male"}),
    ("in_panel", {"1": ["dog"]}),
    ("in_panel", {"3": ["dog"]}),
    ("not_in_panel", {"1": ["nora"]}),
    ("place", {"1": ["office"]}),
    ("place", {"*": ["kitchen"]}),
    ("things", ["umbrella"]),
    ("caption_lacks", ["MIDNIGHT"]),
    ("caption_has", ["panel"]),
    ("notice", True),
    ("ordered", ["not me", "who ate"]),
    ("ordered", ["midnight", "nobody"]),
    ("style", "manga"),
    ("lettering", "none"),
    ("aspect", "16:9"),
    ("color_mode", "color"),
]


@pytest.mark.parametrize(("term", "want"), MET)
def test_a_term_that_is_met(term: str, want: Any) -> None:
    assert shortfalls(STORY, {term: want}) == []


@pytest.mark.parametrize(("term", "want"), MISSED)
def test_a_term_that_is_missed(term: str, want: Any) -> None:
    assert len(shortfalls(STORY, {term: want})) == 1


def test_every_term_is_tested_both_ways() -> None:
    assert {term for term, _ in MET} == {term for term, _ in MISSED} == set(TERMS)
