"""Body proportions and head position. Lengths are hundredths of an adult's height."""

from __future__ import annotations

from pipeline.comic.character_look import Look
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.heads import draw_head
from pipeline.painters.sketch.figures.poses import Pose

NECK = -61.0


HIP = -29.0


HEAD = -78.0


LEGLESS = frozenset({"ghost", "fish", "whale", "octopus", "snake", "snowman", "bee"})


def swell(look: Look) -> float:
    """Return the relative size of the head: children and small animals have larger heads."""
    return 1.0 + max(0.0, 1.0 - look.height) * 0.42


def _float_head(look: Look) -> float:
    return {
        "ghost": -66.0,
        "fish": -46.0,
        "whale": -44.0,
        "octopus": -60.0,
        "snake": -58.0,
        "snowman": -76.0,
        "bee": -60.0,
    }[look.kind]


def head_height(look: Look) -> float:
    """Return the height of the center of the head above the feet, in hundredths of the height."""
    return -(_float_head(look) if look.kind in LEGLESS else HEAD)


def put_head(canvas: Canvas, look: Look, pose: Pose, face: Face, y: float = HEAD) -> None:
    with canvas.at(0, y, turn=pose.tilt, scale=swell(look)):
        draw_head(canvas, look, face)
