"""Storyboard: a page in pencil, marked as a sketch, of the very story that will be painted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import tomli
from PIL import Image

from pipeline.comic.lettering.balloons import draw_tag
from pipeline.comic.lettering.label import Label
from pipeline.comic.lettering.label_placement import LabelRoom, place_labels
from pipeline.comic.page_plan import PagePlan
from pipeline.comic.painter import Painter
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.scripts import primary_language
from pipeline.models import DrawingOrder

STORYBOARD_KEY = "storyboard"  # of `inputParams`
_WORDS = Path(__file__).with_name("storyboard.toml")
_MARK = (206, 44, 40)  # red pencil

PENCIL = Style(
    name="storyboard",
    line=0.42,
    wobble=0.42,
    eyes="dot",
    heads=5.0,
    treatment="pencil",
    ink=(66, 64, 72),
    paper=(247, 244, 236),
    balloon=(255, 254, 250),
    caption=(255, 254, 250),
    caption_ink=(54, 52, 60),
    border=0.34,
)


def is_storyboard(order: DrawingOrder, painter: Painter) -> bool:
    """Return whether *painter* draws a storyboard for *order*, and not the comic itself."""
    return order.storyboard and STORYBOARD_KEY in painter.input_keys


def in_pencil(page: PagePlan) -> PagePlan:
    """Return *page* with the same story, panels and lettering, to be drawn in pencil."""
    style = replace(PENCIL, face=page.style.face, capitals=page.style.capitals)
    return replace(page, style=style, mode="color", coarse=1)


def mark_as_sketch(image: Image.Image, page: PagePlan, language: str) -> None:
    """Write that the page is a sketch, in the comic's language, into the corner of its end."""
    rect, lettering = page.sheet.panels[-1], page.letterings[-1]
    size = round(page.letters * 1.15)
    taken = tuple(item.footprint for item in lettering.placed)
    room = LabelRoom(rect.width, rect.height, size, taken)
    is_left = rect.x < page.sheet.width - rect.right  # the last panel of a page from the right
    corner = (0.0 if is_left else float(rect.width), float(rect.height))
    label = Label("place", word_for(language), corner)
    style = replace(page.style, ink=_MARK, caption_ink=_MARK)
    for tag in place_labels([label], room, style, language):
        draw_tag(image, tag, style, (rect.x, rect.y), 1)


def word_for(language: str) -> str:
    """Return "sketch" in *language*, in English if it is not known."""
    words = _words()
    return words.get(primary_language(language)) or words["en"]


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return tomli.loads(_WORDS.read_text(encoding="utf-8"))
