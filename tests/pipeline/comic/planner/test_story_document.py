"""What `docs/story.md` says about the JSON of a story."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.comic.story_json import Story
from tests.pipeline.comic.planner.planned_stories import planned_story

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "story.md").read_text(encoding="utf-8")


def test_the_example_is_a_story() -> None:
    examples = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

    assert examples
    for example in examples:
        Story.model_validate(json.loads(example))


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("In Lisbon, a tourist drops her ice cream.", "Lisbon"),
        ("Una niña abre un diario en Lisboa.", "lisbon (Lisboa)"),
        ("A boy visits the dentist.", "dentist"),
        ("A dog sleeps in the kitchen.", "kitchen"),
        ("A cat opens a bakery on the moon.", "bakery, moon"),
    ],
)
def test_a_place_is_written_as_the_page_says(prompt: str, place: str) -> None:
    assert f"`{place}`" in PAGE
    assert {panel["place"] for panel in planned_story(prompt)["panels"]} == {place}


def test_a_thing_is_its_english_word_and_that_of_the_story() -> None:
    things = planned_story("Una niña abre un diario en Lisboa.")["panels"][0]["things"]

    assert things == ["book (diario)"]
    assert "`book (diario)`" in PAGE


def test_captions_stand_where_they_are_told() -> None:
    story = planned_story("Panel 1: Nora: Hello!\nCAPTION: A dog arrives.\nDog: Woof.")

    kinds = [line["kind"] for line in story["panels"][0]["lines"]]
    assert kinds == ["speech", "caption", "speech"]
