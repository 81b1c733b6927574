"""Text processing as in Telegram: cleaning, UTF-16 lengths, detected entities."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

Entity = dict[str, Any]  # as in the Bot API: `type`, `offset` and `length` in UTF-16 code units

# TDLib's clean_input_string: these go, and other controls become spaces.
_REMOVED = re.compile("[\r\u2028-\u202e]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f]")
_BLANK = {"Cf", "Cc", "Zs", "Zl", "Zp"}  # Unicode categories of invisible characters

_FOUND = re.compile(
    r"""
      (?P<url>\bhttps?://[^\s<>]+[^\s<>.,!?;:)\]'"]
        | (?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|io|me|br|es|jp)\b(?:/[^\s<>]*)?)
    | (?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?<![\w@/])(?P<mention>@[A-Za-z]\w{2,31})\b
    | (?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?)(?!\w|/)
    | (?<![\w#])(?P<hashtag>\#\w*[^\W\d]\w*)
    """,
    re.VERBOSE | re.ASCII,
)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def is_blank(text: str) -> bool:
    """Return whether a text has no visible character."""
    return all(
        unicodedata.category(letter) in _BLANK or letter in "\n\u115f\u1160\u3164\u2800"
        for letter in text
    )


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return a text and its entities as Telegram stores them."""
    kept = _drop(text, entities)
    text, entities = kept
    text = _CONTROLS.sub(" ", text)
    lead = units(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    return text, [moved for entity in entities if (moved := _moved(entity, -lead, units(text)))]


def found(text: str, taken: list[Entity] | None = None) -> list[Entity]:
    """Return all entities of a text: the given ones, and those that Telegram detects."""
    taken = taken or []
    entities = [*taken]
    for kind, start, part in _matches(text):
        entity: Entity = {"type": kind, "offset": units(text[:start]), "length": units(part)}
        if not any(_overlap(entity, other) for other in taken if other["type"] in _CLOSED):
            entities.append(entity)
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


_CLOSED = {"code", "pre", "text_link", "url", "mention", "bot_command", "hashtag", "text_mention"}


def _matches(text: str) -> Iterator[tuple[str, int, str]]:
    for match in _FOUND.finditer(text):
        assert match.lastgroup
        yield match.lastgroup, match.start(match.lastgroup), match[match.lastgroup]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _drop(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    for match in reversed(list(_REMOVED.finditer(text))):
        place = units(text[: match.start()])
        text = text[: match.start()] + text[match.end() :]
        entities = [shorter for entity in entities if (shorter := _without(entity, place))]
    return text, entities


def _without(entity: Entity, place: int) -> Entity | None:
    """Return the entity after one unit of the text was removed."""
    offset, end = entity["offset"], entity["offset"] + entity["length"]
    offset, end = offset - (place < offset), end - (place < end)
    return {**entity, "offset": offset, "length": end - offset} if end > offset else None


def _moved(entity: Entity, by: int, room: int) -> Entity | None:
    offset = max(entity["offset"] + by, 0)
    end = min(entity["offset"] + entity["length"] + by, room)
    return {**entity, "offset": offset, "length": end - offset} if end > offset else None
