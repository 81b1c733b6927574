"""Framing: size and position of the figures, for the distance and the angle of the camera."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from pipeline.comic.character_look import Look, LookHints, derive
from pipeline.comic.coats import COATS
from pipeline.comic.geometry import Box
from pipeline.comic.painter import Shot
from pipeline.comic.story import PanelPlan, Part
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.acts import acts, placed_together
from pipeline.painters.sketch.figures.extent import extent_of
from pipeline.painters.sketch.figures.figure import (
    Figure,
    head_point,
    head_radius,
    mount_of_figure,
    pose_of,
)
from pipeline.painters.sketch.figures.surroundings import pose_within
from pipeline.painters.sketch.panel.styling import inked_look
from pipeline.painters.sketch.scenes import props

_ROWS = 4  # from this many figures on, half of them stand in a row behind
_BACK_ROW, _STEP_BACK = 0.94, 0.16  # their size, and how much higher they stand
_NARROW = 0.9  # share of the width where nothing leaves the picture, seen from above or below
_EDGE = 1.5  # units between a figure and the edge of the panel
_KNEES, _WAIST = 0.16, 0.5  # what a medium shot may cut off below, in heights
_SMALL_CUT = 0.22  # the same for small figures, in their own heights
_APART = 0.36  # least distance of two figures, in heights
_BROAD = 84.0  # width of who stands behind others, in hundredths of an adult
_HEADS_APART = 0.86  # least distance of two heads, in the sum of their radii
_MOST_OUT = 0.5  # how far a listener is moved out of the panel, in radii of its head
_SMALLEST = 0.66  # those up to this height, in adults, do not fill a wide panel on their own
_SMALLER = 0.9  # figures of a crowd whose heads hide each other, in those tried before
_TRIES = 6  # to move heads from each other
_REACH = 0.72  # the same, in what both reach toward each other
_HAT = 1.8  # of a close-up, above the middle of the head, in its radii
_ON_THE_GROUND = frozenset(  # poses that make no sense without the feet
    (
        "kick",
        "ride",
        "surf",
        "drive",
        "sit",
        "lie",
        "fall",
        "slip",
        "kneel",
        "faint",
        "crawl",
        "dig",
        "sleep",
        "swim",
        "jump",
        "run",
        "dance",
        "climb",
    )
)


@dataclass(frozen=True, slots=True)
class FigureArea:
    """The part of a panel where figures may be, in units: the rest is lettering or outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def frame_figures(
    canvas: Canvas,
    shot: Shot,
    middles: Sequence[float],
    room: FigureArea,
    tallest: float = math.inf,
) -> list[Figure]:
    """Return the figures of the panel; *middles* are their seats in units, *tallest* is how tall
    an adult may be.
    """
    panel = shot.panel
    figures = [_cast(shot, i, middles) for i in range(len(panel.parts))]
    if not figures:
        return []
    if panel.angle == "shoulder" and panel.listener is not None:
        placed = _over_shoulder(figures, panel, room)
    elif panel.shot in {"close", "detail"}:
        placed = _close(figures, panel, room)
    else:
        placed, most = [], tallest
        for _ in range(_TRIES):
            standing = _standing(canvas, figures, panel, room, most)
            placed = _beside_pairs(panel, _paired(panel, standing), room)
            if not (_is_crowded(panel, standing) or _is_crowded(panel, placed)):
                break
            most = standing[0].height * _SMALLER
    return [_looking(panel, i, placed) for i in range(len(placed))]


def _paired(panel: PanelPlan, figures: list[Figure]) -> list[Figure]:
    """Return the figures with those of an act of two moved together."""
    placed = list(figures)
    paired: set[int] = set()
    for i, part in enumerate(panel.parts):
        other = i if part.partner is None else part.partner
        apart = other != i and other < len(placed) and not {i, other} & paired
        if apart and part.pose in acts():
            placed[i], placed[other] = placed_together(placed[i], placed[other], part.pose)
            paired |= {i, other}
    return placed


def _looking(panel: PanelPlan, index: int, figures: list[Figure]) -> Figure:
    """Return a figure with its eyes on whom it turns to."""
    target = target_of(panel, index)
    if target is None or figures[index].looks is not None:
        return figures[index]
    return replace(figures[index], looks=head_point(figures[target]))


def target_of(panel: PanelPlan, index: int) -> int | None:
    """Return the part that the one at *index* turns to; None: to nobody in the panel."""
    part = panel.parts[index]
    for told in (part.partner, part.looks_at):
        if told is not None and told != index:
            return told
    heard = [line.speaker for line in panel.lines if line.speaker not in {None, index}]
    return heard[0] if heard else None


def _cast(shot: Shot, index: int, middles: Sequence[float]) -> Figure:
    """Return a figure at its seat, an adult being 100 units tall."""
    panel = shot.panel
    part, x, count = panel.parts[index], middles[index], len(middles)
    target = target_of(panel, index)
    if target is not None:
        facing = 1 if middles[target] > x else -1
    elif count == 1:
        facing = -1 if shot.rtl != (x > 0) else 1
    else:
        facing = 1 if x <= (middles[0] + middles[-1]) / 2 and index < count - 1 else -1
    near = panel.shot in {"close", "detail"}
    on, relation = about_of(panel, index)
    mount = mount_look(part)
    return Figure(
        inked_look(part.seen.as_drawn, shot.style),
        x,
        0,
        100,
        part.pose if near or not on else pose_within(part.pose, on, relation),
        part.emotion,
        facing,
        talking=any(line.speaker == index for line in panel.lines),
        eyes=shot.style.eyes,
        holding="" if near or mount is not None else part.holding,
        gesture=part.gesture,
        empty=any(thing.where == "air" and thing.part == index for thing in panel.placed),
        mount=None if near else mount,
        desk="" if near else desk_of(panel, index),
        on="" if near else on,
        relation=relation,
        heads=shot.style.heads,
        indoors=bool(panel.setting.room),
        close=near,
    )


def mount_look(part: Part) -> Look | None:
    """Return the look of the being that *part* rides; None if it rides none."""
    if part.mount is not None:
        return part.mount.look
    if part.pose == "ride" and part.holding in COATS:
        return replace(derive(part.holding, "", LookHints(), part.holding), outfit="none")
    return None


def desk_of(panel: PanelPlan, index: int) -> str:
    """Return the thing at which the part at *index* sits, or an empty string."""
    desks = (thing for thing in panel.placed if thing.where == "desk" and thing.part == index)
    return next((desk.name for desk in desks), "")


_RELATIONS = {"seat": "on", "around": "in", "over": "under", "before": "behind"}


def about_of(panel: PanelPlan, index: int) -> tuple[str, str]:
    """Return the thing that the part at *index* is on, in, under or behind, and which of these.

    The thing is an empty string if the part has no such thing, or none with a drawing.
    """
    part = panel.parts[index]
    for thing in panel.placed:
        about = thing.part == index and thing.where in _RELATIONS and thing.name in props.known()
        if about and thing.name != part.holding:
            return thing.name, _RELATIONS[thing.where]
    return "", "on"


def seat_of(panel: PanelPlan, index: int) -> str:
    """Return the thing that the part at *index* is on, in, under or behind."""
    return about_of(panel, index)[0]


# --- Whole figures --------------------------------------------------------------------------------


def _standing(
    canvas: Canvas, figures: list[Figure], panel: PanelPlan, room: FigureArea, most: float
) -> list[Figure]:
    """Return the figures side by side, as large as the room allows."""
    if panel.angle in {"low", "high"}:  # which widens the picture at one edge
        room = replace(room, left=room.left * _NARROW, right=room.right * _NARROW)
    boxes = [extent_of(figure) for figure in figures]
    tallest = max(-box[1] for box in boxes) / 100
    adult = min(_by_width(boxes, room), 0.96 * canvas.height, most)
    whole = panel.shot == "wide" or panel.angle == "high" or _needs_feet(figures)
    if whole:
        below = max(0.0, *(box[3] for box in boxes)) / 100 * adult  # of those who lie
        feet = room.bottom - max(canvas.height * _GROUND[panel.angle], below)
        share = _TALLEST[panel.angle] / min(1.0, max(_SMALLEST, tallest))
        adult = min(adult, share * canvas.height, (feet - room.top) / tallest)
    else:
        busy = any(figure.holding for figure in figures)
        adult = min(adult, room.height / max(0.3, tallest - (_KNEES if busy else _WAIST)))
        feet = max(room.top + adult * tallest, room.bottom - canvas.height * 0.03)
    placed = []
    behind = _back_row(boxes)
    for i, (figure, box) in enumerate(zip(figures, boxes, strict=True)):
        size, own = adult, feet
        if i in behind:
            size, own = adult * _BACK_ROW, feet - adult * _STEP_BACK
        elif box[1] / 100 < -tallest * 0.8:
            own -= adult * 0.03  # smaller ones stand in front
        if box[2] - box[0] > _BROAD:
            own -= adult * 0.06
        own = min(own, room.bottom - box[1] / 100 * size * _SMALL_CUT)
        own = max(own, room.top - box[1] / 100 * size)
        placed.append(replace(figure, y=own, height=size))
    return _uncovered(_spread(placed, boxes, room), boxes, room)


_GROUND = {"low": 0.03, "high": 0.13, "silhouette": 0.06}  # below the feet, in panel heights
_GROUND |= dict.fromkeys(("eye", "shoulder", "hands"), 0.06)
_TALLEST = {"low": 0.95, "high": 0.68, "silhouette": 0.7}  # an adult, in panel heights
_TALLEST |= dict.fromkeys(("eye", "shoulder", "hands"), 0.74)


def _needs_feet(figures: Sequence[Figure]) -> bool:
    return any(
        figure.pose in _ON_THE_GROUND
        or bool(pose_of(figure).turn or pose_of(figure).behind or pose_of(figure).before)
        or mount_of_figure(figure) is not None
        for figure in figures
    )


def _by_width(boxes: Sequence[Box], room: FigureArea) -> float:
    """Return the height of an adult at which all *boxes* fit side by side, a little crowded."""
    wide = room.width - 2 * _EDGE
    front = boxes[::2] if len(boxes) >= _ROWS else boxes
    widest = max(box[2] - box[0] for box in boxes)
    together = sum(box[2] - box[0] for box in front) * (0.88 if len(front) > 1 else 1.0)
    return 100 * wide / max(widest, together)


def _back_row(boxes: Sequence[Box]) -> set[int]:
    """Return the figures of a crowd that stand behind: the taller half."""
    if len(boxes) < _ROWS:
        return set()
    order = sorted(range(len(boxes)), key=lambda i: (boxes[i][1], i % 2 == 0))
    return set(order[: len(boxes) // 2])


def _spread(figures: list[Figure], boxes: Sequence[Box], room: FigureArea) -> list[Figure]:
    """Move figures apart that stand in each other, and all of them into the frame."""
    xs = [figure.x for figure in figures]
    order = sorted(range(len(xs)), key=xs.__getitem__)
    for _ in range(3):
        for a, b in pairwise(order):
            rows = 0.6 if len(figures) >= _ROWS else 1.0
            need = _APART * (figures[a].scale + figures[b].scale) * 50
            reach = boxes[a][2] * figures[a].height - boxes[b][0] * figures[b].height
            need = rows * max(need, _REACH * reach / 100)
            lack = need - (xs[b] - xs[a])
            if lack > 0 and figures[a].look.height > 0:
                xs[a] -= lack / 2
                xs[b] += lack / 2
        for i, (figure, box) in enumerate(zip(figures, boxes, strict=True)):
            low, high = _reach_of(figure, box, room)
            xs[i] = min(max(xs[i], low), high) if low < high else (low + high) / 2
    return [replace(figure, x=x) for figure, x in zip(figures, xs, strict=True)]


def _uncovered(figures: list[Figure], boxes: Sequence[Box], room: FigureArea) -> list[Figure]:
    """Move figures sideways whose heads are in front of each other."""
    placed = list(figures)
    for _ in range(_TRIES):
        for a, b in combinations(range(len(placed)), 2):
            lack = _lack(placed[a], placed[b])
            if lack > 0:
                side = 1 if (placed[a].x, a) <= (placed[b].x, b) else -1
                placed[a] = _moved(placed[a], boxes[a], -side * lack * 0.55, room)
                placed[b] = _moved(placed[b], boxes[b], side * lack * 0.55, room)
    return placed


def _lack(a: Figure, b: Figure) -> float:
    """Return how much farther apart two figures must be for their heads to be seen."""
    (x, y), (other_x, other_y) = head_point(a), head_point(b)
    need = (head_radius(a) + head_radius(b)) * _HEADS_APART
    return math.sqrt(max(0.0, need**2 - (y - other_y) ** 2)) - abs(x - other_x)


def _is_crowded(panel: PanelPlan, figures: Sequence[Figure]) -> bool:
    """Return whether a head hides another, of figures that do not touch each other."""
    return any(
        _lack(a, b) > (head_radius(a) + head_radius(b)) * 0.12
        for (i, a), (j, b) in combinations(enumerate(figures), 2)
        if panel.parts[i].partner != j and panel.parts[j].partner != i
    )


def _beside_pairs(panel: PanelPlan, figures: list[Figure], room: FigureArea) -> list[Figure]:
    """Move those away who stand between two that act together."""
    placed = list(figures)
    together = {i for i, part in enumerate(panel.parts) if part.partner is not None}
    for i in sorted(set(range(len(placed))) - together) if together else []:
        for other in sorted(together):
            lack = _lack(placed[i], placed[other])
            if lack > 0:
                side = 1 if placed[i].x >= placed[other].x else -1
                placed[i] = _moved(placed[i], extent_of(placed[i]), side * lack, room)
    return placed


def _moved(figure: Figure, box: Box, by: float, room: FigureArea) -> Figure:
    low, high = _reach_of(figure, box, room)
    return replace(figure, x=min(max(figure.x + by, low), high)) if low < high else figure


def _reach_of(figure: Figure, box: Box, room: FigureArea) -> tuple[float, float]:
    """Return the least and the largest x at which all of *figure* is inside *room*."""
    share = figure.height / 100
    return room.left + _EDGE - box[0] * share, room.right - _EDGE - box[2] * share


# --- Heads ----------------------------------------------------------------------------------------


def _close(figures: list[Figure], panel: PanelPlan, room: FigureArea) -> list[Figure]:
    """Return the figures so near that the head fills the room, hat and chin included."""
    behind = panel.shot == "detail" and bool(panel.things)
    lane = room.width / len(figures)
    placed = []
    for figure in figures:
        upright = replace(figure, pose="stand", x=0)
        top = -extent_of(upright)[1] / 100
        middle = -head_point(upright)[1] / 100
        radius = head_radius(figure) / 100
        top = min(top, middle + radius * _HAT)  # the tip of a tall hat may be cut off
        share = 0.16 if behind else 0.29
        adult = min(
            min(room.height * share, lane * 0.31) / radius,
            room.height * (0.5 if behind else 0.96) / (top - middle + radius * 1.1),
        )
        center = room.top + room.height * (0.3 if behind else 0.54)
        center = max(center, room.top + (top - middle) * adult + 0.5)
        center = min(center, room.bottom - radius * adult * 1.1)
        reach = radius * adult * 1.2
        x = min(max(figure.x, room.left + reach), room.right - reach)
        sized = replace(figure, x=x, y=0, height=adult)
        head = head_point(sized)
        placed.append(replace(sized, x=2 * x - head[0], y=center - head[1]))
    return placed


def _over_shoulder(figures: list[Figure], panel: PanelPlan, room: FigureArea) -> list[Figure]:
    """Return the speaker, with the head of the listener in a lower corner."""
    listener = panel.listener
    placed = []
    for index, figure in enumerate(figures):
        if index != listener:
            placed.append(_spread_alone(figure, room))
            continue
        radius = min(room.height * 0.2, room.width * 0.17)
        adult = 100 * radius / head_radius(figure)
        center = room.bottom - radius * 1.65  # with its shoulders
        side = -1 if figure.x < 0 else 1
        x = (room.right - radius * 0.9) * side
        sized = replace(figure, x=x, y=0, height=adult, pose="stand", holding="", on="")
        head = head_point(sized)
        placed.append(replace(sized, x=2 * x - head[0], y=center - head[1]))
    return _clear_of_listener(placed, listener, room)


def _clear_of_listener(
    figures: list[Figure], listener: int | None, room: FigureArea
) -> list[Figure]:
    """Move the face of the speaker out from behind the listener."""
    if listener is None:
        return figures
    near, (speaker,) = figures[listener], [f for i, f in enumerate(figures) if i != listener]
    left, _, right, _ = (value * near.height / 100 + near.x for value in extent_of(near))
    (x, _), r = head_point(speaker), head_radius(speaker)
    by = min(0.0, left - r - x) if near.x > 0 else max(0.0, right + r - x)
    moved = _moved(speaker, extent_of(speaker), by, room)
    rest = by - (moved.x - speaker.x)  # where there is no room, the listener moves out instead
    most = head_radius(near) * _MOST_OUT
    near = replace(near, x=near.x + min(most, max(-most, -rest)))
    return [near if i == listener else moved for i in range(len(figures))]


def _spread_alone(figure: Figure, room: FigureArea) -> Figure:
    """Return a figure from its head to its waist, with its hat below the lettering."""
    box = extent_of(figure)
    tall = -box[1] / 100
    adult = min(
        room.height * 1.02 / max(0.3, tall - figure.look.height * 0.36),
        (room.width * 0.66) / (box[2] - box[0]) * 100,
    )
    sized = replace(figure, y=room.top + tall * adult, height=adult)
    low, high = _reach_of(sized, box, room)
    return replace(sized, x=min(max(figure.x, low), high))
