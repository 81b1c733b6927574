"""Doers: an act belongs to the one who does it; clothes that change, and sizes."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.plan import plan
from pipeline.comic.story import PanelPlan, PlacedThing
from pipeline.comic.worn import worn
from tests.pipeline.comic.drawing_orders import order


def _panels(prompt: str, count: int = 1) -> tuple[PanelPlan, ...]:
    return plan(order(prompt, panel_count=count)).panels


def _poses(panel: PanelPlan) -> list[str]:
    return [part.pose for part in panel.parts]


def _placed(panel: PanelPlan, name: str) -> PlacedThing:
    return next(placed for placed in panel.placed if placed.name == name)


@pytest.mark.parametrize(
    "prompt",
    [
        "Two friends see the cat eating soup.",
        "Zwei Freunde sehen die Katze Suppe essen.",
        "Deux amis voient le chat manger de la soupe.",
        "Due amici guardano il gatto mangiare la zuppa.",
        "Два друга видят, как кот ест суп.",
    ],
)
def test_what_is_seen_is_done_by_who_is_seen(prompt: str) -> None:
    *friends, cat = _poses(_panels(prompt)[0])

    assert cat == "eat"
    assert "eat" not in friends


@pytest.mark.parametrize(
    ("prompt", "poses"),
    [
        ("The nurse looks at the boy who is eating an ice cream.", ["relaxed", "eat"]),
        ("La bambina guarda il cane che mangia la torta.", ["relaxed", "eat"]),
        ("Мальчик видит кота, который ест суп.", ["relaxed", "eat"]),
        ("A mother finds her son sleeping in the bathtub.", ["point", "sleep"]),
        ("A policeman catches a thief stealing a wallet.", ["reach", "sneak"]),
    ],
)
def test_a_clause_behind_somebody_is_about_that_one(prompt: str, poses: list[str]) -> None:
    assert _poses(_panels(prompt)[0]) == poses


@pytest.mark.parametrize(
    ("prompt", "pose"),
    [
        ("Two old men play chess in the park. One of them falls asleep.", "sleep"),
        ("Zwei alte Männer spielen Schach. Einer von ihnen schläft ein.", "sleep"),
        ("Dos niños juegan en el parque. Uno de ellos se cae.", "fall"),
        ("Deux enfants jouent dans le parc. L'un d'eux s'endort.", "sleep"),
        ("Due bambini giocano nel parco. Uno di loro si addormenta.", "sleep"),
    ],
)
def test_one_of_several_acts_alone(prompt: str, pose: str) -> None:
    assert _poses(_panels(prompt, 2)[1]).count(pose) == 1


def test_both_act_and_the_other_acts_alone() -> None:
    assert _poses(_panels("A king and a queen dance. Both fall.", 2)[1]) == ["fall", "fall"]
    laughing = _panels("A fox and a crow meet. The other laughs.", 2)[1]
    assert [part.emotion for part in laughing.parts].count("happy") == 1


def test_what_nobody_does_is_not_drawn() -> None:
    panels = _panels("A boy and a girl stand at the river. Nobody laughs.", 2)

    assert "laugh" not in _poses(panels[1])


def test_a_sentence_without_a_subject_goes_on_with_those_before() -> None:
    panels = _panels("A pirate meets a nurse. The pirate eats an apple, then sings a song.", 3)

    assert _poses(panels[2]).count("sing") == 1


@pytest.mark.parametrize(
    "prompt",
    [
        "A monkey puts on the hat. It dances.",
        "Ein Affe setzt den Hut auf. Er tanzt.",
        "Un singe met le chapeau. Il danse.",
        "Un mono se pone el sombrero. Baila.",
    ],
)
def test_a_hat_that_is_put_on_stays_on_the_head(prompt: str) -> None:
    for panel in _panels(prompt, 2):
        (monkey,) = panel.parts
        assert monkey.seen.hat == "fedora"
        assert not monkey.holding


def test_what_is_put_on_is_no_thing_beside_the_figure() -> None:
    (panel,) = _panels("A boy wears a mask.")

    assert panel.parts[0].seen.hat == "domino"
    assert _placed(panel, "mask").where == "worn"


def test_a_crown_passes_from_head_to_head() -> None:
    lost, found = _panels("The queen loses her crown. A frog puts on the crown.", 2)

    assert [part.seen.hat for part in lost.parts] == [""]
    assert [part.seen.hat for part in found.parts] == ["", "crown"]
    assert lost.parts[0].actor.look.hat == "crown"


def test_a_thief_keeps_his_own_hat() -> None:
    panels = _panels("A monkey puts on the hat. A pirate steals the hat.", 2)

    assert [part.seen.hat for part in panels[1].parts] == ["", "pirate"]


def test_glasses_are_taken_off() -> None:
    on, off = _panels("A girl wears glasses. Then she takes off the glasses.", 2)

    assert "glasses" in on.parts[0].seen.wears
    assert "glasses" not in off.parts[0].seen.wears


def test_worn_things_change_a_part_of_a_look() -> None:
    assert {part for part, _ in worn().values()} == {"hat", "wears", "outfit"}


def test_size_words_tell_how_tall_somebody_is() -> None:
    (panel,) = _panels("A tiny mouse scares a huge elephant.")
    (usual,) = _panels("A mouse scares an elephant.")

    mouse, elephant = (part.seen.height for part in panel.parts)
    plain_mouse, plain_elephant = (part.seen.height for part in usual.parts)
    assert mouse < plain_mouse * 0.7
    assert elephant > plain_elephant * 1.5


def test_who_grows_is_taller_from_then_on() -> None:
    panels = _panels("A cat meets a man. The cat gets bigger and bigger. The man screams.", 3)

    heights = [panel.parts[0].seen.height for panel in panels]
    assert heights[0] < heights[1] == heights[2]


def test_who_is_shrunk_is_the_other() -> None:
    (panel,) = _panels("A witch shrinks a knight.")

    witch, knight = panel.parts
    assert witch.look is None
    assert knight.seen.height < knight.actor.look.height


def test_a_giant_thing_is_not_held() -> None:
    (panel,) = _panels("A detective finds a giant cheese in the garage.")

    assert not panel.parts[0].holding
    assert _placed(panel, "cheese").size > 2


def test_a_room_is_full_of_things() -> None:
    (panel,) = _panels("The room is full of balloons.")

    assert _placed(panel, "balloon").many


def test_fire_is_on_what_burns() -> None:
    (printer,) = _panels("The printer is on fire.")
    (oven,) = _panels("Smoke comes out of the oven. The cook is scared.")
    (house,) = _panels("The house is on fire. A man screams.")

    assert [(t.name, t.state) for t in printer.placed] == [("printer", "burning")]
    assert [(t.name, t.state) for t in oven.placed] == [("oven", "smoking")]
    assert _placed(house, "fire").many


@pytest.mark.parametrize("prompt", ["A farmer finds a golden egg.", "A woman holds an apple."])
def test_food_is_at_the_mouth_only_when_it_is_eaten(prompt: str) -> None:
    assert _poses(_panels(prompt)[0])[0] not in {"sip", "eat", "drink"}
    assert _poses(_panels("A woman eats an apple.")[0]) == ["eat"]
