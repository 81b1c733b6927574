"""Heads, hair and clothes in SVG files: what the files may name, and that all of it shows."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from PIL import ImageChops

from pipeline.comic.character_look import HUMAN, Look, LookHints, creature_kinds, derive
from pipeline.comic.coats import coat_of
from pipeline.comic.costumes import COSTUMES
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Drawing
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.being_joints import is_drawn
from pipeline.painters.sketch.figures.clothes import draw_torso
from pipeline.painters.sketch.figures.comic_signs import draw_sign
from pipeline.painters.sketch.figures.figure import Figure, draw_figure
from pipeline.painters.sketch.figures.garments import palette_of

PERSON = replace(
    derive(HUMAN, "man", LookHints(female=False), "wardrobe"),
    outfit="shirt",
    hair_style="short",
    wears=frozenset(),
    girth=1.0,
)
LAYERS = {
    "heads": {"side", "head", "muzzle", "nose", "shut", "eyes", "mouth"},
    "hair": {"back", "front"},
    "face_details": {"under", "head", "mouth", "eye"},
    "neckwear": {"back", "front", "back-narrow", "front-narrow"},
    "outfits": {"", "human", "beast"},
    "garments": {""},
    "hats": {""},
    "backs": {""},
    "tails": {""},
    "stand_ins": {""},
    "signs": {""},
}
FILES = [(folder, name) for folder in LAYERS for name in sorted(names(folder))]
EMOTIONS = frozenset(
    ("calm", "happy", "love", "sad", "angry", "surprised", "scared", "asleep", "thinking", "sly")
) | {"smug", "proud", "bored", "tired", "disgusted", "embarrassed", "dizzy"}


def _canvas() -> Canvas:
    return Canvas(200, 200, oversample=1, line=0.6, wobble=0, source=random.Random(1))


def _drawn(look: Look, **figure: Any) -> Canvas:
    canvas = _canvas()
    draw_figure(canvas, Figure(look, 0, 95, 84, **figure))
    return canvas


def _changed(one: Canvas, other: Canvas) -> int:
    """Return how many pixels of color or ink differ."""
    layers = ((one.flats, other.flats), (one.ink, other.ink))
    masks = [ImageChops.difference(a, b).convert("L") for a, b in layers]
    return sum(mask.width * mask.height - mask.histogram()[0] for mask in masks)


def _own(look: Look, **change: Any) -> int:
    return _changed(_drawn(look), _drawn(replace(look, **change)))


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_a_file_names_known_layers_and_colors(folder: str, name: str) -> None:
    found: Drawing = drawing(folder, name)
    assert found.pieces
    assert {layer.split(".")[0] for layer in found.layers} <= LAYERS[folder]
    used = {paint for piece in found.pieces for paint in (piece.fill, piece.line)}
    assert {paint for paint in used if isinstance(paint, str)} <= palette_of(PERSON).keys()


@pytest.mark.parametrize("name", sorted(names("heads")))
def test_a_head_has_features_for_known_states_only(name: str) -> None:
    states = [layer.split(".")[1:] for layer in drawing("heads", name).layers]
    assert {state for some in states for state in some} <= EMOTIONS | {"talking"}


def test_every_kind_of_being_has_a_head() -> None:
    kinds = [kind for kind in creature_kinds() if not is_drawn(derive(kind, "", LookHints(), "x"))]
    assert len(kinds) >= 15
    alike = {coat_of(kind).like or kind for kind in kinds}
    assert alike <= names("heads")


def test_all_that_costumes_name_is_drawn() -> None:
    costumes = COSTUMES.values()
    known = names("outfits") | {"none"}
    assert {costume.outfit for costume in costumes} <= known
    assert {costume.hair_style for costume in costumes} <= names("hair") | {"", "bald"}
    worn = names("garments") | names("neckwear") | names("backs") | names("face_details")
    drawn_elsewhere = {"glasses", "gown", "fishtail"}
    assert {item for costume in costumes for item in costume.wears} <= worn | drawn_elsewhere


@pytest.mark.parametrize(
    "item", sorted(names("garments") | names("neckwear") | names("backs") | names("face_details"))
)
def test_what_is_worn_shows(item: str) -> None:
    assert _own(PERSON, wears=frozenset({item})) > 8


@pytest.mark.parametrize("style", sorted(names("hair")))
def test_hair_shows(style: str) -> None:
    bald = replace(PERSON, hair_style="bald")
    assert _changed(_drawn(bald), _drawn(replace(bald, hair_style=style))) > 100


def test_hoods_hide_hair() -> None:
    hooded = replace(PERSON, hat="ninja")
    assert _own(hooded, hair_style="long") == 0
    assert _own(PERSON, hair_style="long") > 0


def test_outfits_differ() -> None:
    pictures = [_drawn(replace(PERSON, outfit=outfit)) for outfit in sorted(names("outfits"))]
    for i, one in enumerate(pictures):
        assert all(_changed(one, other) > 50 for other in pictures[:i])


def test_an_apron_is_worn_over_every_outfit() -> None:
    for outfit in ("shirt", "armor", "kimono", "space", "none"):
        assert _own(replace(PERSON, outfit=outfit), wears=frozenset({"apron"})) > 100


def test_a_dress_becomes_a_gown() -> None:
    dressed = replace(PERSON, outfit="dress")
    assert _own(dressed, wears=frozenset({"gown"})) > 100


def test_shirts_of_people_end_above_the_hips() -> None:
    def hem(kind: str) -> float:
        canvas = _canvas()
        with canvas.at(0, 90), canvas.drawing("figure") as drawn:
            draw_torso(canvas, replace(PERSON, kind=kind))
        return drawn.box[3]

    assert hem(HUMAN) < hem("cat") - 2


def test_clothes_are_as_wide_as_the_body() -> None:
    def width(girth: float) -> float:
        canvas = _canvas()
        with canvas.at(0, 90), canvas.drawing("figure") as drawn:
            draw_torso(canvas, replace(PERSON, girth=girth))
        return drawn.box[2] - drawn.box[0]

    assert width(1.2) == pytest.approx(1.2 * width(1.0), rel=0.06)


def test_neckwear_fits_the_wide_neck_of_a_stand_in_but_a_tie_is_no_wider() -> None:
    def width(kind: str, item: str) -> float:
        bare = derive(kind, "", LookHints(), "x")
        bare = replace(bare, outfit="none", girth=1.0, wears=frozenset(), accent=(1, 2, 3))
        worn = replace(bare, wears=frozenset({item}))
        box = ImageChops.difference(_drawn(bare).flats, _drawn(worn).flats).getbbox()
        assert box is not None
        return float(box[2] - box[0])

    assert width("gargoyle", "collar") > 1.5 * width("cat", "collar")
    assert width("gargoyle", "tie") < 1.5 * width("cat", "tie")


@pytest.mark.parametrize("kind", ["robot", "alien"])
def test_a_head_with_features_of_its_own_shows_feelings(kind: str) -> None:
    look = derive(kind, "", LookHints(), "x")
    calm = _drawn(look)
    for emotion in ("happy", "sad", "surprised", "angry"):
        assert _changed(calm, _drawn(look, emotion=emotion)) > 4, emotion
    assert _changed(calm, _drawn(look, talking=True)) > 4


def test_teeth_hide_when_a_rabbit_talks() -> None:
    assert drawing("heads", "rabbit").layer("shut")
    look = replace(derive("rabbit", "", LookHints(), "x"), wears=frozenset())
    assert _changed(_drawn(look), _drawn(look, talking=True)) > 4


@pytest.mark.parametrize("kind", ["cat", "robot", HUMAN])
def test_features_move_when_a_head_turns(kind: str) -> None:
    look = PERSON if kind == HUMAN else derive(kind, "", LookHints(), "x")
    assert _changed(_drawn(look, looks=-1.0), _drawn(look, looks=1.0)) > 20


def test_a_wizard_has_a_longer_beard() -> None:
    bearded = replace(PERSON, wears=frozenset({"beard"}))
    short, long = (drawing("face_details", name).box[3] for name in ("beard", "long beard"))
    assert long > short + 5
    wizard = replace(bearded, hat="wizard")
    assert _own(wizard, wears=frozenset()) > _own(bearded, wears=frozenset())


@pytest.mark.parametrize("sign", sorted(names("signs")))
def test_signs_are_drawn_beside_the_head(sign: str) -> None:
    figure = Figure(PERSON, 0, 95, 84)
    plain, marked = _canvas(), _canvas()
    draw_sign(marked, sign, figure)
    assert _changed(plain, marked) > 8


def test_an_unknown_sign_draws_nothing() -> None:
    canvas = _canvas()
    draw_sign(canvas, "trombone", Figure(PERSON, 0, 95, 84))
    assert _changed(_canvas(), canvas) == 0
