"""Tests of likenings and of the names of days, which put nobody into the picture."""

from __future__ import annotations

import pytest

from tests.pipeline.comic.planner.planned_stories import planned_story


def _cast(prompt: str) -> list[str]:
    return [str(one["species"]) + ":" + str(one["name"]) for one in planned_story(prompt)["cast"]]


@pytest.mark.parametrize(
    ("prompt", "nobody"),
    [
        ("The baby roars like a lion.", "lion"),
        ("Grandpa is as slow as a turtle and as loud as a rooster.", "turtle"),
        ("A boy runs as if a dragon chased him.", "dragon"),
        ("Das Kind brüllt wie ein Löwe.", "lion"),
        ("Die Maus ist stärker als ein Elefant.", "elephant"),
        ("El niño ruge como un león.", "lion"),
        ("La niña es más rápida que un caballo.", "horse"),
        ("O menino dorme como um urso.", "bear"),
        ("Le garçon mange comme un ours.", "bear"),
        ("La bambina corre come un cavallo.", "horse"),
        ("Мальчик рычит как лев.", "lion"),
        ("少年がライオンのように吠える。", "lion"),
        ("女孩像狮子一样大叫。", "lion"),
    ],
)
def test_what_somebody_is_like_is_not_in_the_cast(prompt: str, nobody: str) -> None:
    cast = _cast(prompt)

    assert len(cast) == 1
    assert not cast[0].startswith(nobody)


@pytest.mark.parametrize(
    "prompt",
    [
        "As the fox sleeps, the hen sings.",
        "Als der Hund kommt, rennt die Katze.",
        "Лиса смотрит, как танцует медведь.",
    ],
)
def test_who_does_something_meanwhile_is_in_the_cast(prompt: str) -> None:
    assert len(_cast(prompt)) == 2


def test_a_likening_is_no_place_and_no_thing() -> None:
    story = planned_story("A boy sits in the kitchen. He screams like in a jungle.", {"panels": 2})

    assert all("jungle" not in panel["place"] for panel in story["panels"])


@pytest.mark.parametrize(
    "prompt",
    [
        "On Saint Andrew's Day a cow dances.",
        "A cow dances on Father's Day.",
        "On Christmas Eve a cow dances.",
        "On Saint Nicholas' Eve a cow dances.",
        "El Día del Padre una vaca baila.",
        "В День отца корова танцует.",
        "父の日に牛が踊る。",
    ],
)
def test_nobody_is_there_because_a_day_is_named_after_somebody(prompt: str) -> None:
    assert len(_cast(prompt)) == 1


def test_the_day_of_a_king_is_one_of_his() -> None:
    assert len(_cast("The king's day is long. A cow dances.")) == 2
