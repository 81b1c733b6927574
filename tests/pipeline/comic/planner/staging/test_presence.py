"""Tests of who is still there in a panel."""

from __future__ import annotations

from pipeline.comic.planner.plan import plan
from tests.pipeline.comic.drawing_orders import order


def _shown(prompt: str, panels: int) -> list[set[str]]:
    story = plan(order(prompt, panel_count=panels))
    return [{part.actor.name for part in panel.parts} for panel in story.panels]


def test_who_has_left_is_in_no_later_panel() -> None:
    shown = _shown("A fox and a hen argue. The fox leaves. The hen sings. She dances.", 4)

    assert shown[1] == {"fox", "hen"}
    assert shown[2:] == [{"hen"}, {"hen"}]


def test_who_has_left_is_seen_without_the_others() -> None:
    shown = _shown("A fox and a hen argue. The fox runs away. The fox eats a cake.", 3)

    assert shown[2] == {"fox"}


def test_who_comes_back_meets_the_others_again() -> None:
    shown = _shown("A fox and a hen argue. The fox leaves. The hen cries. The fox comes back.", 4)

    assert shown[2] == {"hen"}
    assert shown[3] == {"fox", "hen"}


def test_to_whom_goodbye_is_said_is_left_until_told_again() -> None:
    shown = _shown(
        "A pilot kisses her husband goodbye. A storm begins. She flies. Her husband cooks.", 4
    )

    assert shown[0] == {"pilot", "husband"}
    assert shown[1:3] == [{"pilot"}, {"pilot"}]
    assert "husband" in shown[3]


def test_a_new_place_shows_only_whom_the_text_names() -> None:
    shown = _shown("A fox meets a wolf in the forest. The fox goes into a bakery.", 2)

    assert shown == [{"fox", "wolf"}, {"fox"}]


def test_a_conversation_keeps_both() -> None:
    shown = _shown('A fox meets a hen. "Hello," says the fox. "Bye," says the hen.', 2)

    assert shown[-1] == {"fox", "hen"}


def test_nobody_is_with_who_is_alone() -> None:
    shown = _shown("A fox and a hen argue. The fox is alone.", 2)

    assert shown[1] == {"fox"}
