"""Costumes: every role of the table is a word, wears what can be drawn, and looks like no other."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageChops, ImageStat

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.costumes import COSTUMES
from pipeline.comic.planner.language import lexicon
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.library import names
from pipeline.painters.sketch.figures.figure import Figure, draw_figure

_BY_RULES = frozenset(  # drawn by Python, on faces and bodies
    (
        "apron", "badge", "beard", "bowtie", "cape", "dummy", "eyepatch", "fangs", "fishtail",
        "furs", "gauze", "glasses", "gown", "katana", "mustache", "neckerchief", "rags", "rouge",
        "scarf", "seams", "shawl", "stethoscope", "stripes", "tie", "vest", "wings",
    )
)  # fmt: skip


def test_every_role_is_a_word_of_a_prompt() -> None:
    words = {
        key
        for table in (lexicon.ROLES, lexicon.PEOPLE, lexicon.SPECIES, lexicon.ANIMALS)
        for key in lexicon.meanings(table, "en")
    }

    assert COSTUMES.keys() <= words


@pytest.mark.parametrize("role", sorted(COSTUMES))
def test_what_a_role_wears_is_drawn(role: str) -> None:
    costume = COSTUMES[role]

    assert costume.hat in {"", "mask"} | names("hats")
    assert costume.wears <= _BY_RULES | names("garments")


def test_every_hat_and_garment_is_worn() -> None:
    worn = {name for costume in COSTUMES.values() for name in (*costume.wears, costume.hat)}

    # given by words of a description instead: a cap, a crown
    assert names("garments") <= worn | {"bikini top"}
    assert names("hats") <= worn | {"cap", "fedora", "kabuto"}


def _drawn(role: str) -> Image.Image:
    canvas = Canvas(60, 100, oversample=1, line=0.6, wobble=0, source=random.Random(1))
    look = derive(HUMAN, role, LookHints(female=False), "somebody")
    draw_figure(canvas, Figure(look, 0, canvas.height - 8, canvas.height * 0.78))
    return canvas.flats


@pytest.mark.parametrize(
    "role", ["waiter", "thief", "boss", "bride", "clown", "nurse", "goalkeeper"]
)
def test_roles_are_told_apart_from_plain_people(role: str) -> None:
    difference = ImageChops.difference(_drawn(role), _drawn("man"))

    assert sum(ImageStat.Stat(difference).mean) > 6


def test_those_who_wear_the_same_share_a_costume() -> None:
    assert COSTUMES["lawyer"] == COSTUMES["boss"]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt", "ru", "ja", "zh"])
def test_a_mummy_and_a_giant_are_people_in_every_language(language: str) -> None:
    assert {"mummy", "giant"} <= set(lexicon.meanings(lexicon.ROLES, language))


def test_a_giant_is_taller_than_others_and_a_mummy_wrapped_in_bandages() -> None:
    man, giant, mummy = (
        derive(HUMAN, role, LookHints(), "Bo") for role in ("man", "giant", "mummy")
    )

    assert giant.height == pytest.approx(1.8 * man.height)
    assert "bandages" in mummy.wears
