"""Reader of panel scripts: the blocks of a prompt that says what happens panel by panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.comic.planner.panel_script.labels import Level, ScriptLabel, labels_in
from pipeline.comic.planner.panel_script.lists import marks_in
from pipeline.comic.planner.panel_script.markdown_marks import without_markdown


@dataclass(frozen=True, slots=True)
class ScriptBlock:
    """Part of a script, without labels and Markdown.

    The heading is no text to letter: a scene heading (`INT. KITCHEN - NIGHT`), the text of a scene
    or page label above several panels, a remark after the label (`wide shot`).
    """

    number: int | None  # position from 1; None: before the first panel, such as a title
    lines: tuple[str, ...]  # not empty
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Stretch of the text that belongs to one label or entry."""

    start: int  # of its text
    end: int
    is_panel: bool
    heading: str = ""


def read_panel_script(text: str) -> tuple[ScriptBlock, ...] | None:
    """Return the blocks of a script in order; None if *text* is no script."""
    plain = "\n".join(without_markdown(line) for line in text.split("\n"))
    labels = _trusted(labels_in(plain))
    if labels:
        parts = _labelled_parts(plain, labels)
        first = labels[0].start
    elif marks := marks_in(plain):
        ends = [mark.start for mark in marks[1:]] + [len(plain)]
        parts = [_Stretch(mark.end, end, True) for mark, end in zip(marks, ends, strict=True)]
        first = marks[0].start
    else:
        return None
    blocks = tuple(_blocks(plain, first, parts))
    return (
        blocks if any(block.number and (block.lines or block.heading) for block in blocks) else None
    )


def panels_in(text: str) -> int | None:
    """Return the number of panels that *text* describes one by one; None if it is no script.

    A single scene or page may have several panels, so it gives no number.
    """
    blocks = read_panel_script(text)
    if blocks is None:
        return None
    count = sum(block.number is not None for block in blocks)
    is_certain = count > 1 or _innermost(_trusted(labels_in(text))) is Level.PANEL
    return count if is_certain else None


def script_start(text: str) -> int | None:
    """Return where the first panel of a script begins in *text*; None if it is no script."""
    if read_panel_script(text) is None:
        return None
    lines = text.split("\n")
    plain = [without_markdown(line) for line in lines]
    whole = "\n".join(plain)
    first = min([mark.start for mark in (_trusted(labels_in(whole)) or marks_in(whole))])
    number = whole.count("\n", 0, first)
    inside = first - sum(len(line) + 1 for line in plain[:number])
    before = sum(len(line) + 1 for line in lines[:number])
    return before + (inside if plain[number] == lines[number] else 0)


def _trusted(labels: list[ScriptLabel]) -> list[ScriptLabel]:
    """Return the labels of a script: they begin with the first one, or there are several."""
    begins = bool(labels) and (labels[0].number == 1 or labels[0].is_slugline)
    return labels if begins or len(labels) > 1 else []


def _innermost(labels: Iterable[ScriptLabel]) -> Level | None:
    return min((label.level for label in labels), default=None)


def _labelled_parts(text: str, labels: Sequence[ScriptLabel]) -> list[_Stretch]:
    level = _innermost(labels)
    ends = [label.start for label in labels[1:]] + [len(text)]
    return [
        _Stretch(label.end, end, label.level is level, label.note)
        for label, end in zip(labels, ends, strict=True)
    ]


def _blocks(text: str, first: int, parts: Iterable[_Stretch]) -> Iterator[ScriptBlock]:
    """Yield the blocks; a part that is no panel becomes the heading of the next one."""
    if premise := _lines(text[:first]):
        yield ScriptBlock(None, premise)
    number, headings = 0, list[str]()
    for part in parts:
        lines = _lines(text[part.start : part.end])
        headings += filter(None, [part.heading])
        if part.is_panel:
            number += 1
            yield ScriptBlock(number, lines, " ".join(headings))
            headings = []
        else:
            headings += lines


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip(" \t([【<*_:"))
