"""Balloon and caption layout: sizes, positions and speakers, in pixels of the panel."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pipeline.comic.geometry import Path, Point, superellipse
from pipeline.comic.planner.language.detection import UNDETERMINED, language_of
from pipeline.comic.planner.text_portions import portions
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import PanelPlan
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.scripts import primary_language
from pipeline.comic.typesetting.text_blocks import Block, Paragraph, line_boxes


@dataclass(frozen=True, slots=True)
class BalloonShape:
    """The shape of a kind of balloon. Lengths are in letter sizes."""

    power: float  # of the superellipse
    air: float  # between text and outline
    rim: float  # drawn outside the box
    short_tail: float  # length below the box, where no head is known


SHAPES = {
    "speech": BalloonShape(2.7, 0.42, 0.1, 0.85),
    "whisper": BalloonShape(2.7, 0.46, 0.1, 0.85),
    "thought": BalloonShape(2.4, 0.6, 0.75, 1.9),
    "shout": BalloonShape(2.5, 0.72, 0.8, 1.35),
    "sfx": BalloonShape(2.0, 0.0, 0.2, 0.0),  # a sound has no balloon
}
_FLAT = frozenset(("caption", "sfx"))  # kinds without a round shape and a tail
_SOUND = 1.75  # of the letters of a sound, in those of the page
_TILT = (0.07, 0.14)  # of a sound, in radians
_CAPTION_LIMIT = 260  # characters in one box; the rest goes into a second one below the picture
_CROWD = 3  # from this many balloons in a panel, they may also be side by side
_TRIES = (0.5, 0.64, 0.8, 0.95)  # balloon widths to try, as shares of the panel width
_SMALLER = (1.0, 0.9, 0.8, 0.72)  # letters of a balloon with a long word
_NAME_SIZE = 0.74  # of the letters of a name, in those of the balloon
_LATER = (0.35, 0.15)  # of a balloon's height: a later one beside it starts so much lower, in
# panels with few and with many balloons
_AWAY = 0.3  # of the panel width: farthest that a balloon moves from its speaker to save height
_OVERLAP = 0.12  # of a balloon's height: a later one on the wrong side of it starts above its end

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class NameTag:
    """A name in a box of its own: the speaker's on the upper edge of a balloon, or a label."""

    block: Block
    size: int  # of the letters
    left: float  # of the text
    top: float
    box: Box

    def at(self, x: float, y: float) -> NameTag:
        """Return the tag moved by (*x*, *y*)."""
        x0, y0, x1, y1 = self.box
        box = (x0 + x, y0 + y, x1 + x, y1 + y)
        return replace(self, left=self.left + x, top=self.top + y, box=box)

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

    kind: str  # caption, speech, whisper, thought, shout, sfx
    text: str
    block: Block
    size: int  # of the letters
    left: float  # of the text
    top: float
    box: Box  # of the shape
    speaker: int | None = None
    tag: NameTag | None = None
    tilt: float = 0.0  # of a sound, in radians
    tail: tuple[Point, ...] = ()  # from the balloon to the tip; set once the picture is painted
    bridge: tuple[Point, ...] = ()  # to the next balloon of the same speaker
    bridged: int | None = None  # the place of that balloon in the lettering

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

    def at(self, x: float, y: float) -> Placed:
        """Return the item moved by (*x*, *y*)."""
        x0, y0, x1, y1 = self.box
        box = (x0 + x, y0 + y, x1 + x, y1 + y)
        tag = self.tag.at(x, y) if self.tag else None
        return replace(self, left=self.left + x, top=self.top + y, box=box, tag=tag)

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
        if self.kind in _FLAT:
            return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        cx, cy = self.center
        return superellipse(cx, cy, (x1 - x0) / 2, (y1 - y0) / 2, SHAPES[self.kind].power)

    def text_boxes(self) -> list[Box]:
        """Where the lines of text lie."""
        return line_boxes(self.block, self.left, self.top, self.size, self.align)


@dataclass(frozen=True, slots=True)
class Lettering:
    """All text of a panel. *top* and *bottom* are the heights that it takes from the picture."""

    placed: tuple[Placed, ...]
    top: float
    bottom: float

    @property
    def captions(self) -> float:
        """The height of the captions."""
        boxes = [item.box for item in self.placed if item.kind == "caption"]
        return sum(box[3] - box[1] for box in boxes)

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

    If *named*, balloons show the names of their speakers, where these change. *language* is that
    of the comic; a text may be in another one.
    """

    def paragraph(text: str, face: str, *, capitals: bool = False) -> Paragraph:
        written = written_language(text, language)
        capitals = style.capitals or capitals
        return Paragraph(text, face=face, language=written, capitals=capitals)

    captions = portions(panel.caption, _CAPTION_LIMIT) if panel.caption else []
    found = [Text("caption", paragraph(part, style.face), None, part) for part in captions]
    before = ""
    for line in panel.lines:
        loud = line.kind in {"shout", "sfx"}
        face = "fat" if loud and style.face == "hand" else style.face
        name = None
        if named and line.name and line.name != before:
            name = paragraph(line.name, style.face)
        before = line.name
        spoken = paragraph(line.text, face, capitals=loud)
        found.append(Text(line.kind, spoken, line.speaker, line.text, name))
    return [text for text in found if text.paragraph.text]


def written_language(text: str, told: str) -> str:
    """Return the language of *text*, which is *told* unless its words say otherwise."""
    found = language_of(text, told)
    return told if found in {UNDETERMINED, primary_language(told)} else found


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """The text of a balloon, and half the balloon's width and height."""

    size: int  # of the letters
    block: Block
    rx: float
    ry: float

    @property
    def cost(self) -> float:
        """How large it is, and how far from its best shape: wider than tall, but no sausage."""
        return self.rx * self.ry * (1 + 0.35 * abs(math.log(self.rx / self.ry / 1.7)))


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
        top = max(top, item.box[3] + room.size * _below(item.kind, room))
    bottom = 0.0
    for text in reversed(below):
        item = _caption(text, room, 0)
        tall = item.box[3] - item.box[1]
        placed.append(item.at(0, room.height - edge - bottom - tall))
        bottom += tall + edge * 0.7
    return Lettering(tuple(placed), top + (edge if placed else 0), bottom + (edge if below else 0))


def _below(kind: str, room: Room) -> float:
    """Return what is drawn below the box of a balloon, in letter sizes."""
    if room.short_tails:
        return SHAPES[kind].short_tail
    return 0.6 if kind in {"thought", "shout"} else 0.0


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
    short = max(limit * 0.62, length / 1.9, text.paragraph.unbroken + 0.01)
    block = text.paragraph.set(limit if wide else min(limit, short))
    w, h = block.width * size + 2 * pad, block.height * size + 1.5 * pad
    x = room.width - edge - w if (room.rtl or block.rtl) else edge
    box = (x, y, x + w, y + h)
    return Placed("caption", text.source, block, size, x + pad, y + pad * 0.75, box)


def _shape_of(text: Text, block: Block, size: int) -> tuple[float, float]:
    """Return half the width and height of the smallest balloon around *block*, with padding."""
    w, h = block.width * size / 2, block.height * size / 2
    power = SHAPES[text.kind].power
    air = size * SHAPES[text.kind].air
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
    """Return a balloon, or a sound, at the highest free place in reading order."""
    rim = room.size * SHAPES[text.kind].rim
    edge = room.edge + rim
    item = _shaped(text, room, room.width - 2 * edge, share)
    x0, above, x1, down = item.footprint
    half = max(-x0, x1)  # the name on the upper edge may be wider than the balloon
    cx = min(max(wish, edge + half), room.width - edge - half)
    y = floor + rim * 0.9 - above
    before = [other for other in placed if other.kind != "caption"]
    if before:
        y = max(y, before[-1].box[1] - above)
    gap = room.size * 0.16 + rim * 0.8

    lower = _LATER[len(before) >= _CROWD - 1]

    def free(x: float, top: float) -> bool:
        own = (x - half, top + above, x + half, top + down)
        follows = all(_follows(own, other, room.rtl, lower) for other in before)
        return follows and not any(_touch(own, other.footprint, gap) for other in placed)

    beside = _beside(before[-1], half + gap * 1.1, room.rtl) if before else cx
    while not free(cx, y):
        fits = edge + half <= beside <= room.width - edge - half
        fits = fits and (text.speaker is None or abs(beside - wish) < room.width * _AWAY)
        if len(before) >= _CROWD and fits and _is_clear(item, beside, before[-1], placed, gap):
            cx, y = beside, before[-1].box[1]
            break
        y += max(2.0, room.size * 0.12)
    return item.at(cx, y)


def _is_clear(item: Placed, x: float, beside: Placed, placed: list[Placed], gap: float) -> bool:
    """Return whether *item* may stand at *x*, level with the balloon before it."""
    own = item.at(x, beside.box[1]).footprint
    return not any(_touch(own, other.footprint, gap) for other in placed)


def _follows(own: Box, before: Placed, rtl: bool, lower: float) -> bool:  # noqa: FBT001
    """Return whether a balloon with the box *own* is read after *before*: it starts *lower*, in
    heights of that one, or far lower if it is not on the side that is read later.
    """
    x0, y0, x1, y1 = before.box
    tall = y1 - y0
    later = own[2] < x0 if rtl else own[0] > x1
    return own[1] >= (y0 + tall * lower if later else y1 - tall * _OVERLAP)


def _shaped(text: Text, room: Room, spare: float, share: float) -> Placed:
    """Return a balloon, or a sound, whose upper edge has its middle at the origin."""
    size, tilt = room.size, 0.0
    if text.kind == "sfx":
        size, block, tilt = _sound(text, room, spare)
        w, h = block.width * size / 2, block.height * size / 2
        rx = max(w, w * math.cos(tilt) + h * abs(math.sin(tilt)))
        ry = h * math.cos(tilt) + w * abs(math.sin(tilt))
    else:
        wrapped = _wrapped(text, size, spare, share)
        size, block, rx, ry = wrapped.size, wrapped.block, wrapped.rx, wrapped.ry
    tag = _tag(text.name, size, spare) if text.name else None
    left, top = -block.width * size / 2, ry - block.height * size / 2
    box = (-rx, 0.0, rx, 2 * ry)
    return Placed(
        text.kind, text.source, block, size, left, top, box, text.speaker, tag=tag, tilt=tilt
    )


def _sound(text: Text, room: Room, spare: float) -> tuple[int, Block, float]:
    """Return the letter size, the text and the tilt of a sound."""
    size = round(room.size * _SOUND)
    size = max(room.size, min(size, int(spare * 0.8 / max(1.0, text.paragraph.unbroken + 0.01))))
    block = text.paragraph.set(spare * 0.8 / size)
    source = chance("sound", text.source)
    tilt = source.uniform(*_TILT) * source.choice((-1, 1))
    return size, block, tilt


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


def _beside(item: Placed, distance: float, rtl: bool) -> float:  # noqa: FBT001
    """Return the center of a balloon placed right after *item* at the same height."""
    x0, _, x1, _ = item.footprint
    return x0 - distance if rtl else x1 + distance


def _wrapped(text: Text, size: int, spare: float, share: float) -> _Wrapped:
    """Return the text set for a small, well-proportioned balloon; letters are smaller where a word
    would be broken otherwise.
    """
    for smaller in _SMALLER:
        letters = max(1, round(size * smaller))
        found = [_set(text, letters, spare, share * part) for part in (1.0, 0.75, 0.56)]
        fitting = [option for option in found if 2 * option.rx <= spare]
        if fitting:
            return min(fitting, key=lambda option: option.cost)
    limit = spare * 0.7 / size
    while True:  # narrower until the balloon fits, down to one letter per line
        block = text.paragraph.set(limit)
        rx, ry = _shape_of(text, block, size)
        if 2 * rx <= spare or limit < 1:
            return _Wrapped(size, block, rx, ry)
        limit *= 0.85


def _set(text: Text, size: int, spare: float, share: float) -> _Wrapped:
    limit = max(2.0, spare * share * 0.8 / size, text.paragraph.unbroken + 0.01)
    block = text.paragraph.set(limit)
    return _Wrapped(size, block, *_shape_of(text, block, size))


def _touch(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
