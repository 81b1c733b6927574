"""Tests of crowds: people who are nobody in particular."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from tests.pipeline.comic.drawing_orders import order


@pytest.mark.parametrize(
    "prompt",
    [
        "A clown juggles. The audience laughs.",
        "A clown looks for his nose among the people.",
        "A clown walks through the crowd in the square.",
    ],
)
def test_people_in_general_stand_behind_the_cast(prompt: str) -> None:
    story = plan(order(prompt, panel_count=2))

    assert [actor.look.role for actor in story.cast] == ["clown"]
    assert any(panel.crowd for panel in story.panels)
    assert not any({"people", "crowd", "audience"} & set(panel.things) for panel in story.panels)


@pytest.mark.parametrize("prompt", ["Two people meet a clown.", "A crowd of penguins dances."])
def test_who_is_counted_or_named_is_no_crowd(prompt: str) -> None:
    story = plan(order(prompt, panel_count=1))

    assert len(story.cast) > 1
    assert not story.panels[0].crowd


def test_a_story_about_people_shows_somebody() -> None:
    assert plan(order("People wait for a bus.", panel_count=1)).cast


def test_the_crowd_does_not_lend_its_act_to_the_hero() -> None:
    first, second = plan(order("A clown falls. The audience dances.", panel_count=2)).panels

    assert first.parts[0].pose == "fall"
    assert second.parts[0].pose not in {"fall", "dance"}


@pytest.mark.parametrize(
    "prompt",
    [
        "A captain yawns. The crew cheers.",
        "Der Kapitän gähnt. Die Besatzung jubelt.",
        "Un capitán bosteza. La tripulación aplaude.",
    ],
)
def test_a_crew_is_a_crowd(prompt: str) -> None:
    story = plan(order(prompt, panel_count=2))

    assert len(story.cast) == 1
    assert any(panel.crowd for panel in story.panels)


def test_besides_two_guests_there_are_more_in_the_background() -> None:
    story = plan(order("A singer bows. The guests clap.", panel_count=2))

    assert [panel.crowd for panel in story.panels] == [False, True]
