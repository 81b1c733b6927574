"""Capitals by the rules of the language: Turkish İ, Greek without accents, Irish prefixes."""

from __future__ import annotations

import re
import unicodedata

from pipeline.comic.typesetting.scripts import primary_language

_DOTTED = {"tr", "az", "crh", "tt", "kk-latn", "gag"}
_GEORGIAN = "\u10d0", "\u10ff"  # its capitals are another style of letters, found in few fonts
_TONOS = "\u0301"
_DIALYTIKA = "\u0308"
_GREEK_MARKS = frozenset("\u0300\u0301\u0304\u0306\u0313\u0314\u0342\u0345")
# letters that a mutation puts in front of an Irish word stay small: na hÉireann, i bPáras
_IRISH = re.compile(
    r"\b(bh(?=F)|m(?=B)|g(?=C)|n(?=[DG])|b(?=P)|d(?=T)|t(?=S)|[hnt]-?(?=[AEIOUÁÉÍÓÚ]))"
)


def in_capitals(text: str, language: str) -> str:
    """Return *text* in capitals as they are lettered in *language*; scripts without case stay."""
    primary = primary_language(language)
    if primary in _DOTTED:
        text = text.replace("i", "İ")
    if primary == "lt":  # ė̇, i̇́: the dot kept below an accent is not drawn on a capital
        text = unicodedata.normalize("NFC", re.sub("(?<=[iįj])\u0307", "", text))
    if primary == "hy":
        text = text.replace("և", "ԵՎ")
    if primary == "el" or _is_greek(text):
        text = _without_greek_accents(text)
    if primary == "ga":
        return _irish(text)
    return "".join(_capital(char) for char in text)


def _capital(char: str) -> str:
    if _GEORGIAN[0] <= char <= _GEORGIAN[1] or not char.islower():
        return char
    return char.upper()


def _irish(text: str) -> str:
    kept = {i for found in _IRISH.finditer(text) for i in range(*found.span())}
    return "".join(char if i in kept else _capital(char) for i, char in enumerate(text))


def _is_greek(text: str) -> bool:
    return any("\u0370" <= char <= "\u03ff" for char in text)


def _without_greek_accents(text: str) -> str:
    """Drop the accents that capitals do not carry.

    The accent of a first vowel also says that the second is spoken apart, as in μάιος: there the
    second takes the dialytika, ΜΑΪΟΣ. A lone ή ("or") keeps its accent, to differ from the article.
    """
    kept: list[str] = []
    base, accented = "", False  # of the letter before
    letters = unicodedata.normalize("NFD", text)
    for i, char in enumerate(letters):
        if char in _GREEK_MARKS and _is_greek(base):
            accented |= char == _TONOS
            if char == _TONOS and _alone(letters, i) and base in "ηΗ":
                kept.append(char)
            continue
        if char == _DIALYTIKA and kept and kept[-1] == _DIALYTIKA:
            continue
        kept.append(char)
        if char == _DIALYTIKA:
            continue
        if accented and base in "αεοΑΕΟυΥ" and char in "ιυΙΥ" and base + char != "υυ":
            kept.append(_DIALYTIKA)
        base, accented = char, False
    return unicodedata.normalize("NFC", "".join(kept))


def _alone(letters: str, accent: int) -> bool:
    """Return whether the letter with the accent at that index is a word of its own."""
    before = letters[accent - 2] if accent >= 2 else " "
    after = letters[accent + 1] if accent + 1 < len(letters) else " "
    return not before.isalnum() and not after.isalnum()
