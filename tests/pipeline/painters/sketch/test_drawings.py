"""Drawings in SVG files: what the reader understands, and that every file of ours can be drawn."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from pipeline.comic.geometry import bounds
from pipeline.comic.grips import ALIKE
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Drawing, draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.drawings.svg import DrawingFileError, read_drawing
from pipeline.painters.sketch.scenes import props

_FILE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-70 -120 140 130">{}</svg>'

Read: TypeAlias = Callable[[str], Drawing]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(elements: str) -> Drawing:
        file = tmp_path / "thing.svg"
        file.write_text(_FILE.format(elements), encoding="utf-8")
        return read_drawing(file)

    return read


def _canvas() -> Canvas:
    return Canvas(100, 100, oversample=1, line=0.6, wobble=0, source=random.Random(1))


@pytest.mark.parametrize(
    ("element", "box"),
    [
        ('<rect x="1" y="2" width="3" height="4"/>', (1, 2, 4, 6)),
        ('<rect x="1" y="2" width="30" height="40" rx="5"/>', (1, 2, 31, 42)),
        ('<circle cx="10" cy="-20" r="5"/>', (5, -25, 15, -15)),
        ('<ellipse cx="0" cy="0" rx="8" ry="4"/>', (-8, -4, 8, 4)),
        ('<polygon points="0,0 10,0 10,-5"/>', (0, -5, 10, 0)),
        ('<line x1="1" y1="2" x2="3" y2="4" fill="none" stroke="#000000"/>', (1, 2, 3, 4)),
        ('<path d="M0 0h10v-20l-5 5z"/>', (0, -20, 10, 0)),
        ('<path d="M-10,0C-10,-20 10,-20 10,0Z"/>', (-10, -15, 10, 0)),
        ('<path d="M-10 0A10 10 0 0 1 10 0Z"/>', (-10, -10, 10, 0)),
    ],
)
def test_all_shapes_are_read(read: Read, element: str, box: tuple[float, ...]) -> None:
    assert read(element).box == pytest.approx(box, abs=0.1)


def test_transforms_of_groups_apply_to_what_is_in_them(read: Read) -> None:
    nested = (
        '<g id="lid" transform="translate(10 -20) scale(2)">'
        '<g transform="rotate(90)"><rect x="0" y="0" width="4" height="1"/></g></g>'
    )
    found = read(nested)

    assert found.layers == ("lid",)
    assert found.box == pytest.approx((8, -20, 10, -12))


def test_markers_are_positions_and_not_drawn(read: Read) -> None:
    found = read('<circle data-marker="seat" cx="4" cy="-30" r="6"/><circle r="1"/>')

    assert len(found.pieces) == 1
    assert found.markers["seat"].at == pytest.approx((4, -30))
    assert found.markers["seat"].radius == pytest.approx(6, abs=0.1)


def test_layers_are_drawn_apart(read: Read) -> None:
    found = read('<circle r="1"/><g id="front"><circle r="2"/></g>')

    assert [piece.layer for piece in found.layer("front")] == ["front"]
    assert [piece.layer for piece in found.all_but("front")] == [""]


def test_colors_come_from_the_file_or_from_a_palette(read: Read) -> None:
    canvas = _canvas()
    found = read(
        '<rect x="-50" y="0" width="50" height="100" fill="#ff0000"/>'
        '<rect x="0" y="0" width="50" height="100" fill="#ff0000" class="skin"/>'
    )

    draw_pieces(canvas, found.pieces, {"skin": (0, 0, 255)})

    assert canvas.flats.getpixel((20, 50)) == (255, 0, 0)
    assert canvas.flats.getpixel((80, 50)) == (0, 0, 255)


def test_a_dark_line_is_ink_and_a_light_one_is_color(read: Read) -> None:
    canvas = _canvas()
    lines = (
        '<path d="M-40 20H40" fill="none" stroke="#181420" stroke-width="4"/>'
        '<path d="M-40 60H40" fill="none" stroke="#ffcc00" stroke-width="4"/>'
    )

    draw_pieces(canvas, read(lines).pieces)

    assert canvas.ink.getpixel((50, 20)) >= 252  # type: ignore[operator]
    assert canvas.flats.getpixel((50, 20)) == (255, 255, 255)
    assert canvas.ink.getpixel((50, 60)) == 0
    assert canvas.flats.getpixel((50, 60)) == (255, 204, 0)


def test_a_pattern_stays_inside_its_clip(read: Read) -> None:
    canvas = _canvas()
    pattern = (
        '<clipPath id="body"><rect x="-10" y="40" width="20" height="20"/></clipPath>'
        '<rect x="-40" y="45" width="80" height="10" fill="#00ff00" clip-path="url(#body)"/>'
    )

    draw_pieces(canvas, read(pattern).pieces)

    assert canvas.flats.getpixel((50, 50)) == (0, 255, 0)
    assert canvas.flats.getpixel((20, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    "element",
    [
        '<text x="0" y="0">words</text>',
        '<circle r="1" fill="red"/>',
        '<path d="M0 0L1 1M2 2L3 3"/>',
        '<circle r="1" clip-path="url(#missing)"/>',
        '<g transform="skewX(3)"><circle r="1"/></g>',
        "<circle",
    ],
)
def test_what_the_sketch_cannot_draw_is_an_error(read: Read, element: str) -> None:
    with pytest.raises(DrawingFileError, match=r"thing\.svg"):
        read(element)


@pytest.mark.parametrize("name", sorted(names("things")))
def test_every_thing_stands_on_the_ground_and_is_about_a_hundred_units_large(name: str) -> None:
    found = drawing("things", name)
    canvas = _canvas()
    with canvas.at(0, 90, scale=0.5):
        draw_pieces(canvas, found.pieces)

    x0, y0, x1, y1 = bounds(point for piece in found.pieces for point in piece.path)
    assert canvas.ink.getbbox() is not None
    assert -130 <= x0 < x1 <= 130
    assert -130 <= y0 < y1 <= 30


def test_every_thing_has_a_size_next_to_an_adult() -> None:
    sizes = props.sizes()

    assert sizes.keys() == names("things")
    assert all(0.04 <= size <= 4 for size in sizes.values())


def test_what_has_no_drawing_of_its_own_looks_like_a_thing_that_has() -> None:
    assert set(ALIKE.values()) <= names("things")
    assert not ALIKE.keys() & names("things")
    assert props.prop("love letter") == props.prop("letter")
    assert props.size_of("yacht") == props.size_of("boat")


@pytest.mark.parametrize("name", sorted(names("things")))
def test_where_one_sits_or_lies_is_inside_the_thing(name: str) -> None:
    found = drawing("things", name)
    x0, y0, x1, y1 = found.box

    assert found.markers.keys() <= {"seat", "pillow", "hand"}
    for marker in found.markers.values():
        assert x0 <= marker.at[0] <= x1
        assert y0 <= marker.at[1] <= y1
    if "front" in found.layers:  # is drawn before somebody
        assert found.markers or name in {"table", "desk", "piano"}


def test_furniture_and_vehicles_take_somebody_in() -> None:
    for name in ("bed", "chair", "couch", "bathtub", "car", "bus", "boat", "bicycle", "swing"):
        assert "seat" in drawing("things", name).markers, name
    for name in ("bed", "couch", "bathtub", "car", "bus", "boat", "table", "desk"):
        assert drawing("things", name).layer("front"), name
    assert "pillow" in drawing("things", "bed").markers


def test_a_bicycle_is_smaller_than_a_person_and_a_tree_is_larger() -> None:
    assert props.size_of("apple") < props.size_of("bicycle") < 1 < props.size_of("tree")
    assert props.size_of("what nobody has drawn") == pytest.approx(0.35)
