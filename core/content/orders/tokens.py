"""Tokens of prompts: words, single characters of scripts without spaces, numbers and ratios."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.content.word_rules.word_matching import UNSPACED, fold

_TOKEN = re.compile(
    rf"""
    (?P<ratio>(?<![\d.,])\d{{1,2}}\s?[:：x×/]\s?\d{{1,2}}(?![\d:%]))
    | (?<!<)\d+ | [{UNSPACED}] | \b[cdjlmnst]['’] | \bqu['’]
    | [^\W\d_{UNSPACED}]+(?:['’][^\W\d_{UNSPACED}]+)*
    | [&:：]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(
    r'"[^"\n]{1,500}"|“[^”]{1,500}”|„[^“”]{1,500}[“”]|«[^»]{1,500}»|「[^」]{1,500}」|『[^』]{1,500}』'
    r"|(?<!\w)'(?=\S)[^'\n]{1,300}(?:(?<=\w)'\w[^'\n]{0,300}){0,3}'(?!\w)"
    r"|(?<!\w)‘[^’\n]{1,300}(?:(?<=\w)’\w[^’\n]{0,300}){0,3}’(?!\w)"
)


@dataclass(frozen=True, slots=True)
class PromptToken:
    """Token in folded form, and where it stands in the text."""

    text: str
    start: int
    end: int
    is_ratio: bool = False


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[PromptToken]:
    """Return the tokens of a stretch of *text*."""
    return [
        PromptToken(_folded(match[0]), match.start(), match.end(), match["ratio"] is not None)
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


def without_quotations(text: str) -> str:
    """Return *text* with quoted speech replaced by quotation marks, of the same length."""
    return _QUOTED.sub(lambda match: '"' * len(match[0]), text)


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return word.lower() if word.isascii() else fold(word).replace("’", "'")
