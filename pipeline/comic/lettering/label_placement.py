"""Labels in a picture: small tags with the words for what the painter drew a stand-in for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.comic.geometry import Point
from pipeline.comic.lettering.arrangement import Box, NameTag
from pipeline.comic.lettering.label import Label
from pipeline.comic.styles import Style
from pipeline.comic.typesetting.text_blocks import Paragraph

_SIZE = 0.78  # of the letters, in those of the page
_SMALLEST = 0.6
_WIDEST = 0.6  # of a tag, in panel widths
_STEP = 0.3  # between the places that are tried above and below the best one, in tag heights
_FIXED = frozenset(("thing", "place"))  # written on an object that is drawn


@dataclass(frozen=True, slots=True)
class LabelRoom:
    """The panel of labels, in pixels: its size, the size of the page's letters, and what labels
    should not cover: heads, balloons and captions.
    """

    width: int
    height: int
    size: int
    taken: tuple[Box, ...]


def shown_labels(pictures: Sequence[Sequence[Label]]) -> list[tuple[Label, ...]]:
    """Return the labels of each panel that are shown: those of people once a comic, and each word
    for a creature once a panel.
    """
    met: set[str] = set()
    found = []
    for labels in pictures:
        seen: set[tuple[str, str]] = set()
        shown = []
        for label in labels:
            key = (label.kind, label.text)
            if label.text and label.text not in met and key not in seen:
                shown.append(label)
            seen.add(key)
        met |= {label.text for label in shown if label.kind == "role"}
        found.append(tuple(shown))
    return found


def place_labels(
    labels: Sequence[Label], room: LabelRoom, style: Style, language: str
) -> list[NameTag]:
    """Return the tags of a panel: at their stand-ins, beside heads, lettering and each other."""
    placed: list[NameTag] = []
    for label in sorted(labels, key=lambda label: label.kind not in _FIXED):
        capitals = style.capitals or label.kind == "place"
        word = Paragraph(label.text, face=style.face, language=language, capitals=capitals)
        tag = _tag(word, room)
        placed.append(_best(tag, label, room, [other.box for other in placed]))
    return placed


def _tag(word: Paragraph, room: LabelRoom) -> NameTag:
    """Return a tag with its middle at the origin; long words are set smaller, then in lines."""
    widest = room.width * _WIDEST
    size = room.size * _SIZE
    size = max(room.size * _SMALLEST, min(size, widest / (word.length + 1)))
    letters = max(1, round(size))
    block = word.set(max(word.widest, widest / letters - 1) + 0.01)
    half = (block.width + 0.9) * letters / 2
    tall = block.height * letters * 1.1 / 2
    box = (-half, -tall, half, tall)
    left, top = -block.width * letters / 2, -block.height * letters / 2
    return NameTag(block, letters, left, top, box)


def _best(tag: NameTag, label: Label, room: LabelRoom, others: Sequence[Box]) -> NameTag:
    """Return *tag* at the free place closest to its stand-in, else where it hides least."""
    best, least = tag, math.inf
    for point in _points(tag, label, room):
        place = tag.at(*point)
        hidden = _hidden(place.box, room, others)
        if hidden < least:
            best, least = place, hidden
        if not hidden:
            break
    return best


def _points(tag: NameTag, label: Label, room: LabelRoom) -> Iterator[Point]:
    """Yield places inside the panel, the closest first."""
    edge = room.size * 0.3
    half, tall = tag.box[2], tag.box[3]
    x = min(max(label.center[0], edge + half), max(edge + half, room.width - edge - half))
    y = label.center[1] + (tall if label.kind not in _FIXED else 0.0)
    lowest = room.height - edge - tall
    step = max(1.0, 2 * tall * _STEP)
    for count in range(math.ceil(room.height / step) + 1):
        for sign in (-1, 1) if count else (1,):
            yield x, min(max(y + sign * count * step, edge + tall), lowest)


def _hidden(box: Box, room: LabelRoom, others: Sequence[Box]) -> float:
    """Return the area that a tag at *box* hides of what it should not cover."""
    return sum(_overlap(box, other) for other in (*room.taken, *others))


def _overlap(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0
