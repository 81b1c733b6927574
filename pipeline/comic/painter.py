"""Painter port: paints the picture of one panel, without lettering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from pipeline.comic.geometry import Point
from pipeline.comic.lettering.label import Label
from pipeline.comic.story import PanelPlan
from pipeline.comic.styles import Style
from pipeline.models import NO_COST, DrawingOrder, PictureCost

StepReport = Callable[[float], None]
"""Progress callback of a painter: the share of the panel that is done, from 0 to 1.

It raises if the job has been canceled; a painter lets that pass.
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The position of a character's head in a picture, in pixels."""

    center: Point
    radius: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        (x, y), r = self.center, self.radius
        return x - r, y - r, x + r, y + r

    @property
    def mouth(self) -> Point:
        """The point that tails of balloons point at."""
        return self.center[0], self.center[1] + 0.45 * self.radius


@dataclass(frozen=True, slots=True)
class Picture:
    """A painted panel in the size of its shot.

    *heads* are those of the panel's cast in the order of its parts; None if the painter does not
    know where they are. *cost* is that of all pictures that were paid for this one. *seed* is the
    one it was painted with, if it is not its shot's. *labels* name what the painter drew a stand-in
    for; a model paints anything, and has none.
    """

    image: Image.Image
    heads: tuple[Head, ...] | None = None
    cost: PictureCost = NO_COST
    seed: int | None = None
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture of a character, which shows how they look."""

    name: str
    image: bytes  # PNG
    consistency: float = 0.6  # 0 to 1: how closely to follow it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One panel to paint."""

    index: int  # from 0
    panel: PanelPlan
    style: Style
    mode: str  # color, grayscale or monochrome
    width: int  # pixels
    height: int
    seed: int  # of the comic
    clear: tuple[float, float]  # heights at the top and the bottom that lettering will cover
    seats: tuple[float, ...]  # centers of the characters, in pixels, in the order of the parts
    rtl: bool
    coarse: int  # side of a pixel of the pixel style; 1 otherwise
    order: DrawingOrder  # for what only models need: steps, guidance, unwanted words, safety
    references: tuple[Reference, ...] = ()  # of the cast, at most the painter's max_references

    @property
    def panel_seed(self) -> int:
        """The seed of this panel, as the contract defines it."""
        return (self.seed + self.index) % 2**32


class Painter(Protocol):
    """Paints panels; one painter paints all panels of a comic.

    Its pictures are checked before they are used, since a model may paint anything. A painter that
    cannot has the attribute `needs_check = False`. One whose service charges for a picture that a
    cancel interrupts has the attribute `interrupted_cost`.
    """

    @property
    def model(self) -> str:
        """The name of the model, for the result and the health report."""
        ...

    @property
    def input_keys(self) -> tuple[str, ...]:
        """The keys of `inputParams` that this painter reads, besides those that all read."""
        ...

    @property
    def parallel(self) -> int:
        """The number of panels that it can paint at the same time, from threads."""
        ...

    @property
    def knows_heads(self) -> bool:
        """Whether its pictures name the positions of heads, at which the tails of balloons point.

        Otherwise balloons show the names of their speakers.
        """
        ...

    @property
    def max_references(self) -> int:
        """The number of pictures of the cast that it can follow in one panel; 0: none."""
        ...

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        """Paint a panel. Raises DrawingError with the contract's error code."""
        ...
