"""Names of styles: suggestions for what a user types, and the style that a typed name means."""

from __future__ import annotations

import unicodedata

from core.sentences import CATALOGUE, style_name
from core.sentences.comic_text import STYLES


def matching_styles(typed: str, locale: str) -> list[tuple[str, str]]:
    """Return (localized name, style) of the styles whose name contains the typed text."""
    wanted = folded(typed)
    named = [(style_name(style, locale), style) for style in STYLES]
    return [(name, style) for name, style in named if wanted in folded(f"{name} {style}")]


def style_typed(typed: str, locale: str) -> str:
    """Return the first style whose name contains the typed text, else the text itself."""
    wanted = folded(typed)
    for style in STYLES:
        if wanted in map(folded, (style, style_name(style, locale), style_name(style, "en"))):
            return style
    return typed


def style_named(name: str) -> str:
    """Return the style with this name in any language, else the name itself."""
    for style in STYLES:
        if name in {style_name(style, locale) for locale in CATALOGUE.languages}:
            return style
    return name


def folded(text: str) -> str:
    """Return *text* for comparison: case-folded, without accents and underscores."""
    bare = unicodedata.normalize("NFKD", text.replace("_", " ")).casefold()
    return "".join(char for char in bare if not unicodedata.combining(char)).strip()
