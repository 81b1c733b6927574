"""Faces of every style: every feeling can be drawn, and each style has a face of its own."""

from __future__ import annotations

import pytest

from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import STYLES
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face, draw_face
from pipeline.painters.sketch.figures.noses import draw_nose

SKIN = (250, 206, 170)
FEELINGS = (
    "calm",
    "happy",
    "love",
    "sad",
    "angry",
    "scared",
    "surprised",
    "asleep",
    "sly",
    "thinking",
)


def drawn(style: str, emotion: str = "calm", **fields: object) -> bytes:
    canvas = Canvas(160, 160, oversample=1, line=0.5, wobble=0, source=chance("faces"))
    face = Face(emotion, STYLES[style].eyes, **fields)  # type: ignore[arg-type]
    with canvas.at(0, 50, scale=2.4):
        draw_face(canvas, face)
        draw_nose(canvas, face, SKIN)
    return canvas.flats.tobytes() + canvas.ink.tobytes()


@pytest.mark.parametrize("style", STYLES)
def test_every_style_tells_all_feelings_apart(style: str) -> None:
    pictures = {drawn(style, feeling) for feeling in FEELINGS if feeling != "love"}

    assert len(pictures) == len(FEELINGS) - 1


@pytest.mark.parametrize("emotion", FEELINGS)
def test_styles_draw_the_same_feeling_differently(emotion: str) -> None:
    assert len({drawn(style, emotion) for style in STYLES}) == len(STYLES)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("turn", [-0.85, -0.35, 0.0, 0.35, 0.85])
def test_a_face_can_look_to_every_side(style: str, turn: float) -> None:
    assert drawn(style, turn=turn) != drawn(style, turn=turn + 0.1)


@pytest.mark.parametrize("style", ["american_modern", "american_1950", "manga", "webtoon"])
def test_lashes_show_on_eyes_that_have_lids(style: str) -> None:
    assert drawn(style, lashes=True) != drawn(style)


@pytest.mark.parametrize("style", ["franco_belgian", "watercolor", "pixel", "noir"])
def test_small_eyes_have_no_lashes(style: str) -> None:
    assert drawn(style, lashes=True) == drawn(style)


def test_the_eyes_of_manga_are_larger_than_those_of_franco_belgian() -> None:
    def ink(style: str) -> int:
        canvas = Canvas(160, 160, oversample=1, line=0.5, wobble=0, source=chance("faces"))
        with canvas.at(0, 50, scale=2.4):
            draw_face(canvas, Face("calm", STYLES[style].eyes, brows=False))
        top = canvas.ink.crop((0, 0, 160, 96)).histogram()
        return sum(top[128:])

    assert ink("manga") > 2 * ink("franco_belgian")
