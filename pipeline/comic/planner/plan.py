"""Story planner: turns an order into beats and stages them as panels."""

from __future__ import annotations

from dataclasses import replace

from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.descriptions import title_of
from pipeline.comic.planner.narration import read, scripted
from pipeline.comic.planner.staging import Director
from pipeline.comic.story import PanelPlan, StagedStory
from pipeline.models import DrawingOrder


def plan(order: DrawingOrder) -> StagedStory:
    """Return the story of *order*, with exactly ``panel_count`` panels."""
    told = order.prompt
    if order.script:
        told = " ".join([order.prompt, *(f"{p.scene}. {p.caption}." for p in order.script)])
    cast = Cast(told, order.characters, order.language, order.seed)
    if order.script:
        beats = scripted(order.script, cast)
    else:
        beats = read(order.prompt, order.panel_count, cast)
    panels = Director(order, cast).stage(beats)
    texts = [text for beat in beats for text in beat.texts]
    return StagedStory(
        title_of(texts or [order.prompt]),
        tuple(lettered(panel, order.lettering) for panel in panels),
        tuple(cast.actors),
    )


def lettered(panel: PanelPlan, lettering: str) -> PanelPlan:
    """Return the panel with the text that *lettering* allows."""
    if lettering in {"none", "bubbles"}:
        panel = replace(panel, caption="")
    if lettering in {"none", "captions"}:
        panel = replace(panel, lines=())
    return panel
