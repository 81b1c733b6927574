"""Tests of the story as data: from staged panels, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.comic.character_look import LookHints, derive
from pipeline.comic.page_plan import plan_page
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.staging.story_staging import staged
from pipeline.comic.planner.story_of import story_of
from pipeline.comic.story import Actor, Part, Setting
from pipeline.comic.story_json import Story, story_schema
from pipeline.models import CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import FOX, LONG, order

KEYS = {
    "version",
    "title",
    "language",
    "style",
    "lettering",
    "aspect",
    "colorMode",
    "notices",
    "cast",
    "panels",
}


def _story(asked: DrawingOrder) -> Story:
    return story_of(plan(asked), asked)


def _panel(**fields: Any) -> dict[str, Any]:
    return {"place": "kitchen", **fields}


def _written(*panels: dict[str, Any], cast: tuple[dict[str, Any], ...] = ()) -> Story:
    return Story.model_validate({"title": "T", "cast": cast, "panels": panels})


def test_the_public_form_has_the_documented_keys() -> None:
    told = json.loads(_story(order(FOX, style="noir", lettering="bubbles")).model_dump_json())

    assert set(told) == KEYS
    assert (told["style"], told["lettering"], told["colorMode"]) == (
        "noir",
        "bubbles",
        "monochrome",
    )
    assert set(told["cast"][0]) == {"id", "name", "species", "gender", "description", "role"}
    assert set(told["panels"][0]) == {
        "place",
        "time",
        "weather",
        "shot",
        "cast",
        "things",
        "lines",
    }
    assert set(told["panels"][0]["cast"][0]) == {"id", "action", "emotion", "holds"}
    assert set(told["panels"][1]["lines"][0]) == {"kind", "text", "speaker"}


def test_speakers_are_members_of_the_cast() -> None:
    story = _story(order(FOX))
    names = {character.id: character.name for character in story.cast}

    said = [
        (names.get(line.speaker or ""), line.text)
        for panel in story.panels
        for line in panel.lines
        if line.kind != "caption"
    ]
    assert ("fox", "Are you lost?") in said
    assert ("rabbit", "I AM NOT LOST!") in said


def test_two_of_a_kind_are_two_members() -> None:
    story = _story(order("Two robots dance", panel_count=1))

    assert len(story.cast) == 2
    assert [appearance.id for appearance in story.panels[0].cast] == ["c1", "c2"]


def test_long_narration_is_split_without_loss() -> None:
    asked = order(LONG, panel_count=1)
    staging = plan(asked)
    captions = [x.text for x in story_of(staging, asked).panels[0].lines if x.kind == "caption"]

    (panel,) = staging.panels
    lettered = [panel.caption, *(line.text for line in panel.lines if line.kind == "caption")]
    assert max(map(len, captions)) <= 160
    assert " ".join(captions) == " ".join(lettered)
    assert len(lettered) > 1
    assert " ".join(captions).count("thinking about bread.") == 9


def test_a_script_is_a_story_too() -> None:
    line = SpeechLine("Ahoy!", "Mia", "shout")
    script = (
        ScriptPanelText(scene="Mia in the kitchen", caption="Noon."),
        ScriptPanelText(scene="Mia on the sea", dialogue=(line,)),
    )
    asked = order("Mia sails", panel_count=2, script=script, characters=(CastMember("Mia", "red"),))

    story = _story(asked)

    assert story.panels[0].place == "kitchen"
    assert story.panels[1].place == "sea"
    assert story.panels[0].lines[0].text == "Noon."
    speech = story.panels[1].lines[-1]
    assert (speech.kind, speech.text, speech.speaker) == ("shout", "Ahoy!", "c1")
    assert (story.cast[0].name, story.cast[0].description) == ("Mia", "red")


@given(prompt=st.text(min_size=1, max_size=400), count=st.integers(1, 12))
def test_every_plan_has_a_public_form_that_can_be_staged_again(prompt: str, count: int) -> None:
    asked = order(prompt, panel_count=count)

    story = _story(asked)
    again = Story.model_validate_json(story.model_dump_json())

    assert again == story
    assert len(staged(again, asked).panels) == count


def test_what_a_story_says_survives_staging() -> None:
    asked = order(FOX)
    story = _story(asked)

    again = story_of(staged(story, asked), asked)

    def told(each: Story) -> list[Any]:
        return [
            (p.place, p.time, p.shot, p.lines, [(c.id, c.emotion) for c in p.cast])
            for p in each.panels
        ]

    assert told(again) == told(story)
    assert [c.species for c in again.cast] == ["fox", "rabbit"]


@pytest.mark.parametrize(
    "panel",
    [
        _panel(lines=[{"kind": "speech", "text": "Hi", "speaker": "c9"}]),
        _panel(cast=[{"id": "c9"}]),
        _panel(lines=[{"kind": "speech", "text": "h" * 121}]),
        _panel(lines=[{"kind": "caption", "text": "h" * 161}]),
        _panel(lines=[{"kind": "song", "text": "la"}]),
        _panel(lines=[{"kind": "caption", "text": ""}]),
        _panel(shot="drone"),
        _panel(place=["kitchen"]),
        {},
    ],
)
def test_other_data_is_no_story(panel: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _written(panel)


def test_a_thing_without_a_drawing_can_be_held() -> None:
    holding = [{"id": "c1", "action": "holds", "holds": ["a golden sextant"]}]

    story = _written(_panel(cast=holding), cast=({"id": "c1", "name": "Ada"},))
    (panel,) = staged(story, order()).panels

    assert (panel.parts[0].holding, panel.parts[0].pose) == ("a golden sextant", "carry")


@pytest.mark.parametrize("species", ["human", "girl", "person", ""])
def test_a_word_for_a_person_is_no_kind_of_creature(species: str) -> None:
    told = _written(_panel(), cast=({"id": "c1", "name": "Ada", "species": species},))

    assert staged(told, order()).cast[0].look.kind == "human"


def test_the_public_form_has_the_words_of_stand_ins() -> None:
    asked = order(panel_count=1)
    staging = plan(asked)
    panel = staging.panels[0]
    look = derive("pelican", "", LookHints(), "x")
    actor = Actor("Pico", "pelícano", look, gender="female")
    setting = Setting("moon", name="Mars")
    panel = replace(panel, setting=setting, parts=(Part(actor),), things=("kettle",))

    story = story_of(replace(staging, panels=(panel,), cast=(actor,)), asked)

    assert (story.cast[0].species, story.cast[0].gender) == ("pelican", "female")
    assert (story.panels[0].place, story.panels[0].things) == ("Mars", ("kettle",))


def test_a_story_of_any_words_is_drawn() -> None:
    story = _written(
        _panel(
            place="a submarine under the sea",
            time="midnight",
            weather="calm",
            shot="close",
            cast=[
                {"id": "c1", "action": "juggles", "emotion": "guilty", "holds": ["a soup", "cake"]},
                {"id": "c2", "action": "runs away"},
            ],
            things=["a periscope", "map"],
            lines=[
                {"kind": "sfx", "text": "CLANG"},
                {"kind": "whisper", "text": "Psst", "speaker": "c2"},
                {"kind": "caption", "text": "Later."},
            ],
        ),
        _panel(place="nowhere in particular"),
        cast=(
            {"id": "c1", "name": "Vega", "species": "gargoyle", "description": "a green gargoyle"},
            {"id": "c2", "name": "", "gender": "male", "role": "captain"},
        ),
    )

    first, second = staged(story, order()).panels

    assert first.setting.place == "underwater"
    assert first.setting.time == "night"
    assert first.shot == "medium"
    assert first.parts[0].holding == "pot"
    assert first.parts[1].pose == "run"
    vega, captain = first.parts[0].actor, first.parts[1].actor
    assert (vega.kind, vega.label, vega.look.has_figure) == ("gargoyle", "gargoyle", False)
    assert (captain.look.kind, captain.look.role, captain.label) == ("human", "captain", "captain")
    assert not first.parts[1].actor.look.female
    assert [(x.text, x.kind, x.speaker) for x in first.lines] == [
        ("CLANG", "sfx", None),
        ("Psst", "whisper", 1),
    ]
    assert first.caption == "Later."
    assert "juggles" in first.scene
    assert "periscope" in first.scene
    assert (second.setting.place, second.setting.time) == ("underwater", "day")


def test_the_schema_describes_what_is_printed() -> None:
    schema = story_schema()

    assert schema["$id"] == "urn:comicai:story:1"
    assert set(schema["properties"]) == KEYS


def test_a_written_story_of_twelve_panels_has_a_layout() -> None:
    asked = order(panel_count=12)
    story = _story(asked)

    class Author:
        def write(self, _order: DrawingOrder) -> Story:
            return story

    assert len(plan_page(asked, Author()).sheet.panels) == 12
