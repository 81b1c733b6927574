"""Poses, feelings and held things of figures."""

from __future__ import annotations

import random

import pytest

from pipeline.comic.grips import GRIPS
from pipeline.comic.planner.language.acts import poses
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.staging.acting import on_the_ground, pose_for, pose_holding
from pipeline.comic.story import Part
from pipeline.painters.sketch.figures.poses import POSES
from tests.pipeline.comic.drawing_orders import order

EMOTIONS = (
    "calm",
    "happy",
    "sad",
    "angry",
    "scared",
    "surprised",
    "love",
    "thinking",
    "asleep",
    "proud",
    "bored",
    "disgusted",
    "embarrassed",
    "tired",
    "dizzy",
    "smug",
)


def _parts(prompt: str, panel: int = 0, **fields: object) -> dict[str, Part]:
    story = plan(order(prompt, **fields))
    return {part.actor.name: part for part in story.panels[panel].parts}


@pytest.mark.parametrize("emotion", EMOTIONS)
@pytest.mark.parametrize("speaking", [True, False])
def test_every_feeling_has_poses_that_can_be_drawn(emotion: str, speaking: bool) -> None:
    for seed in range(10):
        source = random.Random(seed)
        pose = pose_for(emotion, source, close=False, speaking=speaking)
        assert pose in {*POSES, *poses()}


def test_nobody_is_in_the_air_in_a_close_up() -> None:
    poses = {
        pose_for("happy", random.Random(seed), close=True, speaking=False) for seed in range(50)
    }

    assert not poses & {"fly", "jump", "run"}
    assert pose_for("asleep", random.Random(1), close=True, speaking=False) == "sleep"


def test_a_held_thing_decides_the_pose_unless_it_is_carried_along() -> None:
    assert pose_holding("", "wave") == "wave"
    assert pose_holding("umbrella", "stand") == "shelter"
    assert pose_holding("sword", "run") == "run"


def test_what_is_ridden_is_on_the_ground() -> None:
    assert on_the_ground("bicycle")
    assert not on_the_ground("umbrella")
    assert not on_the_ground("no such thing")
    assert any(map(on_the_ground, GRIPS))


def test_the_set_up_shows_nobody_in_the_act_yet() -> None:
    opening, act = (_parts("A dog rides a bicycle", panel=panel)["dog"] for panel in (0, 1))

    assert (opening.holding, opening.emotion) == ("", "calm")
    assert (act.holding, act.pose) == ("bicycle", "ride")


def test_bystanders_keep_calm_where_somebody_else_is_angry() -> None:
    parts = _parts("A cat meets a dog. The dog is angry.", panel=1, panel_count=2)

    assert {name: part.emotion for name, part in parts.items()} == {"dog": "angry", "cat": "calm"}


def test_who_shouts_is_not_calm() -> None:
    part = _parts('A king shouts "Stop that!"', panel_count=1)["king"]

    assert part.emotion in {"angry", "surprised"}


def test_each_actor_does_what_its_own_verb_says() -> None:
    parts = _parts("A cat sleeps while a dog dances", panel_count=1)

    assert parts["dog"].pose == "dance"


def _last_panel(said: str, seed: int) -> dict[str, Part]:
    prompt = f'A farmer talks to a nun.\nFarmer: "The harvest is lost."\nNun: "{said}"'
    story = plan(order(prompt, panel_count=2, seed=seed))
    return {part.actor.name.lower(): part for part in story.panels[-1].parts}


def test_who_says_the_last_line_does_not_gasp_at_it() -> None:
    said = [_last_panel("Then we eat turnips.", seed)["nun"] for seed in range(12)]

    assert {part.emotion for part in said} <= {"calm", "smug", "proud"}


def test_a_last_line_is_taken_in_many_ways_few_of_them_with_hands_on_the_cheeks() -> None:
    takes = [_last_panel("Then we eat turnips.", seed)["farmer"] for seed in range(24)]

    assert len({part.emotion for part in takes}) >= 4
    assert len({part.pose for part in takes}) >= 5
    assert sum(part.pose == "shock" for part in takes) <= 6


@pytest.mark.parametrize(
    ("prompt", "pose", "holding"),
    [
        ("A nun buries her face in her hands", "facepalm", ""),
        ("A lumberjack chops down a tree", "brandish", "axe"),
        ("A cook chops onions", "cook", ""),
        ("A clerk gets a phone call", "phone", "phone"),
        ("A gardener waters the plant", "lantern", "watering can"),
        ("A sailor looks at a map", "read", "map"),
        ("A nurse opens the door", "reach", ""),
        ("A boy looks into the box", "kneel", ""),
        ("A thief pulls a knife", "brandish", "knife"),
        ("A farmer turns around", "relaxed", ""),
        ("A nun makes a face", "recoil", ""),
        ("A clerk has a holiday", "relaxed", ""),
    ],
)
def test_a_verb_is_drawn_by_what_it_is_done_to(prompt: str, pose: str, holding: str) -> None:
    (part,) = _parts(prompt, panel_count=1).values()

    assert (part.pose, part.holding) == (pose, holding)


@pytest.mark.parametrize("how", ["in", "into her office"])
def test_who_is_called_in_is_not_on_the_phone(how: str) -> None:
    parts = _parts(f"A teacher calls a boy {how}", panel_count=1)

    assert {name: part.pose for name, part in parts.items()} == {"teacher": "wave", "boy": "walk"}
    assert _parts("A teacher calls her mother", panel_count=1)["teacher"].pose == "phone"
