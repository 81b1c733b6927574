"""Cues in Chinese and Japanese, which write no spaces: 小明：“…”, 魔女「…」, 猫说：…。"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.nouns import is_kind
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.tagging import tag_words
from pipeline.comic.planner.reading import cues

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_STOPS = "。！？!?；;，,、…」』”\\s"
_CUE = re.compile(
    rf"(?:^|(?<=[{_STOPS}]))([^{_STOPS}：:“「『（）()【】]{{1,16}})"
    r"\s{0,3}(?:[（(]([^（）()]{0,20})[)）])?\s{0,3}([:：]?)\s{0,3}$"
)
_TURN = re.compile(r"(?<=[。！？!?…”」])\s*(?=([^\s。！？!?…：:，、“”「」]{1,16})[：:])")
_NAMING = frozenset((Tag.NOUN, Tag.NAME, Tag.PRONOUN))
_BESIDE = frozenset((*_NAMING, Tag.ADJECTIVE, Tag.DETERMINER, Tag.NUMBER, Tag.OTHER))
_OF = frozenset(("の", "的"))
_JAPANESE_MARKS = ("「", "『")
# Particles after a quotation that is no line of its own: 「箒」を探す, 「はい」と言う.
_PARTICLES = re.compile(r"(?:と|って|を|が|は|の|に|で|も|という|だ|です)")


@dataclass(frozen=True, slots=True)
class WideCue:
    """A name before a quotation; *start* is its offset in the text before the quotation."""

    start: int
    name: str
    manner: str


def is_wide(text: str) -> bool:
    """Return whether *text* has characters of Chinese or Japanese."""
    return bool(_WIDE.search(text))


def cue_before(before: str, mark: str, after: str) -> WideCue | None:
    """Return the cue at the end of *before*, right before a quotation that *mark* opens."""
    found = _CUE.search(before)
    if found is None or not is_wide(found.group(1)):
        return None
    if not found.group(3) and (mark not in _JAPANESE_MARKS or _PARTICLES.match(after)):
        return None
    name = found.group(1)
    languages = ("zh", "ja") if mark in _JAPANESE_MARKS else ("zh",)
    if not any(is_name(name, language) for language in languages):
        return None
    return WideCue(found.start(1), name, found.group(2) or "")


def is_name(text: str, language: str = "zh") -> bool:
    """Return whether *text* only names somebody: no verb, no particle but 的 and の.

    *language* is that of text without kana.
    """
    if cues.kind_of(text) or cues.is_time(text) or cues.says_something(text):
        return False
    if is_kind(text, "ja", lexicon.BEINGS) or is_kind(text, "zh", lexicon.BEINGS):
        return True
    language = "ja" if _KANA.search(text) else language
    words = tag_words(text, language)
    suffixes = grammar_of(language).suffixes
    names = any(word.tag in _NAMING for word in words)
    is_one = len(words) == 1 and words[0].tag is not Tag.PUNCTUATION
    return (names or is_one) and all(
        word.tag in _BESIDE or word.text in suffixes or word.text in _OF
        for word in words
        if not is_one
    )


def turns_in(line: str) -> list[int]:
    """Return the offsets of the turns of a dialogue after its first."""
    return [turn.end() for turn in _TURN.finditer(line) if is_name(turn.group(1))]


def end_of_speech(text: str) -> int:
    """Return where speech without marks ends: before the next that is introduced."""
    for turn in _TURN.finditer(text):
        name = turn.group(1)
        if is_wide(name) and (cues.says_something(name) or is_name(name)):
            return turn.start()
    return len(text)
