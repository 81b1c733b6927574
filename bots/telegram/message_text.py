"""Text extraction from messages: plain text, captions and rich messages.

Text that is pasted with formatting, or written with lists and tables, is a rich message: it has no
`text`, and its text is in blocks. https://core.telegram.org/bots/api#richmessage
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telegram import Message

RICH_MESSAGE = "rich_message"  # newer than the library, which leaves it in `api_kwargs`
MAX_DEPTH = 100  # levels of JSON; Telegram allows blocks to nest 16 deep
# Fields with text, in reading order; other fields hold blocks, or no text at all.
LEADING_FIELDS = ("label", "summary", "text", "expression", "alternative_text")
TRAILING_FIELDS = ("caption", "credit")
INLINE_FIELDS = frozenset({*LEADING_FIELDS, *TRAILING_FIELDS} - {"label"})
IGNORED_FIELDS = frozenset({"button", "buttons", "user"})
CELL_SEPARATOR = " | "


def text_of(message: Message) -> str:
    """Return the text of a message; empty if it has none."""
    return _text(message.text, message.caption, message.api_kwargs.get(RICH_MESSAGE))


def text_in(message: Mapping[str, Any]) -> str:
    """Return the text of a message given as Bot API JSON, which may be malformed."""
    return _text(message.get("text"), message.get("caption"), message.get(RICH_MESSAGE))


def _text(text: object, caption: object, rich: object) -> str:
    """Return the first non-empty text. Blocks come first: beside them, `text` is a fallback."""
    if isinstance(rich, Mapping) and (joined := "\n".join(_lines(rich.get("blocks"), MAX_DEPTH))):
        return joined
    return next((each for each in (text, caption) if isinstance(each, str) and each), "")


# --- Rich messages --------------------------------------------------------------------------------


def _lines(block: object, depth: int) -> Iterator[str]:
    """Yield the lines of a block, or of a list of blocks, of any kind."""
    if depth <= 0:
        return
    if isinstance(block, Mapping):
        yield from _labelled(block, depth)
    elif isinstance(block, Sequence) and not isinstance(block, str):
        for each in block:
            yield from _lines(each, depth - 1)


def _labelled(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the lines of a block; the first one is prefixed with the number of a list item."""
    lines = _lines_of(block, depth)
    label = block.get("label")
    if isinstance(label, str) and re.search(r"\w", label) and (first := next(lines, "")):
        yield f"{label} {first}"
    yield from lines


def _lines_of(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    for name in sorted(block, key=_rank):
        part = block[name]
        if name == "cells":
            yield from _rows(part, depth - 1)
        elif name in INLINE_FIELDS and not _is_block(part):
            yield from filter(None, [_inline(part, depth - 1).strip()])
        elif name not in IGNORED_FIELDS:
            yield from _lines(part, depth - 1)


def _rank(name: str) -> tuple[int, int, str]:
    """Return the sort key of a field: the database does not preserve the order of JSON keys."""
    if name in LEADING_FIELDS:
        return (0, LEADING_FIELDS.index(name), name)
    return (2, TRAILING_FIELDS.index(name), name) if name in TRAILING_FIELDS else (1, 0, name)


def _is_block(part: object) -> bool:
    """Return whether this is a picture's caption block, which has its own text and credit."""
    return isinstance(part, Mapping) and "type" not in part


def _rows(table: object, depth: int) -> Iterator[str]:
    """Yield each row of a table as a line."""
    if depth <= 0 or not isinstance(table, Sequence) or isinstance(table, str):
        return
    for row in table:
        cells = row if isinstance(row, Sequence) and not isinstance(row, str) else [row]
        texts = (" ".join(_lines(cell, depth - 1)) for cell in cells)
        yield from filter(None, [CELL_SEPARATOR.join(filter(None, texts))])


def _inline(text: object, depth: int) -> str:
    """Return the plain text of rich text: a string, a list of parts, or a formatted part."""
    if isinstance(text, str):
        return text
    if depth <= 0:
        return ""
    if isinstance(text, Mapping):
        part = next(
            (text[name] for name in LEADING_FIELDS if name != "label" and name in text), None
        )
        return _inline(part, depth - 1) if part is not None else " ".join(_lines(text, depth - 1))
    if isinstance(text, Sequence):
        return "".join(_inline(each, depth - 1) for each in text)
    return ""
