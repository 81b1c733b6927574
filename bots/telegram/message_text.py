"""The text of a message: what it says, in whatever form it comes.

Text that is pasted with formatting, or written with lists and tables, is a rich message: it has no
`text`, and all its words stand in blocks. https://core.telegram.org/bots/api#richmessage
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telegram import Message

RICH = "rich_message"  # newer than the library, which keeps it as it came
DEPTH = 100  # levels of JSON; Telegram allows 16 blocks in one another
# Fields with words, in the order that people read them; others hold blocks, or no words at all.
FIRST = ("label", "summary", "text", "expression", "alternative_text")
LAST = ("caption", "credit")
INLINE = frozenset({*FIRST, *LAST} - {"label"})
NO_WORDS = frozenset({"button", "buttons", "user"})
CELL_BORDER = " | "


def text_of(message: Message) -> str:
    """Return what a message says; empty where it holds no words."""
    return _text(message.text, message.caption, message.api_kwargs.get(RICH))


def text_in(message: Mapping[str, Any]) -> str:
    """Return what a message says, given as the JSON of the Bot API, which may be broken."""
    return _text(message.get("text"), message.get("caption"), message.get(RICH))


def _text(text: object, caption: object, rich: object) -> str:
    """Return the text of the first form that has any; beside blocks, `text` only stands in."""
    if isinstance(rich, Mapping) and (words := "\n".join(_lines(rich.get("blocks"), DEPTH))):
        return words
    return next((each for each in (text, caption) if isinstance(each, str) and each), "")


# --- Rich messages --------------------------------------------------------------------------------


def _lines(block: object, depth: int) -> Iterator[str]:
    """Yield the lines of a block, or of a list of blocks, whatever kinds they are."""
    if depth <= 0:
        return
    if isinstance(block, Mapping):
        yield from _labelled(block, depth)
    elif isinstance(block, Sequence) and not isinstance(block, str):
        for each in block:
            yield from _lines(each, depth - 1)


def _labelled(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the lines of a block; the first one begins with the number of a list's item."""
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
        elif name in INLINE and not _is_block(part):
            yield from filter(None, [_inline(part, depth - 1).strip()])
        elif name not in NO_WORDS:
            yield from _lines(part, depth - 1)


def _rank(name: str) -> tuple[int, int, str]:
    """Return what fields are ordered by: the database does not keep the order of JSON."""
    if name in FIRST:
        return (0, FIRST.index(name), name)
    return (2, LAST.index(name), name) if name in LAST else (1, 0, name)


def _is_block(part: object) -> bool:
    """Say whether a caption is that of a picture, which has a text and a credit of its own."""
    return isinstance(part, Mapping) and "type" not in part


def _rows(table: object, depth: int) -> Iterator[str]:
    """Yield the rows of a table, each as a line."""
    if depth <= 0 or not isinstance(table, Sequence) or isinstance(table, str):
        return
    for row in table:
        cells = row if isinstance(row, Sequence) and not isinstance(row, str) else [row]
        shown = (" ".join(_lines(cell, depth - 1)) for cell in cells)
        yield from filter(None, [CELL_BORDER.join(filter(None, shown))])


def _inline(text: object, depth: int) -> str:
    """Return the words of rich text: a string, a list of such, or one that is formatted."""
    if isinstance(text, str):
        return text
    if depth <= 0:
        return ""
    if isinstance(text, Mapping):
        part = next((text[name] for name in FIRST if name != "label" and name in text), None)
        return _inline(part, depth - 1) if part is not None else " ".join(_lines(text, depth - 1))
    if isinstance(text, Sequence):
        return "".join(_inline(each, depth - 1) for each in text)
    return ""
