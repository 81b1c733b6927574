"""Painter of captions and balloons with their tails."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from pipeline.comic.geometry import Path, Point, bounds, ellipse, ribbon
from pipeline.comic.lettering.arrangement import NameTag, Placed
from pipeline.comic.lettering.sounds import draw_sound
from pipeline.comic.lettering.tails import bridge_half, tail_half
from pipeline.comic.palette import RGB
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.text_blocks import paint

_FINE = 3  # oversampling of the shapes


def draw_lettering(
    page: Image.Image, items: Sequence[Placed], style: Style, origin: Point, coarse: int
) -> None:
    """Draw the lettering of a panel with its corner at *origin*; *coarse* above 1 in large pixels.

    Balloons that are bridged have one outline.
    """
    for group in _groups(items):
        first = group[0]
        if first.kind == "sfx":
            draw_sound(page, first, style, origin, coarse)
            continue
        line = max(2.0, first.size * (0.1 if style.treatment != "soft" else 0.05))
        fill, ink = style.balloon, style.ink
        shapes: list[Path] = []
        if first.kind == "caption":
            fill = style.caption
            shapes = [_caption_shape(first, style)]
            line *= 0.8
            if style.treatment in {"noir", "pixel"}:
                ink = style.caption_ink
        else:
            shapes = [shape for item in group for shape in _balloon_shapes(item)]
        dash = first.size * 0.42 if first.kind == "whisper" else 0.0
        look = _Paint(fill, ink, line, coarse, dash)
        _paint_union(page, shapes, origin, look)
        for item in group:
            _draw_text(page, item, style, origin, coarse)


def _groups(items: Sequence[Placed]) -> list[list[Placed]]:
    """Return the items in order, those together that bridges connect."""
    groups: dict[int, list[Placed]] = {}
    lead = list(range(len(items)))
    for i, item in enumerate(items):
        if item.bridged is not None:
            lead[item.bridged] = lead[i]
        groups.setdefault(lead[i], []).append(item)
    return list(groups.values())


def _balloon_shapes(item: Placed) -> list[Path]:
    puffs = _puffs(item) if item.kind == "thought" else []
    return [_body(item), *_tail(item), *_bridge(item), *puffs]


def _draw_text(page: Image.Image, item: Placed, style: Style, origin: Point, coarse: int) -> None:
    left, top = item.left + origin[0], item.top + origin[1]
    color = style.caption_ink if item.kind == "caption" else style.ink
    paint(page, item.block, left, top, size=item.size, color=color, align=item.align, coarse=coarse)
    if item.tag is not None:
        draw_tag(page, item.tag, style, origin, coarse)


def draw_tag(page: Image.Image, tag: NameTag, style: Style, origin: Point, coarse: int) -> None:
    x0, y0, x1, y1 = tag.box
    shape = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    line = max(1.5, tag.size * 0.08)
    ink = style.caption_ink if style.treatment in {"noir", "pixel"} else style.ink
    _paint_union(page, [shape], origin, _Paint(style.caption, ink, line, coarse))
    left, top = tag.left + origin[0], tag.top + origin[1]
    paint(
        page,
        tag.block,
        left,
        top,
        size=tag.size,
        color=style.caption_ink,
        align="center",
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
    if not item.tail:
        return []
    if item.kind == "thought":
        return list(_bubbles(item))
    return [ribbon(item.tail, tail_half(item) * 2, 0.0)]


def _bubbles(item: Placed) -> Iterator[Path]:
    """Yield the bubbles of a thought, from the balloon to the tip."""
    x0, y0, x1, y1 = item.box
    pad = item.size * 0.4
    seen = [p for p in item.tail if not (x0 - pad < p[0] < x1 + pad and y0 < p[1] < y1 + pad)]
    seen = seen or [item.tail[-1]]
    for share, radius in ((0.0, 0.42), (0.5, 0.31), (1.0, 0.21)):
        x, y = seen[round(share * (len(seen) - 1))]
        yield ellipse(x, y, item.size * radius, item.size * radius * 0.85)


def _bridge(item: Placed) -> list[Path]:
    half = bridge_half(item)
    return [ribbon(item.bridge, 2 * half, 2 * half)] if item.bridge else []


@dataclass(frozen=True, slots=True)
class _Paint:
    """Colors and lines of a shape; *dash* is the length of a dash, 0: an unbroken line."""

    fill: RGB
    ink: RGB
    line: float
    coarse: int
    dash: float = 0.0


def _paint_union(page: Image.Image, shapes: Sequence[Path], origin: Point, look: _Paint) -> None:
    """Draw several shapes as one, with a common outline."""
    line, coarse = look.line, look.coarse
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
        for gap in _gaps(path, look.dash * fine):
            draw_edge.line(gap, fill=0, width=2 * width + 2)
    if coarse > 1:
        whole = (right - left, bottom - top)
        mask, edge = (
            mask.resize(whole, Image.Resampling.NEAREST),
            edge.resize(whole, Image.Resampling.NEAREST),
        )
    else:
        mask, edge = mask.reduce(_FINE), edge.reduce(_FINE)
    page.paste(look.ink, (left, top), edge)
    page.paste(look.fill, (left, top), mask)


def _gaps(path: Path, dash: float) -> Iterator[Path]:
    """Yield the gaps between dashes along a closed path."""
    if not dash:
        return
    gap: Path = []
    walked = 0.0
    for a, b in zip(path, [*path[1:], path[0]], strict=True):
        length = math.dist(a, b)
        steps = max(1, math.ceil(length / (dash * 0.2)))
        for i in range(steps):
            share = i / steps
            if (walked + length * share) % (2 * dash) < dash * 0.85:
                gap.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            elif gap:
                yield gap
                gap = []
        walked += length
    if gap:
        yield gap
