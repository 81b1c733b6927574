"""Page plan: the story in panels, whose sizes fit their lettering, before anything is painted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.comic.layout import Grid, Rect, Sheet, grid_for, lay_out, row_of
from pipeline.comic.lettering.arrangement import (
    Lettering,
    Room,
    Text,
    arrange,
    texts_of,
    written_language,
)
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
_CAPTIONS = 0.34  # of a panel's height that captions may take before letters shrink, or it grows
_GROWTH = 2.0  # largest scale of a panel that grows because of its captions' share only
_WIDE = 1.35  # largest scale of the letters of a wide page, which a phone shows small

PHONE = 360  # width in pixels at which a page must be legible
LEGIBLE = 5.0  # smallest size of letters there, in pixels
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
    letters: int  # size in pixels
    language: str  # of most of the text
    drawn_scale: int = 1

    def enlarged(self, factor: int) -> PagePlan:
        """Return the same page at a higher resolution."""
        return replace(
            self,
            sheet=self.sheet.enlarged(factor),
            letterings=tuple(lettering.enlarged(factor) for lettering in self.letterings),
            middles=tuple(tuple(x * factor for x in row) for row in self.middles),
            coarse=self.coarse * factor if self.coarse > 1 else 1,
            letters=self.letters * factor,
            drawn_scale=factor,
        )


def plan_page(
    order: DrawingOrder, author: StoryAuthor | None = None, *, knows_heads: bool = True
) -> PagePlan:
    """Plan the story and lay out page and text, without drawing anything.

    If the painter does not know where heads are, balloons show the names of their speakers.
    """
    story = plan(order, author)
    order = replace(order, panel_count=len(story.panels))
    style = style_named(order.style)
    grid = grid_for(order)
    sheet = lay_out(order, grid)
    language = written_language(_all_text(story), order.language)
    texts = [texts_of(panel, style, language, named=not knows_heads) for panel in story.panels]
    fitting = _Fitting(story, order, texts, short_tails=not knows_heads)
    letterings, sheet, letters = fitting.fit(grid, sheet)
    coarse = 1
    if style.treatment == "pixel":
        shortest = min(min(p.width, p.height) for p in sheet.panels)
        coarse = max(2, round(shortest / _GRAIN))
    middles = tuple(
        tuple(_seats(panel, rect, order, i))
        for i, (panel, rect) in enumerate(zip(story.panels, sheet.panels, strict=True))
    )
    mode = order.color_mode or style.mode
    page = PagePlan(story, sheet, style, mode, letterings, middles, coarse, letters, language)
    return page.enlarged(min(order.scale, _DRAWN_SCALE)) if order.scale > 1 else page


def _seats(panel: PanelPlan, rect: Rect, order: DrawingOrder, i: int) -> list[float]:
    found = seats(
        panel, rect.width, rect.height, seed=order.seed, source=chance("seats", order.seed, i)
    )
    return found[::-1] if order.reading_direction == "rtl" else found


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The texts of a story to be fitted into its panels."""

    story: StagedStory
    order: DrawingOrder
    texts: list[list[Text]]
    short_tails: bool

    def at(self, size: int, sheet: Sheet) -> tuple[Lettering, ...]:
        """Return the lettering in letters of *size*."""
        rtl = self.order.reading_direction == "rtl"
        return tuple(
            arrange(
                text,
                Room(
                    rect.width,
                    rect.height,
                    size,
                    tuple(_seats(panel, rect, self.order, i)),
                    rtl,
                    short_tails=self.short_tails,
                ),
            )
            for i, (text, rect, panel) in enumerate(
                zip(self.texts, sheet.panels, self.story.panels, strict=True)
            )
        )

    def fit(self, grid: Grid, sheet: Sheet) -> tuple[tuple[Lettering, ...], Sheet, int]:
        """Return lettering of one size for the whole page, as large as the panels allow, the sheet
        and that size; if even small letters do not fit a panel, its row grows.
        """
        size, smallest = _letter_sizes(sheet)
        letterings = self.at(size, sheet)
        while size > smallest and max(_crowding(letterings, sheet, _COVER)) > 1:
            size = max(smallest, int(size * 0.93))
            letterings = self.at(size, sheet)
        crowding = _crowding(letterings, sheet, _COVER_MOST, _GROWTH)
        if max(crowding) > 1:
            stretch = [1.0] * len(grid.rows)
            for i, factor in enumerate(crowding):
                row = row_of(grid, i)
                stretch[row] = max(stretch[row], factor)
            sheet = lay_out(self.order, grid, stretch)
            letterings = self.at(size, sheet)
        return letterings, sheet, size


def _letter_sizes(sheet: Sheet) -> tuple[int, int]:
    """Return the largest and the smallest size of the letters, in pixels."""
    areas = sorted(rect.width * rect.height for rect in sheet.panels)
    typical = math.sqrt(areas[0] * areas[len(areas) // 2])
    usual = _LETTER * math.sqrt(typical)
    legible = math.ceil(LEGIBLE * sheet.width / PHONE)
    largest = max(_SMALLEST, round(usual), min(legible, round(usual * _WIDE)))
    return largest, min(largest, max(_SMALLEST, round(usual * _FLOOR), legible))


def _crowding(
    letterings: Sequence[Lettering], sheet: Sheet, cover: float, most: float = math.inf
) -> list[float]:
    """Return how full each panel is: 1.0 if lettering takes *cover* of its height, or captions as
    much as they may; captions alone make it at most *most*.
    """
    return [
        max(
            (done.top + done.bottom) / cover / rect.height,
            min(most, done.captions / _CAPTIONS / rect.height),
        )
        for done, rect in zip(letterings, sheet.panels, strict=True)
    ]


def _all_text(story: StagedStory) -> str:
    captions = [panel.caption for panel in story.panels]
    lines = [line.text for panel in story.panels for line in panel.lines]
    return " ".join(filter(None, [*captions, *lines]))


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
