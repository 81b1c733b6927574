"""Heading of a gallery's message: one line for each restriction of its filter."""

from __future__ import annotations

from collections.abc import Iterable

from core.content.prompts import cut, tidy_line
from core.models.comics import GalleryFilter
from core.sentences import sentence, style_name

LINE_LENGTH = 200  # characters of a restriction
WORDS, STYLE, FAVORITES = "🔎 ", "🎨 ", "💛 "  # prefixes of the lines
PREFIXES = (WORDS, STYLE, FAVORITES)


def heading_of(gallery_filter: GalleryFilter, locale: str) -> tuple[str, ...]:
    """Return the heading's lines for the filter; long texts are shortened."""
    words, style = _line(gallery_filter.text), _line(style_name(gallery_filter.style, locale))
    lines = (
        words and WORDS + words,
        style and STYLE + style,
        gallery_filter.favorite and FAVORITES + sentence("button_favorites", locale),
    )
    return tuple(line for line in lines if line)


def is_heading_of(heading: Iterable[str], gallery_filter: GalleryFilter) -> bool:
    """Return whether the heading is of this filter or one that no button changes into another.

    Buttons add a restriction to favorites or remove all restrictions, so the kinds of lines tell
    whether a saved filter is that of the message, even if the text of a line was shortened.
    """
    return _kinds(heading) == _kinds(heading_of(gallery_filter, "en"))


def _line(text: str) -> str:
    return cut(tidy_line(text), LINE_LENGTH).strip()


def _kinds(heading: Iterable[str]) -> set[str]:
    return {prefix for line in heading for prefix in PREFIXES if line.startswith(prefix)}
