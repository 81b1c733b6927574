"""Tests of the places of panels."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import Setting
from pipeline.models import ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import order


def _settings(*scenes: str, prompt: str = "Two friends", seed: int = 7) -> list[Setting]:
    script = tuple(ScriptPanelText(scene=scene) for scene in scenes)
    story = plan(order(prompt, panel_count=len(scenes), script=script, seed=seed))
    return [panel.setting for panel in story.panels]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("first", "later", "place"),
    [
        ("Mia finds a map in the attic", "Mia sails on the sea", "sea"),
        ("Mia reads in the library", "Mia walks in the desert", "desert"),
        ("Mia está en la cocina", "Mia camina por el bosque", "forest"),
        ("猫が台所にいる", "猫が砂漠を歩く", "desert"),
    ],
)
def test_the_first_panel_of_a_script_is_not_at_the_place_of_a_later_one(
    first: str, later: str, place: str, seed: int
) -> None:
    opening, following = _settings(first, later, seed=seed)

    assert opening.room
    assert opening.place != place
    assert (following.place, following.room) == (place, "")


def test_a_place_without_a_name_of_ours_is_not_replaced_by_that_of_a_later_panel() -> None:
    for seed in range(8):
        opening, _ = _settings("Mia at the observatory", "A boat on the sea", seed=seed)
        assert opening.place != "sea"


def test_the_prompt_of_a_script_says_where_all_of_it_takes_place() -> None:
    settings = _settings("Two cats talk", "They laugh", prompt="Two cats on the moon")

    assert [setting.place for setting in settings] == ["moon", "moon"]


def test_a_panel_of_a_script_without_a_place_stays_at_the_previous_one() -> None:
    settings = _settings("A dog in the forest", "The dog barks", "The dog on the beach")

    assert [setting.place for setting in settings] == ["forest", "forest", "beach"]


def test_the_last_panel_of_a_script_keeps_its_place_without_text() -> None:
    settings = _settings("A dog in the forest", "The dog runs", "The dog waits", "In the kitchen")

    assert settings[-1].room == "kitchen"
    assert settings[-1].time == "day"


def test_characters_of_a_script_may_talk_about_other_places() -> None:
    line = SpeechLine("Let us go to the desert!", "Mia")
    script = (
        ScriptPanelText(scene="Mia in the kitchen", dialogue=(line,)),
        ScriptPanelText(scene="Mia in the kitchen", dialogue=(line,)),
    )

    story = plan(order("Mia", panel_count=2, script=script))

    assert [panel.setting.room for panel in story.panels] == ["kitchen", "kitchen"]
    assert all(panel.setting.place != "desert" for panel in story.panels)


def test_a_prompt_that_begins_in_a_room_does_not_begin_at_a_later_place() -> None:
    story = plan(order("A girl finds a map in the attic. She sails the sea.", panel_count=2))

    first, second = (panel.setting for panel in story.panels)
    assert (first.room, second.place) == ("home", "sea")
    assert first.place != "sea"


def test_a_prompt_may_say_later_where_all_of_it_takes_place() -> None:
    story = plan(order("A cat wakes up. It walks on the beach.", panel_count=2))

    assert [panel.setting.place for panel in story.panels] == ["beach", "beach"]
