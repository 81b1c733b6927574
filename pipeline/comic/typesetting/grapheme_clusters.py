"""Text segmentation into grapheme clusters: letters with their marks, emoji sequences."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bidi import algorithm

from pipeline.comic.typesetting.font_choice import FontChoice
from pipeline.comic.typesetting.fonts import MISSING, Font, emoji_files, has
from pipeline.comic.typesetting.scripts import COMMON, script_of

MAX_MARKS = 3  # longest stack of accents; more would extend beyond the balloon
_MAX_SIGNS = 5  # longest stack of the vowel and tone signs of a script: Burmese လျှို့ has four
_LONGEST_EMOJI = 12
# Accents beyond any use, which take the time of normalization by the square of their number.
_STACK = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{9})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_VIRAMA = 9  # canonical combining class
_VISIBLE_VIRAMAS = frozenset("\u0bcd\u0e3a\u103a")  # Tamil, Thai, Burmese: a mark, no conjunct
_SPACING_VOWELS = frozenset("\u0e33\u0eb3")  # am of Thai and Lao: partly above the letter before
_RTL_LANGUAGES = ("ar", "he", "fa", "ur", "yi", "iw", "ps", "sd", "ug")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A letter with its marks, a blank or an emoji."""

    text: str
    font: Font
    emoji: str = ""
    script: str = COMMON

    @property
    def blank(self) -> bool:
        return self.text == " "


def clean(text: str) -> str:
    """Return *text* normalized for drawing: composed, white space collapsed, without control
    characters, and with a limited number of combining marks per letter.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", _STACK.sub(r"\1", text)):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"} and char not in _JOINERS:
            own = bool(kept and script_of(char))
            if own and char == kept[-1]:
                continue
            marks += 1
            if marks > (_MAX_SIGNS if own else MAX_MARKS):
                continue
        else:
            marks = 0
        if char.isspace() or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif category in {"Cc", "Cs", "Cn"} or (
            category == "Cf" and char not in _JOINERS and not "\U000e0020" <= char <= "\U000e007f"
        ):
            continue
        else:
            kept.append(char)
    return " ".join("".join(kept).split())


def _emoji_at(text: str, start: int) -> tuple[str, int]:
    """Return the key of the longest emoji at *start*, and its length in characters."""
    first = text[start]
    following = text[start + 1] if start + 1 < len(text) else ""
    if following == "\ufe0e" or (first.isascii() and following not in {"\ufe0f", "\u20e3"}):
        return "", 0
    early = ord(first) < 0x231A or 0x3000 <= ord(first) <= 0x32FF
    if early and not first.isascii() and following != "\ufe0f":
        return "", 0
    files = emoji_files()
    best, taken, key = "", 0, ""
    for offset, char in enumerate(text[start : start + _LONGEST_EMOJI]):
        if char != "\ufe0f":
            key += char
        if key in files:
            best, taken = key, offset + 1
    while taken and start + taken < len(text) and text[start + taken] == "\ufe0f":
        taken += 1
    return best, taken


def clusters(text: str, face: str, language: str = "en") -> tuple[Cluster, ...]:
    """Return the clusters of *text*, which must be clean."""
    return tuple(cluster for _, cluster in _chosen(text, face, language))


def missing_letters(text: str, language: str) -> list[str]:
    """Return the letters of *text*, which must be clean, that no font has, or without a mark."""
    return [
        piece
        for piece, cluster in _chosen(text, "hand", language)
        if not cluster.emoji and (cluster.font == MISSING or cluster.text != piece)
    ]


def _chosen(text: str, face: str, language: str) -> Iterator[tuple[str, Cluster]]:
    """Yield each piece of a text with its cluster, as it is drawn."""
    pieces = tuple(_pieces(text))
    choice = FontChoice([piece for piece, emoji in pieces if not emoji], face, language)
    script = next((s for piece, emoji in pieces if not emoji and (s := script_of(piece[0]))), "")
    for piece, emoji in pieces:
        if emoji:
            yield piece, Cluster(piece, MISSING, emoji)
            continue
        script = script_of(piece[0]) or script
        drawn, font = choice.font_for(piece)
        if font == MISSING and piece[0] in _JOINERS:
            continue
        kept = drawn[0] + "".join(c for c in drawn[1:] if c in _JOINERS or has(font, c))
        yield piece, Cluster(kept, font, script=script)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text of each cluster, and the key of the emoji that it is."""
    i = 0
    while i < len(text):
        emoji, taken = _emoji_at(text, i)
        end = i + taken if emoji else _end_of_letter(text, i)
        yield text[i:end], emoji
        i = end


def _end_of_letter(text: str, start: int) -> int:
    """Return the end of a letter with its marks, and with the letters that it joins by a virama."""
    end = start + 1
    while end < len(text):
        char, before = text[end], text[end - 1]
        joined = before in _JOINERS and end - 2 >= start and _stacks(text[end - 2])
        if (
            char in _JOINERS
            or char in _SPACING_VOWELS
            or unicodedata.category(char) in {"Mn", "Me", "Mc"}
            or ((joined or _stacks(before)) and char.isalpha() and script_of(char))
        ):
            end += 1
        else:
            break
    return end


def _stacks(char: str) -> bool:
    """Return whether *char* joins the letter before it with the one after it."""
    return unicodedata.combining(char) == _VIRAMA and char not in _VISIBLE_VIRAMAS


def runs_right_to_left(text: str, language: str) -> bool:
    """Return whether a paragraph is right-to-left: by its first letter, else by its language."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return language.split("-", maxsplit=1)[0].lower() in _RTL_LANGUAGES


@lru_cache(maxsize=256)
def levels(pieces: tuple[Cluster, ...], *, rtl: bool) -> tuple[int, ...]:
    """Return the bidi embedding level of every cluster of a paragraph (odd: right to left)."""
    # one character stands for each cluster, so that positions stay the same
    text = "".join(
        "\ufffc"
        if p.emoji or unicodedata.bidirectional(p.text[0]) in {"BN", "B", "S", "NSM"}
        else p.text[0]
        for p in pieces
    )
    if not rtl and not any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in text):
        return (0,) * len(pieces)
    storage: dict[str, Any] = {
        "base_level": int(rtl),
        "base_dir": "LR"[rtl],
        "chars": [],
        "runs": deque(),
    }
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found = tuple(int(char["level"]) for char in storage["chars"])
    assert len(found) == len(pieces)
    return found
