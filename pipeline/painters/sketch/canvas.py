"""Drawing surface: shapes with brush-inked outlines, in separate color, shade and ink layers.

The three buffers are drawn together, so that a nearer shape hides the ink and the shade of the
shapes behind it. The style later decides how the layers are combined.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw

from pipeline.comic.geometry import Path, Point, area, bounds, normals, smooth, smooth_open
from pipeline.comic.palette import RGB, mix

LIGHT: Point = (-0.6, -0.8)  # where the light comes from
_NOISE = 512


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
    ) -> None:
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
        self.source = source
        values = [source.uniform(-1, 1) for _ in range(_NOISE // 8)]
        self._noise = [
            values[i // 8] + (values[(i // 8 + 1) % len(values)] - values[i // 8]) * (i % 8) / 8
            for i in range(_NOISE)
        ]
        self._offset = 0
        self._matrix = (self.unit, 0.0, 0.0, self.unit, pixels[0] / 2, 0.0)
        self._zoom = 1.0

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

    def place(self, point: Point) -> Point:
        """Return the position of *point* in pixels of the finished panel."""
        x, y = self._pixel(point)
        return x / self.oversample, y / self.oversample

    def _pixel(self, point: Point) -> Point:
        a, b, c, d, e, f = self._matrix
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f

    def _pixels(self, points: Sequence[Point]) -> Path:
        a, b, c, d, e, f = self._matrix
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    def _brush(self, line: float) -> float:
        """Return the line width in pixels: it shrinks with the object, but less than the object."""
        return max(1.0, self._line * line * min(1.5, max(0.55, math.sqrt(self._zoom))))

    def _shaky(self, path: Path) -> Path:
        if self._wobble <= 0:
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
        path = self._shaky(self._pixels(smooth(points) if curved else points))
        if len(path) < 3:
            return
        if line <= 0:
            self._draw_flats.polygon(path, fill=fill)
            self._draw_ink.polygon(path, fill=0)
            self._draw_shade.polygon(path, fill=0)
        else:
            outer, inner = self._outline(path, self._brush(line))
            self._draw_flats.polygon(outer, fill=fill)
            self._draw_shade.polygon(outer, fill=0)
            self._draw_ink.polygon(outer, fill=ink)
            self._draw_ink.polygon(inner, fill=0)
        if shade > 0:
            self._shadow(path, shade, depth)

    def _outline(self, path: Path, width: float) -> tuple[Path, Path]:
        outward = 1.0 if area(path) > 0 else -1.0
        noise, start = self._noise, self._offset
        outer: Path = []
        inner: Path = []
        for i, ((x, y), (nx, ny)) in enumerate(zip(path, normals(path, closed=True), strict=True)):
            ox, oy = nx * outward, ny * outward
            dark = max(0.0, -(ox * LIGHT[0] + oy * LIGHT[1]))
            w = width * (0.42 + 0.3 * dark + 0.1 * noise[(start + i * 3) % _NOISE])
            outer.append((x + ox * w, y + oy * w))
            inner.append((x - ox * w, y - oy * w))
        return outer, inner

    def union(
        self, shapes: Sequence[Sequence[Point]], fill: RGB, *, line: float = 1.0, ink: int = 255
    ) -> None:
        """Draw several convex shapes as one, with a common outline."""
        rims = [self._outline(self._pixels(shape), self._brush(line)) for shape in shapes]
        for outer, _ in rims:
            self._draw_flats.polygon(outer, fill=fill)
            self._draw_shade.polygon(outer, fill=0)
            self._draw_ink.polygon(outer, fill=ink)
        for _, inner in rims:
            self._draw_ink.polygon(inner, fill=0)

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
        self._band_of_discs(self._draw_ink, path, [r + line for r in radii], 255)
        self._band_of_discs(self._draw_flats, path, [r + line for r in radii], fill)
        self._band_of_discs(self._draw_shade, path, [r + line for r in radii], 0)
        self._band_of_discs(self._draw_ink, path, [r - line * 0.8 for r in radii], 0)
        if shade > 0:
            reach = shade * self.unit * self._zoom
            low = [(x - LIGHT[0] * reach * 0.55, y - LIGHT[1] * reach * 0.55) for x, y in path]
            thin = [max(0.5, r - reach * 0.62) for r in radii]
            self._band_of_discs(self._draw_shade, low, thin, 150)
            self._band_of_discs(
                self._draw_shade,
                [(x + LIGHT[0] * reach * 0.5, y + LIGHT[1] * reach * 0.5) for x, y in path],
                thin,
                0,
            )

    @staticmethod
    def _band_of_discs(
        draw: ImageDraw.ImageDraw, path: Path, radii: Sequence[float], fill: int | RGB
    ) -> None:
        for (x, y), r in zip(path, radii, strict=True):
            draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
        sides = normals(path, closed=False)
        for i in range(len(path) - 1):
            (x0, y0), (x1, y1) = path[i], path[i + 1]
            (nx, ny), (mx, my) = sides[i], sides[i + 1]
            r, q = radii[i], radii[i + 1]
            draw.polygon(
                [
                    (x0 + nx * r, y0 + ny * r),
                    (x1 + mx * q, y1 + my * q),
                    (x1 - mx * q, y1 - my * q),
                    (x0 - nx * r, y0 - ny * r),
                ],
                fill=fill,
            )

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
        self.flats.paste(fill, (left, top), ImageChops.darker(mask, other))

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
        self._draw_ink.polygon(self._band(path, self._brush(weight), taper), fill=ink)

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
        self._draw_flats.polygon(band, fill=fill)
        self._draw_ink.polygon(band, fill=0)
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
        self._draw_ink.polygon(self._pixels(points), fill=255)

    def dot(self, x: float, y: float, r: float, fill: RGB) -> None:
        """Draw a small round spot of color without an outline."""
        px, py = self._pixel((x, y))
        r *= self.unit * self._zoom
        self._draw_flats.ellipse((px - r, py - r, px + r, py + r), fill=fill)
        self._draw_ink.ellipse((px - r, py - r, px + r, py + r), fill=0)

    def sky(self, top: RGB, bottom: RGB, until: float) -> None:
        """Draw a gradient from *top* at the upper edge to *bottom* at *until*, in units."""
        height = min(self.flats.height, max(2, round(until * self.unit)))
        column = Image.new("RGB", (1, 64))
        column.putdata([mix(top, bottom, i / 63) for i in range(64)])
        fade = column.resize((self.flats.width, height), Image.Resampling.BILINEAR)
        self.flats.paste(fade, (0, 0))

    def dim(self, points: Sequence[Point], depth: int) -> None:
        """Draw a cast shadow over the existing drawing."""
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
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon(
            [(x - left, y - top) for x, y in path], fill=round(255 * opacity)
        )
        self.flats.paste(fill, (left, top), mask)
        self.ink.paste(0, (left, top), mask)
