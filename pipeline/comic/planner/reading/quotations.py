"""Quotations: what is between quotation marks of any language, and after dialogue dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {
    "“": "”“",  # also “…“, as some keyboards type it
    "„": "“”„",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "‘": "’",
    "〝": "〟",
    "《": "》",
}
_STRAIGHT = {'"': '"', "＂": "＂", "'": "'"}
_THOUGHTS = "『"
_OPENING = re.compile(r"[\s(\[{¿¡:：,、。—–―\-/*_。！？!?….\"“‘„«]")
_ENDINGS = ".,!?…;:—–-。、！？।؟"
_LONGEST = 1000  # characters of a quotation; a mark without its partner reaches no further

_DASH = re.compile(r"\s*(?:[—–―]|-(?=\s))\s*")
# A dialogue that starts within a line: "He stops. — Who is there?"
_DASH_INSIDE = re.compile(r"(?<=[.!?…:])\s+(?=[—–―]\s*[^\W\d_a-zß-öø-ÿа-я])")
_INNER_DASH = re.compile(r"\s*[—–―](?:[.,;:](?=\s))?\s+|\s+[—–―]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a line; *start* and *end* include its marks."""

    start: int
    end: int
    text: str
    thought: bool = False


def quotations_of(line: str) -> list[Quotation]:
    """Return the quotations of a line, in order."""
    return list(_quotations(line))


def _quotations(line: str) -> Iterator[Quotation]:
    position = 0
    while position < len(line):
        end = _end_of_quotation(line, position)
        if end is None:
            position += 1
            continue
        text = line[position + 1 : end].strip()
        yield Quotation(position, end + 1, text, thought=line[position] in _THOUGHTS)
        position = end + 1


def _end_of_quotation(line: str, start: int) -> int | None:
    """Return the index of the mark that closes the quotation opened at *start*, if one is."""
    mark = line[start]
    if mark in _PAIRS:
        if mark == "‘":
            return _end_of_single(line, start, "’") if _may_open(line, start) else None
        ends = [line.find(closer, start + 1, start + _LONGEST) for closer in _PAIRS[mark]]
        ends = [end for end in ends if end > start + 1 and not _is_inside_word(line, end)]
        end = min(ends, default=None)
    elif mark in _STRAIGHT and _may_open(line, start):
        end = _end_of_single(line, start, "'") if mark == "'" else _end_of_double(line, start)
    else:
        return None
    return end if end is not None and line[start + 1 : end].strip() else None


def _may_open(line: str, index: int) -> bool:
    """Return whether a straight or single mark at *index* can open a quotation."""
    before, after = line[:index][-1:], line[index + 1 :][:1]
    if not after or after.isspace():
        return False
    return not before or bool(_OPENING.match(before)) or _is_wide(before)


def _may_close(line: str, index: int) -> bool:
    before, after = line[index - 1], line[index + 1 :][:1]
    if before.isspace() and _may_open(line, index):
        return False
    return not after or not after.isalnum() or _is_wide(after)


def _is_wide(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff"


def _is_inside_word(line: str, index: int) -> bool:
    """Return whether the mark at *index* stands between two letters or digits: ק"מ."""
    before, after = line[index - 1], line[index + 1 :][:1]
    narrow = not _is_wide(before) and not _is_wide(after)
    return before.isalnum() and after.isalnum() and narrow


def _end_of_double(line: str, start: int) -> int | None:
    mark, limit = line[start], start + _LONGEST
    index = _next_mark(line, mark, start, limit)
    while index is not None:
        following = _next_mark(line, mark, index, limit)
        # 5'9" is a height; its mark closes nothing if another one does
        is_unit = line[index - 1].isdigit() and following is not None
        if _may_close(line, index) and not (is_unit and not _may_open(line, following or 0)):
            return index
        index = following
    return _end_without_space(line, start)


def _end_without_space(line: str, start: int) -> int | None:
    """Return the mark that closes a quotation if the space behind it lacks: "Hi"he says."""
    index = line.find(line[start], start + 1, start + _LONGEST)
    if index < 0 or not line[index - 1 : index + 2 : 2].isascii():
        return None
    letters = line[index - 1].isalpha() and line[index + 1 : index + 2].isalpha()
    return index if letters and " " in line[start:index] else None


def _next_mark(line: str, mark: str, after: int, limit: int) -> int | None:
    """Return the next *mark* behind the index *after* that is not inside a word."""
    index = line.find(mark, after + 1, limit)
    while index >= 0 and _is_inside_word(line, index):
        index = line.find(mark, index + 1, limit)
    return index if index >= 0 else None


def _end_of_single(line: str, start: int, mark: str) -> int | None:
    """Return the end of a quotation in single marks, which are apostrophes as well.

    A mark after punctuation closes; one after a letter (the dogs' ball) only if none does.
    """
    first = None
    shortest = 3 if mark == "'" else 2  # rock 'n' roll
    for index in range(start + shortest, min(len(line), start + _LONGEST)):
        if line[index] != mark or not _may_close(line, index):
            if line[index] == line[start] and _may_open(line, index) and first is not None:
                return first
            continue
        if line[index - 1] in _ENDINGS:
            return index
        first = first or index
    return first


@dataclass(frozen=True, slots=True)
class DashPart:
    """A part of a line of dialogue: speech, or what may be an attribution between dashes."""

    text: str
    between: bool


def starts_with_dash(line: str) -> bool:
    """Return whether a dialogue dash opens *line*."""
    return bool(_DASH.match(line)) and bool(_DASH.sub("", line, count=1).strip())


def dialogues_in(line: str) -> list[str]:
    """Return the line cut before each dialogue dash within it; the first part may be narration.

    A dash in a quotation divides that only: «Тсс, — говорит мышь. — Кошка спит».
    """
    quotations = quotations_of(line)
    cuts = [
        found.span()
        for found in _DASH_INSIDE.finditer(line)
        if not any(quotation.start < found.start() < quotation.end for quotation in quotations)
    ]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def dash_parts(line: str) -> list[DashPart]:
    """Return the parts of a line that a dialogue dash opens."""
    parts = _INNER_DASH.split(_DASH.sub("", line, count=1))
    return [
        DashPart(part.strip(), between=number % 2 == 1)
        for number, part in enumerate(parts)
        if part.strip()
    ]
