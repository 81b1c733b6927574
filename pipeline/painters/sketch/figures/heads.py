"""Heads of people and creatures, drawn around (0, 0) with a radius of about 17."""

from __future__ import annotations

from pipeline.comic.character_look import Look
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.creature_heads import (
    alien,
    bee,
    feathered,
    fish,
    frog,
    ghost,
    monster,
    octopus,
    reptile,
    robot,
    snowman,
)
from pipeline.painters.sketch.figures.faces import Face
from pipeline.painters.sketch.figures.hats import draw_glasses, draw_hat
from pipeline.painters.sketch.figures.human_heads import person
from pipeline.painters.sketch.figures.mammal_heads import Draw, beast


def draw_head(canvas: Canvas, look: Look, face: Face) -> None:
    """Draw the head of *look*, with its hair, hat and glasses."""
    _HEADS.get(look.kind, beast)(canvas, look, face)
    if "glasses" in look.wears:
        draw_glasses(canvas, face)
    if look.hat:
        draw_hat(canvas, look)


_HEADS: dict[str, Draw] = {
    "human": person,
    "penguin": feathered,
    "owl": feathered,
    "bird": feathered,
    "duck": feathered,
    "chicken": feathered,
    "dragon": reptile,
    "dinosaur": reptile,
    "turtle": reptile,
    "snake": reptile,
    "frog": frog,
    "robot": robot,
    "alien": alien,
    "ghost": ghost,
    "fish": fish,
    "whale": fish,
    "octopus": octopus,
    "monster": monster,
    "snowman": snowman,
    "bee": bee,
}
