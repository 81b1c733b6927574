"""Text or caption of a message: its length, and its entities by `parse_mode` or as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.html_markup import parse_html
from tests.fakes.telegram.markdown import parse_markdown
from tests.fakes.telegram.text import Entity, clean, found, is_blank, units

MAX_TEXT = 4096
MAX_CAPTION = 1024

Formatted = tuple[str, list[Entity]]

_PARSERS: Mapping[str, Callable[[str], Formatted]] = {
    "html": parse_html,
    "markdownv2": parse_markdown,
}


def formatted_text(text: str, mode: str, entities: object) -> Formatted:
    """Return a message's text. Raises ApiError."""
    if not text:
        raise bad("message text is empty")
    text, parsed = _formatted(text, mode, entities)
    if is_blank(text):
        raise bad("text must be non-empty")
    if units(text) > MAX_TEXT:
        raise bad("message is too long")
    return text, parsed


def formatted_caption(caption: str, mode: str, entities: object) -> Formatted:
    """Return a picture's caption, which may be empty. Raises ApiError."""
    caption, parsed = _formatted(caption, mode, entities)
    if units(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    return caption, parsed


def _formatted(text: str, mode: str, entities: object) -> Formatted:
    given: list[Entity] = []
    if mode and mode.lower() != "none":
        parser = _PARSERS.get(mode.lower())
        if parser is None:  # including legacy Markdown, which this fake does not support
            raise bad("unsupported parse_mode")
        text, given = parser(text)
    elif isinstance(entities, list):
        given = [_checked(entity, text) for entity in entities]
    elif entities is not None:
        raise bad("can't parse entities JSON object")
    text, given = clean(text, given)
    return text, found(text, given)


def _checked(entity: Any, text: str) -> Entity:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad("can't parse MessageEntity: Expected an Object")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad("can't parse MessageEntity: Can't find field \"offset\"")
    if offset < 0 or length <= 0 or offset + length > units(text):
        return {**entity, "offset": 0, "length": 0}  # TDLib drops entities outside the text
    return entity
