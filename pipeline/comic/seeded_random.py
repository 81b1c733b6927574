"""Reproducible randomness: the same parts give the same numbers in every process."""

from __future__ import annotations

import hashlib
import random


def chance(*parts: object) -> random.Random:
    """Return a random generator seeded only by the text of *parts*."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - for drawing
