"""Painter of captions and balloons with their tails."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

from pipeline.comic.geometry import Path, Point, bounds, ellipse
from pipeline.comic.lettering.arrangement import NameTag, Placed
from pipeline.comic.palette import RGB
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.text_blocks import paint

_FINE = 3  # oversampling of the shapes


def draw_placed(page: Image.Image, item: Placed, style: Style, origin: Point, coarse: int) -> None:
    """Draw *item* with the panel's corner at *origin*; *coarse* above 1 in large pixels."""
    line = max(2.0, item.size * (0.1 if style.treatment != "soft" else 0.05))
    fill, ink, letters = style.balloon, style.ink, style.ink
    shapes: list[Path] = []
    if item.kind == "caption":
        fill, letters = style.caption, style.caption_ink
        shapes = [_caption_shape(item, style)]
        line *= 0.8
        if style.treatment in {"noir", "pixel"}:
            ink = style.caption_ink
    else:
        shapes = [_body(item), *_tail(item)]
        if item.kind == "thought":
            shapes += _puffs(item)
    _paint_union(page, shapes, origin, fill=fill, ink=ink, line=line, coarse=coarse)
    left, top = item.left + origin[0], item.top + origin[1]
    paint(
        page, item.block, left, top, size=item.size, color=letters, align=item.align, coarse=coarse
    )
    if item.tag is not None:
        _draw_tag(page, item.tag, style, origin, coarse)


def _draw_tag(page: Image.Image, tag: NameTag, style: Style, origin: Point, coarse: int) -> None:
    x0, y0, x1, y1 = tag.box
    shape = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    line = max(1.5, tag.size * 0.08)
    ink = style.caption_ink if style.treatment in {"noir", "pixel"} else style.ink
    _paint_union(page, [shape], origin, fill=style.caption, ink=ink, line=line, coarse=coarse)
    left, top = tag.left + origin[0], tag.top + origin[1]
    paint(
        page,
        tag.block,
        left,
        top,
        size=tag.size,
        color=style.caption_ink,
        align="left",
        coarse=coarse,
    )


def _source(item: Placed) -> random.Random:
    return chance("balloon", item.text, round(item.box[0]))


def _caption_shape(item: Placed, style: Style) -> Path:
    x0, y0, x1, y1 = item.box
    if style.treatment in {"watercolor", "newsprint", "benday"}:
        source, sway = _source(item), item.size * 0.1
        return [
            (x0 - source.random() * sway, y0 - source.random() * sway),
            (x1 + source.random() * sway, y0 - source.random() * sway),
            (x1 + source.random() * sway, y1 + source.random() * sway),
            (x0 - source.random() * sway, y1 + source.random() * sway),
        ]
    return item.outline()


def _body(item: Placed) -> Path:
    outline = item.outline()
    cx, cy = item.center
    if item.kind == "shout":
        return _burst(outline, (cx, cy), item)
    source = _source(item)
    phase = source.uniform(0, math.tau)
    # imitate a hand-drawn curve: deviate outwards, never into the text
    return [
        (
            x + (x - cx) * 0.012 * (1 + math.sin(3 * i / len(outline) * math.tau + phase)),
            y + (y - cy) * 0.02 * (1 + math.sin(2 * i / len(outline) * math.tau + phase)),
        )
        for i, (x, y) in enumerate(outline)
    ]


def _puffs(item: Placed) -> list[Path]:
    """The rim of a thought: round lumps along the balloon's edge."""
    outline = item.outline()
    length = sum(math.dist(a, b) for a, b in zip(outline, [*outline[1:], outline[0]], strict=True))
    count = max(8, round(length / (item.size * 1.35)))
    radius = length / count * 0.6
    found, walked, at = [], 0.0, 0
    for k in range(count):
        goal = length * k / count
        while walked < goal:
            walked += math.dist(outline[at % len(outline)], outline[(at + 1) % len(outline)])
            at += 1
        x, y = outline[at % len(outline)]
        found.append(ellipse(x, y, radius, radius * 0.85, steps=24))
    return found


def _burst(outline: Path, center: Point, item: Placed) -> Path:
    source = _source(item)
    path: Path = []
    count = 18
    n = len(outline)
    for k in range(count):
        x, y = outline[k * n // count]
        path.append((x, y))
        x, y = outline[(2 * k + 1) * n // (2 * count)]
        dx, dy = x - center[0], y - center[1]
        length = math.hypot(dx, dy) or 1.0
        spike = item.size * source.uniform(0.35, 0.75)
        path.append((x + dx / length * spike, y + dy / length * spike))
    return path


def _tail(item: Placed) -> list[Path]:
    if item.tail is None:
        return []
    cx, cy = item.center
    x0, y0, x1, y1 = item.box
    tx, ty = item.tail
    if item.kind == "thought":
        dots: list[Path] = []
        edge = _edge_towards(item, (tx, ty))
        for k, r in ((0.22, 0.42), (0.55, 0.3), (0.86, 0.2)):
            dots.append(
                ellipse(
                    edge[0] + (tx - edge[0]) * k,
                    edge[1] + (ty - edge[1]) * k,
                    item.size * r,
                    item.size * r * 0.85,
                )
            )
        return dots
    root = (cx + (min(max(tx, x0), x1) - cx) * 0.5, cy + (min(max(ty, y0), y1) - cy) * 0.55)
    dx, dy = tx - root[0], ty - root[1]
    length = math.hypot(dx, dy) or 1.0
    half = min(item.size * 0.55, (x1 - x0) * 0.16)
    nx, ny = -dy / length * half, dx / length * half
    # the tail bends slightly away from the middle of the balloon
    swing = item.size * 0.3 * (1 if tx >= cx else -1)
    mid = (root[0] + dx * 0.6 + swing * abs(dy) / length, root[1] + dy * 0.6)
    return [
        [
            (root[0] + nx, root[1] + ny),
            (mid[0] + nx * 0.45, mid[1] + ny * 0.45),
            (tx, ty),
            (mid[0] - nx * 0.45, mid[1] - ny * 0.45),
            (root[0] - nx, root[1] - ny),
        ]
    ]


def _edge_towards(item: Placed, point: Point) -> Point:
    """Return the point where the line from the middle to *point* leaves the balloon."""
    cx, cy = item.center
    outline = item.outline()
    angle = math.atan2(point[1] - cy, point[0] - cx)
    return min(
        outline,
        key=lambda p: abs(math.remainder(math.atan2(p[1] - cy, p[0] - cx) - angle, math.tau)),
    )


def _paint_union(
    page: Image.Image,
    shapes: Sequence[Path],
    origin: Point,
    *,
    fill: RGB,
    ink: RGB,
    line: float,
    coarse: int,
) -> None:
    """Draw several shapes as one, with a common outline."""
    boxes = [bounds(shape) for shape in shapes]
    pad = int(line) + 3
    left = int(min(b[0] for b in boxes) + origin[0]) - pad
    top = int(min(b[1] for b in boxes) + origin[1]) - pad
    right = int(max(b[2] for b in boxes) + origin[0]) + pad
    bottom = int(max(b[3] for b in boxes) + origin[1]) + pad
    if coarse > 1:
        left, top = left // coarse * coarse, top // coarse * coarse
        right, bottom = -(-right // coarse) * coarse, -(-bottom // coarse) * coarse
    fine = 1.0 / coarse if coarse > 1 else float(_FINE)
    size = (max(1, round((right - left) * fine)), max(1, round((bottom - top) * fine)))
    mask = Image.new("L", size, 0)
    edge = Image.new("L", size, 0)
    draw_mask, draw_edge = ImageDraw.Draw(mask), ImageDraw.Draw(edge)
    width = max(1, round(line * fine))
    for shape in shapes:
        path = [((x + origin[0] - left) * fine, (y + origin[1] - top) * fine) for x, y in shape]
        draw_mask.polygon(path, fill=255)
        draw_edge.polygon(path, fill=255)
        draw_edge.line([*path, path[0], path[1]], fill=255, width=2 * width, joint="curve")
    if coarse > 1:
        whole = (right - left, bottom - top)
        mask, edge = (
            mask.resize(whole, Image.Resampling.NEAREST),
            edge.resize(whole, Image.Resampling.NEAREST),
        )
    else:
        mask, edge = mask.reduce(_FINE), edge.reduce(_FINE)
    page.paste(ink, (left, top), edge)
    page.paste(fill, (left, top), mask)
