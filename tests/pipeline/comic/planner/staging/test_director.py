"""Direction of panels: actors, things, hours and camera."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.comic.grips import GRIPS
from pipeline.comic.planner.plan import plan
from pipeline.comic.story import StagedStory
from pipeline.painters.sketch.figures.poses import POSES
from pipeline.painters.sketch.scenes import props
from tests.pipeline.comic.drawing_orders import order


def _story(prompt: str, **fields: object) -> StagedStory:
    return plan(order(prompt, **fields))


@pytest.mark.parametrize(
    "prompt",
    [
        "A fox dances under the moon",
        "Uma raposa dança sob a lua",
        "Un zorro baila bajo la luna",
        "狐が月の下で踊る",
        "Ein Fuchs tanzt unter dem Mond",
        "ثعلب يرقص تحت القمر",
        "שועל רוקד תחת הירח",
    ],
)
def test_under_the_moon_means_at_night_but_not_on_the_moon(prompt: str) -> None:
    setting = _story(prompt, panel_count=1).panels[0].setting

    assert setting.place != "moon"
    assert setting.time == "night"


@pytest.mark.parametrize(
    ("ending", "time"),
    [
        ("At dawn the sun shines", "dawn"),
        ("The rain stops", "night"),
        ("The sun comes out", "day"),
    ],
)
def test_time_of_day_and_weather_change_with_the_text(ending: str, time: str) -> None:
    story = _story(f"A man walks in the rain at night. {ending}.", panel_count=2)

    assert [panel.setting.weather for panel in story.panels] == ["rain", "clear"]
    assert story.panels[1].setting.time == time


def test_a_scene_about_the_sky_is_outdoors() -> None:
    story = _story(
        "A cat opens a bakery on the moon. The cat bakes bread. The cat watches. "
        "An astronaut and the cat watch the Earth rise."
    )

    assert [panel.setting.room for panel in story.panels] == ["", "bakery", "bakery", ""]


@pytest.mark.parametrize(
    ("prompt", "thing", "pose"),
    [
        ("A girl walks in the rain with an umbrella", "umbrella", "shelter"),
        ("A boy flies a kite", "kite", "lift"),
        ("A woman reads a book", "book", "read"),
        ("A knight draws a sword", "sword", "brandish"),
        ("A samurai draws a sword", "katana", "brandish"),
        ("A robot plays guitar", "guitar", "play"),
        ("A bear rides a bicycle", "bicycle", "ride"),
        ("Uma menina come um bolo", "cake", "eat"),
        ("猫が本を読む", "book", "read"),
    ],
)
def test_things_are_used_by_the_character_that_the_text_names(
    prompt: str, thing: str, pose: str
) -> None:
    part = _story(prompt, panel_count=1).panels[0].parts[0]

    assert (part.holding, part.pose) == (thing, pose)


def test_a_character_running_with_a_sword_runs() -> None:
    part = _story("A pirate runs with a sword", panel_count=1).panels[0].parts[0]

    assert (part.holding, part.pose) == ("sword", "run")


def test_a_riding_character_is_shown_in_a_wide_shot() -> None:
    story = _story("A dog barks. A dog laughs. A dog rides a skateboard. A dog naps.")

    assert story.panels[2].shot == "wide"


def test_a_thing_that_is_only_spoken_of_is_not_shown() -> None:
    story = _story('A cat waits. "Have you seen my umbrella?" asks the cat.', panel_count=2)

    assert [panel.things for panel in story.panels] == [(), ()]


def test_a_thing_appears_only_once_it_is_mentioned() -> None:
    story = _story("A cat opens a bakery. A dog buys a cake.", panel_count=2)

    assert [panel.things for panel in story.panels] == [(), ("cake",)]


@pytest.mark.parametrize("seed", range(6))
def test_panels_without_text_show_no_more_than_is_told(seed: int) -> None:
    story = _story("A dog digs in the garden", seed=seed)

    assert all(panel.things == () for panel in story.panels)
    assert {part.actor.name for panel in story.panels for part in panel.parts} == {"dog"}
    assert {part.holding for panel in story.panels for part in panel.parts} == {""}
    assert all(a.shot != b.shot for a, b in pairwise(story.panels))


def test_all_things_and_poses_of_grips_can_be_drawn() -> None:
    assert GRIPS.keys() <= props.known()
    assert {grip.pose for grip in GRIPS.values()} <= POSES.keys()


def test_they_all_sleep() -> None:
    story = _story("A cat meets a dog. They sleep.", panel_count=2)

    assert [part.pose for part in story.panels[1].parts] == ["sleep", "sleep"]


def test_the_sun_sets() -> None:
    story = _story("A cat walks. The sun sets.", panel_count=2)

    assert [panel.setting.time for panel in story.panels] == ["day", "sunset"]


def test_an_emotion_applies_only_to_the_named_character() -> None:
    story = _story("A cat meets a dog. The dog is sad.", panel_count=2)

    assert {part.actor.name: part.emotion for part in story.panels[1].parts} == {
        "dog": "sad",
        "cat": "calm",
    }


def test_a_classroom_is_an_interior_from_the_first_panel() -> None:
    assert _story("A teacher reads in the classroom").panels[0].setting.room == "school"


def test_a_witch_flies_on_a_broom() -> None:
    part = _story("A witch flies over the forest", panel_count=1).panels[0].parts[0]

    assert (part.holding, part.pose) == ("broom", "fly")


@pytest.mark.parametrize("prompt", ["A fox and a wolf dance", "狐と狼が踊る"])
def test_all_subjects_of_the_verb_act(prompt: str) -> None:
    parts = _story(prompt, panel_count=1).panels[0].parts

    assert [part.pose for part in parts] == ["dance_pair", "dance_pair"]
    assert [part.partner for part in parts] == [1, 0]


def test_the_object_of_the_verb_does_not_act() -> None:
    story = _story("A fox chases a wolf", panel_count=1)

    poses = {part.actor.name: part.pose for part in story.panels[0].parts}
    assert poses == {"fox": "chase", "wolf": "flee"}


def test_sea_and_land_characters_meet_on_the_beach() -> None:
    def place(prompt: str) -> str:
        return _story(prompt).panels[0].setting.place

    assert place("A mermaid meets a vampire") == "beach"
    assert place("A mermaid meets an octopus") == "underwater"
    assert place("A mermaid meets a vampire under the sea") == "underwater"


def test_a_mentioned_moon_implies_a_clear_sky() -> None:
    story = _story("A samurai walks in the rain. A ninja dances under the moon.", panel_count=2)

    assert [panel.setting.weather for panel in story.panels] == ["rain", "clear"]


@pytest.mark.parametrize("seed", range(4))
def test_the_camera_moves_from_panel_to_panel(seed: int) -> None:
    prompt = "A cat wakes up. It yawns. It eats. It runs. It jumps. It sleeps."

    shots = [panel.shot for panel in _story(prompt, panel_count=6, seed=seed).panels]
    assert shots[0] == "wide"
    assert all(a != b for a, b in pairwise(shots))


def test_actors_keep_their_places_from_left_to_right() -> None:
    story = _story("A cat, a dog and a fox dance. The fox laughs with the cat. They sleep.")

    places: dict[str, int] = {}
    for panel in story.panels:
        names = [part.actor.name for part in panel.parts]
        for name in names:
            places.setdefault(name, len(places))
        assert names == sorted(names, key=places.__getitem__)


def test_those_of_one_kind_stay_together() -> None:
    story = _story("Two cats and a dog meet. The cats dance.", panel_count=2)

    names = [part.actor.name for part in story.panels[1].parts]
    assert names.count("cat") == 2


def test_the_phases_of_an_act_end_with_a_detail() -> None:
    story = _story("A dog finds a ball", panel_count=4)

    assert [panel.shot for panel in story.panels][-1] == "detail"
    assert len(story.panels[-1].parts) == 1


def test_somebody_who_is_missed_is_not_shown() -> None:
    story = _story("A cat meets a dog. The cat dances without the dog.", panel_count=2)

    assert [part.actor.name for part in story.panels[1].parts] == ["cat"]


def test_the_same_order_has_the_same_story() -> None:
    assert _story("A cat meets a dog. They dance.") == _story("A cat meets a dog. They dance.")
