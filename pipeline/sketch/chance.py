"""Repeatable randomness: the same words give the same numbers in every process, for ever."""

from __future__ import annotations

import hashlib
import random


def chance(*parts: object) -> random.Random:
    """A random source that depends on nothing but *parts* (compared by their text)."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - for drawing
