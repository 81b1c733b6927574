"""Props: objects drawn standing on (0, 0), at most about 100 units tall or wide."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.scenes.everyday_objects import (
    ball,
    balloon,
    bomb,
    book,
    broom,
    butterfly,
    camera,
    chart,
    computer,
    fishing,
    flowers,
    gears,
    gift,
    guitar,
    heart,
    katana,
    key,
    kite,
    lamp,
    lantern,
    letter,
    magnifier,
    phone,
    potion,
    sword,
    telescope,
    treasure,
    tree_small,
    umbrella,
    wand,
)
from pipeline.painters.sketch.scenes.food import (
    apple,
    banana,
    bread,
    cake,
    cup,
    egg,
    icecream,
    pie,
    pizza,
    pot,
)
from pipeline.painters.sketch.scenes.vehicles import bicycle, board, boat, car, plane, rocket, train


def draw_prop(canvas: Canvas, name: str) -> None:
    """Draw the object called *name*; an unknown name draws nothing."""
    draw = _PROPS.get(name)
    if draw:
        draw(canvas)


def known() -> frozenset[str]:
    return frozenset(_PROPS)


_PROPS: dict[str, Callable[[Canvas], None]] = {
    "bread": bread,
    "cake": cake,
    "pie": pie,
    "apple": apple,
    "cup": cup,
    "pot": pot,
    "rocket": rocket,
    "car": car,
    "bicycle": bicycle,
    "ball": ball,
    "book": book,
    "sword": sword,
    "umbrella": umbrella,
    "flowers": flowers,
    "computer": computer,
    "gears": gears,
    "treasure": treasure,
    "balloon": balloon,
    "gift": gift,
    "letter": letter,
    "lantern": lantern,
    "guitar": guitar,
    "phone": phone,
    "camera": camera,
    "key": key,
    "wand": wand,
    "fishing rod": fishing,
    "map": chart,
    "egg": egg,
    "boat": boat,
    "train": train,
    "plane": plane,
    "tree": tree_small,
    "pizza": pizza,
    "ice cream": icecream,
    "bomb": bomb,
    "heart": heart,
    "potion": potion,
    "lamp": lamp,
    "kite": kite,
    "skateboard": board,
    "telescope": telescope,
    "butterfly": butterfly,
    "katana": katana,
    "broom": broom,
    "banana": banana,
    "magnifier": magnifier,
}
