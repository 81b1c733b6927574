"""Label: a word at something that a painter could not draw, which the lettering writes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.comic.geometry import Point

LabelKind: TypeAlias = Literal["kind", "role", "thing", "place"]


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a picture.

    *kind* says what the word names: the kind of a creature, the role of a person, a thing, a place.
    """

    kind: LabelKind
    text: str
    center: Point  # in pixels
