"""Page plan: the story in panels, whose sizes fit their lettering, before anything is painted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pipeline.comic.layout import Grid, Rect, Sheet, grid_for, lay_out, row_of
from pipeline.comic.lettering.arrangement import Lettering, Room, arrange, texts_of
from pipeline.comic.painter import Shot
from pipeline.comic.planner.author import StoryAuthor
from pipeline.comic.planner.plan import plan
from pipeline.comic.seats import seats
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan, StagedStory
from pipeline.comic.styles import Style, style_named
from pipeline.models import DrawingOrder

_LETTER = 0.046  # letters, of the square root of a panel's area
_FLOOR = 0.56  # smallest scale of the letters before the panel grows instead
_SMALLEST = 15  # pixels
_COVER = 0.42  # of a panel's height that lettering may take before letters shrink
_COVER_MOST = 0.6  # before the panel grows
_GRAIN = 150  # pixels across a panel of the pixel style
_DRAWN_SCALE = 2  # larger scales are enlarged from this one


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A planned page: the positions of the panels and their lettering."""

    story: StagedStory
    sheet: Sheet
    style: Style
    mode: str
    letterings: tuple[Lettering, ...]
    middles: tuple[tuple[float, ...], ...]  # positions of the figures of each panel, in pixels
    coarse: int  # side of a pixel of the pixel style; 1 otherwise
    drawn_scale: int = 1

    def enlarged(self, factor: int) -> PagePlan:
        """Return the same page at a higher resolution."""
        return replace(
            self,
            sheet=self.sheet.enlarged(factor),
            letterings=tuple(lettering.enlarged(factor) for lettering in self.letterings),
            middles=tuple(tuple(x * factor for x in row) for row in self.middles),
            coarse=self.coarse * factor if self.coarse > 1 else 1,
            drawn_scale=factor,
        )


def plan_page(
    order: DrawingOrder, author: StoryAuthor | None = None, *, knows_heads: bool = True
) -> PagePlan:
    """Plan the story and lay out page and text, without drawing anything.

    If the painter does not know where heads are, balloons show the names of their speakers.
    """
    story = plan(order, author)
    style = style_named(order.style)
    grid = grid_for(order)
    sheet = lay_out(order, grid)
    letterings, sheet = _fit(story, style, order, grid, sheet, knows_heads=knows_heads)
    coarse = 1
    if style.treatment == "pixel":
        shortest = min(min(p.width, p.height) for p in sheet.panels)
        coarse = max(2, round(shortest / _GRAIN))
    middles = tuple(
        tuple(_seats(panel, rect, order, i))
        for i, (panel, rect) in enumerate(zip(story.panels, sheet.panels, strict=True))
    )
    mode = order.color_mode or style.mode
    page = PagePlan(story, sheet, style, mode, letterings, middles, coarse)
    return page.enlarged(min(order.scale, _DRAWN_SCALE)) if order.scale > 1 else page


def _seats(panel: PanelPlan, rect: Rect, order: DrawingOrder, i: int) -> list[float]:
    found = seats(
        panel, rect.width, rect.height, seed=order.seed, source=chance("seats", order.seed, i)
    )
    return found[::-1] if order.reading_direction == "rtl" else found


def _fit(
    story: StagedStory,
    style: Style,
    order: DrawingOrder,
    grid: Grid,
    sheet: Sheet,
    *,
    knows_heads: bool,
) -> tuple[tuple[Lettering, ...], Sheet]:
    """Return lettering of one size for the whole page, as large as the panels allow; if even
    small letters do not fit a panel, its row grows.
    """
    texts = [
        texts_of(panel, style, order.language, named=not knows_heads) for panel in story.panels
    ]
    rtl = order.reading_direction == "rtl"
    areas = sorted(rect.width * rect.height for rect in sheet.panels)
    typical = math.sqrt(areas[0] * areas[len(areas) // 2])
    full = _LETTER * math.sqrt(typical)
    smallest = max(_SMALLEST, round(full * _FLOOR))

    def at(size: int, on: Sheet) -> list[Lettering]:
        return [
            arrange(
                text,
                Room(
                    rect.width,
                    rect.height,
                    size,
                    tuple(_seats(panel, rect, order, i)),
                    rtl,
                    short_tails=not knows_heads,
                ),
            )
            for i, (text, rect, panel) in enumerate(
                zip(texts, on.panels, story.panels, strict=True)
            )
        ]

    size = max(smallest, round(full))
    while True:
        letterings = at(size, sheet)
        covered = max(
            (done.top + done.bottom) / rect.height
            for done, rect in zip(letterings, sheet.panels, strict=True)
        )
        if covered <= _COVER or size <= smallest:
            break
        size = max(smallest, int(size * 0.93))
    if covered > _COVER_MOST:
        stretch = [1.0] * len(grid.rows)
        for i, (lettering, rect) in enumerate(zip(letterings, sheet.panels, strict=True)):
            row = row_of(grid, i)
            stretch[row] = max(
                stretch[row], (lettering.top + lettering.bottom) / _COVER_MOST / rect.height
            )
        sheet = lay_out(order, grid, stretch)
        letterings = at(size, sheet)
    return tuple(letterings), sheet


def shot_of(page: PagePlan, order: DrawingOrder, index: int) -> Shot:
    """Return what the painter of a panel needs to know; *index* counts from 0."""
    rect, lettering = page.sheet.panels[index], page.letterings[index]
    return Shot(
        index=index,
        panel=page.story.panels[index],
        style=page.style,
        mode=page.mode,
        width=rect.width,
        height=rect.height,
        seed=order.seed,
        clear=(lettering.top, lettering.bottom),
        seats=page.middles[index],
        rtl=order.reading_direction == "rtl",
        coarse=page.coarse,
        order=order,
    )
