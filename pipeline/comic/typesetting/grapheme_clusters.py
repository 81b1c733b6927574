"""Text segmentation into grapheme clusters: letters with their marks, emoji sequences."""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bidi import algorithm

from pipeline.comic.typesetting.fonts import MISSING, emoji_files, font_for, has

MAX_MARKS = 3  # longest stack of combining marks; more would extend beyond the balloon
_LONGEST_EMOJI = 12
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_RTL_LANGUAGES = ("ar", "he", "fa", "ur", "yi", "iw", "ps", "sd", "ug")
_CLOSERS = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”｠»ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "‐–〜…‥!?:;,.)]}%％"
)
_OPENERS = frozenset("（［｛〔〈《「『【〘〖〝‘“｟«([{¿¡")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A letter with its marks, a blank or an emoji."""

    text: str
    font: int
    emoji: str = ""

    @property
    def blank(self) -> bool:
        return self.text == " "


def clean(text: str) -> str:
    """Return *text* normalized for drawing: composed, white space collapsed, without control
    characters, and with a limited number of combining marks per letter.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"} and char not in _JOINERS:
            marks += 1
            if marks > MAX_MARKS:
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


def clusters(text: str, face: str) -> tuple[Cluster, ...]:
    """Return the clusters of *text*, which must be clean."""
    found: list[Cluster] = []
    i = 0
    while i < len(text):
        emoji, taken = _emoji_at(text, i)
        if emoji:
            found.append(Cluster(text[i : i + taken], MISSING, emoji))
            i += taken
            continue
        end = i + 1
        while end < len(text) and (
            text[end] in _JOINERS or unicodedata.category(text[end]) in {"Mn", "Me", "Mc"}
        ):
            end += 1
        piece = text[i:end]
        font = font_for(piece[0], face)
        if font == MISSING and piece[0] in _JOINERS:
            i = end
            continue
        if font == MISSING:  # a letter whose accent is in no font is drawn without it
            base = unicodedata.normalize("NFD", piece[0])[0]
            font = font_for(base, face)
            piece = base if font != MISSING else piece
        kept = piece[0] + "".join(c for c in piece[1:] if c in _JOINERS or has(font, c))
        found.append(Cluster(kept, font))
        i = end
    return tuple(found)


def is_wide(char: str) -> bool:
    """Return whether a line may break next to *char* without a space (Chinese, Japanese)."""
    return unicodedata.east_asian_width(char) in {"W", "F"} and not "\uac00" <= char <= "\ud7a3"


def may_break(before: Cluster, after: Cluster) -> bool:
    """Return whether a line may break between two clusters that no space separates."""
    if after.text[0] in _CLOSERS or before.text[-1] in _OPENERS:
        return False
    if before.emoji or after.emoji:
        return True
    if before.text in {"-", "–", "—", "/"}:
        return not after.text[0].isdigit()
    return is_wide(before.text[0]) or is_wide(after.text[0])


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
