"""SVG reader: the part of SVG that drawings of the sketch are made of.

Shapes are `path`, `polygon`, `polyline`, `line`, `rect`, `circle` and `ellipse`, in groups with
`id` and `transform`. What the attributes mean here:

- `fill`: a color (`#rrggbb`), or `none` for a line. `class`: a color of the palette of what is
  drawn (skin, top, accent), instead of `fill`, which then only shows in an editor.
- `stroke`: the shape is outlined, in the style's ink; `stroke-width` is the outline's weight,
  where 1 is usual. A line with a light `stroke` is drawn in that color, others in ink.
- `stroke-linecap="round"`: a line that does not thin towards its ends.
- `fill="#000000"` without a stroke: solid ink, as for pupils.
- `fill-opacity`: glass, light, fog. `clip-path="url(#id)"`: patterns inside a shape.
- `data-shade`: width of the shadow inside the dark side.
- an element with `data-marker` is a position and not drawn: `hand`, `seat`, `face`.

Specification: https://www.w3.org/TR/SVG11/
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from xml.etree import ElementTree as ET

from svg.path import parse_path
from svg.path.path import Close, CubicBezier, Line, Move, QuadraticBezier

from pipeline.comic.geometry import Path, Point, bounds, box, ellipse, rounded
from pipeline.comic.palette import from_hex
from pipeline.errors import PipelineError
from pipeline.painters.sketch.drawings.drawing import Drawing, Marker, Paint, Piece

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
# points per segment of a path
_STEPS = {Move: 1, Line: 1, CubicBezier: 6, QuadraticBezier: 6}
_ARC_STEPS = 10
_SAME = 1e-6  # distance of points that are one
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class DrawingFileError(PipelineError):
    """The file is not a drawing that the sketch can read."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What elements inherit from the groups around them."""

    matrix: Matrix = _IDENTITY
    layer: str = ""
    clip: Path | None = None


def read_drawing(file: FilePath) -> Drawing:
    """Return the drawing in *file*. Raises DrawingFileError."""
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - a file of this package
        return _Reader(root).drawing()
    except (DrawingFileError, ET.ParseError, ValueError, KeyError) as problem:
        raise DrawingFileError(f"{file.name}: {problem}") from problem


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self._root = root
        self._pieces: list[Piece] = []
        self._markers: dict[str, Marker] = {}
        self._clips = {
            f"url(#{clip.get('id')})": clip for clip in root.iter(f"{_NAMESPACE}clipPath")
        }

    def drawing(self) -> Drawing:
        self._read(self._root, _Group())
        return Drawing(tuple(self._pieces), self._markers)

    def _read(self, parent: ET.Element, group: _Group) -> None:
        for element in parent:
            tag = element.tag.removeprefix(_NAMESPACE)
            inner = self._inside(element, group)
            if tag == "g":
                name = element.get("id") or group.layer
                self._read(element, replace(inner, layer=name))
            elif tag in _OUTLINES:
                self._add(element, tag, inner)
            elif tag not in {"defs", "clipPath", "style", "title", "desc", "metadata"}:
                raise DrawingFileError(f"<{tag}> is not known")

    def _inside(self, element: ET.Element, group: _Group) -> _Group:
        matrix = _times(group.matrix, _matrix(element.get("transform", "")))
        clip = group.clip
        if reference := element.get("clip-path"):
            first = next(iter(self._clips[reference]))
            outline = _OUTLINES[first.tag.removeprefix(_NAMESPACE)](first)
            clip = [_apply(matrix, point) for point in outline]
        return replace(group, matrix=matrix, clip=clip)

    def _add(self, element: ET.Element, tag: str, group: _Group) -> None:
        path = _OUTLINES[tag](element)
        if group.matrix != _IDENTITY:
            path = [_apply(group.matrix, point) for point in path]
        if marker := element.get("data-marker"):
            x0, y0, x1, y1 = bounds(path)
            self._markers[marker] = Marker(((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0) / 2)
            return
        color, is_line = element.get("class"), element.get("fill") == "none"
        self._pieces.append(
            Piece(
                path,
                fill=_paint(None if is_line else color, element.get("fill", "#000000")),
                line=_paint(color if is_line else None, element.get("stroke", "none")),
                weight=float(element.get("stroke-width", "1")),
                shade=float(element.get("data-shade", "0")),
                opacity=float(element.get("fill-opacity") or element.get("stroke-opacity") or "1"),
                even=element.get("stroke-linecap") == "round",
                clip=group.clip,
                layer=group.layer,
            )
        )


def _paint(palette_name: str | None, value: str) -> Paint | None:
    if palette_name and value != "none":
        return palette_name
    if value == "none":
        return None
    if not _COLOR.fullmatch(value):
        raise DrawingFileError(f"{value!r} is not a color like #rrggbb")
    return from_hex(value)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _value(element: ET.Element, name: str, default: float = 0.0) -> float:
    return float(element.get(name, default))


# --- Transforms ----------------------------------------------------------------------------------


def _matrix(text: str) -> Matrix:
    matrix = _IDENTITY
    for name, arguments in _TRANSFORM.findall(text):
        matrix = _times(matrix, _TRANSFORMS[name](*_numbers(arguments)))
    return matrix


def _translation(x: float, y: float = 0.0) -> Matrix:
    return 1, 0, 0, 1, x, y


def _scaling(x: float, y: float | None = None) -> Matrix:
    return x, 0, 0, x if y is None else y, 0, 0


def _rotation(degrees: float, x: float = 0.0, y: float = 0.0) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return _times(_times(_translation(x, y), (c, s, -s, c, 0, 0)), _translation(-x, -y))


def _given_matrix(*six: float) -> Matrix:
    a, b, c, d, e, f = six
    return a, b, c, d, e, f


_TRANSFORMS: Mapping[str, Callable[..., Matrix]] = {
    "translate": _translation,
    "scale": _scaling,
    "rotate": _rotation,
    "matrix": _given_matrix,
}


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


# --- Outlines ------------------------------------------------------------------------------------


def _path(element: ET.Element) -> Path:
    points: Path = []
    for segment in parse_path(element.attrib["d"]):
        if isinstance(segment, Move) and points:
            raise DrawingFileError("a path has more than one part")
        if not isinstance(segment, Close):
            steps = _STEPS.get(type(segment), _ARC_STEPS)
            found = [segment.point((i + 1) / steps) for i in range(steps)]
            points += [(point.real, point.imag) for point in found]
    is_closed = len(points) > 2 and math.dist(points[0], points[-1]) < _SAME
    if is_closed and element.get("fill") != "none":
        points.pop()  # an outline does not repeat its first point
    return points


def _points(element: ET.Element) -> Path:
    numbers = _numbers(element.attrib["points"])
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _line(element: ET.Element) -> Path:
    return [
        (_value(element, "x1"), _value(element, "y1")),
        (_value(element, "x2"), _value(element, "y2")),
    ]


def _rect(element: ET.Element) -> Path:
    x, y = _value(element, "x"), _value(element, "y")
    x1, y1 = x + _value(element, "width"), y + _value(element, "height")
    radius = _value(element, "rx")
    return rounded(x, y, x1, y1, radius) if radius else box(x, y, x1, y1)


def _circle(element: ET.Element) -> Path:
    radius = _value(element, "r")
    return ellipse(_value(element, "cx"), _value(element, "cy"), radius, radius)


def _ellipse(element: ET.Element) -> Path:
    rx, ry = _value(element, "rx"), _value(element, "ry")
    return ellipse(_value(element, "cx"), _value(element, "cy"), rx, ry)


_OUTLINES: Mapping[str, Callable[[ET.Element], Path]] = {
    "path": _path,
    "polygon": _points,
    "polyline": _points,
    "line": _line,
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
}
