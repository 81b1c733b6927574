"""Deeds: two acts of one body, acts of things and of the weather, mounts."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import PanelPlan, Part, PlacedThing, ThingPlace
from tests.pipeline.comic.drawing_orders import order


def _panel(prompt: str, panel: int = 0, **fields: object) -> PanelPlan:
    return plan(order(prompt, **{"panel_count": 1, **fields})).panels[panel]


def _part(prompt: str) -> Part:
    return _panel(prompt).parts[0]


def _placed(panel: PanelPlan, name: str) -> PlacedThing:
    return next(placed for placed in panel.placed if placed.name == name)


@pytest.mark.parametrize(
    ("prompt", "pose", "gesture"),
    [
        ("A clerk sits at her desk and cries", "sit", "cry"),
        ("A boy lies in bed and reads a book", "lie", "read"),
        ("A girl sits on a sofa and laughs", "sit", "laugh"),
        ("A girl runs home and screams", "run", "shock"),
        ("A king rides a horse and sings", "ride", "sing"),
        ("A nurse kneels and cries", "kneel", "cry"),
        ("A monk kneels and prays", "pray", ""),
        ("A girl eats ramen on the sofa", "sit", "eat"),
        ("A boy reads a book in bed", "lie", "read"),
        ("Ein Mann sitzt am Tisch und weint", "sit", "cry"),
    ],
)
def test_a_posture_goes_together_with_hands_and_face(prompt: str, pose: str, gesture: str) -> None:
    part = _part(prompt)

    assert (part.pose, part.gesture) == (pose, gesture)


def test_who_rides_and_sings_still_has_the_mount() -> None:
    part = _part("A king rides a horse and sings")

    assert part.holding == "horse"
    assert part.mount is not None
    assert part.mount.kind == "horse"
    assert part.emotion == "happy"


def test_a_desk_stands_in_front_of_who_sits_at_it() -> None:
    panel = _panel("A clerk sits at her desk and cries")

    assert _placed(panel, "desk") == PlacedThing("desk", "desk", 0, is_key=True)


@pytest.mark.parametrize(
    "deed",
    ["Rain begins to fall.", "Night falls.", "The storm begins.", "The alarm rings.", "It rains."],
)
def test_what_things_and_the_weather_do_gives_nobody_a_pose(deed: str) -> None:
    panel = _panel(f"Two guards stand at the door. {deed}", 1, panel_count=2)

    assert len(panel.parts) == 2
    poses = {"fall", "slip", "lie", "faint", "play", "sing", "shock"}
    assert poses.isdisjoint(part.pose for part in panel.parts if part.emotion == "calm")
    assert {"fall", "play"}.isdisjoint(part.pose for part in panel.parts)


@pytest.mark.parametrize(
    ("deed", "name", "where", "state"),
    [
        ("The train arrives.", "train", "moving", ""),
        ("The ship sinks.", "boat", "ground", "sinking"),
        ("The pie explodes.", "pie", "ground", "exploding"),
        ("The vase falls.", "vase", "falling", ""),
        ("The branch breaks.", "branch", "ground", "broken"),
        ("The alarm clock rings.", "alarm clock", "ground", "ringing"),
        ("The bookshelf collapses.", "shelf", "ground", "collapsing"),
    ],
)
def test_a_thing_does_what_its_verb_says(
    deed: str, name: str, where: ThingPlace, state: str
) -> None:
    panel = _panel(f"A man waits. {deed}", 1, panel_count=2)

    assert panel.shot in {"medium", "wide"}
    assert _placed(panel, name) == PlacedThing(name, where, state=state, is_key=True)


def test_a_thing_falls_on_whom_the_story_says() -> None:
    panel = _panel("The bookshelf collapses on the librarian")

    assert panel.parts[0].pose == "cower"
    assert _placed(panel, "shelf") == PlacedThing("shelf", "falling", 0, is_key=True)


def test_what_was_thrown_before_hits_a_head() -> None:
    prompt = "A boy throws a paper plane. It hits the teacher's head."
    panel = _panel(prompt, 1, panel_count=2)
    hit = _placed(panel, "paper plane")

    assert hit.where == "head"
    assert panel.parts[hit.part or 0].actor.label == "teacher"


def test_a_gun_is_held_and_pointed_at_somebody() -> None:
    panel = _panel("A woman points a gun at a man")
    shooter, other = panel.parts

    assert (shooter.pose, shooter.holding, shooter.partner) == ("hold_up", "gun", 1)
    assert (other.pose, other.emotion) == ("hands_up", "scared")


def test_it_is_the_thing_of_the_sentence_before() -> None:
    panel = _panel("An ant lifts a heavy barbell. It lifts it with one hand.", 1, panel_count=2)

    assert (panel.parts[0].pose, panel.parts[0].holding) == ("heave", "dumbbell")


def test_players_shoot_with_a_ball_and_hunters_with_a_gun() -> None:
    striker, hunter = _part("The striker shoots"), _part("The sheriff shoots")

    assert (striker.pose, striker.holding) == ("kick", "ball")
    assert (hunter.pose, hunter.holding) == ("point", "gun")
    assert _part("A tourist films the tower").holding == "camera"


def test_a_woman_is_not_what_was_held_before() -> None:
    prompt = "Min and Jae meet. Jae pushes the cart away. Jae comes back and hugs her."
    panel = _panel(prompt, 2, panel_count=3)

    assert "cart" not in {part.holding for part in panel.parts}


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("The moon wakes up", "moon"),
        ("The sun sings", "sun"),
        ("A cloud cries", "cloud"),
        ("A sandwich runs away", "sandwich"),
    ],
)
def test_what_acts_like_somebody_is_a_character(prompt: str, kind: str) -> None:
    assert _part(prompt).actor.kind == kind


def test_the_moon_and_the_sun_are_none_where_they_only_shine() -> None:
    for prompt in ("A cat waits. The sun shines.", "A cat waits. The moon rises."):
        panel = _panel(prompt, 1, panel_count=2)
        assert [part.actor.kind for part in panel.parts] == ["cat"]
