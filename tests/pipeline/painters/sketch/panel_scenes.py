"""Panels as the sketch composes and draws them, for tests that look at no pixels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from pipeline.comic.geometry import Box
from pipeline.comic.page_plan import PagePlan, plan_page, shot_of
from pipeline.comic.painter import Shot
from pipeline.models import LAYOUTS, STYLES, DrawingOrder
from pipeline.painters.sketch.canvas import Canvas, Drawn
from pipeline.painters.sketch.panel.picture import (
    Composition,
    canvas_of,
    compose,
    draw_composition,
)

CASES = Path(__file__).parents[2] / "comic" / "planner" / "story_cases"
_SIZE = 160  # pixels: small and quick


@dataclass(frozen=True, slots=True)
class DrawnScene:
    """A panel that was drawn: what is where, and the boxes around all that was drawn."""

    shot: Shot
    scene: Composition
    canvas: Canvas
    balloons: tuple[Box, ...]  # and captions, in units of the canvas

    @property
    def frame(self) -> Box:
        return self.canvas.left, 0.0, self.canvas.right, self.canvas.height

    def drawn(self, kind: str, name: str) -> list[Drawn]:
        """Return what was drawn of a figure or thing."""
        return [item for item in self.canvas.drawn if (item.kind, item.name) == (kind, name)]


def area_of(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def common(a: Box, b: Box) -> Box:
    """Return the box that both have in common; its area may be zero."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def scenes_of(order: DrawingOrder) -> Iterator[DrawnScene]:
    """Draw the panels of *order*."""
    page = plan_page(order)
    for index in range(len(page.story.panels)):
        yield _drawn(page, order, index)


def _drawn(page: PagePlan, order: DrawingOrder, index: int) -> DrawnScene:
    shot = shot_of(page, order, index)
    _, canvas = canvas_of(shot)
    scene = compose(canvas, shot)
    draw_composition(canvas, shot, scene)
    unit = shot.width / canvas.width
    boxes = tuple(
        (x0 / unit + canvas.left, y0 / unit, x1 / unit + canvas.left, y1 / unit)
        for x0, y0, x1, y1 in (item.box for item in page.letterings[index].placed)
    )
    return DrawnScene(shot, scene, canvas, boxes)


def story_prompts() -> list[str]:
    """Return the prompts of the planner's story cases, in all languages, in a fixed order."""
    return [
        json.loads(line)["prompt"]
        for path in sorted(CASES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def varied_orders(prompts: list[str]) -> Iterator[DrawingOrder]:
    """Yield an order for each prompt, with numbers of panels, styles and layouts in turn."""
    styles, layouts, counts = cycle(STYLES), cycle(LAYOUTS), cycle((4, 1, 6, 3, 2, 5, 9))
    for seed, prompt in enumerate(prompts):
        order = DrawingOrder(prompt=prompt, seed=seed, panel_size=_SIZE)
        yield replace(order, style=next(styles), layout=next(layouts), panel_count=next(counts))
