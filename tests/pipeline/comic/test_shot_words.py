from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import pipeline.comic
from pipeline.comic.cast_words import description_of
from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.palette import PAINTS
from pipeline.comic.shot_words import PORTRAIT, shot_words
from pipeline.comic.story import Actor, PanelPlan, Part, Setting
from pipeline.comic.styles import STYLES
from pipeline.comic.token_counts import estimated_tokens
from pipeline.models import CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import FOX, order
from tests.pipeline.comic.shots import shots_of

MIMI = CastMember("Mimi", "small grey cat, red scarf, flour on whiskers")
BOLT = CastMember("Bolt", "a round robot with one antenna and a dented left arm")
SCRIPT = (
    ScriptPanelText("Mimi and Bolt bake bread", "Early.", (SpeechLine("Quick!", "Mimi"),)),
    ScriptPanelText("Bolt drops the bread in front of Mimi", "", ()),
)
TABLE = tomllib.loads(
    (Path(pipeline.comic.__file__).parent / "style_words.toml").read_text(encoding="utf-8")
)


def scripted(**fields: Any) -> DrawingOrder:
    return order(panel_count=2, script=SCRIPT, characters=(MIMI, BOLT), **fields)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("mode", ["", "color", "grayscale", "monochrome"])
def test_every_style_has_words_and_unwanted_words_of_its_own(style: str, mode: str) -> None:
    shot = shots_of(order(style=style, color_mode=mode, panel_count=1))[0]

    words = shot_words(shot)

    assert len(words.words) > 80
    assert len(words.negative_words) > 80
    contradiction = "color" in words.negative_words.split(", ") and mode == "color"
    assert not contradiction


def test_words_of_two_styles_differ() -> None:
    words = [table["words"] for table in TABLE["styles"].values()]
    unwanted = [table["unwanted"] for table in TABLE["styles"].values()]

    assert len(set(words)) == len(words) == len(STYLES)
    assert len(set(unwanted)) > len(unwanted) / 2


@pytest.mark.parametrize("lettering", ["none", "bubbles"])
@pytest.mark.parametrize(
    "given", [{"script": SCRIPT, "panel_count": 2}, {"panel_count": 1}], ids=["script", "prompt"]
)
def test_a_painter_learns_the_story_where_captions_are_not_lettered(
    lettering: str, given: dict[str, Any]
) -> None:
    lettered = [shot_words(shot).words for shot in shots_of(order(**given))]

    shots = shots_of(order(**given, lettering=lettering))

    assert not any(shot.panel.caption for shot in shots)
    for shot, words in zip(shots, lettered, strict=True):
        for told in filter(None, (shot.panel.scene, shot.panel.unlettered)):
            assert told.rstrip(".") in words
            assert told.rstrip(".") in shot_words(shot).words
    assert any(shot.panel.unlettered for shot in shots)


def test_characters_are_described_word_for_word_in_every_panel_they_are_in() -> None:
    for shot in shots_of(scripted()):
        words = shot_words(shot).words
        for member in (MIMI, BOLT):
            assert f"{member.name}: {member.description}." in words


def test_a_character_without_a_description_gets_the_same_one_in_every_panel() -> None:
    given = order(FOX, panel_count=4)
    described: dict[str, set[str]] = {}
    for shot in shots_of(given):
        words = shot_words(shot).words
        for part in shot.panel.parts:
            description = description_of(part.actor, given)
            assert f"{description}." in words
            described.setdefault(part.actor.look.kind, set()).add(description)

    assert all(len(descriptions) == 1 for descriptions in described.values())
    assert "red fox" in described["fox"].pop()
    assert "grey rabbit" in described["rabbit"].pop()


def test_models_are_told_the_words_of_the_story_not_the_stand_ins_of_the_sketch() -> None:
    given = order(panel_count=1)
    (shot,) = shots_of(given)
    gargoyle = Actor("", "gárgola", derive("gargoyle", "", LookHints(), "x"))
    barista = Actor("", "barista", derive(HUMAN, "barista", LookHints(female=True), "x"))
    setting = Setting("city", "hospital", name="dentist")
    parts = (Part(gargoyle, "carry", holding="kettle"), Part(barista))

    words = shot_words(replace(shot, panel=PanelPlan(setting, "wide", parts, ("kettle",)))).words

    assert words.count("gargoyle") >= 1
    assert "female barista" in words
    assert "holding kettle" in words
    assert "place: dentist" in words
    assert "hospital" not in words
    assert not any(f"{color} gargoyle" in words for color in PAINTS)  # nobody told its color


def test_a_told_color_of_a_creature_is_said() -> None:
    slime = Actor("", "slime", derive("slime", "", LookHints(body="green"), "x"))

    assert "green slime" in description_of(slime, order())


def test_the_scene_is_cut_and_the_characters_are_not() -> None:
    shot = shots_of(scripted())[0]
    whole = shot_words(shot).words

    for limit in (150, 110, 90, 77):
        words = shot_words(shot, limit).words
        assert estimated_tokens(words) <= limit or limit == 77
        assert f"{MIMI.name}: {MIMI.description}." in words
        assert f"{BOLT.name}: {BOLT.description}." in words
        assert "no text, no speech bubbles" in words
        assert len(words) < len(whole) or estimated_tokens(whole) <= limit


def test_a_scene_of_characters_without_spaces_is_cut_too() -> None:
    scene = "月の上で猫がパン屋を開いた" * 30
    given = order(panel_count=1, script=(ScriptPanelText(scene[:500]),), language="ja")

    words = shot_words(shots_of(given)[0], 200).words

    assert estimated_tokens(words) <= 200
    assert "月の上で" in words


def test_calm_areas_are_asked_for_where_lettering_goes() -> None:
    first, second = (shot_words(shot).words for shot in shots_of(scripted()))
    silent = [shot_words(shot).words for shot in shots_of(scripted(lettering="none"))]

    assert "calm empty area at the top" in first
    assert "calm empty area" not in second
    assert not any("calm empty area" in words for words in silent)
    assert all("no text, no speech bubbles" in words for words in silent)


def test_what_characters_say_is_not_in_the_words() -> None:
    """A model that reads a line of dialogue paints it."""
    assert "Quick" not in shot_words(shots_of(scripted())[0]).words


def test_unwanted_words_grow_with_safety_and_with_the_order() -> None:
    standard = shot_words(shots_of(scripted())[0]).negative_words
    strict = shot_words(shots_of(scripted(safety="strict"))[0]).negative_words
    own = shot_words(shots_of(scripted(negative_prompt="bicycles"))[0]).negative_words

    assert "nudity" not in standard
    assert "nudity" in strict
    assert own == f"{standard}, bicycles"


def test_a_portrait_shows_one_character_and_no_scene() -> None:
    shot = shots_of(scripted())[0]
    part = Part(shot.panel.parts[0].actor)
    portrait = replace(
        shot, panel=PanelPlan(Setting(), PORTRAIT, (part,), scene="unseen"), clear=(0.0, 0.0)
    )

    words = shot_words(portrait).words

    assert "single character" in words
    assert MIMI.description in words
    assert BOLT.description not in words
    assert "unseen" not in words


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("a photo of a cat", 5),
        ("modern American comic book art, dynamic ink lines", 9),
        ("猫がパン屋を開いた", 9),
        ("Viñeta número ocho", 3),
        ("👩‍🚀🚀", 2),
        ("", 0),
    ],
)
def test_estimates_count_each_word_and_each_character_of_other_scripts(
    text: str, least: int
) -> None:
    assert least <= estimated_tokens(text) <= max(0, 4 * least)
