"""Continuation: data of the generator about a comic, sent back with one that continues it.

Only the generator knows what it means: the cast as drawn, where the story ended. It is never taken
from users.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.content.json_values import json_size, tidied

CONTINUATION = "continuation"  # key of `inputParams`
CONTINUATION_LIMIT = 8 * 1024  # bytes of JSON, as in the contract

_DEPTH_LIMIT = 8  # levels of nested objects and lists


def read_continuation(value: object) -> dict[str, Any] | None:
    """Return what a generator has sent, with tidy texts; None if it cannot be sent back."""
    if not isinstance(value, Mapping) or not value:
        return None
    kept: dict[str, Any] = tidied(value, _DEPTH_LIMIT)
    return kept if _is_finite(kept) and json_size(kept) <= CONTINUATION_LIMIT else None


def _is_finite(value: Any) -> bool:
    """Return whether JSON, which has no NaN, can express *value*."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    return not isinstance(value, list) or all(map(_is_finite, value))
