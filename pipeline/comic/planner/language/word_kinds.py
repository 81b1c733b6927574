"""Kinds of words: what a verb says about those who do it, and the like: `word_kinds.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli

OF_THINGS = "of_things"
OF_MINDS = "of_minds"
WITH_SOMEBODY = "with_somebody"
GIVING = "giving"
OF_MOTION = "of_motion"
OF_ARRIVAL = "of_arrival"
ARRIVING = "arriving"
REACHING = "reaching"
ENTERING = "entering"
CROWDS = "crowds"
LEAVING = "leaving"
WRITTEN = "written"
OF_CONTACT = "of_contact"
OF_BODIES = "of_bodies"
OF_EATING = "of_eating"
TELLING = "telling"
OF_ABSENCE = "of_absence"
SURFACES = "surfaces"
EDIBLE = "edible"
AUXILIARY = "auxiliary"
NOT_DONE = "not_done"
ON_THE_WAY = "on_the_way"
BY_BOAT = "by_boat"
HEAVENLY = "heavenly"
BALL_PLAYERS = "ball_players"
OF_CONTROL = "of_control"
OF_FINDING = "of_finding"
PUTTING_ON = "putting_on"
TAKING_OFF = "taking_off"
TAKING = "taking"
GROWING = "growing"
SHRINKING = "shrinking"
AT_WORK = "at_work"

# Kinds of things that an act may be done to.
KINDS = frozenset(
    (
        "driven", "ridden", "seats", "beds", "tables", "screens", "board_games", "computers",
        "instruments", "balls", "weapons", "guns", "heavy", "thrown", "fragile", "meals",
        "headwear", "woody", "vegetables", "papers", "doors", "boxes",
    )
)  # fmt: skip


@cache
def words_of(kind: str) -> frozenset[str]:
    """Return the English words of a kind."""
    file = Path(__file__).with_suffix(".toml")
    return frozenset(tomli.loads(file.read_text(encoding="utf-8"))[kind])
