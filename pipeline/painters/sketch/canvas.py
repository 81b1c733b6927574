"""Drawing surface: shapes with brush-inked outlines, in separate color, shade and ink layers.

The three buffers are drawn together, so that a nearer shape hides the ink and the shade of the
shapes behind it. The style later decides how the layers are combined. The two lowest bits of the
ink say how near a pixel is, so that a style can treat figures and background differently.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from pipeline.comic.geometry import (
    Box,
    Path,
    Point,
    area,
    bounds,
    divided,
    normals,
    smooth,
    smooth_open,
)
from pipeline.comic.palette import RGB, mix

DrawnKind = Literal["figure", "thing", "foreground"]
MarkKind = Literal["figure", "thing", "sign"]
LIGHT: Point = (-0.6, -0.8)  # where the light comes from
BACKGROUND, NEAR, OVER = 0, 1, 2  # nearness: the place; figures and things; weather in front of all
_INK, _NEARNESS = 0xFC, 0x03  # bits of the ink buffer
_NOISE = 512
_STIFF = 7.0  # longest edge that does not bend, in units
_STRAIGHT = 0.94  # cosine of the bend from which a band needs a joint
_STEADY = 0.6  # pixels of wobble that nobody sees
_FLAT = 0.9  # from this share of a tone on, shapes have no lines within


@dataclass(frozen=True, slots=True)
class Mark:
    """A position that a label may need, in pixels of the panel."""

    kind: MarkKind
    name: str
    at: Point


@dataclass(slots=True)
class Drawn:
    """The box around what was drawn of a figure, a thing or the foreground, in panel units."""

    kind: DrawnKind
    name: str  # the index of the part, or the name of the thing
    box: Box = (math.inf, math.inf, -math.inf, -math.inf)

    @property
    def is_empty(self) -> bool:
        return self.box[0] > self.box[2]

    def add(self, box: Box) -> None:
        x0, y0, x1, y1 = self.box
        self.box = (min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3]))


class Canvas:
    """A panel being drawn. Lengths are in units: the panel's shorter side is 100 units.

    The origin is the middle of the panel's top edge; y points down.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        oversample: int,
        line: float,
        wobble: float,
        source: random.Random,
        swell: float = 1.0,
        shading: float = 1.0,
        even: bool = False,
    ) -> None:
        """*swell* is how much outlines thicken on the dark side (0: not at all), *shading* scales
        the width of shadows (0: no shade layer); *even* draws distant lines as strong as near ones
        and the sky in one color.
        """
        self.oversample = oversample
        pixels = (width * oversample, height * oversample)
        self.flats = Image.new("RGB", pixels, (255, 255, 255))
        self.shade = Image.new("L", pixels, 0)
        self.ink = Image.new("L", pixels, 0)
        self._draw_flats = ImageDraw.Draw(self.flats)
        self._draw_shade = ImageDraw.Draw(self.shade)
        self._draw_ink = ImageDraw.Draw(self.ink)
        self.unit = min(pixels) / 100  # pixels of the buffers per unit
        self.width = pixels[0] / self.unit  # in units
        self.height = pixels[1] / self.unit
        self._line = max(1.0 if oversample == 1 else 1.6, line * self.unit)
        self._wobble = wobble * self.unit
        self._swell = swell
        self.shading = shading
        self.even = even
        self.nearness = BACKGROUND  # of what is drawn from now on
        self.source = source
        self.marks: list[Mark] = []
        self.drawn: list[Drawn] = []
        self._drawing: list[Drawn] = []  # those that are being drawn, one within the other
        self._wash: tuple[RGB, float] | None = None
        self._keystone = 0.0
        values = [source.uniform(-1, 1) for _ in range(_NOISE // 8)]
        self._noise = [
            values[i // 8] + (values[(i // 8 + 1) % len(values)] - values[i // 8]) * (i % 8) / 8
            for i in range(_NOISE)
        ]
        self._offset = 0
        self._matrix = (self.unit, 0.0, 0.0, self.unit, pixels[0] / 2, 0.0)
        self._zoom = 1.0
        self._bend: tuple[Callable[[Point], Point], tuple[float, ...]] | None = None

    def pixels_at(self, nearness: int) -> Image.Image:
        """Return a mask of the pixels of the buffers that were drawn at *nearness*."""
        return self.ink.point([255 if v & _NEARNESS == nearness else 0 for v in range(256)])

    def _tone(self, ink: int) -> int:
        """Return the value in the ink buffer of a line of strength *ink*."""
        return ((255 if self.even and ink else ink) & _INK) | self.nearness

    @property
    def left(self) -> float:
        return -self.width / 2

    @property
    def right(self) -> float:
        return self.width / 2

    @contextmanager
    def at(
        self, x: float, y: float, *, scale: float = 1.0, flip: bool = False, turn: float = 0.0
    ) -> Iterator[None]:
        """Within the context, coordinates are relative to (*x*, *y*), scaled, rotated, mirrored."""
        before, zoom = self._matrix, self._zoom
        a, b, c, d, e, f = before
        sx = -scale if flip else scale
        cos_t, sin_t = math.cos(turn), math.sin(turn)
        ma, mb, mc, md = sx * cos_t, sx * sin_t, -scale * sin_t, scale * cos_t
        self._matrix = (
            a * ma + c * mb,
            b * ma + d * mb,
            a * mc + c * md,
            b * mc + d * md,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        self._zoom = zoom * scale
        try:
            yield
        finally:
            self._matrix, self._zoom = before, zoom

    @contextmanager
    def drawing(self, kind: DrawnKind, name: str = "") -> Iterator[Drawn]:
        """Within the context, the box around all that is drawn is recorded in `drawn`."""
        item = Drawn(kind, name)
        self._drawing.append(item)
        try:
            yield item
        finally:
            self._drawing.pop()
            if not item.is_empty:
                self.drawn.append(item)
                if self._drawing:
                    self._drawing[-1].add(item.box)

    @contextmanager
    def toned(self, tone: RGB, share: float) -> Iterator[None]:
        """Within the context, *share* of every color is *tone*: figures against the light.

        From a share of 0.9 on they have no lines.
        """
        before = self._wash
        self._wash = (tone, share) if share else before
        try:
            yield
        finally:
            self._wash = before

    def tilt(self, keystone: float) -> None:
        """Let verticals converge upwards, as seen from below; downwards if *keystone* is negative.

        It is the difference between the widths of the picture at its lower and its upper edge.
        """
        self._keystone = keystone

    @property
    def _is_flat(self) -> bool:
        return self._wash is not None and self._wash[1] >= _FLAT

    def _color(self, fill: RGB) -> RGB:
        return mix(fill, *self._wash) if self._wash else fill

    def _note(self, path: Sequence[Point], reach: float = 0.0) -> None:
        """Record that something is drawn at *path*, in pixels of the buffers."""
        if self._drawing and path:
            x0, y0, x1, y1 = bounds(path)
            unit, half = self.unit, self.width / 2
            self._drawing[-1].add(
                (
                    (x0 - reach) / unit - half,
                    (y0 - reach) / unit,
                    (x1 + reach) / unit - half,
                    (y1 + reach) / unit,
                )
            )

    @contextmanager
    def bent(self, bend: Callable[[Point], Point]) -> Iterator[None]:
        """Within the context, *bend* moves every point before it is placed; not to be nested."""
        before = self._matrix
        self._bend, self._matrix = (bend, before), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        try:
            yield
        finally:
            self._bend, self._matrix = None, before

    def place(self, point: Point) -> Point:
        """Return the position of *point* in pixels of the finished panel."""
        x, y = self._pixel(point)
        return x / self.oversample, y / self.oversample

    def mark(self, kind: MarkKind, name: str, point: Point) -> None:
        """Remember where something was drawn that may be labelled."""
        self.marks.append(Mark(kind, name, self.place(point)))

    def _pixel(self, point: Point) -> Point:
        return self._pixels((point,))[0]

    def _pixels(self, points: Sequence[Point]) -> Path:
        a, b, c, d, e, f = self._matrix
        if self._bend is not None:
            bend, outer = self._bend
            points = [bend((a * x + c * y + e, b * x + d * y + f)) for x, y in points]
            a, b, c, d, e, f = outer
        path = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        if not self._keystone:
            return path
        middle, tall = self.flats.width / 2, self.flats.height
        k = self._keystone
        return [(middle + (x - middle) * (1 + k * (y / tall - 0.5)), y) for x, y in path]

    def _brush(self, line: float) -> float:
        """Return the line width in pixels: it shrinks with the object, but less than the object."""
        return max(1.0, self._line * line * min(1.5, max(0.55, math.sqrt(self._zoom))))

    def _shaky(self, path: Path) -> Path:
        if self._wobble < _STEADY:
            return path
        # the same jitter distorts a small shape more than a large one
        x0, y0, x1, y1 = bounds(path)
        reach = min(self._wobble * min(1.0, max(0.25, self._zoom)), 0.03 * max(x1 - x0, y1 - y0))
        noise, start = self._noise, self._offset
        self._offset = (start + 37) % _NOISE
        step = 40 / max(12, len(path))
        moved = []
        for i, (x, y) in enumerate(path):
            k = int(start + i * step * 8)
            dx, dy = noise[k % _NOISE], noise[(k + 211) % _NOISE]
            moved.append((x + dx * reach, y + dy * reach))
        return moved

    def shape(
        self,
        points: Sequence[Point],
        fill: RGB,
        *,
        line: float = 1.0,
        shade: float = 0.0,
        depth: int = 150,
        ink: int = 255,
        curved: bool = False,
    ) -> None:
        """Draw a filled, outlined shape.

        *line* is the outline's weight (0: none), *shade* the width of the shadow inside its
        dark side in units, *depth* how deep that shadow is, *ink* the outline's strength (less
        for what is far away); *curved* draws a curve through the points.
        """
        outline = smooth(points) if curved else points
        if self._bend is not None and not curved:
            outline = divided([*points, points[0]], _STIFF)[:-1]
        path = self._shaky(self._pixels(outline))
        if len(path) < 3:
            return
        self._note(path)
        fill = self._color(fill)
        if line <= 0 or self._is_flat:
            self._draw_flats.polygon(path, fill=fill)
            self._draw_ink.polygon(path, fill=self._tone(0))
            self._draw_shade.polygon(path, fill=0)
        else:
            outer, inner = self._outline(path, self._brush(line))
            self._draw_flats.polygon(outer, fill=fill)
            self._draw_shade.polygon(outer, fill=0)
            self._draw_ink.polygon(outer, fill=self._tone(ink))
            self._draw_ink.polygon(inner, fill=self._tone(0))
        if shade > 0 and self.shading > 0:
            self._shadow(path, shade * self.shading, depth)

    def _outline(self, path: Path, width: float) -> tuple[Path, Path]:
        outward = 1.0 if area(path) > 0 else -1.0
        thin, thick = width * (0.51 - 0.09 * self._swell), width * 0.3 * self._swell
        rough = width * 0.1 * min(1.0, self._swell)
        noise, at = self._noise, self._offset
        light_x, light_y = -LIGHT[0] * outward * thick, -LIGHT[1] * outward * thick
        outer: Path = []
        inner: Path = []
        for (x, y), (nx, ny) in zip(path, normals(path, closed=True), strict=True):
            dark = nx * light_x + ny * light_y
            w = (thin + rough * noise[at % _NOISE] + (dark if dark > 0 else 0.0)) * outward
            at += 3
            outer.append((x + nx * w, y + ny * w))
            inner.append((x - nx * w, y - ny * w))
        return outer, inner

    def union(
        self, shapes: Sequence[Sequence[Point]], fill: RGB, *, line: float = 1.0, ink: int = 255
    ) -> None:
        """Draw several convex shapes as one, with a common outline."""
        rims = [self._outline(self._pixels(shape), self._brush(line)) for shape in shapes]
        fill = self._color(fill)
        for outer, _ in rims:
            self._note(outer)
            self._draw_flats.polygon(outer, fill=fill)
            self._draw_shade.polygon(outer, fill=0)
            self._draw_ink.polygon(outer, fill=self._tone(0 if self._is_flat else ink))
        for _, inner in rims:
            self._draw_ink.polygon(inner, fill=self._tone(0))

    def limb(
        self, points: Sequence[Point], start: float, end: float, fill: RGB, *, shade: float = 0.0
    ) -> None:
        """Draw an outlined band along a curve, from width *start* to width *end*. It stays a
        single shape however sharply it bends.
        """
        path = self._pixels(smooth_open(points, 6))
        grow = self.unit * self._zoom / 2
        line = self._brush(1.0) * 0.55
        last = max(1, len(path) - 1)
        radii = [(start + (end - start) * i / last) * grow for i in range(len(path))]
        self._note(path, max(radii))
        fill = self._color(fill)
        edge = self._tone(0 if self._is_flat else 255)
        sag = line * 0.5 * (self._swell - 1.0)  # a brush is heavier on the dark side
        low = [(x - LIGHT[0] * sag, y - LIGHT[1] * sag) for x, y in path] if sag > 0 else path
        self._band_of_discs(self._draw_ink, low, [r + line for r in radii], edge)
        self._band_of_discs(self._draw_flats, path, [r + line for r in radii], fill)
        self._band_of_discs(self._draw_shade, path, [r + line for r in radii], 0)
        inner = [max(0.0, r - line * 0.8) for r in radii]
        self._band_of_discs(self._draw_ink, path, inner, self._tone(0))
        if shade > 0 and self.shading > 0:
            reach = min(shade * self.shading, (start + end) * 0.36) * self.unit * self._zoom
            low = [(x - LIGHT[0] * reach * 0.55, y - LIGHT[1] * reach * 0.55) for x, y in path]
            thin = [max(0.5, r - reach * 0.62) for r in radii]
            self._band_of_discs(self._draw_shade, low, thin, 150)
            self._band_of_discs(
                self._draw_shade,
                [(x + LIGHT[0] * reach * 0.5, y + LIGHT[1] * reach * 0.5) for x, y in path],
                thin,
                0,
            )

    def seamless(self, points: Sequence[Point], width: float, fill: RGB) -> None:
        """Paint over the outlines between two shapes of one color along a line, *width* wide."""
        path = self._pixels(points)
        radius = max(0.0, width * self.unit * self._zoom / 2 - self._brush(1.0) * 0.5)
        for draw, tone in (
            (self._draw_flats, self._color(fill)),
            (self._draw_ink, self._tone(0)),
            (self._draw_shade, 0),
        ):
            self._band_of_discs(draw, path, [radius] * len(path), tone)

    @staticmethod
    def _band_of_discs(
        draw: ImageDraw.ImageDraw, path: Path, radii: Sequence[float], fill: int | RGB
    ) -> None:
        sides = normals(path, closed=False)
        last = len(path) - 1
        before: tuple[Point, Point] | None = None
        for i, ((x, y), (nx, ny), r) in enumerate(zip(path, sides, radii, strict=True)):
            edge = (x + nx * r, y + ny * r), (x - nx * r, y - ny * r)
            bends = 0 < i < last and nx * sides[i - 1][0] + ny * sides[i - 1][1] < _STRAIGHT
            if i in {0, last} or bends:
                draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
            if before is not None:
                draw.polygon([before[0], edge[0], edge[1], before[1]], fill=fill)
            before = edge

    def _shadow(self, path: Path, width: float, depth: int) -> None:
        x0, y0, x1, y1 = bounds(path)
        left, top = max(0, int(x0)), max(0, int(y0))
        right = min(self.shade.width, int(x1) + 2)
        bottom = min(self.shade.height, int(y1) + 2)
        if right <= left or bottom <= top:
            return
        reach = width * self.unit * self._zoom
        mask = Image.new("L", (right - left, bottom - top), 0)
        draw = ImageDraw.Draw(mask)
        draw.polygon([(x - left, y - top) for x, y in path], fill=255)
        dx, dy = LIGHT[0] * reach - left, LIGHT[1] * reach - top
        draw.polygon([(x + dx, y + dy) for x, y in path], fill=0)
        self.shade.paste(depth, (left, top), mask)

    def clip_fill(
        self, clip: Sequence[Point], shapes: Sequence[Sequence[Point]], fill: RGB
    ) -> None:
        """Paint *shapes* only where they lie inside *clip* (stripes on a coat, say), unlined."""
        path = self._pixels(clip)
        x0, y0, x1, y1 = bounds(path)
        left, top = max(0, int(x0)), max(0, int(y0))
        right = min(self.flats.width, int(x1) + 2)
        bottom = min(self.flats.height, int(y1) + 2)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in path], fill=255)
        other = Image.new("L", mask.size, 0)
        draw = ImageDraw.Draw(other)
        for shape in shapes:
            draw.polygon([(x - left, y - top) for x, y in self._pixels(shape)], fill=255)
        self.flats.paste(self._color(fill), (left, top), ImageChops.darker(mask, other))

    def stroke(
        self,
        points: Sequence[Point],
        *,
        weight: float = 1.0,
        ink: int = 255,
        curved: bool = True,
        taper: float = 0.35,
    ) -> None:
        """Draw an open ink line that thins (by *taper*) towards its ends."""
        path = self._shaky(self._pixels(smooth_open(points) if curved else points))
        self._note(path)
        band = self._band(path, self._brush(weight), taper)
        if self._is_flat:
            self._draw_flats.polygon(band, fill=self._color((0, 0, 0)))
        else:
            self._draw_ink.polygon(band, fill=self._tone(ink))

    def streak(
        self,
        points: Sequence[Point],
        fill: RGB,
        *,
        weight: float = 1.0,
        curved: bool = True,
        taper: float = 0.3,
    ) -> None:
        """Draw an open line in color instead of ink: rain, highlights, grass."""
        path = self._pixels(smooth_open(points) if curved else points)
        band = self._band(path, self._brush(weight), taper)
        self._draw_flats.polygon(band, fill=self._color(fill))
        self._draw_ink.polygon(band, fill=self._tone(0))
        self._draw_shade.polygon(band, fill=0)

    @staticmethod
    def _band(path: Path, width: float, taper: float) -> Path:
        n = len(path)
        left: Path = []
        right: Path = []
        for i, ((x, y), (nx, ny)) in enumerate(zip(path, normals(path, closed=False), strict=True)):
            t = i / max(1, n - 1)
            w = width / 2 * (taper + (1 - taper) * math.sin(math.pi * min(1.0, max(0.0, t))))
            left.append((x + nx * w, y + ny * w))
            right.append((x - nx * w, y - ny * w))
        return left + right[::-1]

    def blot(self, points: Sequence[Point]) -> None:
        """Fill with solid ink: pupils, nostrils, spots of black."""
        if self._is_flat:
            return
        self._draw_ink.polygon(self._pixels(points), fill=self._tone(255))

    def dot(self, x: float, y: float, r: float, fill: RGB) -> None:
        """Draw a small round spot of color without an outline."""
        px, py = self._pixel((x, y))
        r *= self.unit * self._zoom
        self._draw_flats.ellipse((px - r, py - r, px + r, py + r), fill=self._color(fill))
        self._draw_ink.ellipse((px - r, py - r, px + r, py + r), fill=self._tone(0))

    def sky(self, top: RGB, bottom: RGB, until: float) -> None:
        """Draw a gradient from *top* at the upper edge to *bottom* at *until*, in units."""
        if self.even:
            top = bottom = mix(top, bottom, 0.5)
        height = min(self.flats.height, max(2, round(until * self.unit)))
        column = Image.new("RGB", (1, 64))
        column.putdata([mix(top, bottom, i / 63) for i in range(64)])
        fade = column.resize((1, height), Image.Resampling.BILINEAR)
        fade = fade.resize((self.flats.width, height), Image.Resampling.NEAREST)
        self.flats.paste(fade, (0, 0))

    def dim(self, points: Sequence[Point], depth: int) -> None:
        """Draw a cast shadow over the existing drawing; a *depth* of 0 is light in a shadow."""
        if self.shading > 0:
            self._draw_shade.polygon(self._pixels(points), fill=depth)

    def veil(self, points: Sequence[Point], fill: RGB, opacity: float) -> None:
        """Draw a transparent color over flats and ink alike: light beams, fog, water."""
        path = self._pixels(points)
        x0, y0, x1, y1 = bounds(path)
        left, top = max(0, int(x0)), max(0, int(y0))
        right = min(self.flats.width, int(x1) + 2)
        bottom = min(self.flats.height, int(y1) + 2)
        if right <= left or bottom <= top:
            return
        # a mask of single bits and tables of values are many times as fast as a mask of greys
        mask = Image.new("1", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in path], fill=1)
        rest = 1 - opacity
        colors = [round(v * rest + band * opacity) for band in fill for v in range(256)]
        inks = [int((v & _INK) * rest) & _INK | v & _NEARNESS for v in range(256)]
        where = (left, top, right, bottom)
        for layer, table in ((self.flats, colors), (self.ink, inks)):
            layer.paste(layer.crop(where).point(table), (left, top), mask)
