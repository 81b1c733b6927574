"""Labels of a picture: the words for what the sketch draws a stand-in for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.comic.lettering.label import Label
from pipeline.comic.story import Actor, PanelPlan
from pipeline.painters.sketch.canvas import Mark
from pipeline.painters.sketch.figures.living_things import is_living_thing


def labels_of(panel: PanelPlan, marks: Sequence[Mark], unit: float) -> tuple[Label, ...]:
    """Return the labels of *panel*; *unit* is the side of a pixel of the marks in the picture."""
    return tuple(_labels(panel, marks, unit))


def _labels(panel: PanelPlan, marks: Sequence[Mark], unit: float) -> Iterator[Label]:
    for mark in marks:
        at = (mark.at[0] * unit, mark.at[1] * unit)
        if mark.kind == "thing":
            yield Label("thing", panel.label_of(mark.name), at)
        elif mark.kind == "sign":
            if panel.setting.sign:
                yield Label("place", panel.setting.sign, at)
        else:
            actor = panel.parts[int(mark.name)].actor
            if is_living_thing(actor.look):
                continue  # everybody sees what it is
            if not actor.look.has_figure:
                yield Label("kind", actor.label or actor.kind, at)
            elif not actor.look.has_costume and _is_unnamed(actor):
                yield Label("role", actor.label or actor.look.role, at)


def _is_unnamed(actor: Actor) -> bool:
    return actor.name in {"", actor.label}
