"""Typesetting: line breaking by the rules of the script, shaping, bidi order and painting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from PIL import Image, ImageDraw

from pipeline.comic.palette import RGB
from pipeline.comic.typesetting.capitals import in_capitals
from pipeline.comic.typesetting.fonts import MISSING, Glyph, bitmap, emoji_image, extent, shape
from pipeline.comic.typesetting.grapheme_clusters import (
    Cluster,
    clean,
    clusters,
    levels,
    runs_right_to_left,
)
from pipeline.comic.typesetting.hyphens import HYPHEN, end_of_part, takes_hyphen
from pipeline.comic.typesetting.line_breaks import Break, breaks
from pipeline.comic.typesetting.scripts import writing_language

LEADING = 1.16  # from baseline to baseline, at least, in em
_EMOJI_WIDTH = 1.18
_EMOJI_SIZE = 1.08
_BOX_WIDTH = 0.62


@dataclass(frozen=True, slots=True)
class PlacedGlyph:
    """Item of a line: a glyph, an emoji or the box for a missing character. In em."""

    x: float
    y: float
    glyph: Glyph | None = None
    emoji: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str  # without the hyphen of a broken word
    marks: tuple[PlacedGlyph, ...]
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
    """An unbreakable unit: clusters and the width of the space after them.

    *parts* are those of a phrase that may be broken if the line is narrower than it.
    """

    pieces: tuple[Cluster, ...]
    start: int  # index of the first cluster in the paragraph
    width: float
    blank: float
    parts: tuple[_Token, ...] = ()


def _same_run(a: Cluster, b: Cluster) -> bool:
    return a.font == b.font != MISSING and a.script == b.script and not (a.emoji or b.emoji)


def _runs(pieces: tuple[Cluster, ...]) -> Iterator[tuple[Cluster, ...]]:
    """Yield the longest pieces that are shaped together."""
    start = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or not _same_run(pieces[start], pieces[i]):
            yield pieces[start:i]
            start = i


@lru_cache(maxsize=4096)
def _width(pieces: tuple[Cluster, ...], language: str) -> float:
    return sum(_run_width(run, language) for run in _runs(pieces))


def _run_width(run: tuple[Cluster, ...], language: str) -> float:
    if run[0].emoji:
        return _EMOJI_WIDTH
    if run[0].font == MISSING:
        return _BOX_WIDTH
    text = "".join(piece.text for piece in run)
    return sum(glyph.advance for glyph in shape(text, run[0].font, rtl=False, language=language))


class Paragraph:
    """Text prepared for setting to any width."""

    def __init__(self, text: str, *, face: str, language: str, capitals: bool = False) -> None:
        self.text = clean(text)
        self._language = writing_language(self.text, language)
        shown = in_capitals(self.text, language) if capitals else self.text
        self.rtl = runs_right_to_left(shown, language)
        self._pieces = clusters(shown, face, self._language)
        self._levels = levels(self._pieces, rtl=self.rtl)
        self._hyphen = clusters(HYPHEN, face, self._language)
        self._ranks = breaks(self._pieces, self._language)
        self._tokens = self._cut()

    def _cut(self) -> list[_Token]:
        ranks = self._ranks
        tokens: list[_Token] = []
        begin = 0
        for i in range(len(self._pieces) + 1):
            at_end = i == len(self._pieces)
            if at_end or self._pieces[i].blank or ranks[i] == Break.GOOD:
                if begin < i:
                    tokens.append(self._token(begin, i, ranks))
                begin = i if at_end or not self._pieces[i].blank else i + 1
        return tokens

    def _token(self, begin: int, end: int, ranks: tuple[Break, ...]) -> _Token:
        """Return the token of a range of clusters, with its parts and the blank that follows."""
        follows = self._pieces[end : end + 1]
        blank = self._width(follows) if follows and follows[0].blank else 0.0
        pieces = self._pieces[begin:end]
        cuts = [i for i in range(begin + 1, end) if ranks[i] == Break.NARROW]
        parts = tuple(
            _Token(part, a, self._width(part), blank if b == end else 0.0)
            for a, b in pairwise([begin, *cuts, end])
            if (part := self._pieces[a:b])
        )
        return _Token(pieces, begin, self._width(pieces), blank, parts if cuts else ())

    def _width(self, pieces: tuple[Cluster, ...]) -> float:
        return _width(pieces, self._language)

    @property
    def widest(self) -> float:
        """The width of the longest word."""
        return max((token.width for token in self._tokens), default=0.0)

    @property
    def unbroken(self) -> float:
        """The least width at which no word is broken; Chinese and Japanese may be everywhere."""
        parts = (part for token in self._tokens for part in token.parts or (token,))
        return max((part.width for part in parts), default=0.0)

    @property
    def length(self) -> float:
        """The width of the whole text on one line."""
        return sum(token.width + token.blank for token in self._tokens)

    def _break(self, limit: float) -> list[tuple[int, int]]:
        """Return the range of clusters of each line, at most *limit* wide unless one is wider."""
        rows: list[tuple[int, int]] = []
        begin, end, used, gap = -1, -1, 0.0, 0.0
        for token in self._tokens:
            for unit in self._units(token, limit):
                if begin >= 0 and used + gap + unit.width > limit:
                    rows.append((begin, end))
                    begin, used, gap = -1, 0.0, 0.0
                if begin < 0:
                    begin = unit.start
                used += gap + unit.width
                end = unit.start + len(unit.pieces)
                gap = unit.blank
        if begin >= 0:
            rows.append((begin, end))
        return rows

    def _units(self, token: _Token, limit: float) -> Iterator[_Token]:
        """Yield *token*, or what it is broken into if the line is narrower than it."""
        if token.width <= limit:
            yield token
        elif token.parts:
            for part in token.parts:
                yield from self._units(part, limit)
        else:
            yield from self._word_parts(token, limit)

    def _word_parts(self, token: _Token, limit: float) -> Iterator[_Token]:
        """Yield the parts of a word that is wider than a line, with room for a hyphen each."""
        ends = (0.0, *accumulate(self._width((piece,)) for piece in token.pieces))
        begin, count = 0, len(token.pieces)
        hyphen = self._width(self._hyphen)
        while begin < count:
            end = count
            if ends[end] - ends[begin] > limit:
                fits = bisect_right(ends, ends[begin] + limit - hyphen) - 1
                letters = [piece.text for piece in token.pieces]
                end = end_of_part(letters, begin, max(fits, begin + 1))
            width = ends[end] - ends[begin] + (hyphen if end < count else 0.0)
            blank = token.blank if end == count else 0.0
            yield _Token(token.pieces[begin:end], token.start + begin, width, blank)
            begin = end

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
        pieces, depth = self._pieces[begin:end], self._levels[begin:end]
        if end < len(self._pieces) and self._ranks[end] == Break.NEVER:
            before, after = self._pieces[end - 1], self._pieces[end]
            if takes_hyphen(before.text, after.text):
                pieces, depth = (*pieces, *self._hyphen), (*depth, depth[-1])
        runs: list[tuple[int, int, int]] = []  # first, last + 1, level
        for i, piece in enumerate(pieces):
            if runs and depth[i] == runs[-1][2] and _same_run(pieces[i - 1], piece):
                runs[-1] = runs[-1][0], i + 1, depth[i]
            else:
                runs.append((i, i + 1, depth[i]))
        marks: list[PlacedGlyph] = []
        x, ascent, descent = 0.0, 0.82, 0.28
        for first, last, level in _visual(runs):
            for mark, advance, top, bottom in _set_run(
                pieces[first:last], rtl=bool(level % 2), language=self._language
            ):
                marks.append(PlacedGlyph(x + mark.x, mark.y, mark.glyph, mark.emoji))
                x += advance
                ascent, descent = max(ascent, top), max(descent, bottom)
        text = "".join(piece.text for piece in self._pieces[begin:end])
        return TextLine(text, tuple(marks), x, ascent, descent)


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


def _set_run(
    pieces: tuple[Cluster, ...], *, rtl: bool, language: str
) -> list[tuple[PlacedGlyph, float, float, float]]:
    """Return the items of a run with their advances and their extents above and below."""
    first = pieces[0]
    if first.emoji:
        side = (_EMOJI_WIDTH - _EMOJI_SIZE) / 2
        return [(PlacedGlyph(side, 0.14, emoji=first.emoji), _EMOJI_WIDTH, 0.94, 0.2)]
    if first.font == MISSING:
        return [(PlacedGlyph(0.05, 0.0), _BOX_WIDTH, 0.8, 0.1)]
    found = []
    text = "".join(piece.text for piece in pieces)
    for glyph in shape(text, first.font, rtl=rtl, language=language):
        ink = extent(glyph.font, glyph.index)
        found.append(
            (
                PlacedGlyph(glyph.x, glyph.y, glyph),
                glyph.advance,
                ink.top + glyph.y,
                -ink.bottom - glyph.y,
            )
        )
    return found


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
