"""Balloon and caption layout: sizes, positions and speakers, in pixels of the panel."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pipeline.comic.geometry import Path, Point, superellipse
from pipeline.comic.planner.quotes import portions
from pipeline.comic.story import PanelPlan
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.text_blocks import Block, Paragraph, line_boxes

_ROUND = {"speech": 2.7, "thought": 2.4, "shout": 2.5}  # of the balloon's superellipse
_CAPTION_LIMIT = 260  # characters in one box; the rest goes into a second one below the picture
_CROWD = 3  # from this many balloons in a panel, they may also be side by side
_TRIES = (0.5, 0.64, 0.8, 0.95)  # balloon widths to try, as shares of the panel width
_NAME_SIZE = 0.74  # of the letters of a name, in those of the balloon

SHORT_TAIL = {"speech": 0.85, "shout": 1.35, "thought": 1.9}
"""Length of a tail below the balloon's box, in letter sizes, where no head is known."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class NameTag:
    """The speaker's name on the upper edge of a balloon."""

    block: Block
    size: int  # of the letters
    left: float  # of the text
    top: float
    box: Box

    def enlarged(self, factor: int) -> NameTag:
        x0, y0, x1, y1 = (side * factor for side in self.box)
        return replace(
            self,
            size=self.size * factor,
            left=self.left * factor,
            top=self.top * factor,
            box=(x0, y0, x1, y1),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A balloon or caption: its text, position and outline."""

    kind: str  # caption, speech, thought, shout
    text: str
    block: Block
    size: int  # of the letters
    left: float  # of the text
    top: float
    box: Box  # of the shape
    speaker: int | None = None
    tail: Point | None = None  # where the tail points; set once the picture is staged
    tag: NameTag | None = None

    @property
    def footprint(self) -> Box:
        """The box of the shape and its name tag."""
        if self.tag is None:
            return self.box
        (x0, y0, x1, y1), tag = self.box, self.tag.box
        return min(x0, tag[0]), min(y0, tag[1]), max(x1, tag[2]), max(y1, tag[3])

    @property
    def align(self) -> str:
        if self.kind == "caption":
            return "right" if self.block.rtl else "left"
        return "center"

    @property
    def center(self) -> Point:
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    def enlarged(self, factor: int) -> Placed:
        x0, y0, x1, y1 = (side * factor for side in self.box)
        return replace(
            self,
            size=self.size * factor,
            left=self.left * factor,
            top=self.top * factor,
            box=(x0, y0, x1, y1),
            tag=self.tag.enlarged(factor) if self.tag else None,
        )

    def outline(self) -> Path:
        """Return the outline of the shape, without its tail."""
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
    """All text of a panel. *top* and *bottom* are the heights that it takes from the picture."""

    placed: tuple[Placed, ...]
    top: float
    bottom: float

    def enlarged(self, factor: int) -> Lettering:
        placed = tuple(item.enlarged(factor) for item in self.placed)
        return Lettering(placed, self.top * factor, self.bottom * factor)


@dataclass(frozen=True, slots=True)
class Text:
    kind: str
    paragraph: Paragraph
    speaker: int | None
    source: str
    name: Paragraph | None = None  # of the speaker, to be shown on the balloon


def texts_of(panel: PanelPlan, style: Style, language: str, *, named: bool = False) -> list[Text]:
    """Return the texts of *panel* in reading order; long ones are split over several shapes.

    If *named*, balloons show the names of their speakers, where these change.
    """
    found = []
    for part in portions(panel.caption, _CAPTION_LIMIT) if panel.caption else []:
        paragraph = Paragraph(part, face=style.face, language=language, capitals=style.capitals)
        found.append(Text("caption", paragraph, None, part))
    before = ""
    for line in panel.lines:
        shout = line.kind == "shout"
        face = "fat" if shout and style.face == "hand" else style.face
        paragraph = Paragraph(
            line.text, face=face, language=language, capitals=style.capitals or shout
        )
        name = None
        if named and line.name and line.name != before:
            name = Paragraph(line.name, face=style.face, language=language, capitals=style.capitals)
        before = line.name
        found.append(Text(line.kind, paragraph, line.speaker, line.text, name))
    return [text for text in found if text.paragraph.text]


@dataclass(frozen=True, slots=True)
class Room:
    """The space for lettering: the size of the panel in pixels, the letter size, the positions
    of the figures from left to right, whether the comic is read from right to left, and whether
    tails are short because nobody knows where the heads are.
    """

    width: int
    height: int
    size: int
    seats: tuple[float, ...]
    rtl: bool
    short_tails: bool = False

    @property
    def edge(self) -> float:
        """The margin between shapes and the border of the panel."""
        return max(4.0, self.size * 0.42)


def arrange(texts: list[Text], room: Room) -> Lettering:
    """Place *texts* in *room*.

    The result may be taller than the panel; the caller then reduces the letter size or
    enlarges the panel.
    """
    spoken = any(text.kind != "caption" for text in texts)
    options = [_arrange(texts, room, share) for share in (_TRIES if spoken else _TRIES[-1:])]
    return min(options, key=lambda option: option.top + option.bottom)


def _arrange(texts: list[Text], room: Room, share: float) -> Lettering:
    """Place the texts in balloons of at most *share* of the panel width."""
    edge = room.edge
    placed: list[Placed] = []
    captions = [text for text in texts if text.kind == "caption"]
    below = captions[(len(captions) + 1) // 2 :]
    y = edge
    for text in captions[: len(captions) - len(below)]:
        item = _caption(text, room, y)
        placed.append(item)
        y = item.box[3] + edge * 0.7
    top = placed[-1].box[3] if placed else 0.0
    balloons = [text for text in texts if text.kind != "caption"]
    for i, text in enumerate(balloons):
        wish = _wish(text, i, len(balloons), room)
        item = _balloon(text, room, share=share, floor=y, wish=wish, placed=placed)
        placed.append(item)
        top = max(top, item.box[3] + room.size * _below(text.kind, room))
    bottom = 0.0
    for text in reversed(below):
        item = _caption(text, room, 0)
        tall = item.box[3] - item.box[1]
        placed.append(_moved(item, room.height - edge - bottom - tall))
        bottom += tall + edge * 0.7
    return Lettering(tuple(placed), top + (edge if placed else 0), bottom + (edge if below else 0))


def _below(kind: str, room: Room) -> float:
    """Return what is drawn below the box of a balloon, in letter sizes."""
    if room.short_tails:
        return SHORT_TAIL[kind]
    return 0.6 if kind != "speech" else 0.0


def _wish(text: Text, i: int, count: int, room: Room) -> float:
    """Return the preferred center of a balloon."""
    if text.speaker is not None and text.speaker < len(room.seats):
        seat = room.seats[text.speaker]
        # away from the middle, so that the tail ends next to the face
        return seat + (seat - room.width / 2) * (0.25 if count > 1 else -0.3)
    first = (i % 2 == 0) != room.rtl
    return room.width * (0.3 if first else 0.7)


def _caption(text: Text, room: Room, y: float) -> Placed:
    size, edge = room.size, room.edge
    pad = size * 0.45
    limit = (room.width - 2 * edge - 2 * pad) / size
    length = text.paragraph.length
    # two short lines look better than a long one and a stub
    wide = length <= limit or length > limit * 1.9
    block = text.paragraph.set(limit if wide else max(limit * 0.62, length / 1.9))
    w, h = block.width * size + 2 * pad, block.height * size + 1.5 * pad
    x = room.width - edge - w if (room.rtl or block.rtl) else edge
    box = (x, y, x + w, y + h)
    return Placed("caption", text.source, block, size, x + pad, y + pad * 0.75, box)


def _moved(item: Placed, down: float) -> Placed:
    x0, y0, x1, y1 = item.box
    return replace(item, top=item.top + down, box=(x0, y0 + down, x1, y1 + down))


def _shape_of(text: Text, block: Block, size: int) -> tuple[float, float]:
    """Return half the width and height of the smallest balloon around *block*, with padding."""
    w, h = block.width * size / 2, block.height * size / 2
    power = _ROUND[text.kind]
    air = size * {"speech": 0.42, "thought": 0.6, "shout": 0.72}[text.kind]
    # the corners of the lines must lie inside the curve: scale an ellipse with the block's ratio
    a, b = w + air, h + air
    reach = 0.0
    for x0, y0, x1, y1 in line_boxes(block, -w, -h, size, "center"):
        for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)):
            px, py = (abs(x) + air * 0.5) / a, (abs(y) + air * 0.4) / b
            reach = max(reach, (px**power + py**power) ** (1 / power))
    return a * max(1.0, reach), b * max(1.0, reach)


def _balloon(
    text: Text, room: Room, *, share: float, floor: float, wish: float, placed: list[Placed]
) -> Placed:
    size = room.size
    rim = size * {"speech": 0.1, "thought": 0.75, "shout": 0.8}[text.kind]  # drawn outside the box
    edge = room.edge + rim
    block, rx, ry = _wrapped(text, size, room.width - 2 * edge, share)
    tag = _tag(text.name, size, room.width - 2 * edge) if text.name else None
    # the name sits on the upper edge of the balloon and may be wider than it
    half = max(rx, (tag.box[2] - tag.box[0]) / 2) if tag else rx
    above = max(0.0, -tag.box[1]) if tag else 0.0
    cx = min(max(wish, edge + half), room.width - edge - half)
    y = floor + rim * 0.9 + above
    before = [item for item in placed if item.kind != "caption"]
    if before:  # later balloons start lower, so that it is clear which is read first
        y = max(y, before[-1].box[1] + (before[-1].box[3] - before[-1].box[1]) * 0.35)
    gap = size * 0.16 + rim * 0.8

    def free(x: float, top: float) -> bool:
        own = (x - half, top - above, x + half, top + 2 * ry)
        return not any(_touch(own, p.footprint, gap) for p in placed)

    beside = _beside(before[-1], half + gap * 1.1, room.rtl) if before else cx
    while not free(cx, y):
        fits = edge + half <= beside <= room.width - edge - half
        if len(before) >= _CROWD and fits and free(beside, before[-1].box[1]):
            cx, y = beside, before[-1].box[1]
            break
        y += max(2.0, size * 0.12)
    return Placed(
        text.kind,
        text.source,
        block,
        size,
        cx - block.width * size / 2,
        y + ry - block.height * size / 2,
        (cx - rx, y, cx + rx, y + 2 * ry),
        text.speaker,
        tag=_at(tag, cx, y) if tag else None,
    )


def _tag(name: Paragraph, size: int, widest: float) -> NameTag:
    """Return the tag for a balloon whose upper edge has its middle at the origin."""
    block = name.set(name.length + 1)
    letters = max(1, int(min(size * _NAME_SIZE, widest / (block.width + 1))))
    half = (block.width + 0.8) * letters / 2
    tall = block.height * letters * 1.08
    down = tall * 0.3  # the balloon's edge is behind the lower part
    top = down - tall
    box = (-half, top, half, down)
    text_top = top + (tall - block.height * letters) / 2
    return NameTag(block, letters, -block.width * letters / 2, text_top, box)


def _at(tag: NameTag, x: float, y: float) -> NameTag:
    x0, y0, x1, y1 = tag.box
    box = (x0 + x, y0 + y, x1 + x, y1 + y)
    return replace(tag, left=tag.left + x, top=tag.top + y, box=box)


def _beside(item: Placed, distance: float, rtl: bool) -> float:  # noqa: FBT001
    """Return the center of a balloon placed right after *item* at the same height."""
    x0, _, x1, _ = item.footprint
    return x0 - distance if rtl else x1 + distance


def _wrapped(text: Text, size: int, spare: float, share: float) -> tuple[Block, float, float]:
    """Return the text set for a small, well-proportioned balloon, and half the balloon's size."""
    found: list[tuple[float, Block, float, float]] = []
    for part in (share, share * 0.75, share * 0.56):
        block = text.paragraph.set(max(2.0, spare * part * 0.8 / size))
        rx, ry = _shape_of(text, block, size)
        if 2 * rx <= spare:
            # wider than tall, but not a sausage
            found.append((rx * ry * (1 + 0.35 * abs(math.log(rx / ry / 1.7))), block, rx, ry))
    if found:
        return min(found, key=lambda option: option[0])[1:]
    limit = spare * 0.7 / size
    while True:  # narrower until the balloon fits, down to one letter per line
        block = text.paragraph.set(limit)
        rx, ry = _shape_of(text, block, size)
        if 2 * rx <= spare or limit < 1:
            return block, rx, ry
        limit *= 0.85


def _touch(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
