"""Tails of balloons: from each balloon toward its speaker's mouth, past everything else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.comic.geometry import Path, Point, bounds
from pipeline.comic.lettering.arrangement import SHAPES, Box, Lettering, Placed

_FLAT = frozenset(("caption", "sfx"))  # kinds without a tail
_FACE = 1.24  # radius around a head that no tip enters, in head radii
_REACH = 0.76  # of the way to the face that a long tail goes
_BRIDGE = 9.0  # longest gap between balloons that a bridge spans, in letter sizes
_STEPS = 18  # of a middle line
_LENGTHS = (1.0, 0.72, 0.46)  # of a tail, in shares of the best one
_BENDS = (0.1, -0.1, 0.26, -0.26, 0.46, -0.46)
_ROOTS = (0.0, 0.3, -0.3, 0.6, -0.6)  # of half a balloon's width, from the side of the speaker
_STUB = 0.9  # shortest visible tail, in letter sizes


class SpeakerHead(Protocol):
    """The head of a character, in pixels of the panel."""

    @property
    def center(self) -> Point: ...

    @property
    def radius(self) -> float: ...

    @property
    def mouth(self) -> Point:
        """The point that tails point at."""
        ...


@dataclass(frozen=True, slots=True)
class _Line:
    """The middle line of a tail or a bridge, and half its width at each point."""

    points: Path
    halves: tuple[float, ...]

    def outside(self, boxes: Sequence[Box]) -> _Line:
        """Return what is seen of the line: that outside *boxes*."""
        seen = [
            (point, half)
            for point, half in zip(self.points, self.halves, strict=True)
            if not any(_is_in(point, box, 0) for box in boxes)
        ]
        return _Line([point for point, _ in seen], tuple(half for _, half in seen))


class _Obstacles:
    """What a tail must not touch: balloons, captions, faces, other tails, the panel's border."""

    def __init__(self, placed: Sequence[Placed], heads: Sequence[SpeakerHead], size: Point) -> None:
        self._boxes = [item.footprint for item in placed]
        self._heads = heads
        self._size = size
        self._lines: list[_Line] = []

    def take(self, line: _Line, own: Sequence[int], speaker: int | None = None) -> bool:
        """Take the place of *line*, and return True, if it is free.

        It begins and may end inside the boxes *own*, and may come close to the face of *speaker*.
        """
        boxes = [box for i, box in enumerate(self._boxes) if i not in own]
        line = line.outside([self._boxes[i] for i in own])
        seen = list(zip(line.points, line.halves, strict=True))
        is_free = (
            all(self._is_inside(point) for point in line.points)
            and not any(_is_in(p, box, half + 1) for p, half in seen for box in boxes)
            and not any(self._meets_a_face(p, half, speaker) for p, half in seen)
            and not any(_meet(line, other) for other in self._lines)
        )
        if is_free:
            self._lines.append(line)
        return is_free

    def _is_inside(self, point: Point) -> bool:
        return 0 <= point[0] <= self._size[0] and 0 <= point[1] <= self._size[1]

    def _meets_a_face(self, point: Point, half: float, speaker: int | None) -> bool:
        return any(
            math.dist(point, head.center) < head.radius * (1.0 if i != speaker else 1.1) + half
            for i, head in enumerate(self._heads)
        )


def aim(placed: Sequence[Placed], heads: Sequence[SpeakerHead], size: Point) -> list[Placed]:
    """Return the lettering of a panel of *size* with bridges between balloons of one speaker, and
    tails toward the mouths of *heads*.

    A tail is bent or shortened where it would touch anything else, and left out where even a short
    one would.
    """
    found = list(placed)
    obstacles = _Obstacles(placed, heads, size)
    for i, item in enumerate(placed):
        following = _next_of(i, placed)
        line = _bridge(item, placed[following]) if following is not None else None
        if following is not None and line and obstacles.take(line, (i, following)):
            found[i] = replace(item, bridge=tuple(line.points), bridged=following)
    ends = [i for i, item in enumerate(found) if item.kind not in _FLAT and item.bridged is None]
    for i in sorted(ends, key=lambda i: _distance(found[i], heads)):
        item = found[i]
        for line in _lines(item, heads, size):
            if obstacles.take(line, (i,), item.speaker):
                found[i] = replace(item, tail=tuple(line.points))
                break
    return found


def short_tails(lettering: Lettering, width: int) -> list[Placed]:
    """Return the lettering with short tails downward: nobody knows where the heads are, and a long
    one would point at somebody else as often as not.
    """
    placed = lettering.placed
    found = []
    for i, item in enumerate(placed):
        following = _next_of(i, placed)
        if item.kind in _FLAT:
            found.append(item)
        elif following == i + 1:
            line = _bridge_between(item, placed[following])
            found.append(replace(item, bridge=tuple(line.points), bridged=following))
        else:
            x0, _, x1, y1 = item.box
            lean = (x1 - x0) * 0.08 * (1 if item.center[0] < width / 2 else -1)
            tip = (item.center[0] + lean, y1 + item.size * SHAPES[item.kind].short_tail)
            root = (item.center[0], item.center[1] + (y1 - item.center[1]) * 0.55)
            found.append(replace(item, tail=tuple(_curve(root, tip, 0.06 if lean > 0 else -0.06))))
    return found


def tail_half(item: Placed) -> float:
    """Return half the width of a tail where it leaves the balloon."""
    x0, _, x1, _ = item.box
    return min(item.size * 0.55, (x1 - x0) * 0.16)


def bridge_half(item: Placed) -> float:
    return item.size * 0.3


def _next_of(i: int, placed: Sequence[Placed]) -> int | None:
    """Return the next balloon of the same speaker, if it may be connected: of the same kind, and
    without a name of its own.
    """
    item = placed[i]
    if item.kind in _FLAT:
        return None
    for k in range(i + 1, len(placed)):
        other = placed[k]
        if other.kind in _FLAT:
            continue
        if item.speaker is None and k > i + 1:
            return None  # two voices from outside are not the same one
        if other.speaker == item.speaker:
            return k if other.kind == item.kind and other.tag is None else None
    return None


def _bridge(item: Placed, following: Placed) -> _Line | None:
    line = _bridge_between(item, following)
    gaps = (
        max(item.box[0], following.box[0]) - min(item.box[2], following.box[2]),
        max(item.box[1], following.box[1]) - min(item.box[3], following.box[3]),
    )
    return line if max(gaps) < item.size * _BRIDGE else None


def _bridge_between(item: Placed, following: Placed) -> _Line:
    """Return a band from one balloon to the other, upright if one is above the other."""
    (x0, y0), (x1, y1) = item.center, following.center
    left = max(item.box[0], following.box[0])
    right = min(item.box[2], following.box[2])
    if right - left > item.size:
        x0 = x1 = (left + right) / 2
    points = [(x0 + (x1 - x0) * t / 12, y0 + (y1 - y0) * t / 12) for t in range(13)]
    return _Line(points, (bridge_half(item),) * 13)


def _distance(item: Placed, heads: Sequence[SpeakerHead]) -> float:
    """Return how far a balloon is from its speaker; those from outside come last."""
    head = _head_of(item, heads)
    return math.dist(item.center, head.mouth) if head else math.inf


def _head_of(item: Placed, heads: Sequence[SpeakerHead]) -> SpeakerHead | None:
    known = item.speaker is not None and item.speaker < len(heads)
    return heads[item.speaker] if known and item.speaker is not None else None


# --- Middle lines ---------------------------------------------------------------------------------


def _lines(item: Placed, heads: Sequence[SpeakerHead], size: Point) -> Iterator[_Line]:
    """Yield middle lines of a tail, the best first."""
    head = _head_of(item, heads)
    goals = [head.mouth] if head else list(_outside(item, size))
    radius = head.radius * _FACE if head else 0.0
    for length in _LENGTHS:
        for goal in goals:
            yield from _toward(item, goal, radius, length, is_seen=head is not None)
    for goal in goals:
        yield from _stubs(item, goal)


def _outside(item: Placed, size: Point) -> Iterator[Point]:
    """Yield points on the border of the panel, on the nearer side first."""
    width, height = size
    sides = (0.0, width) if item.center[0] < width / 2 else (width, 0.0)
    for side in sides:
        for down in (1.6, 0.2, 3.0):
            yield side, min(height - 2.0, item.box[3] + item.size * down)
        yield side, item.center[1]


def _toward(
    item: Placed, goal: Point, radius: float, length: float, *, is_seen: bool
) -> Iterator[_Line]:
    for bend in _BENDS:
        for root in _roots(item, goal):
            edge = _edge(item, root, goal)
            away = math.dist(edge, goal)
            if away <= radius:  # the balloon touches the face
                continue
            full = away - max(radius, away * (1 - _REACH)) if is_seen else away
            reach = max(full * length, min(item.size * _STUB, away - radius))
            tip = _along(edge, goal, reach)
            yield _tapered(item, _curve(root, tip, bend * (1 if tip[0] >= root[0] else -1)))


def _stubs(item: Placed, goal: Point) -> Iterator[_Line]:
    """Yield short tails in the direction of *goal*, straight down, and to the sides."""
    for turn in (0.0, 0.5, -0.5, 1.0, -1.0):
        for root in _roots(item, goal):
            dx, dy = goal[0] - root[0], goal[1] - root[1]
            ahead = (
                root[0] + dx * math.cos(turn) - dy * math.sin(turn),
                root[1] + dx * math.sin(turn) + dy * math.cos(turn),
            )
            edge = _edge(item, root, ahead)
            yield _tapered(item, _curve(root, _along(edge, ahead, item.size * _STUB), 0.0))


def _roots(item: Placed, goal: Point) -> Iterator[Point]:
    """Yield points inside the balloon where a tail may begin, those toward *goal* first."""
    (cx, cy), (x0, y0, x1, y1) = item.center, item.box
    rx, ry = (x1 - x0) / 2, (y1 - y0) / 2
    lean = max(-0.5, min(0.5, (goal[0] - cx) / rx * 0.5))
    down = max(-0.55, min(0.55, (goal[1] - cy) / ry))
    for root in _ROOTS:
        yield cx + max(-0.66, min(0.66, lean + root)) * rx, cy + down * ry


def _edge(item: Placed, root: Point, goal: Point) -> Point:
    """Return the point where the straight line from *root* to *goal* leaves the balloon's box."""
    x0, y0, x1, y1 = item.box
    dx, dy = goal[0] - root[0], goal[1] - root[1]
    shares = [1.0]
    if dx:
        shares.append(((x1 if dx > 0 else x0) - root[0]) / dx)
    if dy:
        shares.append(((y1 if dy > 0 else y0) - root[1]) / dy)
    share = min(share for share in shares if share >= 0)
    return root[0] + dx * share, root[1] + dy * share


def _along(start: Point, goal: Point, reach: float) -> Point:
    length = math.dist(start, goal) or 1.0
    share = reach / length
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def _curve(root: Point, tip: Point, bend: float) -> Path:
    """Return a line from *root* to *tip* that is bent sideways by a share of its length."""
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    mx, my = root[0] + dx * 0.5 + dy * bend, root[1] + dy * 0.5 - dx * bend
    path = []
    for i in range(_STEPS + 1):
        t = i / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        path.append((a * root[0] + b * mx + c * tip[0], a * root[1] + b * my + c * tip[1]))
    return path


def _tapered(item: Placed, points: Path) -> _Line:
    half = tail_half(item)
    return _Line(points, tuple(half * (1 - i / _STEPS) for i in range(len(points))))


# --- Meetings -------------------------------------------------------------------------------------


def _is_in(point: Point, box: Box, pad: float) -> bool:
    x0, y0, x1, y1 = box
    return x0 - pad < point[0] < x1 + pad and y0 - pad < point[1] < y1 + pad


def _meet(a: _Line, b: _Line) -> bool:
    """Return whether two lines touch, with their widths."""
    if not a.points or not b.points:
        return False
    if not _near(a.points, b.points, 2 * max(*a.halves, *b.halves)):
        return False
    for p, half in zip(a.points, a.halves, strict=True):
        for q, other in zip(b.points, b.halves, strict=True):
            if math.dist(p, q) < half + other + 1:
                return True
    pairs = list(zip(b.points, b.points[1:], strict=False))
    return any(
        _cross(p, q, r, s) for p, q in zip(a.points, a.points[1:], strict=False) for r, s in pairs
    )


def _near(a: Path, b: Path, gap: float) -> bool:
    ax, ay, ar, ab = bounds(a)
    bx, by, br, bb = bounds(b)
    return ax < br + gap and bx < ar + gap and ay < bb + gap and by < ab + gap


def _cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    """Return whether the segments *p* to *q* and *r* to *s* cross."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0
