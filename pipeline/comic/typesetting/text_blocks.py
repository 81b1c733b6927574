"""Typesetting: line breaking by the rules of the script, shaping, bidi order and painting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from pipeline.comic.palette import RGB
from pipeline.comic.typesetting.fonts import MISSING, Glyph, bitmap, emoji_image, extent, shape
from pipeline.comic.typesetting.grapheme_clusters import (
    Cluster,
    clean,
    clusters,
    levels,
    may_break,
    runs_right_to_left,
)

LEADING = 1.16  # from baseline to baseline, at least, in em
_EMOJI_WIDTH = 1.18
_EMOJI_SIZE = 1.08
_BOX_WIDTH = 0.62


@dataclass(frozen=True, slots=True)
class Mark:
    """An item of a line: a glyph, an emoji or the box for a missing character. In em."""

    x: float
    y: float
    glyph: Glyph | None = None
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    marks: tuple[Mark, ...]
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph set to a width, in em."""

    lines: tuple[TextLine, ...]
    width: float
    height: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class _Token:
    """An unbreakable unit: clusters and the width of the space after them."""

    pieces: tuple[Cluster, ...]
    start: int  # index of the first cluster in the paragraph
    width: float
    blank: float


def _run_width(text: str, font: int) -> float:
    return sum(glyph.advance for glyph in shape(text, font, rtl=False))


@lru_cache(maxsize=16384)
def _width(pieces: tuple[Cluster, ...]) -> float:
    total, i = 0.0, 0
    while i < len(pieces):
        piece = pieces[i]
        if piece.emoji:
            total += _EMOJI_WIDTH
            i += 1
        elif piece.font == MISSING:
            total += _BOX_WIDTH
            i += 1
        else:
            j = i
            while j < len(pieces) and pieces[j].font == piece.font and not pieces[j].emoji:
                j += 1
            total += _run_width("".join(p.text for p in pieces[i:j]), piece.font)
            i = j
    return total


class Paragraph:
    """Text prepared for setting to any width."""

    def __init__(self, text: str, *, face: str, language: str, capitals: bool = False) -> None:
        self.text = clean(text)
        shown = _in_capitals(self.text) if capitals else self.text
        self.rtl = runs_right_to_left(shown, language)
        self._pieces = clusters(shown, face)
        self._levels = levels(self._pieces, rtl=self.rtl)
        self._tokens = self._cut()

    def _cut(self) -> list[_Token]:
        tokens: list[_Token] = []
        current: list[Cluster] = []
        start = 0
        for i, piece in enumerate(self._pieces):
            if piece.blank:
                if current:
                    tokens.append(
                        _Token(tuple(current), start, _width(tuple(current)), _width((piece,)))
                    )
                current = []
                continue
            if current and may_break(current[-1], piece):
                tokens.append(_Token(tuple(current), start, _width(tuple(current)), 0.0))
                current = []
            if not current:
                start = i
            current.append(piece)
        if current:
            tokens.append(_Token(tuple(current), start, _width(tuple(current)), 0.0))
        return tokens

    @property
    def widest(self) -> float:
        """The width of the longest word."""
        return max((token.width for token in self._tokens), default=0.0)

    @property
    def length(self) -> float:
        """The width of the whole text on one line."""
        return sum(token.width + token.blank for token in self._tokens)

    def _break(self, limit: float) -> list[tuple[int, int]]:
        """Return the range of clusters of each line, at most *limit* wide unless one is wider."""
        rows: list[tuple[int, int]] = []
        begin, end, used, gap = -1, -1, 0.0, 0.0
        for token in self._tokens:
            if begin >= 0 and used + gap + token.width > limit:
                rows.append((begin, end))
                begin, used, gap = -1, 0.0, 0.0
            if token.width > limit:  # a word longer than the line is broken anywhere
                for i, piece in enumerate(token.pieces, token.start):
                    width = _width((piece,))
                    if begin >= 0 and used + gap + width > limit:
                        rows.append((begin, end))
                        begin, used, gap = -1, 0.0, 0.0
                    if begin < 0:
                        begin = i
                    used, gap, end = used + gap + width, 0.0, i + 1
            else:
                if begin < 0:
                    begin = token.start
                used += gap + token.width
                end = token.start + len(token.pieces)
            gap = token.blank
        if begin >= 0:
            rows.append((begin, end))
        return rows

    def set(self, limit: float, *, even: bool = True) -> Block:
        """Return lines of at most *limit* em; *even* makes them about equally long."""
        rows = self._break(limit)
        if even and len(rows) > 1:
            low, high = limit * 0.45, limit
            for _ in range(7):
                middle = (low + high) / 2
                if middle >= min(self.widest, limit) and len(self._break(middle)) == len(rows):
                    high = middle
                else:
                    low = middle
            rows = self._break(high)
        lines = tuple(self._line(begin, end) for begin, end in rows)
        height = 0.0
        for i, line in enumerate(lines):
            height += (
                line.ascent + line.descent if i == 0 else max(LEADING, line.ascent + line.descent)
            )
        return Block(lines, max((line.width for line in lines), default=0.0), height, self.rtl)

    def _line(self, begin: int, end: int) -> TextLine:
        pieces, depth = self._pieces[begin:end], list(self._levels[begin:end])
        runs: list[tuple[int, int, int]] = []  # first, last + 1, level
        i = 0
        while i < len(pieces):
            j = i + 1
            while (
                j < len(pieces)
                and depth[j] == depth[i]
                and pieces[j].font == pieces[i].font
                and not pieces[j].emoji
                and not pieces[i].emoji
            ):
                j += 1
            runs.append((i, j, depth[i]))
            i = j
        marks: list[Mark] = []
        x, ascent, descent = 0.0, 0.82, 0.28
        for first, last, level in _visual(runs):
            for mark, advance, top, bottom in _set_run(pieces[first:last], rtl=bool(level % 2)):
                marks.append(Mark(x + mark.x, mark.y, mark.glyph, mark.emoji))
                x += advance
                ascent, descent = max(ascent, top), max(descent, bottom)
        return TextLine("".join(p.text for p in pieces), tuple(marks), x, ascent, descent)


def _visual(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the runs in visual order from left to right (rule L2 of the bidi algorithm)."""
    if not runs:
        return runs
    ordered = list(runs)
    highest = max(run[2] for run in runs)
    for level in range(highest, 0, -1):
        i = 0
        while i < len(ordered):
            if ordered[i][2] >= level:
                j = i
                while j < len(ordered) and ordered[j][2] >= level:
                    j += 1
                ordered[i:j] = ordered[i:j][::-1]
                i = j
            else:
                i += 1
    return ordered


def _set_run(pieces: tuple[Cluster, ...], *, rtl: bool) -> list[tuple[Mark, float, float, float]]:
    """Return the items of a run with their advances and their extents above and below."""
    first = pieces[0]
    if first.emoji:
        side = (_EMOJI_WIDTH - _EMOJI_SIZE) / 2
        return [(Mark(side, 0.14, emoji=first.emoji), _EMOJI_WIDTH, 0.94, 0.2)]
    if first.font == MISSING:
        return [(Mark(0.05, 0.0), _BOX_WIDTH, 0.8, 0.1)] * len(pieces)
    found = []
    for glyph in shape("".join(p.text for p in pieces), first.font, rtl=rtl):
        ink = extent(glyph.font, glyph.index)
        found.append(
            (Mark(glyph.x, glyph.y, glyph), glyph.advance, ink.top + glyph.y, -ink.bottom - glyph.y)
        )
    return found


def _in_capitals(text: str) -> str:
    """Return text in capitals, except letters whose capital is written differently (ß)."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def line_boxes(
    block: Block, left: float, top: float, size: int, align: str
) -> list[tuple[float, float, float, float]]:
    """Return the positions of the lines of *block* in pixels; *align* is left, center or right."""
    found = []
    y = top
    for i, line in enumerate(block.lines):
        tall = line.ascent + line.descent
        step = tall if i == 0 else max(LEADING, tall)
        spare = (block.width - line.width) * size
        x = left + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        bottom = y + step * size
        found.append((x, bottom - tall * size, x + line.width * size, bottom))
        y = bottom
    return found


def paint(
    page: Image.Image,
    block: Block,
    left: float,
    top: float,
    *,
    size: int,
    color: RGB,
    align: str = "center",
    coarse: int = 1,
) -> None:
    """Draw *block* with its upper left corner at (*left*, *top*); *coarse* above 1 draws it in
    square pixels that large.
    """
    boxes = line_boxes(block, left, top, size, align)
    draw = ImageDraw.Draw(page)
    for line, (x, _, _, bottom) in zip(block.lines, boxes, strict=True):
        baseline = round(bottom - line.descent * size)
        for mark in line.marks:
            px = x + mark.x * size
            py = baseline - round(mark.y * size)
            if mark.glyph is not None:
                _stamp(page, mark.glyph, (px, py), size, color, coarse=coarse)
            elif mark.emoji:
                picture = emoji_image(mark.emoji, round(_EMOJI_SIZE * size))
                corner = (round(px), baseline - round(0.92 * size))
                page.paste(picture, corner, picture)
            else:
                width, height = _BOX_WIDTH * size * 0.84, size * 0.72
                draw.rectangle(
                    (px, py - height, px + width, py), outline=color, width=max(1, size // 14)
                )


def _stamp(
    page: Image.Image, glyph: Glyph, at: tuple[float, int], size: int, color: RGB, *, coarse: int
) -> None:
    x, y = at
    if coarse > 1:
        drawn = bitmap(glyph.font, glyph.index, max(1, round(size / coarse)), 0)
        if drawn is None:
            return
        image, dx, dy = drawn
        crisp = image.point(lambda v: 255 if v > 104 else 0)
        crisp = crisp.resize(
            (image.width * coarse, image.height * coarse), Image.Resampling.NEAREST
        )
        page.paste(color, (round(x / coarse) * coarse + dx * coarse, y + dy * coarse), crisp)
        return
    quarter = int((x % 1) * 4)
    drawn = bitmap(glyph.font, glyph.index, size, quarter)
    if drawn is not None:
        image, dx, dy = drawn
        page.paste(color, (int(x // 1) + dx, y + dy), image)
