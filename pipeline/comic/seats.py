"""Seats: the places of the characters in a panel, decided before it is painted.

Lettering goes where nobody stands, and balloons are in the order of their speakers; so a painter is
told the seats rather than asked for them.
"""

from __future__ import annotations

import random

from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan


def side_of(seed: int) -> int:
    """Return the side of the picture for buildings, the same on the whole page."""
    return chance("side", seed).choice((-1, 1))


def seats(
    panel: PanelPlan, width: float, height: float, *, seed: int, source: random.Random
) -> list[float]:
    """Return the centers of the figures from left to right, in a panel of *width* by *height*."""
    count = len(panel.parts)
    listener = panel.listener if panel.angle == "shoulder" else None
    if listener is not None:
        return [width * 0.15, width * 0.62] if listener == 0 else [width * 0.38, width * 0.85]
    if count == 1:
        lean = source.choice((-1, 1)) * source.uniform(0.03, 0.09)
        if panel.shot == "wide" and panel.setting.building and not panel.setting.room:
            lean = -side_of(seed) * 0.19  # next to the building, not in front of its door
        return [width * (0.5 + lean)]
    # in a wide panel the figures still stand together
    spread = {2: 0.25, 3: 0.31}.get(count, 0.36) * min(1.0, 1.35 * height / width)
    return [width * (0.5 - spread + 2 * spread * i / (count - 1)) for i in range(count)]
