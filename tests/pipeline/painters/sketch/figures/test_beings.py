"""Beings with a drawing of their own: every body is whole, and acts as far as it can."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image, ImageChops

from pipeline.comic.character_look import Look, LookHints, derive
from pipeline.comic.coats import COATS, coat_of
from pipeline.comic.planner.language import lexicon
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.being_joints import being, is_drawn, is_long, marker
from pipeline.painters.sketch.figures.figure import (
    Figure,
    draw_figure,
    hand_point,
    head_point,
    head_radius,
)
from pipeline.painters.sketch.figures.poses import POSES
from pipeline.painters.sketch.scenes import props

KINDS = sorted(names("beings"))
EMOTIONS = ("calm", "happy", "sad", "angry", "scared", "surprised", "love", "thinking", "asleep")
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "pt", "ru", "zh")
LAYERS = {
    "back", "back-arm", "back-leg", "body", "top", "front-leg", "head", "shut", "open", "front-arm",
}  # fmt: skip
MARKERS = {
    "face", "eye", "mouth", "hat", "collar", "neck", "seat", "belly", "front-shoulder",
    "front-hand", "back-shoulder", "back-hand", "front-hip", "back-hip",
}  # fmt: skip
CLASSES = {"skin", "far", "dark", "light", "belly", "hair", "top", "accent"}
SIZE = 120


def _look(kind: str, role: str = "") -> Look:
    return replace(derive(kind, role, LookHints(), kind), height=1.0)


def _figure(kind: str, pose: str = "stand", emotion: str = "calm", thing: str = "") -> Figure:
    return Figure(_look(kind), 0, 66, 52, pose, emotion, holding=thing, indoors=True)


def _canvas() -> Canvas:
    return Canvas(SIZE, SIZE, oversample=1, line=0.5, wobble=0, source=random.Random(1))


def _drawn(figure: Figure) -> Image.Image:
    """Return the ink and shade of *figure* on an empty panel 100 units wide."""
    canvas = _canvas()
    draw_figure(canvas, figure)
    white = Image.new("RGB", canvas.flats.size, (255, 255, 255))
    flats = ImageChops.difference(canvas.flats, white).convert("L")
    return ImageChops.lighter(flats, canvas.ink).point(lambda value: 255 * (value > 0))


@cache
def _silhouette(kind: str) -> Image.Image:
    return _drawn(_figure(kind))


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]


def test_there_are_beings_of_many_kinds() -> None:
    assert len(KINDS) >= 60
    assert {"squirrel", "spider", "giraffe", "crocodile", "snail", "horse", "duck"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_has_known_parts(kind: str) -> None:
    found = drawing("beings", kind)
    assert set(found.layers) <= LAYERS
    assert {"body"} <= set(found.layers)
    assert set(found.markers) <= MARKERS
    assert {"face", "neck", "front-shoulder", "front-hand", "back-hand"} <= set(found.markers)
    paints = {paint for piece in found.pieces for paint in (piece.fill, piece.line)}
    assert {paint for paint in paints if isinstance(paint, str)} <= CLASSES
    assert "mouth" in found.markers or {"shut", "open"} <= set(found.layers)


@pytest.mark.parametrize("kind", KINDS)
def test_markers_are_inside_the_drawing(kind: str) -> None:
    found = drawing("beings", kind)
    x0, y0, x1, y1 = found.box
    for name, spot in found.markers.items():
        assert x0 - 4 <= spot.at[0] <= x1 + 4, name
        assert y0 - 4 <= spot.at[1] <= y1 + 4, name
    assert -22 < y1 < 8  # stands on the ground, or floats above it
    assert 70 <= -y0 <= 130
    face = found.markers["face"]
    assert y0 <= face.at[1] - face.radius * 0.8
    assert face.at[0] + face.radius * 0.6 <= x1


@pytest.mark.parametrize("kind", KINDS)
def test_every_pose_and_emotion_is_drawn(kind: str) -> None:
    for index, pose in enumerate(POSES):
        emotion = EMOTIONS[index % len(EMOTIONS)]
        figure = _figure(kind, pose, emotion)
        x, y = head_point(figure)
        assert -60 < x < 60, pose
        assert -20 < y < 90, pose
        assert 3 < head_radius(figure) < 16
    for pose, emotion in (("stand", "happy"), ("run", "scared"), ("sleep", "asleep")):
        assert _count(_drawn(_figure(kind, pose, emotion))) > 200


@pytest.mark.parametrize("kind", ["squirrel", "horse", "parrot", "crab", "shark"])
def test_emotions_show(kind: str) -> None:
    """A beak has no mouth; the eyes and brows tell."""

    def face(emotion: str) -> Image.Image:
        canvas = Canvas(SIZE, SIZE, oversample=2, line=0.5, wobble=0, source=random.Random(1))
        draw_figure(canvas, _figure(kind, emotion=emotion))
        return canvas.ink

    faces = [face(emotion).tobytes() for emotion in ("calm", "happy", "sad", "angry", "scared")]
    assert len(set(faces)) == len(faces)


def test_every_kind_has_a_coat_and_words() -> None:
    for kind in KINDS:
        assert COATS[kind].coats, kind
        for language in LANGUAGES:
            assert kind in lexicon.meanings(lexicon.SPECIES, language), (kind, language)


def test_near_relatives_have_the_drawing_of_a_kind() -> None:
    likes = {kind: coat.like for kind, coat in COATS.items() if coat.like}
    assert likes["goose"] == "swan"
    with_body = {kind for kind, coat in COATS.items() if not coat.like}
    assert set(likes.values()) <= with_body
    assert all(is_drawn(_look(kind)) for kind, like in likes.items() if like in KINDS)
    assert being(_look("alligator")) is being(_look("crocodile"))


def test_a_kind_of_animal_that_is_drawn_by_rules_lends_its_body() -> None:
    assert _look("polar bear").as_drawn.kind == "bear"
    assert _look("wild boar").as_drawn.kind == "pig"
    assert _look("bear").as_drawn == _look("bear")


@pytest.mark.parametrize("language", ["de", "en", "es", "ja", "pt"])
def test_animals_without_a_drawing_are_few(language: str) -> None:
    names = lexicon.meanings(lexicon.ANIMALS, language).keys()
    assert len(names - COATS.keys()) < len(names) * 0.4


def test_small_beings_stay_visible_beside_adults() -> None:
    assert coat_of("ant").height >= 0.35
    assert coat_of("giraffe").height == 1.6
    assert all(0.35 <= coat_of(kind).height <= 1.7 for kind in KINDS)


def test_silhouettes_differ() -> None:
    alike = []
    for i, one in enumerate(KINDS):
        for other in KINDS[i + 1 :]:
            a, b = _silhouette(one), _silhouette(other)
            common, both = _count(ImageChops.darker(a, b)), _count(ImageChops.lighter(a, b))
            if common > 0.9 * both:
                alike.append((one, other))
    assert set(alike) <= {("horse", "unicorn")}  # told apart by color


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_held_is_at_the_hand(kind: str) -> None:
    figure = _figure(kind, "present", thing="apple")
    apple = {piece.fill for piece in props.prop("apple").pieces}
    canvas = _canvas()
    draw_figure(canvas, figure)
    x, y = hand_point(figure)
    left, top = round((x + 50) / 100 * SIZE) - 9, round(y / 100 * SIZE) - 9
    colors = canvas.flats.crop((left, top, left + 18, top + 18)).getcolors()
    assert colors is not None
    assert sum(count for count, color in colors if color in apple) > 3


@pytest.mark.parametrize("kind", ["squirrel", "beaver", "gorilla", "penguin", "lobster", "robot"])
def test_arms_point_where_the_pose_says(kind: str) -> None:
    down, up, ahead = (hand_point(_figure(kind, pose)) for pose in ("stand", "cheer", "point"))
    assert up[1] < down[1] - 5
    assert ahead[0] > down[0]
    assert ahead[1] < down[1]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if is_long(_look(kind))])
def test_a_long_body_lies_on_its_belly(kind: str) -> None:
    standing, asleep = _figure(kind), _figure(kind, "sleep")
    (x0, y0), (x1, y1) = head_point(standing), head_point(asleep)
    assert y1 >= y0 - 1
    assert abs(x1 - x0) < 6  # not turned over
    high = marker(_look(kind), "belly").at[1] * standing.scale
    assert y1 - y0 == pytest.approx(-high, abs=5)


def test_an_upright_body_lies_down() -> None:
    standing, asleep = _figure("squirrel"), _figure("squirrel", "sleep")
    assert head_point(asleep)[1] > head_point(standing)[1] + 10
    assert math.dist(head_point(asleep), head_point(standing)) > 20


def test_a_raised_hand_is_beside_the_face() -> None:
    for kind in KINDS:
        figure = _figure(kind, "wave")
        assert math.dist(hand_point(figure), head_point(figure)) > head_radius(figure) * 0.9, kind


def test_a_role_shows_on_a_being() -> None:
    plain = Figure(_look("squirrel"), 0, 66, 52)
    chef = Figure(_look("squirrel", "chef"), 0, 66, 52)
    bare = replace(plain, look=replace(plain.look, outfit="none", wears=frozenset(), hat=""))
    hat = ImageChops.difference(_drawn(chef), _drawn(bare)).getbbox()
    assert hat is not None
    assert hat[1] < (head_point(chef)[1] - head_radius(chef) * 0.5) / 100 * SIZE


def test_clothes_are_drawn_only_if_worn() -> None:
    def flats(look: Look) -> bytes:
        canvas = _canvas()
        draw_figure(canvas, Figure(look, 0, 66, 52))
        return canvas.flats.tobytes()

    bare = replace(_look("hedgehog"), outfit="none", wears=frozenset(), top=(9, 200, 9))
    assert bytes((9, 200, 9)) not in flats(bare)
    assert bytes((9, 200, 9)) in flats(replace(bare, outfit="shirt"))
