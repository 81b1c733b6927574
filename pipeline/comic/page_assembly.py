"""Page assembly: composes painted panels on the paper, with borders and lettering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from pipeline.comic.layout import Rect
from pipeline.comic.lettering.arrangement import Lettering, Placed
from pipeline.comic.lettering.balloons import draw_lettering, draw_tag
from pipeline.comic.lettering.label_placement import LabelRoom, place_labels, shown_labels
from pipeline.comic.lettering.tails import aim, short_tails
from pipeline.comic.page_plan import PagePlan
from pipeline.comic.painter import Picture
from pipeline.comic.panel_borders import draw_border, ragged_mask
from pipeline.comic.styles import Style
from pipeline.models import DrawingOrder


def assemble(page: PagePlan, pictures: Sequence[Picture], order: DrawingOrder) -> Image.Image:
    """Compose the panels with their borders on the paper, and the lettering above."""
    sheet, style = page.sheet, page.style
    paper = (255, 255, 255) if page.mode == "monochrome" and style.name != "noir" else style.paper
    image = Image.new("RGB", (sheet.width, sheet.height), paper)
    for i, (rect, picture) in enumerate(zip(sheet.panels, pictures, strict=True)):
        if style.treatment == "watercolor":
            image.paste(picture.image, (rect.x, rect.y), ragged_mask(rect, i))
        else:
            image.paste(picture.image, (rect.x, rect.y))
            draw_border(image, rect, style, i, page.coarse)
    if order.lettering != "none":
        _draw_labels(image, page, pictures)
    for rect, lettering, picture in zip(sheet.panels, page.letterings, pictures, strict=True):
        corner = (rect.x, rect.y)
        items = aimed(lettering, picture, rect)
        draw_lettering(image, items, _balloon_style(style, page.mode), corner, _text_pixel(page))
    return image


def _draw_labels(image: Image.Image, page: PagePlan, pictures: Sequence[Picture]) -> None:
    """Draw the tags at stand-ins, below the balloons."""
    shown = shown_labels([picture.labels for picture in pictures])
    style = _balloon_style(page.style, page.mode)
    for rect, lettering, picture, labels in zip(
        page.sheet.panels, page.letterings, pictures, shown, strict=True
    ):
        taken = [item.footprint for item in lettering.placed]
        taken += [head.box for head in picture.heads or ()]
        room = LabelRoom(rect.width, rect.height, page.letters, tuple(taken))
        for tag in place_labels(labels, room, style, page.language):
            draw_tag(image, tag, style, (rect.x, rect.y), _text_pixel(page))


def _text_pixel(page: PagePlan) -> int:
    """The side of the pixels that letters are made of: finer than those of the picture."""
    return 2 * page.drawn_scale if page.coarse > 1 else 1


def _balloon_style(style: Style, mode: str) -> Style:
    if mode == "color" or style.mode != "color":
        return style
    return replace(
        style,
        balloon=(255, 255, 255),
        caption=(255, 255, 255),
        ink=(16, 16, 18),
        caption_ink=(16, 16, 18),
    )


def aimed(lettering: Lettering, picture: Picture, rect: Rect) -> list[Placed]:
    """Return the lettering of a panel with its tails, which are short if the painter does not know
    where the heads are.
    """
    if picture.heads is None:
        return short_tails(lettering, rect.width)
    return aim(lettering.placed, picture.heads, (rect.width, rect.height))
