"""Filters of legacy gallery messages, parsed from their headings.

A message has no saved view if it was sent by a release that saved none, if saving failed, or if
the view was deleted after its retention period. What the heading cannot hold is lost: line breaks,
and the end of a long text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bots.chat.gallery_heading import FAVORITES, STYLE, WORDS
from bots.chat.style_names import style_named
from core.models.comics import GalleryFilter


def filter_of(heading: Iterable[str]) -> GalleryFilter:
    """Parse the filter from a heading in any language."""
    gallery_filter = GalleryFilter()
    for line in heading:
        if line.startswith(WORDS):
            gallery_filter = replace(gallery_filter, text=line.removeprefix(WORDS))
        elif line.startswith(STYLE):
            gallery_filter = replace(gallery_filter, style=style_named(line.removeprefix(STYLE)))
        elif line.startswith(FAVORITES):
            gallery_filter = replace(gallery_filter, favorite=True)
    return gallery_filter
