"""JSON values: their size, their texts, and the same values with tidy texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.content.prompts import tidy


def json_size(value: Any) -> int:
    """Return the size of *value* as it is sent, in bytes."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts in *value*, for moderation."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def tidied(value: Any, levels: int) -> Any:
    """Return *value* with all texts tidied; below that many *levels* of nesting, it is None."""
    if isinstance(value, str):
        return tidy(value)
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    if levels < 1:
        return None
    if isinstance(value, Mapping):
        return {tidy(str(name)): tidied(item, levels - 1) for name, item in value.items()}
    return [tidied(item, levels - 1) for item in value]
