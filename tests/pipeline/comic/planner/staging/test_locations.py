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


@pytest.mark.parametrize(
    ("prompt", "places"),
    [
        ("Ben rides his bicycle to school. The teacher shouts.", ["road", "school"]),
        ("A pirate sails to the island. He digs a hole.", ["sea", "island"]),
        ("Eine Frau fährt mit dem Auto zur Bäckerei. Sie kauft Brot.", ["road", "bakery"]),
        ("A cat walks to the beach. It swims.", ["beach", "beach"]),
    ],
)
def test_a_goal_is_a_way_until_they_are_there(prompt: str, places: list[str]) -> None:
    settings = [panel.setting for panel in plan(order(prompt, panel_count=2)).panels]

    assert [setting.room or setting.building or setting.place for setting in settings] == places


@pytest.mark.parametrize(
    ("prompt", "room"),
    [
        ("A cat knocks a vase off the table", "home"),
        ("A mouse opens the fridge", "kitchen"),
        ("A robot repairs the printer", "office"),
        ("A bear sleeps in a bed", "bedroom"),
    ],
)
def test_furniture_tells_the_room(prompt: str, room: str) -> None:
    assert plan(order(prompt, panel_count=1)).panels[0].setting.room == room


def _told(prompt: str, panels: int) -> list[Setting]:
    return [panel.setting for panel in plan(order(prompt, panel_count=panels)).panels]


@pytest.mark.parametrize(
    ("prompt", "room"),
    [
        ("A nun boils an egg. She walks to the beach.", "kitchen"),
        ("A boy sleeps. He runs to the stadium.", "bedroom"),
        ("A spy types a letter. She drives to the airport.", "office"),
        ("A grandmother knits a sock. She flies to the moon.", "home"),
        ("How to make soup: boil water, stir it and eat.", "kitchen"),
    ],
)
def test_what_is_done_first_tells_the_room_and_not_where_it_leads(prompt: str, room: str) -> None:
    assert _told(prompt, 2)[0].building == room


@pytest.mark.parametrize(
    "prompt",
    [
        "A chef roasts a duck. His daughter comes home.",
        "Ein Mann kocht Suppe. Seine Frau kommt nach Hause.",
        "Una mujer hornea un pastel. Su hija llega a casa.",
    ],
)
def test_who_comes_home_is_inside(prompt: str) -> None:
    assert [setting.building for setting in _told(prompt, 2)] == ["kitchen", "kitchen"]


def test_who_goes_home_is_on_the_way() -> None:
    assert [s.place for s in _told("A man cooks. His guest walks home.", 2)] == ["city", "road"]


def test_a_verb_with_a_particle_is_no_site() -> None:
    setting = _told("A nun drives through the desert.", 1)[0]

    assert (setting.place, setting.word) == ("desert", "")
    assert _told("A nun eats at the drive-through.", 1)[0].word == "drive-through"


def test_a_place_that_is_drawn_just_so_has_no_sign() -> None:
    living_room, school = _told("A nun sits in the living room.", 1)[0], _told("A bank.", 1)[0]

    assert (living_room.word, living_room.sign) == ("living room", "")
    assert school.sign == school.word != ""


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("A cat waits in the waiting room.", "waiting room"),
        ("Soldiers snore in the camp.", "tent camp"),
        ("A gladiator yawns in the arena.", "arena"),
        ("Ein Gladiator gähnt in der Arena.", "arena"),
    ],
)
def test_waiting_room_camp_and_arena_are_places_of_their_own(prompt: str, place: str) -> None:
    setting = plan(order(prompt, panel_count=1)).panels[0].setting

    assert place in {setting.place, setting.room}


@pytest.mark.parametrize(
    "prompt",
    [
        'Mum: "Where is the spoon?" Son: "In the dog."',
        'Opa: "Wo ist mein Hut?" Enkel: "Auf dem Hund."',
        'Abuela: "¿Dónde está la cuchara?" Nieto: "En el perro."',
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_relatives_who_only_talk_are_at_home(prompt: str, seed: int) -> None:
    story = plan(order(prompt, panel_count=2, seed=seed))

    assert {panel.setting.room for panel in story.panels} == {"home"}


def test_who_comes_later_does_not_tell_where_the_story_starts() -> None:
    prompt = "A babysitter hears a noise. She screams. A clown comes out."
    story = plan(order(prompt, panel_count=3))

    assert story.panels[0].setting.room == "home"


def test_teaching_somebody_to_bake_is_done_in_a_kitchen() -> None:
    story = plan(order("A grandpa teaches a girl to bake a cake.", panel_count=1))

    assert story.panels[0].setting.room == "kitchen"
