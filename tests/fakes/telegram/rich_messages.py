"""Rich messages: text in blocks. https://core.telegram.org/bots/api#richmessage"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.fakes.telegram.text import cut, found, units

Json = dict[str, Any]

# Entities that Telegram detects, as rich text: the type, and the additional field.
_KINDS = {
    "url": ("url", "url"),
    "email": ("email_address", "email_address"),
    "mention": ("mention", "username"),
    "bot_command": ("bot_command", "bot_command"),
    "hashtag": ("hashtag", "hashtag"),
}
_TEXTS = ("text", "summary", "caption", "credit")


def recognised(part: Any) -> Any:
    """Return blocks with the links, mentions and commands in their texts marked as entities."""
    if isinstance(part, list):
        return [recognised(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _text(value) if name in _TEXTS else recognised(value) for name, value in part.items()
    }


def _text(text: Any) -> Any:
    if isinstance(text, list):
        return [_text(each) for each in text]
    if not isinstance(text, str):
        return recognised(text)
    parts = list(_parts(text))
    return parts[0] if len(parts) == 1 else parts


def _parts(text: str) -> Iterator[Any]:
    """Yield a string in pieces: plain ones and entities."""
    end = 0
    for entity in found(text):
        start, length = entity["offset"], entity["length"]
        if start > end:
            yield cut(text, end, start - end)
        end = start + length
        part, (kind, field) = cut(text, start, length), _KINDS[entity["type"]]
        value = part.removeprefix("@") if kind == "mention" else part
        yield {"type": kind, "text": part, field: value}
    if end < units(text) or not end:
        yield cut(text, end, units(text) - end)


def entities_in(part: Any) -> Iterator[tuple[str, str]]:
    """Yield the type and text of each entity in blocks."""
    if isinstance(part, list):
        for each in part:
            yield from entities_in(each)
    elif isinstance(part, dict):
        if part.get("type") in {"mention", "bot_command"}:
            yield part["type"], part["text"]
        else:
            for value in part.values():
                yield from entities_in(value)
