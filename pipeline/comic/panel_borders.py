"""Borders of panels: inked lines, or the uneven edge of a wash."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from pipeline.comic.layout import Rect
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import Style


def ragged_mask(rect: Rect, index: int) -> Image.Image:
    """The uneven edge of a wash."""
    source = chance("edge", index)
    step = 2
    w, h = rect.width // step + 1, rect.height // step + 1
    mask = Image.new("L", (w, h), 0)
    sway = max(2.0, min(w, h) * 0.014)
    count = 26
    top = [(w * k / count, sway * source.random() * 1.4) for k in range(count + 1)]
    right = [(w - 1 - sway * source.random() * 1.4, h * k / count) for k in range(count + 1)]
    bottom = [(w - w * k / count, h - 1 - sway * source.random() * 1.4) for k in range(count + 1)]
    left = [(sway * source.random() * 1.4, h - h * k / count) for k in range(count + 1)]
    ImageDraw.Draw(mask).polygon([*top, *right, *bottom, *left], fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(1.5))
    return soft.resize((rect.width, rect.height), Image.Resampling.BICUBIC)


def draw_border(image: Image.Image, rect: Rect, style: Style, index: int, coarse: int) -> None:
    if style.border <= 0:
        return
    width = max(2, round(style.border * min(rect.width, rect.height) / 100))
    ink = style.ink if style.name != "noir" else (236, 236, 232)
    if style.name == "pixel":
        width, ink = max(coarse, width // coarse * coarse), (250, 244, 214)
    pad = width * 2
    fine = 1
    sway = style.wobble * min(rect.width, rect.height) / 100 * 0.7
    source = chance("border", index, rect.width)
    corners = [
        (
            (pad + x * rect.width + source.uniform(-sway, sway)) * fine,
            (pad + y * rect.height + source.uniform(-sway, sway)) * fine,
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    draw = ImageDraw.Draw(image)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        half = width / 2
        a = (rect.x - pad + x0 / fine, rect.y - pad + y0 / fine)
        b = (rect.x - pad + x1 / fine, rect.y - pad + y1 / fine)
        if abs(b[0] - a[0]) > abs(b[1] - a[1]):
            draw.polygon(
                [
                    (a[0] - half, a[1] - half),
                    (b[0] + half, b[1] - half),
                    (b[0] + half, b[1] + half),
                    (a[0] - half, a[1] + half),
                ],
                fill=ink,
            )
        else:
            draw.polygon(
                [
                    (a[0] - half, a[1] - half),
                    (a[0] + half, a[1] - half),
                    (b[0] + half, b[1] + half),
                    (b[0] - half, b[1] + half),
                ],
                fill=ink,
            )
