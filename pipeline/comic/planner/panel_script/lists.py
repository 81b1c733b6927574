"""Lists in prompts: numbered or with bullets, one entry a panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERED = re.compile(r"^\(?(\d{1,2})(?:[.)]\s+|[．、:：]\s*|\)\s*)(?=\S)", re.MULTILINE)
_INLINE_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)]\s+(?=[^\W\d_]|[\"“«「'*¡¿])")
_BULLET = re.compile(r"^(?:([•‣◦▪●○◆■・*+➤→✦])\s*|([-–])\s+)(?=\S)", re.MULTILINE)
# A line of dialogue rather than an entry: a question, an attribution ("-dijo él"), a few words.
_QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|「[^」\n]*」')
_ASKED = re.compile(r"[?？]")
_ATTRIBUTION = re.compile(r"[\w!?.…,]\s[-–](?=[^\W\d])|[!?…,]\s?[-–]\s[^\W\d]")
_SAID = re.compile(r"[^\W\d]\s[-–]\s[^\W\d_A-Z]")  # "Good morning - says the sun."
_SHORT_SPEECH = 2  # words
_FEW_WORDS = 2
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class EntryMark:
    """EntryMark before an entry of a list."""

    start: int
    end: int


def marks_in(text: str) -> list[EntryMark]:
    """Return the marks of the list that makes up *text*; empty if it is no list of panels."""
    marks = (
        _counting(list(_NUMBERED.finditer(text)))
        or _bullets(text)
        or _counting(list(_INLINE_NUMBERED.finditer(text)))
    )
    return [] if _is_within_story(text, marks) else marks


def _is_within_story(text: str, marks: Sequence[EntryMark]) -> bool:
    """Return whether a list of things follows a sentence: "The note says: 1. milk 2. eggs"."""
    if not marks or not text[: marks[0].start].strip():
        return False
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    entries = [text[mark.end : end] for mark, end in zip(marks, ends, strict=True)]
    return all(
        len(entry.split()) <= _FEW_WORDS and not _UNSPACED.search(entry) for entry in entries
    )


def _counting(found: Sequence[re.Match[str]]) -> list[EntryMark]:
    """Return the marks that count 1, 2, 3; "1." before each entry counts, too."""
    numbers = [int(match[1]) for match in found]
    is_lazy = len(numbers) > 1 and set(numbers) == {1}
    marks, due = [], 1
    for match, number in zip(found, numbers, strict=True):
        if number == due or is_lazy:
            marks.append(EntryMark(match.start(), match.end()))
            due += 1
    return marks if len(marks) > 1 else []


def _bullets(text: str) -> list[EntryMark]:
    found = list(_BULLET.finditer(text))
    lines = [line for line in text.split("\n") if line.strip()]
    before = (
        [line for line in text[: found[0].start()].split("\n") if line.strip()] if found else []
    )
    if len(found) < 2 or len(before) > 2 or 2 * len(found) < len(lines) - len(before):
        return []
    if found[0][2] and _is_dialogue([line for line in lines if _BULLET.match(line)]):
        return []
    return [EntryMark(match.start(), match.end()) for match in found]


def _is_dialogue(entries: Sequence[str]) -> bool:
    """Return whether lines with dashes are what people say to each other."""
    texts = [_QUOTED.sub("", _BULLET.sub("", entry)).strip() for entry in entries]
    if any(_ASKED.search(text) or _ATTRIBUTION.search(text) for text in texts):
        return True
    if all(map(_is_said, texts)):
        return True
    return all(len(text.split()) <= _SHORT_SPEECH and text[-1:] in ".!…" for text in texts)


def _is_said(text: str) -> bool:
    """Return whether more than a word, and no number, stands before a dash and a small letter."""
    found = _SAID.search(text)
    before = text[: found.start() + 1] if found else ""
    return len(before.split()) > 1 and not any(char.isdigit() for char in before)
