"""Page of a comic: planned, painted panel by panel by any painter, lettered, composed, encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PIL import Image

from pipeline.comic.image_encoding import CONTENT_TYPES, encode
from pipeline.comic.moderator import PageModerator
from pipeline.comic.page_assembly import assemble
from pipeline.comic.page_plan import PagePlan, plan_page, shot_of
from pipeline.comic.painter import Painter, Picture, Shot
from pipeline.comic.painting import NO_HOOKS, PaintingHooks, paint_panels
from pipeline.comic.planner.configured_author import configured_author
from pipeline.comic.planner.descriptions import alt_text, scenes_of
from pipeline.comic.planner.inherited_cast import continuation_of
from pipeline.comic.planner.letters_check import refuse_boxes
from pipeline.comic.portraits import PortraitStore, with_references
from pipeline.comic.storyboard import in_pencil, is_storyboard, mark_as_sketch
from pipeline.models import (
    NO_COST,
    DrawingOrder,
    DrawnPage,
    DrawnPanel,
    PageNotice,
    PictureCost,
    ProgressReport,
    ScriptPanelText,
)

DRAWN_AS_LABEL = "drawn_as_label"  # code of a notice


def draw_page(
    order: DrawingOrder,
    painter: Painter,
    report: ProgressReport,
    portraits: PortraitStore | None = None,
    hooks: PaintingHooks = NO_HOOKS,
    *,
    moderator: PageModerator | None = None,
) -> DrawnPage:
    """Draw the comic of *order*. *portraits* keeps those of the cast for other comics.

    Panels that *order* asks for itself are not handed to the hooks. *moderator* checks the story
    before anything is painted, and each picture before it is used. The storyboard of an order is
    that of a page by a painter that does not know where heads are, as models do not.

    Synchronous and busy; meant for a worker process. Raises DrawingError.
    """
    report("planning", 0)
    author = configured_author(partial(report, "planning", 0))
    if author is not None and hooks.cache is not None:
        from pipeline.comic.kept_stories import KeptStories  # loads what a sketch does not need

        author = KeptStories(author, hooks.cache)
    storyboard = is_storyboard(order, painter)
    page = plan_page(order, author, knows_heads=painter.knows_heads and not storyboard)
    page = in_pencil(page) if storyboard else page
    refuse_boxes(page.story, order.language)
    if moderator is not None:
        moderator.check_story(page.story, order)
        hooks = replace(hooks, check=moderator.picture_check)
    shots = [shot_of(page, order, index) for index in range(len(page.story.panels))]
    paid: list[PictureCost] = []
    hooks = _recording(hooks, paid, order)
    shots = with_references(shots, painter, report, portraits or PortraitStore(), hooks)
    pictures = paint_panels(shots, painter, report, hooks)
    report("lettering", 0)
    image = assemble(page, pictures, order)
    if storyboard:
        mark_as_sketch(image, page, order.language)
    report("composing", 0)
    image = _enlarged(image, page, order.scale)
    return DrawnPage(
        image=_encoded(image, page, order),
        content_type=CONTENT_TYPES[order.format],
        width=image.width,
        height=image.height,
        seed=order.seed,
        model=painter.model,
        title=page.story.title,
        alt_text=alt_text(page.story, order),
        script=_script(page, order),
        panels=_drawn_panels(page, order, shots, pictures) if order.panels else (),
        notices=(*page.story.notices, *_notices_of(pictures)),
        continuation=continuation_of(page.story, order),
        cost=sum(paid, NO_COST),
    )


def _notices_of(pictures: Sequence[Picture]) -> tuple[PageNotice, ...]:
    """Return a notice with the words that stand for pictures, if there are any."""
    words = dict.fromkeys(label.text for picture in pictures for label in picture.labels)
    return (PageNotice(DRAWN_AS_LABEL, {"words": tuple(words)}),) if words else ()


def _script(page: PagePlan, order: DrawingOrder) -> tuple[ScriptPanelText, ...]:
    scenes = scenes_of(page.story, order)
    return tuple(
        ScriptPanelText(scene, " ".join(panel.captions), panel.dialogue)
        for scene, panel in zip(scenes, page.story.panels, strict=True)
    )


def _recording(hooks: PaintingHooks, paid: list[PictureCost], order: DrawingOrder) -> PaintingHooks:
    def pay(cost: PictureCost) -> None:
        paid.append(cost)
        hooks.on_paid(cost)

    return replace(hooks, on_paid=pay, on_painted=None if order.panels else hooks.on_painted)


def _drawn_panels(
    page: PagePlan, order: DrawingOrder, shots: Sequence[Shot], pictures: Sequence[Picture]
) -> tuple[DrawnPanel, ...]:
    return tuple(
        DrawnPanel(
            shot.index + 1,
            shot.panel_seed if picture.seed is None else picture.seed,
            _encoded(picture.image, page, order),
        )
        for shot, picture in zip(shots, pictures, strict=True)
    )


def _enlarged(image: Image.Image, page: PagePlan, scale: int) -> Image.Image:
    factor = scale // page.drawn_scale
    if factor <= 1:
        return image
    crisp = page.coarse > 1
    resampling = Image.Resampling.NEAREST if crisp else Image.Resampling.BICUBIC
    return image.resize((image.width * factor, image.height * factor), resampling)


def _encoded(image: Image.Image, page: PagePlan, order: DrawingOrder) -> bytes:
    return encode(image, order.format, mode=page.mode, few_colors=page.style.few_colors)
