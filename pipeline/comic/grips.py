"""Grips: how objects are held, carried over the head, played or ridden."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.geometry import Point


@dataclass(frozen=True, slots=True)
class Grip:
    """A grip of an object. Points and sizes are in the units of props and bodies."""

    pose: str
    at: Point = (0, 0)  # the point of the object that lies in the hand
    scale: float = 0.24
    turn: float = 0.0
    where: str = "hand"  # hand, chest (in both hands), ground (next to or below the feet)
    loose: bool = False  # goes along with running and jumping as well
    string: Point | None = None  # where a string from the hand ends on the thing
    above: float = 0.0  # how far it reaches over the head, in heights


BOTH_HANDS = Grip("carry", (0, 0), 0.3, where="chest")
_SNACK = Grip("sip", (0, -16), 0.3)
GRIPS: dict[str, Grip] = {
    "umbrella": Grip("shelter", (0, -12), 0.8, -0.26, above=0.34),
    "sword": Grip("brandish", (0, -18), 0.56, 0.3, loose=True, above=0.1),
    "katana": Grip("brandish", (0, -16), 0.58, 0.3, loose=True, above=0.1),
    "broom": Grip("fly", (0, -78), 0.9, 0.95),
    "wand": Grip("brandish", (-6, -8), 0.44, 0.2, loose=True),
    "balloon": Grip("lift", (0, 0), 0.62, 0.12, loose=True, above=0.2),
    "kite": Grip("lift", (-40, 40), 0.62, 0.25, loose=True, string=(0, -50), above=0.4),
    "book": Grip("read", (0, -34), 0.4, where="chest"),
    "map": Grip("read", (0, -34), 0.42, where="chest"),
    "letter": Grip("read", (0, -30), 0.36, where="chest"),
    "guitar": Grip("play", (0, -30), 0.6, 0.75, where="chest"),
    "camera": Grip("aim", (0, -24), 0.3),
    "phone": Grip("sip", (0, -20), 0.3),
    "telescope": Grip("aim", (-30, -44), 0.4),
    "magnifier": Grip("lift", (0, 4), 0.36),
    "lantern": Grip("lantern", (0, -76), 0.36),
    "key": Grip("lift", (0, -10), 0.28, loose=True),
    "fishing rod": Grip("lantern", (-6, -8), 0.8, 0.35, above=0.2),
    "ball": Grip("kick", (-100, 0), 0.32, where="ground"),
    "bicycle": Grip("ride", (-12, 0), 0.86, where="ground"),
    "skateboard": Grip("surf", (0, 0), 0.62, where="ground"),
    **dict.fromkeys(("cup", "apple", "banana", "pizza", "ice cream", "potion", "egg"), _SNACK),
    **dict.fromkeys(
        ("bread", "cake", "pie", "pot", "gift", "flowers", "heart", "bomb", "gears"), BOTH_HANDS
    ),
}
_FRUIT = ("apple", "banana")
FOOD = frozenset((*_FRUIT, "bread", "cake", "pie", "pizza", "ice cream", "egg", "cup", "pot"))
