"""Surroundings of a figure: what it is on, in, under or behind."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.geometry import Box
from pipeline.painters.sketch.figures.holding import Mount
from pipeline.painters.sketch.figures.proportions import HEAD_RADIUS
from pipeline.painters.sketch.figures.skeleton import Skeleton
from pipeline.painters.sketch.scenes import props

_SEAT = "seat"
_FRONT = "front"
_ROOMY = 1.16  # height of what is all around somebody, in heights of the figure
_WIDEST = 96.0  # of what somebody is in, in units of the figure
_LEAST_TOP = 46.0  # width of what somebody is on
_LOW = 0.75  # height of a thing over whose edge one looks, in adults
_TALL = 1.0  # height of a thing under which one stands
_STANDING = frozenset(("umbrella", "tree", "palm tree", "streetlight", "shower"))
_TRUNK = 0.08  # of a tree's width, half of its trunk
_CROWN = 2.8  # height of a tree whose crown is above somebody's head, in heights of the figure
_SOLID = frozenset(("bed", "couch", "armchair", "car", "bench", "bathtub", "cart", "van"))
_BELOW = {"bed": "crawl", "table": "sit on the ground"}  # poses under these
_UPRIGHT = frozenset(("hide", "sit", "lie", "sleep", "crawl", "kneel", "faint"))


def pose_within(pose: str, thing: str, relation: str) -> str:
    """Return *pose* as it is in, under or behind *thing*."""
    if relation == "in" and _SEAT in props.prop(thing).markers:
        return pose
    if relation == "under" and not _is_above(thing):
        return _BELOW["bed" if thing in _SOLID else "table"]
    return "relaxed" if relation in {"in", "behind"} and pose in _UPRIGHT else pose


@dataclass(frozen=True, slots=True)
class _Body:
    """The body that something is around: its height next to an adult, and its head."""

    height: float
    x: float
    y: float
    radius: float

    @property
    def top(self) -> float:
        return self.radius - self.y

    @property
    def chin(self) -> float:
        return -(self.y + self.radius * 1.05)


def surround(thing: str, relation: str, height: float, bones: Skeleton) -> Mount:
    """Return *thing* around a body of *height*, an adult's being 1, that stands on the ground."""
    x, y = bones.placed(bones.head)
    body = _Body(height, x, y, HEAD_RADIUS * bones.body.head_scale)
    around = {"in": _around, "under": _above, "behind": _before}
    return around.get(relation, _below)(thing, body)


def _size(thing: str, body: _Body) -> tuple[Box, float, float]:
    """Return the bounds of a drawing, its middle, and its usual scale beside the body."""
    x0, y0, x1, y1 = box = props.prop(thing).box
    return box, (x0 + x1) / 2, props.size_of(thing) * 100 / (y1 - y0) / body.height


def _around(thing: str, body: _Body) -> Mount:
    (x0, y0, x1, y1), middle, _ = _size(thing, body)
    if _FRONT in props.prop(thing).layers:
        return Mount(thing, body.top * _ROOMY / (y1 - y0), middle)
    scale = min(body.chin / (y1 - y0), _WIDEST / (x1 - x0))
    return Mount(thing, max(scale, 2.4 * body.radius / (x1 - x0)), middle, is_before=True)


def _above(thing: str, body: _Body) -> Mount:
    (x0, y0, x1, y1), middle, own = _size(thing, body)
    if _is_above(thing):
        return Mount(thing, max(own, body.top * 1.3 / (y1 - y0)), middle)
    if thing in _SOLID:
        scale = max(own, 80 / (x1 - x0))
        return Mount(thing, scale, x1 - (body.x - body.radius * 0.9) / scale, is_before=True)
    return Mount(thing, body.top * 1.04 / (y1 - y0), middle, is_before=True)


def _before(thing: str, body: _Body) -> Mount:
    (_, y0, x1, y1), middle, own = _size(thing, body)
    if props.size_of(thing) < _LOW:
        return Mount(thing, body.chin / (y1 - y0), middle, is_before=True)
    if "tree" in thing:
        scale, edge = body.top * _CROWN / (y1 - y0), middle + (x1 - middle) * 2 * _TRUNK
    else:
        scale, edge = max(own, body.top * 1.1 / (y1 - y0)), x1
    return Mount(thing, scale, edge - (body.x - body.radius) / scale, is_before=True)


def _below(thing: str, body: _Body) -> Mount:
    (x0, y0, x1, _), middle, own = _size(thing, body)
    scale = max(own, _LEAST_TOP / (x1 - x0))
    return Mount(thing, scale, middle, raised=-y0 * scale)


def _is_above(thing: str) -> bool:
    return thing in _STANDING or (props.size_of(thing) >= _TALL and thing not in _SOLID)
