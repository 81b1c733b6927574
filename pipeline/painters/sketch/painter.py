"""Sketch painter: draws panels by rules, on a single CPU core, without a model."""

from __future__ import annotations

from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.painters.sketch.panel.picture import draw_picture


class SketchPainter:
    """A painter that needs nothing; the same shot gives the same picture."""

    model = "sketch-1"
    input_keys: tuple[str, ...] = ("maxPanels", "storyboard")
    parallel = 1
    knows_heads = True
    needs_check = False
    max_references = 0

    def paint(self, shot: Shot, report: StepReport) -> Picture:  # noqa: ARG002 - too quick for steps
        return draw_picture(shot)
