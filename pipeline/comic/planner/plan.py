"""Story planner: an order becomes a story in panels, by its author, its script, or the rules."""

from __future__ import annotations

from dataclasses import replace

import structlog

from pipeline.comic.planner.author import StoryAuthor, UnusableStoryError
from pipeline.comic.planner.characters import Cast
from pipeline.comic.planner.descriptions import title_of
from pipeline.comic.planner.narration import read, scripted
from pipeline.comic.planner.staging import Director
from pipeline.comic.story import PanelPlan, StagedStory
from pipeline.models import DrawingOrder, PageNotice

log = structlog.get_logger(__name__)

PLANNER_UNAVAILABLE = "planner_unavailable"  # code of a notice


def plan(order: DrawingOrder, author: StoryAuthor | None = None) -> StagedStory:
    """Return the story of *order*, with exactly ``panel_count`` panels.

    It is written by *author* if there is one, unless the order has a script; if that fails, by the
    rules of this package.
    """
    story = _written(order, author) if author is not None and not order.script else _read(order)
    return replace(story, panels=tuple(_lettered(panel, order.lettering) for panel in story.panels))


def _written(order: DrawingOrder, author: StoryAuthor) -> StagedStory:
    # Imported late: the validation of stories is not loaded for a sketch.
    from pipeline.comic.planner.story_staging import staged

    try:
        return staged(author.write(order), order)
    except UnusableStoryError as error:
        log.warning("story_request_failed", reason=error.reason, **error.facts)
        return replace(_read(order), notices=(PageNotice(PLANNER_UNAVAILABLE),))


def _read(order: DrawingOrder) -> StagedStory:
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
    return StagedStory(title_of(texts or [order.prompt]), panels, tuple(cast.actors))


def _lettered(panel: PanelPlan, lettering: str) -> PanelPlan:
    if lettering in {"none", "bubbles"}:
        panel = replace(panel, caption="", unlettered=panel.caption)
    if lettering in {"none", "captions"}:
        panel = replace(panel, lines=())
    return panel
