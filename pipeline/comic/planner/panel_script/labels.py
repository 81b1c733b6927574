"""Labels of a script: "Panel 1:", "Page 1 Panel 2", "2コマ目", "Scene 3", and scene headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("labels.toml")
_NOTE_LENGTH = 80  # characters of a remark in parentheses after a label
_SLUGLINE_LENGTH = 80  # characters
_FEWEST_BARE = 2
_INLINE_SEPARATORS = frozenset(":：-–—")


class Level(IntEnum):
    """Level of a label in a script, the innermost first."""

    PANEL = 0
    SCENE = 1
    PAGE = 2


@dataclass(frozen=True, slots=True)
class ScriptLabel:
    """Label in a text: its number, where it stands, and a remark such as "(wide shot)"."""

    level: Level
    number: int
    start: int
    end: int
    note: str = ""
    is_slugline: bool = False
    is_bare: bool = False  # no mark follows it: "panel 1 a cat naps"


def labels_in(text: str) -> list[ScriptLabel]:
    """Return the numbered labels and the scene headings of *text*, in order.

    A label stands at the beginning of a line, or of a sentence if a colon or a dash follows. Bare
    ones have to count up from 1.
    """
    numbered = list(_numbered(text))
    bare = [label.number for label in numbered if label.is_bare]
    if len(bare) < _FEWEST_BARE or bare != list(range(1, len(bare) + 1)):
        numbered = [label for label in numbered if not label.is_bare]
    return sorted((*numbered, *_sluglines(text)), key=lambda label: label.start)


def _numbered(text: str) -> Iterator[ScriptLabel]:
    words = _label_words()
    for match in words.label.finditer(text):
        number = words.number(match["kanji"] or match["before"] or match["after"])
        if number is None or not _is_label(text, match):
            continue
        word = match["counter"] or match["last"] or match["first"]
        level = words.levels[word.casefold()]
        yield ScriptLabel(
            level,
            number,
            match.start(),
            match.end(),
            (match["note"] or "").strip(),
            is_bare=match["bare"] is not None,
        )


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Return whether the mark after the number fits the place of the label."""
    separator = match["separator"]
    if (
        match["shows"]
        or match["closing"]
        or (match["counter"] and not (separator or match["bare"]))
    ):
        return True
    if match["lead"]:
        return separator in {",", "，", ":", "："}
    if match["counter"] and match["bare"]:
        return False
    at_line_start = match.start() == 0 or text[match.start() - 1] == "\n"
    return at_line_start or separator in _INLINE_SEPARATORS


def _sluglines(text: str) -> Iterator[ScriptLabel]:
    for match in _label_words().slugline.finditer(text):
        heading = match["heading"]
        if match["dot"] or heading == heading.upper():
            yield ScriptLabel(Level.SCENE, 0, match.start(), match.end(), heading, is_slugline=True)


# --- Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _LabelWords:
    label: re.Pattern[str]
    slugline: re.Pattern[str]
    levels: Mapping[str, Level]
    numbers: Mapping[str, int]

    def number(self, text: str) -> int | None:
        if text.isdecimal():
            return int(text) or None
        return self.numbers.get(text.casefold())


@cache
def _label_words() -> _LabelWords:
    languages = list(tomllib.loads(_DATA.read_text(encoding="utf-8")).values())
    levels = {
        word.casefold(): level for level in Level for word in _words(languages, level.name.lower())
    }
    numbers = {
        form.casefold(): index
        for language in languages
        for name in ("numbers", "ordinals")
        for index, forms in enumerate(language.get(name, ()), start=1)
        for form in forms.split("|")
    }
    counters = dict.fromkeys(_words(languages, "counters"), Level.PANEL)
    return _LabelWords(
        label=_label_pattern(languages, levels),
        slugline=_slugline_pattern(languages),
        levels={**levels, **counters},
        numbers=numbers,
    )


def _words(languages: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    return {
        form
        for language in languages
        for entry in language.get(name, ())
        for form in entry.split("|")
    }


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of all words, the longest first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first)


def _label_pattern(
    languages: Iterable[Mapping[str, Any]], levels: Iterable[str]
) -> re.Pattern[str]:
    named = _any_of(levels)
    cardinals = _any_of(_words(languages, "numbers"))
    ordinals = _any_of(_words(languages, "ordinals"))
    gap = r"[^\S\n]"
    return re.compile(
        rf"""
        (?: ^ | (?<=[.!?…:;"”»)\]][^\S\n]) | (?<=[。！？」』]) )
        [\[(【<]?
        (?: (?:{named}) {gap}? \d{{1,2}} (?:{gap}|[,.:;/–—-]){{1,3}} (?=\D) )?  # page of the panel
        (?: (?P<lead>{_any_of(_words(languages, "leads"))}) {gap} )?
        (?:
            第? (?P<kanji>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}) {gap}?
                (?P<counter>{_any_of(_words(languages, "counters"))})
          | (?P<before>\d{{1,2}}(?=[.ºªo°\s])|(?:{ordinals})\b) [.ºªo°]? {gap} (?P<last>{named})\b
          | (?P<first>{named}) {gap}? (?:\#|n[ro]?[.º°]|№)? {gap}?
                (?P<after>\d{{1,2}}(?![.,]?\d)|(?<=\s)(?:{cardinals})\b)
        )
        {gap}? (?P<closing>[\])】>])? (?:{gap}?\((?P<note>[^()\n]{{1,{_NOTE_LENGTH}}})\))?
        (?: {gap}(?P<shows>{_any_of(_words(languages, "shows"))})\b )?
        (?: {gap}?(?P<separator>[:：.．,、，–—-]){gap}?
          | {gap}*$ | (?<=[目め]){gap} | (?(closing)|(?!)) | (?(shows)|(?!))
          | (?P<bare>{gap}(?=\w))
        )
        """,
        re.IGNORECASE | re.MULTILINE | re.VERBOSE,
    )


def _slugline_pattern(languages: Iterable[Mapping[str, Any]]) -> re.Pattern[str]:
    words = _any_of(_words(languages, "sluglines"))
    return re.compile(
        rf"^(?P<heading>(?:{words})(?P<dot>\.)?[ \t]+\S[^\n]{{1,{_SLUGLINE_LENGTH}}})$",
        re.IGNORECASE | re.MULTILINE,
    )
