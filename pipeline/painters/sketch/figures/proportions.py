"""Body proportions. Lengths are hundredths of the figure's own height, y points down.

Clothes are drawn for one body, the *pattern*: neck, hip and sole at `NECK`, `HIP` and 0. A
skeleton then bends what is drawn to the proportions and the pose of a figure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.comic.character_look import HUMAN, Look

NECK = -61.0
HIP = -29.0
HEAD_RADIUS = 18.0  # of the head that faces and hats are drawn for
HEADS = 4.6  # an adult's height in heads, if the style does not say

_HEAD = -78.0
_PLAIN_HEADS = 2.7  # of animals and other creatures
_BABY, _CHILD, _ADULT = (0.5, 2.5), (0.74, 3.3), 1.0  # height and heads
_LONGEST_LEG = 49.0


@dataclass(frozen=True, slots=True)
class Proportions:
    """The lengths of a standing body. The defaults are those of an animal."""

    neck: float = NECK
    hip: float = HIP
    head: float = _HEAD  # the center of the head
    head_scale: float = 1.0  # of a head of `HEAD_RADIUS`
    arm: float = 1.0  # of an arm of 30
    limb: float = 1.0  # thickness of arms, hands and feet
    chest: float = 1.0  # width at the shoulders
    waist: float = 1.0
    shoulder: float = 9.5  # from the middle of the body

    @property
    def leg(self) -> float:
        """The length of the legs, relative to those of the pattern."""
        return self.hip / HIP

    @property
    def trunk(self) -> float:
        return (self.neck - self.hip) / (NECK - HIP)


def proportions(look: Look, heads: float = HEADS) -> Proportions:
    """Return the proportions of *look* where an adult is *heads* tall."""
    if look.kind == HUMAN:
        return _human(look, _heads_of(look.height, heads))
    swell = 1.0 + max(0.0, 1.0 - look.height) * 0.42  # small animals have larger heads
    shoulder = (9.5 if look.has_figure else 17.0) * look.girth
    return Proportions(head_scale=swell, shoulder=shoulder)


def _heads_of(height: float, adult: float) -> float:
    """Return how many heads a person of *height* measures: growing up adds legs, not head."""
    if height >= _ADULT:
        return adult * math.sqrt(height)
    (small, few), (middle, more) = (_BABY, _CHILD)
    more = min(more, adult)
    few = min(few, adult)
    if height >= middle:
        return more + (adult - more) * (height - middle) / (_ADULT - middle)
    return max(2.2, few + (more - few) * (height - small) / (middle - small))


def _human(look: Look, heads: float) -> Proportions:
    scale = 100 / heads / 36
    head = -(100 - 19 * scale)
    grown = max(0.0, heads - _PLAIN_HEADS)
    neck = head + 18.4 * scale + grown * 1.3
    hip = -min(_LONGEST_LEG, -HIP + grown * 8.0)
    adult = min(1.0, grown / 1.9)
    chest = 1 + adult * (-0.04 if look.female else 0.2) * min(1.0, 1.1 / look.girth)
    waist = 1 + adult * (-0.1 if look.female else 0.0) + max(0.0, look.girth - 1.1) * 3.6
    return Proportions(
        neck=neck,
        hip=hip,
        head=head,
        head_scale=scale,
        arm=1 + grown * 0.1,
        limb=1 - adult * 0.14,
        chest=chest,
        waist=waist,
        shoulder=9.5 * look.girth * chest,
    )
