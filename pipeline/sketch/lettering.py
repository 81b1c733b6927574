"""Balloons and captions: how large, where, and whose. All in pixels of the panel."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.sketch.geometry import Path, Point, superellipse
from pipeline.sketch.quotes import portions
from pipeline.sketch.story import PanelPlan
from pipeline.sketch.styles import Style
from pipeline.sketch.typeset import Block, Paragraph, line_boxes

_ROUND = {"speech": 2.7, "thought": 2.4, "shout": 2.5}  # of the balloon's superellipse
_CAPTION_LIMIT = 260  # characters in one box; more goes into a second one below the picture
_TRIES = (0.5, 0.64, 0.8, 0.95)  # widths of balloons that are tried, of the panel's

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """One balloon or caption: its text, its place and its outline."""

    kind: str  # caption, speech, thought, shout
    text: str
    block: Block
    size: int  # of the letters
    left: float  # of the text
    top: float
    box: Box  # of the shape
    speaker: int | None = None
    tail: Point | None = None  # where the tail points, once the picture is staged

    @property
    def align(self) -> str:
        if self.kind == "caption":
            return "right" if self.block.rtl else "left"
        return "center"

    @property
    def center(self) -> Point:
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    def outline(self) -> Path:
        """The shape that the text lies in, without its tail."""
        x0, y0, x1, y1 = self.box
        if self.kind == "caption":
            return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        cx, cy = self.center
        return superellipse(cx, cy, (x1 - x0) / 2, (y1 - y0) / 2, _ROUND[self.kind])

    def text_boxes(self) -> list[Box]:
        """Where the lines of text lie."""
        return line_boxes(self.block, self.left, self.top, self.size, self.align)


@dataclass(frozen=True, slots=True)
class Lettering:
    """All text of a panel. *top* and *bottom* are the heights it takes from the picture."""

    placed: tuple[Placed, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Text:
    kind: str
    paragraph: Paragraph
    speaker: int | None
    source: str


def texts_of(panel: PanelPlan, style: Style, language: str) -> list[_Text]:
    """The texts of *panel* in reading order; what is too long for one shape comes in several."""
    found = []
    for part in portions(panel.caption, _CAPTION_LIMIT) if panel.caption else []:
        paragraph = Paragraph(part, face=style.face, language=language, capitals=style.capitals)
        found.append(_Text("caption", paragraph, None, part))
    for line in panel.lines:
        shout = line.kind == "shout"
        face = "fat" if shout and style.face == "hand" else style.face
        paragraph = Paragraph(
            line.text, face=face, language=language, capitals=style.capitals or shout
        )
        found.append(_Text(line.kind, paragraph, line.speaker, line.text))
    return [text for text in found if text.paragraph.text]


def arrange(
    texts: list[_Text], width: int, height: int, size: int, seats: list[float], *, rtl: bool
) -> Lettering:
    """Place *texts* in a panel of *width* by *height* pixels in letters of *size* pixels.

    *seats* are the middles of the figures from left to right; *rtl* is the reading direction.
    The result may be taller than the panel: then the caller makes the letters smaller or the
    panel taller.
    """
    options = [
        _arrange(texts, width, height, size, seats, share, rtl=rtl)
        for share in (_TRIES if any(text.kind != "caption" for text in texts) else (0.95,))
    ]
    return min(options, key=lambda option: option.top + option.bottom)


def _arrange(
    texts: list[_Text],
    width: int,
    height: int,
    size: int,
    seats: list[float],
    share: float,
    *,
    rtl: bool,
) -> Lettering:
    edge = max(4.0, size * 0.42)
    placed: list[Placed] = []
    captions = [text for text in texts if text.kind == "caption"]
    below = captions[(len(captions) + 1) // 2 :] if len(captions) > 1 else []
    y = edge
    for text in captions[: len(captions) - len(below)]:
        item = _caption(text, width, y, size, edge, rtl=rtl)
        placed.append(item)
        y = item.box[3] + edge * 0.7
    top = placed[-1].box[3] if placed else 0.0
    balloons = [text for text in texts if text.kind != "caption"]
    for i, text in enumerate(balloons):
        item = _balloon(
            text,
            width,
            size,
            edge,
            share,
            y,
            _wish(text, i, len(balloons), width, seats, rtl=rtl),
            placed,
        )
        placed.append(item)
        top = max(top, item.box[3])
    bottom = 0.0
    for text in reversed(below):
        item = _caption(text, width, 0, size, edge, rtl=rtl)
        tall = item.box[3] - item.box[1]
        shift = height - edge - bottom - tall
        placed.append(_moved(item, 0, shift))
        bottom += tall + edge * 0.7
    return Lettering(tuple(placed), top + (edge if placed else 0), bottom + (edge if below else 0))


def _wish(text: _Text, i: int, count: int, width: int, seats: list[float], *, rtl: bool) -> float:
    """Where the middle of a balloon would best be."""
    if text.speaker is not None and text.speaker < len(seats):
        seat = seats[text.speaker]
        # away from the middle, so that the tail comes down beside the face
        return seat + (seat - width / 2) * 0.25 if count > 1 else seat + (width / 2 - seat) * 0.3
    first = (i % 2 == 0) != rtl
    return width * (0.3 if first else 0.7)


def _caption(text: _Text, width: int, y: float, size: int, edge: float, *, rtl: bool) -> Placed:
    pad = size * 0.45
    limit = (width - 2 * edge - 2 * pad) / size
    wide = text.paragraph.length <= limit or text.paragraph.length > limit * 1.9
    block = text.paragraph.set(
        limit if wide else max(limit * 0.62, text.paragraph.length / 1.9), even=True
    )
    w, h = block.width * size + 2 * pad, block.height * size + 1.5 * pad
    x = width - edge - w if (rtl or block.rtl) else edge
    return Placed(
        "caption", text.source, block, size, x + pad, y + pad * 0.75, (x, y, x + w, y + h)
    )


def _moved(item: Placed, dx: float, dy: float) -> Placed:
    x0, y0, x1, y1 = item.box
    return Placed(
        item.kind,
        item.text,
        item.block,
        item.size,
        item.left + dx,
        item.top + dy,
        (x0 + dx, y0 + dy, x1 + dx, y1 + dy),
        item.speaker,
        item.tail,
    )


def _shape_of(text: _Text, block: Block, size: int) -> tuple[float, float]:
    """Half width and height of the smallest balloon round *block*, with air around it."""
    w, h = block.width * size / 2, block.height * size / 2
    power = _ROUND[text.kind]
    air = size * {"speech": 0.42, "thought": 0.6, "shout": 0.72}[text.kind]
    # the lines' corners must lie inside the curve: scale an ellipse of the block's proportions
    a, b = w + air, h + air
    reach = 0.0
    for x0, y0, x1, y1 in line_boxes(block, -w, -h, size, "center"):
        for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)):
            px, py = (abs(x) + air * 0.5) / a, (abs(y) + air * 0.4) / b
            reach = max(reach, (px**power + py**power) ** (1 / power))
    return a * max(1.0, reach), b * max(1.0, reach)


def _balloon(
    text: _Text,
    width: int,
    size: int,
    edge: float,
    share: float,
    floor: float,
    wish: float,
    placed: list[Placed],
) -> Placed:
    spare = width - 2 * edge
    best: tuple[float, Block, float, float] | None = None
    for part in (share, share * 0.75, share * 0.56):
        block = text.paragraph.set(max(2.0, spare * part * 0.8 / size))
        rx, ry = _shape_of(text, block, size)
        if 2 * rx > spare:
            continue
        # wider than tall, but not a sausage; small is good
        ratio = rx / ry
        cost = rx * ry * (1 + 0.35 * abs(math.log(ratio / 1.7)))
        if best is None or cost < best[0]:
            best = (cost, block, rx, ry)
    if best is None:
        limit = spare * 0.7 / size
        while True:  # narrower until the whole balloon fits; one letter a line at the least
            block = text.paragraph.set(limit)
            rx, ry = _shape_of(text, block, size)
            if 2 * rx <= spare or limit < 1:
                break
            limit *= 0.85
        best = (0.0, block, rx, ry)
    _, block, rx, ry = best
    cx = min(max(wish, edge + rx), width - edge - rx)
    before = [item for item in placed if item.kind != "caption"]
    y = floor
    if before:
        y = max(y, before[-1].box[1] + (before[-1].box[3] - before[-1].box[1]) * 0.35)
    step = max(2.0, size * 0.12)
    gap = size * 0.16
    while any(_touch((cx - rx, y, cx + rx, y + 2 * ry), item.box, gap) for item in placed):
        y += step
    x0 = cx - rx
    return Placed(
        text.kind,
        text.source,
        block,
        size,
        cx - block.width * size / 2,
        y + ry - block.height * size / 2,
        (x0, y, x0 + 2 * rx, y + 2 * ry),
        text.speaker,
    )


def _touch(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
