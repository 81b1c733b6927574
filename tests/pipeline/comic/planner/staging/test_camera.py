"""Camera: distances and angles of panels."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import PanelPlan
from tests.pipeline.comic.drawing_orders import order

TALK = (
    'A cat meets a dog. "Good morning to you", says the cat. "It is raining again", says the dog. '
    '"I like the rain very much", says the cat. "You are a strange cat", says the dog.'
)
ALONE = ("A dog digs in the garden", "A knight walks home", "A girl dances on the beach")


def _panels(prompt: str, **fields: object) -> tuple[PanelPlan, ...]:
    return plan(order(prompt, **fields)).panels


@pytest.mark.parametrize("prompt", ALONE)
@pytest.mark.parametrize("seed", range(5))
def test_no_picture_is_framed_like_the_one_before(prompt: str, seed: int) -> None:
    panels = _panels(prompt, seed=seed, panel_count=6)

    assert all((a.shot, a.angle) != (b.shot, b.angle) for a, b in pairwise(panels))


@pytest.mark.parametrize("prompt", ALONE)
def test_panels_beyond_what_is_told_are_seen_from_other_angles(prompt: str) -> None:
    angles = [panel.angle for panel in _panels(prompt, panel_count=6)]

    assert angles[0] == "eye"
    assert len(set(angles)) > 1
    assert angles.count("silhouette") <= 1


def test_an_act_is_repeated_rather_than_replaced() -> None:
    panels = _panels("A girl dances on the beach", panel_count=5)

    poses = [panel.parts[0].pose for panel in panels if panel.shot in {"wide", "medium"}]
    assert poses.count("dance") > 1


def test_somebody_who_speaks_may_be_seen_over_the_shoulder_of_the_listener() -> None:
    panels = [panel for seed in range(6) for panel in _panels(TALK, seed=seed, panel_count=5)]

    seen = [panel for panel in panels if panel.angle == "shoulder"]
    assert seen
    assert all(panel.listener is not None and panel.shot == "medium" for panel in seen)


def test_two_who_speak_have_no_listener() -> None:
    (panel,) = _panels('"Hello", says the cat. "Hi", says the dog.', panel_count=1)

    assert len(panel.parts) == 2
    assert panel.listener is None
    assert replace(panel, lines=panel.lines[:1]).listener == 1


@pytest.mark.parametrize("first", ["cat", "dog"])
def test_speakers_stand_in_the_order_of_their_lines(first: str) -> None:
    other = {"cat": "dog", "dog": "cat"}[first]
    panels = _panels(
        f'A cat meets a dog. "Hello", says the {first}. "Hi", says the {other}.', panel_count=2
    )

    assert [part.actor.name for part in panels[1].parts] == [first, other]


def test_what_is_held_is_seen_in_the_hands() -> None:
    panels = [
        panel
        for seed in range(4)
        for panel in _panels("A witch holds a potion", seed=seed, panel_count=5)
    ]

    seen = [panel for panel in panels if panel.angle == "hands"]
    assert seen
    assert all(panel.things == (panel.parts[0].holding,) for panel in seen)


@pytest.mark.parametrize("seed", range(5))
def test_a_reaction_is_seen_close_on_the_one_to_whom_it_happens(seed: int) -> None:
    panels = _panels("A wizard scares a knight", seed=seed, panel_count=3)

    (knight,) = panels[2].parts
    assert panels[2].shot == "close"
    assert knight.actor.name == "knight"


@pytest.mark.parametrize(
    "prompt",
    ["Two samurai draw their swords at sunset. They both laugh.", "A girl dances on the beach"],
)
@pytest.mark.parametrize("seed", range(6))
def test_acts_and_laughs_are_no_outlines(prompt: str, seed: int) -> None:
    assert all(panel.angle != "silhouette" for panel in _panels(prompt, seed=seed, panel_count=5))


def test_those_who_act_together_are_shown_together() -> None:
    for seed in range(6):
        panels = _panels("A cat and a dog meet. They laugh. They sing.", seed=seed, panel_count=3)
        assert all(len(panel.parts) == 2 for panel in panels)
