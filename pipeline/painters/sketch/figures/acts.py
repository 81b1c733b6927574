"""Acts of two: where two figures stand, face and touch each other, read from ``acts.toml``."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import tomli

from pipeline.painters.sketch.figures.figure import Figure, head_point, head_radius, reach

_NEAREST = 17.0  # of the middles of the two, in hundredths of the height of each
_SMALL = 0.5  # height next to the other, up to which one is lifted
_TRIES = 8
_NEARER = 0.1  # units, so that it is drawn in front
_DATA = Path(__file__).with_name("acts.toml")


@dataclass(frozen=True, slots=True)
class ActOfTwo:
    """An act of two. Lengths are hundredths of the height of the two."""

    poses: tuple[str, str]
    gap: float
    contact: str = ""  # hands, shoulder, backs
    height: float = 0.0
    back: bool = False


@cache
def acts() -> dict[str, ActOfTwo]:
    table = tomli.loads(_DATA.read_text(encoding="utf-8"))
    return {
        name: ActOfTwo(**{**fields, "poses": tuple(fields["poses"])})
        for name, fields in table.items()
    }


def placed_together(first: Figure, second: Figure, act: str) -> tuple[Figure, Figure]:
    """Return the two with the distance, poses and hands of *act*, around the middle between them.

    Each stays on its side of the other; an unknown act leaves both where they are.
    """
    found = acts().get(act)
    if found is None:
        return first, second
    side = 1 if second.x >= first.x else -1  # where the second is
    middle = (first.x + second.x) / 2
    ground = max(first.y, second.y)
    gap = found.gap * (first.scale + second.scale) / 2
    first = replace(first, x=middle - side * gap / 2, y=ground, pose=found.poses[0], facing=side)
    second = replace(
        second,
        x=middle + side * gap / 2,
        y=ground,
        pose=found.poses[1],
        facing=side if found.back else -side,
    )
    first, second = _touching(*_apart(first, second, side), found, side)
    if second.scale < first.scale or found.poses[1] == "carried":
        second = replace(second, y=ground + _NEARER)
    else:
        first = replace(first, y=ground + _NEARER)
    first, second = _lifted(first, second, found)
    if not found.back:
        second = replace(second, looks=head_point(first))
    return replace(first, looks=head_point(second)), second


def _lifted(first: Figure, second: Figure, act: ActOfTwo) -> tuple[Figure, Figure]:
    """Return the two, of whom a much smaller one is held up to the face of the other."""
    small, tall = sorted((first, second), key=lambda figure: figure.scale)
    if act.contact != "backs" or small.scale > _SMALL * tall.scale:
        return first, second
    up = replace(small, y=tall.y - act.height * tall.scale + 60 * small.scale, hand_at=None)
    tall = replace(tall, y=tall.y - _NEARER, hand_at=(up.x, up.y - 30 * up.scale))
    up = replace(up, near=True)
    return (up, tall) if small == first else (tall, up)


def _apart(first: Figure, second: Figure, side: int) -> tuple[Figure, Figure]:
    """Return the two so far apart that their heads touch at most."""
    more = max(0.0, -_between_heads(first, second)) / 2
    return replace(first, x=first.x - side * more), replace(second, x=second.x + side * more)


def _between_heads(first: Figure, second: Figure) -> float:
    """Return how much nearer the two may stand until their heads touch; less than 0: they do."""
    (x0, y0), (x1, y1) = head_point(first), head_point(second)
    least = (head_radius(first) + head_radius(second)) * 0.98
    across = math.sqrt(max(0.0, least**2 - (y1 - y0) ** 2))
    side = 1 if second.x >= first.x else -1
    return (x1 - x0) * side - across


def _touching(first: Figure, second: Figure, act: ActOfTwo, side: int) -> tuple[Figure, Figure]:
    """Return the two with their front hands where *act* says."""
    height = act.height * min(first.scale, second.scale)
    y = first.y - height
    if act.contact == "hands":
        return _hand_in_hand(first, second, y, side)
    behind = side * 9 * second.scale * second.look.girth
    if act.contact in {"backs", "shoulder"}:
        first = replace(first, hand_at=(second.x + behind, y))
    if act.contact == "backs":
        behind = side * 9 * first.scale * first.look.girth
        second = replace(second, hand_at=(first.x - behind, y))
    return first, second


def _hand_in_hand(first: Figure, second: Figure, y: float, side: int) -> tuple[Figure, Figure]:
    """Return the two as near to each other, and their hands as low, as their arms demand."""
    meeting = ((first.x + second.x) / 2, y)
    least = (first.scale + second.scale) * _NEAREST
    for _ in range(_TRIES):
        short = max(reach(figure, meeting) for figure in (first, second))
        if short < first.scale:
            break
        step = min(short / 2, max(0.0, (abs(second.x - first.x) - least) / 2))
        step = min(step, _between_heads(first, second) / 2)
        first = replace(first, x=first.x + side * step)
        second = replace(second, x=second.x - side * step)
        low = (head_point(first)[1] + head_point(second)[1]) / 2 + 22 * first.scale
        meeting = (meeting[0], meeting[1] + (low - meeting[1]) * 0.2)
    return replace(first, hand_at=meeting), replace(second, hand_at=meeting)
