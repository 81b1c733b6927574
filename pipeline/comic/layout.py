"""Page layout: positions of the panels, in pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.comic.seeded_random import chance
from pipeline.models import DrawingOrder

MAX_AREA = 4_300_000  # pixels of a page at scale 1, which one core draws in about a second
MAX_SIDE = 2400
MAX_TALL = 6400  # of a vertical strip, which is read by scrolling
_LONG_SCROLL = 4  # with more panels than this in one column, panels get too narrow
_GUTTER = 0.024  # of a panel's longer side


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of panels as shares of the width, before conversion to pixels."""

    kind: str
    rows: tuple[tuple[float, ...], ...]  # widths of the panels of each row, as shares
    heights: tuple[float, ...]  # of the rows, in panel heights
    columns: float  # width of the page in panel widths


def choose(order: DrawingOrder) -> str:
    """Return the layout to use, replacing *auto* and layouts that do not fit the panel count."""
    count, layout = order.panel_count, order.layout
    if layout == "strip" and count > 6:
        layout = "grid"
    if layout == "page" and count < 3:
        layout = "auto"
    if layout != "auto":
        return layout
    if order.style == "webtoon" and count > 1:
        return "vertical" if count <= _LONG_SCROLL else "scroll"
    if count <= 2 or (order.style == "newspaper_strip" and count <= 4):
        return "strip"
    return "grid" if count in {4, 9} and order.aspect != "9:16" else "page"


def grid_for(order: DrawingOrder) -> Grid:
    count = order.panel_count
    kind = choose(order)
    if kind == "strip":
        return Grid(kind, ((1 / count,) * count,), (1.0,), count)
    if kind == "vertical":
        return Grid(kind, ((1.0,),) * count, (1.0,) * count, 1.0)
    if kind == "scroll":
        return _scrolled(count)
    if kind == "grid":
        columns = math.ceil(math.sqrt(count))
        if count in {5, 6, 8, 10} and columns > 2 and count % 2 == 0 and count != 8:
            columns = 2 if count == 6 and order.aspect in {"4:3", "3:2", "16:9"} else columns
        full, rest = divmod(count, columns)
        rows = [columns] * full + ([rest] if rest else [])
        return Grid(kind, tuple((1 / n,) * n for n in rows), (1.0,) * len(rows), columns)
    return _varied(order)


def _scrolled(count: int) -> Grid:
    """Return a strip at most two panels wide, alternating single panels and pairs, so that a
    long story is neither too long nor too narrow to read.
    """
    rows: list[tuple[float, ...]] = []
    left = count
    while left:
        pair = len(rows) % 2 == 1 and left > 1
        tilt = 0.06 if len(rows) % 4 == 1 else -0.06
        rows.append((0.5 + tilt, 0.5 - tilt) if pair else (1.0,))
        left -= 2 if pair else 1
    heights = tuple(1.25 if len(row) == 1 else 1.05 for row in rows)
    return Grid("scroll", tuple(rows), heights, 2.0)


_PAGES: dict[int, tuple[tuple[int, ...], ...]] = {
    3: ((1, 2), (2, 1)),
    4: ((1, 2, 1), (2, 2), (1, 3)),
    5: ((2, 1, 2), (1, 2, 2), (2, 3)),
    6: ((1, 2, 3), (2, 2, 2), (3, 1, 2)),
    7: ((1, 3, 3), (2, 3, 2), (2, 2, 1, 2)),
    8: ((2, 3, 3), (3, 2, 3), (1, 2, 3, 2)),
    9: ((2, 3, 1, 3), (3, 3, 3), (1, 3, 2, 3)),
    10: ((3, 2, 3, 2), (1, 3, 3, 3), (2, 3, 2, 3)),
    11: ((3, 2, 3, 3), (2, 3, 3, 3), (3, 3, 2, 3)),
    12: ((3, 3, 3, 3), (3, 4, 2, 3), (2, 4, 3, 3)),
}


def _varied(order: DrawingOrder) -> Grid:
    """Return a page with panels of different sizes, chosen by the seed."""
    source = chance("layout", order.seed, order.panel_count)
    counts = source.choice(_PAGES[order.panel_count])
    columns = max(2.0, sum(counts) / len(counts))
    rows: list[tuple[float, ...]] = []
    heights: list[float] = []
    for n in counts:
        if n == 1:
            rows.append((1.0,))
            heights.append(0.82 * columns / 2)
            continue
        tilt = (
            source.uniform(0.08, 0.2) * source.choice((-1, 1))
            if n == 2
            else source.uniform(-0.05, 0.05)
        )
        shares = [1 / n] * n
        shares[0] += tilt
        shares[-1] -= tilt
        rows.append(tuple(shares))
        heights.append(min(1.15, columns / n * 0.94))
    return Grid("page", tuple(rows), tuple(heights), columns)


def panel_pixels(order: DrawingOrder) -> tuple[int, int]:
    """Return width and height of a full panel by aspect and size."""
    a, b = (int(part) for part in order.aspect.split(":"))
    longer = order.panel_size
    return (longer, round(longer * b / a)) if a >= b else (round(longer * a / b), longer)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's panels in reading order, its size, and the gutter's width."""

    width: int
    height: int
    gutter: int
    panels: tuple[Rect, ...]

    def enlarged(self, factor: int) -> Sheet:
        panels = tuple(
            Rect(p.x * factor, p.y * factor, p.width * factor, p.height * factor)
            for p in self.panels
        )
        return Sheet(self.width * factor, self.height * factor, self.gutter * factor, panels)


def lay_out(order: DrawingOrder, grid: Grid, stretch: Sequence[float] = ()) -> Sheet:
    """*stretch* makes rows taller (by these factors) where text needs the room."""
    wide, tall = panel_pixels(order)
    if grid.kind == "page":
        tall = min(tall, round(wide * 1.25))
    factors = list(stretch) or [1.0] * len(grid.rows)
    width = wide * grid.columns
    height = sum(tall * h for h in grid.heights)
    limit_side = MAX_TALL if grid.kind in {"vertical", "scroll"} else MAX_SIDE
    scale = min(1.0, math.sqrt(MAX_AREA / (width * height)), limit_side / max(width, height))
    wide, tall = round(wide * scale), round(tall * scale)
    gutter = max(8, round(_GUTTER * max(wide, tall) * (1.6 if grid.kind == "vertical" else 1)))
    margin = round(gutter * (1.4 if order.panel_count > 1 else 1.0))
    inner = round(wide * grid.columns) + round(gutter * (grid.columns - 1))
    panels: list[Rect] = []
    y = margin
    for shares, share_high, factor in zip(grid.rows, grid.heights, factors, strict=True):
        high = round(tall * share_high * factor)
        usable = inner - gutter * (len(shares) - 1)
        edges = [0.0]
        for share in shares:
            edges.append(edges[-1] + share * usable)
        for i in range(len(shares)):
            x0 = margin + round(edges[i]) + i * gutter
            x1 = margin + round(edges[i + 1]) + i * gutter
            panels.append(Rect(x0, y, x1 - x0, high))
        y += high + gutter
    total = (inner + 2 * margin, y - gutter + margin)
    if order.reading_direction == "rtl":
        panels = [Rect(total[0] - p.right, p.y, p.width, p.height) for p in panels]
    return Sheet(total[0], total[1], gutter, tuple(panels))


def row_of(grid: Grid, panel: int) -> int:
    """Return the row of panel number *panel* (from 0)."""
    seen = 0
    for row, shares in enumerate(grid.rows):
        seen += len(shares)
        if panel < seen:
            return row
    raise IndexError(panel)
