from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from pipeline.models import DrawingOrder
from pipeline.painters.canvas import canvas_size, fitted
from tests.pipeline.comic.shots import shots_of


@pytest.mark.parametrize(
    ("panel", "canvas"),
    [
        ((1024, 1024), (1024, 1024)),
        ((2000, 2000), (1024, 1024)),  # not more than the model paints well
        ((300, 300), (512, 512)),  # nor less
        ((700, 700), (704, 704)),  # and not more than the panel has
        ((1600, 900), (1360, 768)),
        ((3000, 500), (1456, 720)),  # a longer panel is cropped
        ((200, 1000), (368, 720)),
    ],
)
def test_a_canvas_has_the_aspect_of_the_panel(
    panel: tuple[int, int], canvas: tuple[int, int]
) -> None:
    assert canvas_size(*panel, native=1024, smallest=512, multiple=16) == canvas


@pytest.mark.parametrize("multiple", [8, 16, 64])
def test_both_sides_are_multiples(multiple: int) -> None:
    for width in range(100, 2400, 170):
        for height in range(100, 2400, 230):
            size = canvas_size(width, height, native=1024, smallest=512, multiple=multiple)
            assert all(side % multiple == 0 and side > 0 for side in size)


def test_the_middle_of_a_picture_is_kept() -> None:
    image = Image.new("RGB", (200, 100), (0, 0, 255))
    ImageDraw.Draw(image).rectangle((50, 0, 149, 99), fill=(255, 0, 0))
    shot = shots_of(DrawingOrder(prompt="A cat", seed=1, panel_count=1))[0]

    square = fitted(image, replace(shot, width=80, height=80))

    assert square.size == (80, 80)
    assert square.getpixel((3, 40)) == (255, 0, 0)
    assert square.getpixel((76, 40)) == (255, 0, 0)


def test_a_picture_takes_the_colors_and_the_pixels_of_its_order() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((128, 128), 90) for _ in range(3)])
    shot = shots_of(DrawingOrder(prompt="A cat", seed=1, panel_count=1))[0]
    shot = replace(shot, width=120, height=120, mode="grayscale", coarse=4)

    painted = fitted(noise, shot)

    red, green, blue = painted.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert painted.crop((0, 0, 4, 4)).getcolors(16) == [(16, painted.getpixel((0, 0)))]
