"""Layers of a canvas: outlines, what is near, and the sheet that print finishes read."""

from __future__ import annotations

import pytest
from PIL import ImageStat

from pipeline.comic.geometry import box, ellipse
from pipeline.comic.palette import WHITE
from pipeline.comic.seeded_random import chance
from pipeline.painters.sketch.canvas import BACKGROUND, NEAR, OVER, Canvas
from pipeline.painters.sketch.effects.palettes import Grade, Palette, palette
from pipeline.painters.sketch.effects.panel_layers import PanelLayers, shifted

SQUARE = box(-20, 30, 20, 70)
RED = (210, 40, 30)


def canvas(*, swell: float = 1.0, even: bool = False, oversample: int = 1) -> Canvas:
    return Canvas(
        200,
        200,
        oversample=oversample,
        line=2.0,
        wobble=0,
        source=chance("layers"),
        swell=swell,
        even=even,
    )


def test_what_is_near_is_told_from_the_background() -> None:
    c = canvas()
    c.shape(box(-50, 0, 50, 100), (90, 160, 220), ink=205)
    c.nearness = NEAR
    c.shape(SQUARE, RED, line=0)

    assert c.pixels_at(NEAR).getbbox() == (60, 60, 141, 141)
    assert c.pixels_at(BACKGROUND).getpixel((10, 10)) == 255


@pytest.mark.parametrize("opacity", [0.16, 0.5, 0.93])
def test_a_veil_leaves_what_is_near_as_it_is(opacity: float) -> None:
    c = canvas()
    c.shape(ellipse(0, 50, 30, 30), (90, 160, 220), ink=150)
    c.nearness = NEAR
    c.shape(SQUARE, RED)
    before = c.pixels_at(NEAR).tobytes()
    c.veil(box(-40, 10, 30, 90), WHITE, opacity)

    assert c.pixels_at(NEAR).tobytes() == before


def test_a_veil_fades_ink() -> None:
    c = canvas()
    c.blot(SQUARE)
    c.veil(box(-30, 20, 30, 80), WHITE, 0.5)

    assert 100 < c.ink.getpixel((100, 100)) < 150  # type: ignore[operator]


def test_weather_is_over_all() -> None:
    c = canvas()
    c.nearness = NEAR
    c.shape(SQUARE, RED, line=0)
    c.nearness = OVER
    c.dot(0, 50, 4, WHITE)
    sheet = PanelLayers(c, WHITE, (200, 200))

    assert sheet.weather.getpixel((100, 100)) == 255
    assert sheet.near.getpixel((100, 100)) == 0
    assert sheet.near.getpixel((70, 100)) == 255


def test_an_even_line_is_as_thick_on_every_side() -> None:
    c = canvas(swell=0.0)
    c.shape(ellipse(0, 50, 30, 30), RED)

    assert abs(_thickness(c, top=True) - _thickness(c, top=False)) <= 1


def test_a_brush_is_heavier_away_from_the_light() -> None:
    c = canvas(swell=2.1)
    c.shape(ellipse(0, 50, 30, 30), RED)

    assert _thickness(c, top=False) > 1.8 * _thickness(c, top=True)


def _thickness(c: Canvas, *, top: bool) -> int:
    rows = range(100) if top else range(100, 200)
    return sum(c.ink.getpixel((100, y)) > 128 for y in rows)  # type: ignore[operator]


def test_an_even_style_draws_the_distance_as_strong_and_the_sky_flat() -> None:
    c = canvas(even=True)
    c.sky((20, 60, 160), (220, 240, 250), 100)
    c.stroke([(-40, 50), (40, 50)], ink=110, taper=1)

    assert c.flats.getpixel((100, 2)) == c.flats.getpixel((100, 198))
    assert c.ink.getpixel((100, 100)) >= 252  # type: ignore[operator]


def test_a_sky_is_a_gradient_otherwise() -> None:
    c = canvas()
    c.sky((20, 60, 160), (220, 240, 250), 100)

    assert c.flats.getpixel((100, 2)) < c.flats.getpixel((100, 198))  # type: ignore[operator]


def test_the_rim_is_the_edge_away_from_the_light() -> None:
    c = canvas()
    c.nearness = NEAR
    c.shape(SQUARE, RED, line=0)
    rim = PanelLayers(c, WHITE, (200, 200)).rim(4)

    assert rim.getpixel((139, 100)) == rim.getpixel((100, 139)) == 255
    assert rim.getpixel((61, 100)) == rim.getpixel((100, 61)) == rim.getpixel((100, 100)) == 0


def test_no_rim_runs_along_the_frame() -> None:
    c = canvas()
    c.nearness = NEAR
    c.shape(box(-60, 40, 60, 120), RED, line=0)

    assert PanelLayers(c, WHITE, (200, 200)).rim(4).getbbox() is None


def test_a_shifted_mask_fills_what_comes_in() -> None:
    mask = PanelLayers(canvas(), WHITE, (200, 200)).near

    assert shifted(mask, -3, 0, outside=255).getbbox() == (197, 0, 200, 200)


def test_figures_and_background_are_graded_differently() -> None:
    c = canvas(oversample=2)
    c.shape(box(-50, 0, 50, 100), (100, 100, 100), line=0)
    c.nearness = NEAR
    c.shape(SQUARE, (100, 100, 100), line=0)
    dark = Grade(high=(0, 0, 0))
    image = PanelLayers(c, WHITE, (200, 200)).graded(Palette(Grade(), dark))

    assert image.getpixel((100, 100)) == (100, 100, 100)
    assert image.getpixel((10, 10)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        (Grade(), (210, 40, 30)),
        (Grade(saturation=0.0), (90, 90, 90)),
        (Grade(low=(255, 255, 255)), (255, 255, 255)),
        (Grade(low=(100, 0, 0), high=(100, 255, 0)), (100, 40, 0)),
    ],
)
def test_a_grade_changes_saturation_and_levels(
    grade: Grade, expected: tuple[int, int, int]
) -> None:
    c = canvas()
    c.shape(box(-60, -10, 60, 110), RED, line=0)
    mean = ImageStat.Stat(grade.applied(c.flats)).mean

    assert all(abs(a - b) <= 1 for a, b in zip(mean, expected, strict=True))


def test_the_palettes_of_all_finishes_differ() -> None:
    names = ("modern", "benday", "clear", "newsprint", "watercolor", "soft", "plain")

    assert len({repr(palette(name)) for name in names}) == len(names)
