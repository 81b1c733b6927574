"""The scene test: everybody and everything in a panel's plan is seen, and no face is covered."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from pipeline.comic.geometry import Box
from pipeline.models import DrawingOrder
from pipeline.painters.sketch.figures.figure import head_point, head_radius
from tests.pipeline.painters.sketch.panel_scenes import (
    DrawnScene,
    area_of,
    common,
    scenes_of,
    story_prompts,
    varied_orders,
)

_STORIES, _PARTS = 200, 8
_OWN = [
    "An elephant sits in the bathtub. A crow sits on a fence. A frog sits in the pot.",
    "A boy hides under the bed. A dog hides behind a tree. A girl sits under the table.",
    "A man sits in a cage. A monkey stands on a table. A thief hides behind a curtain.",
    "A giraffe and a mouse wait for the bus in the rain. The mouse holds an umbrella.",
    'Two thieves steal a piano. "Quiet!" says the tall one. The piano falls down the stairs.',
    "A wizard, a queen, a knight, a dragon and a cat sit at a table with a cake.",
    'A child gives grandma a ring. "For me?" she asks. "For the dog", says the child.',
    "An elephant rides a bicycle over a bridge at night. A bird sleeps on its hat.",
    'A pirate shouts "LAND!" The crew sleeps. A whale laughs. The ship sinks.',
    "A robot cries because its battery is empty. A girl plays guitar for it.",
    "Panel 1: A chef drops a pot.\nPanel 2: The pot rolls away.\nPanel 3: A dog wears the pot.",
    "Three ghosts dance in the library. A book falls on an owl.",
    'An astronaut plants a flag. "Mine", he says. The alien holds a parking ticket.',
    "A king loses his crown in the sea. A fish wears the crown.",
    'A tiny dragon sneezes. "Bless you", says the knight. The castle burns.',
    "Ein Igel und ein Bär spielen Schach im Park. Der Bär weint.",
    "Une baleine lit un livre sur la plage. Un crabe attend.",
    "A snowman buys an ice cream. The sun comes out.",
]


def _orders() -> list[DrawingOrder]:
    cases = story_prompts()
    wanted = _STORIES - len(_OWN)
    step = len(cases) / wanted
    return list(varied_orders([*_OWN, *(cases[int(i * step)] for i in range(wanted))]))


def _inside(box: Box, frame: Box, slack: float = 1.0) -> bool:
    return (
        box[0] >= frame[0] - slack
        and box[1] >= frame[1] - slack
        and box[2] <= frame[2] + slack
        and box[3] <= frame[3] + slack
    )


def _share(box: Box, other: Box) -> float:
    """Return how much of *box* lies in *other*."""
    return area_of(common(box, other)) / max(area_of(box), 1e-9)


def _face(drawn: DrawnScene, index: int) -> Box:
    """Return the box around the eyes and the mouth of a figure."""
    figure = drawn.scene.figures[index]
    unit, canvas = drawn.canvas.unit / drawn.canvas.oversample, drawn.canvas
    x, y = canvas.place(head_point(figure))
    x, y, r = x / unit - canvas.width / 2, y / unit, head_radius(figure) * 0.7
    return x - r, y - r, x + r, y + r


def _missing(drawn: DrawnScene) -> Iterator[str]:
    """Yield what the panel tells of and does not show."""
    for index, part in enumerate(drawn.scene.panel.parts):
        lack = _lack(drawn, index)
        if lack:
            yield f"{part.actor.label} ({part.pose}): {lack}"
    kinds = {part.actor.look.kind for part in drawn.scene.panel.parts}  # act, and are no things
    worn = {thing.name for thing in drawn.scene.panel.placed if thing.where == "worn"}
    for thing in (each for each in drawn.scene.panel.things if each not in kinds | worn):
        boxes = [item.box for item in drawn.drawn("thing", thing)]
        if max((_share(box, drawn.frame) for box in boxes), default=0.0) < 0.7:
            yield thing


def _lack(drawn: DrawnScene, index: int) -> str:
    """Return what is wrong with a figure; empty if nothing is."""
    panel, frame = drawn.scene.panel, drawn.frame
    found = drawn.drawn("figure", str(index))
    if not found:
        return "not drawn"
    if drawn.scene.in_hands:
        return "" if _share(found[0].box, frame) > 0.4 else "outside"
    if index == drawn.scene.listener:
        return "" if _share(_face(drawn, index), frame) > 0.6 else "outside"
    if not _inside(_face(drawn, index), frame):
        return "face cut"
    left, top, right, bottom = found[0].box
    low = bottom if panel.shot == "wide" else min(bottom, frame[3])
    whole = panel.shot not in {"wide", "medium"} or _inside((left, top, right, low), frame, 2.5)
    return "" if whole else "cut by the frame"


def _covered(drawn: DrawnScene) -> Iterator[str]:
    """Yield the faces that something is in front of."""
    scene = drawn.scene
    front = [item.box for item in drawn.canvas.drawn if item.kind == "foreground"]
    front += [spot.box for spot in scene.spots if spot.layer == "front"]
    for index, part in enumerate(scene.panel.parts):
        if scene.in_hands or index == scene.listener:
            continue
        face = _face(drawn, index)
        if any(_share(face, balloon) > 0.02 for balloon in drawn.balloons):
            yield f"{part.actor.label} by a balloon"
        if any(_share(face, box) > 0.2 for box in front):
            yield f"{part.actor.label} by the foreground"
        if scene.listener is not None:
            back = drawn.drawn("figure", str(scene.listener))
            if any(_share(face, item.box) > 0 for item in back):
                yield f"{part.actor.label} by the listener"


def _heads_over_faces(drawn: DrawnScene) -> Iterator[str]:
    """Yield the faces that somebody else's head is in front of."""
    scene = drawn.scene
    order = [int(item.name) for item in drawn.canvas.drawn if item.kind == "figure"]
    if scene.in_hands:
        return
    for place, index in enumerate(order):
        figure = scene.figures[index]
        for later in order[place + 1 :]:
            other, panel = scene.figures[later], scene.panel
            if later == scene.listener or _are_together(drawn, index, later):
                continue
            away = math.dist(head_point(figure), head_point(other))
            if away < head_radius(figure) * 0.5 + head_radius(other) * 0.8:
                yield f"{panel.parts[index].actor.label} by {panel.parts[later].actor.label}"


def _are_together(drawn: DrawnScene, one: int, other: int) -> bool:
    parts = drawn.scene.panel.parts
    return parts[one].partner == other or parts[other].partner == one


@pytest.mark.parametrize("part", range(_PARTS))
def test_everybody_and_everything_is_seen_and_no_face_is_covered(part: int) -> None:
    found = []
    for order in _orders()[part::_PARTS]:
        for drawn in scenes_of(order):
            panel = drawn.scene.panel
            about = f"{order.prompt[:60]!r} #{drawn.shot.index} {panel.shot}/{panel.angle}"
            found += [f"{about}: missing {each}" for each in _missing(drawn)]
            found += [f"{about}: covered {each}" for each in _covered(drawn)]
            found += [f"{about}: covered {each}" for each in _heads_over_faces(drawn)]

    assert found == []
