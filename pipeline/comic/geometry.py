"""Geometry of points, curves and outlines. Angles are in radians."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

Point = tuple[float, float]
Path = list[Point]
Box = tuple[float, float, float, float]


def ellipse(
    x: float, y: float, rx: float, ry: float, *, turn: float = 0.0, steps: int = 44
) -> Path:
    cos_t, sin_t = math.cos(turn), math.sin(turn)
    path = []
    for i in range(steps):
        a = math.tau * i / steps
        px, py = rx * math.cos(a), ry * math.sin(a)
        path.append((x + px * cos_t - py * sin_t, y + px * sin_t + py * cos_t))
    return path


def superellipse(x: float, y: float, rx: float, ry: float, power: float, steps: int = 72) -> Path:  # noqa: PLR0917 - coordinates
    """A rounder rectangle (or squarer ellipse): *power* 2 is an ellipse, 4 nearly a box."""
    path = []
    for i in range(steps):
        a = math.tau * i / steps
        c, s = math.cos(a), math.sin(a)
        path.append(
            (
                x + rx * math.copysign(abs(c) ** (2 / power), c),
                y + ry * math.copysign(abs(s) ** (2 / power), s),
            )
        )
    return path


def arc(  # noqa: PLR0917 - coordinates
    x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 14
) -> Path:
    return [
        (
            x + rx * math.cos(start + (end - start) * i / steps),
            y + ry * math.sin(start + (end - start) * i / steps),
        )
        for i in range(steps + 1)
    ]


def box(x0: float, y0: float, x1: float, y1: float) -> Path:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def rounded(x0: float, y0: float, x1: float, y1: float, r: float, steps: int = 5) -> Path:  # noqa: PLR0917 - coordinates
    r = min(r, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    quarter = math.pi / 2
    path: Path = []
    corners = (
        (x1 - r, y0 + r, -quarter),
        (x1 - r, y1 - r, 0.0),
        (x0 + r, y1 - r, quarter),
        (x0 + r, y0 + r, 2 * quarter),
    )
    for cx, cy, start in corners:
        path.extend(arc(cx, cy, r, r, start, start + quarter, steps))
    return path


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = 0.0) -> Path:  # noqa: PLR0917 - coordinates
    return [
        (
            x + (outer if i % 2 == 0 else inner) * math.sin(turn + math.pi * i / points),
            y - (outer if i % 2 == 0 else inner) * math.cos(turn + math.pi * i / points),
        )
        for i in range(points * 2)
    ]


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, steps: int) -> Path:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = p0, p1, p2, p3
    return [
        (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        for a, b, c, d in _spline_weights(steps)
    ]


@cache
def _spline_weights(steps: int) -> list[tuple[float, float, float, float]]:
    """Return the weights of four neighboring points at each step between the middle two."""
    weights = []
    for i in range(steps):
        t = i / steps
        t2, t3 = t * t, t * t * t
        a, b, c, d = -t3 + 2 * t2 - t, 3 * t3 - 5 * t2 + 2, -3 * t3 + 4 * t2 + t, t3 - t2
        weights.append((0.5 * a, 0.5 * b, 0.5 * c, 0.5 * d))
    return weights


def smooth(points: Sequence[Point], steps: int = 6) -> Path:
    """Return a closed curve through all *points*."""
    n = len(points)
    path: Path = []
    for i in range(n):
        path.extend(
            _spline(points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n], steps)
        )
    return path


def smooth_open(points: Sequence[Point], steps: int = 8) -> Path:
    """Return an open curve through all *points*."""
    n = len(points)
    if n < 3:
        return list(points)
    path: Path = []
    for i in range(n - 1):
        before = points[i - 1] if i else points[0]
        after = points[i + 2] if i + 2 < n else points[-1]
        path.extend(_spline(before, points[i], points[i + 1], after, steps))
    path.append(points[-1])
    return path


def divided(path: Sequence[Point], longest: float) -> Path:
    """Return the open *path* with points so close that no edge is longer than *longest*."""
    points: Path = [path[0]]
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / longest))
        points += [
            (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(1, steps + 1)
        ]
    return points


def normals(path: Sequence[Point], *, closed: bool) -> Path:
    """Unit normals, to the left of the direction of travel as seen with y pointing down."""
    before = [path[-1 if closed else 0], *path[:-1]]
    after = [*path[1:], path[0 if closed else -1]]
    found: Path = []
    for (ax, ay), (bx, by) in zip(before, after, strict=True):
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy) or 1.0
        found.append((dy / length, -dx / length))
    return found


def area(path: Sequence[Point]) -> float:
    """Return the signed area; the sign is the orientation."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(path, [*path[1:], path[0]], strict=True):
        total += x0 * y1 - x1 * y0
    return total / 2


def ribbon(path: Sequence[Point], start: float, end: float) -> Path:
    """The outline of a band along *path*, *start* wide at first and *end* wide last, ends round."""
    n = len(path)
    sides = normals(path, closed=False)
    left: Path = []
    right: Path = []
    for i, ((x, y), (nx, ny)) in enumerate(zip(path, sides, strict=True)):
        w = (start + (end - start) * i / max(1, n - 1)) / 2
        left.append((x + nx * w, y + ny * w))
        right.append((x - nx * w, y - ny * w))
    tip = math.atan2(sides[-1][1], sides[-1][0])
    tail = math.atan2(-sides[0][1], -sides[0][0])
    cap = arc(path[-1][0], path[-1][1], end / 2, end / 2, tip, tip + math.pi, 6)
    foot = arc(path[0][0], path[0][1], start / 2, start / 2, tail, tail + math.pi, 6)
    return [*left, *cap, *reversed(right), *foot]


def bounds(path: Iterable[Point]) -> Box:
    xs, ys = zip(*path, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Return whether the point is inside, by the even-odd rule."""
    x, y = point
    hit = False
    for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            hit = not hit
    return hit
