"""Line-break opportunities by the rules of the script, in two ranks: good places, and places for
lines that are too narrow for those.

Thai, Lao, Khmer and Burmese put no space between words: the dictionaries of ICU find them.
Japanese and Chinese lines break between phrases, found by BudouX, and only if they must elsewhere;
the rules of kinsoku hold for both. The libraries load when a text needs them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.comic.typesetting.grapheme_clusters import Cluster
from pipeline.comic.typesetting.scripts import primary_language

if TYPE_CHECKING:
    import budoux

_CLOSERS = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”｠»ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "‐–〜…‥!?:;,.)]}%％፡።፣፤፥፦፧፨"
)
_OPENERS = frozenset("（［｛〔〈《「『【〘〖〝‘“｟«([{¿¡")
_BREAK_AFTER = frozenset("-–—/፡።፣፤፥፦፧፨")
_DICTIONARY_SCRIPTS = frozenset({"THAI", "LAO", "KHMER", "MYANMAR"})


class Break(IntEnum):
    """Rank of the place between two clusters that no space separates."""

    NEVER = 0
    NARROW = 1  # in lines too narrow for the phrase
    GOOD = 2


def is_wide(char: str) -> bool:
    """Return whether a line may break next to *char* without a space (Chinese, Japanese)."""
    return unicodedata.east_asian_width(char) in {"W", "F"} and not "\uac00" <= char <= "\ud7a3"


def may_break(before: Cluster, after: Cluster) -> bool:
    """Return whether a line may break between two clusters that no space separates."""
    if after.text[0] in _CLOSERS or before.text[-1] in _OPENERS:
        return False
    if before.emoji or after.emoji:
        return True
    if before.text in _BREAK_AFTER:
        return not after.text[0].isdigit()
    return is_wide(before.text[0]) or is_wide(after.text[0])


def breaks(pieces: Sequence[Cluster], language: str) -> tuple[Break, ...]:
    """Return, for each cluster, the rank of a line break before it."""
    starts = (0, *accumulate(len(piece.text) for piece in pieces))
    text = "".join(piece.text for piece in pieces)
    scripts = {piece.script for piece in pieces}
    words = _words(text, language) if scripts & _DICTIONARY_SCRIPTS else frozenset()
    phrases = _phrases(text, language) if "CJK" in scripts else None
    found = [Break.NEVER]
    for before, after, start in zip(pieces, pieces[1:], starts[1:], strict=False):
        in_dictionary = {before.script, after.script} & _DICTIONARY_SCRIPTS
        if in_dictionary and not (before.emoji or after.emoji):
            found.append(Break.GOOD if start in words else Break.NEVER)
        elif not may_break(before, after):
            found.append(Break.NEVER)
        elif phrases is not None and _inside_phrase(before, after) and start not in phrases:
            found.append(Break.NARROW)
        else:
            found.append(Break.GOOD)
    return tuple(found[: len(pieces)])


def _inside_phrase(before: Cluster, after: Cluster) -> bool:
    return not before.emoji and not after.emoji and before.text not in _BREAK_AFTER


@lru_cache(maxsize=256)
def _words(text: str, language: str) -> frozenset[int]:
    """Return the offsets where ICU may break a line."""
    from icu4py.breakers import LineBreaker

    return frozenset(start for start, _ in LineBreaker(text, language or "th").segments())


@lru_cache(maxsize=256)
def _phrases(text: str, language: str) -> frozenset[int] | None:
    """Return the offsets where phrases begin, or None for a language without such rules."""
    parser = _parser(primary_language(language), "Hant" in language)
    if parser is None:
        return None
    return frozenset(accumulate(len(phrase) for phrase in parser.parse(text)))


@lru_cache(maxsize=4)
def _parser(primary: str, traditional: bool) -> budoux.Parser | None:  # noqa: FBT001
    import budoux

    if primary == "ja":
        return budoux.load_default_japanese_parser()
    if primary == "zh" and traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser() if primary == "zh" else None
