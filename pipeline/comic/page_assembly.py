"""Page assembly: composes painted panels on the paper, with borders and lettering."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from pipeline.comic.geometry import Point
from pipeline.comic.layout import Rect
from pipeline.comic.lettering.arrangement import SHORT_TAIL, Lettering, Placed
from pipeline.comic.lettering.balloons import draw_placed
from pipeline.comic.page_plan import PagePlan
from pipeline.comic.painter import Head, Picture
from pipeline.comic.panel_borders import draw_border, ragged_mask
from pipeline.comic.styles import Style


def assemble(page: PagePlan, pictures: Sequence[Picture]) -> Image.Image:
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
    for rect, lettering, picture in zip(sheet.panels, page.letterings, pictures, strict=True):
        corner = (rect.x, rect.y)
        for item in aimed(lettering, picture, rect):
            draw_placed(image, item, _balloon_style(style, page.mode), corner, _text_pixel(page))
    return image


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
    """Return the lettering of a panel, with every tail pointing at its speaker's head.

    A tail is short if the painter does not know where the heads are: a long one would point at
    somebody else as often as not.
    """
    found = []
    nexts = [*lettering.placed[1:], None]
    for item, following in zip(lettering.placed, nexts, strict=False):
        if item.kind == "caption":
            found.append(item)
        elif following and _continues(item, following):
            found.append(replace(item, tail=following.center))
        elif picture.heads is None:
            found.append(replace(item, tail=_short(item, rect)))
        else:
            head = _head_of(item, picture)
            tail = _toward(head, item, rect) if head else _toward_edge(item, rect)
            found.append(replace(item, tail=tail))
    return found


def _continues(item: Placed, following: Placed) -> bool:
    """Return whether the same speaker continues, so that the balloons are connected."""
    same = following.kind == item.kind and following.speaker == item.speaker
    return same and following.tag is None


def _short(item: Placed, rect: Rect) -> Point:
    """Return a point below the balloon, within the area that lettering takes."""
    x0, _, x1, y1 = item.box
    lean = (x1 - x0) * 0.08 * (1 if item.center[0] < rect.width / 2 else -1)
    return item.center[0] + lean, y1 + item.size * SHORT_TAIL[item.kind]


def _head_of(item: Placed, picture: Picture) -> Head | None:
    heads = picture.heads or ()
    if item.speaker is None or item.speaker >= len(heads):
        return None
    return heads[item.speaker]


def _toward(head: Head, item: Placed, rect: Rect) -> Point:
    """Return a point at the edge of the head, not in the face; even a short tail stays visible."""
    cx, cy = item.center
    hx, hy = min(max(head.center[0], 0.0), float(rect.width)), head.center[1]
    dx, dy = cx - hx, cy - hy
    length = math.hypot(dx, dy) or 1.0
    away = (item.box[3] - item.box[1]) / 2 + item.size * 0.5
    reach = min(head.radius * 1.18, max(0.0, length - away))
    return hx + dx / length * reach, hy + dy / length * reach


def _toward_edge(item: Placed, rect: Rect) -> Point:
    """Return a point at the nearer side of the panel: the speaker is not in the picture."""
    side = 0.0 if item.center[0] < rect.width / 2 else float(rect.width)
    return side, min(rect.height - 2.0, item.box[3] + item.size * 1.6)
