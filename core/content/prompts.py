"""Prompt normalization: clean-up of texts before they are drawn, stored or shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.errors import EmptyPromptError, PromptTooLongError

PROMPT_LIMIT = 2000  # characters, after cleaning; the limit of the generator contract
MARKS_LIMIT = 4  # combining marks per letter; Hebrew, Thai and Vietnamese need fewer

ZWNJ, ZWJ = "\u200c", "\u200d"
BLACK_FLAG = "\U0001f3f4"  # the base of the flags of England, Scotland and Wales
LINE_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Invisible characters that no prompt needs: fillers, invisible operators, the byte order mark,
# annotation marks, and controls of the writing direction.
JUNK = frozenset(
    map(
        chr,
        (
            *(0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x3164, 0xFEFF),
            *(0xFFA0, 0xFFFC, 0xFFFD),
            *range(0x202A, 0x202F),  # embeddings and overrides
            *range(0x2060, 0x2070),  # word joiner, invisible operators, isolates
            *range(0xFFF9, 0xFFFC),
        ),
    )
)


def clean_prompt(text: str) -> str:
    """Return *text* as a clean prompt. Raises EmptyPromptError or PromptTooLongError."""
    prompt = tidy(text)
    if not _is_visible(prompt):
        raise EmptyPromptError
    if len(prompt) > PROMPT_LIMIT:
        raise PromptTooLongError(len(prompt), PROMPT_LIMIT)
    return prompt


def tidy(text: str) -> str:
    """Return *text* in NFC, without invisible junk and with normalized white space.

    Line breaks are kept, because lines may belong to different speakers; empty lines are removed.
    """
    text = unicodedata.normalize("NFC", LINE_BREAKS.sub("\n", text))
    kept = unicodedata.normalize("NFC", "".join(_sane_marks(_without_junk(text))))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def tidy_line(text: str) -> str:
    """Return *text* tidied, on one line."""
    return " ".join(tidy(text).split("\n"))


def cut(text: str, limit: int) -> str:
    """Return at most *limit* characters of *text*, without splitting a letter or emoji."""
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and (_joins_previous(text[end]) or text[end - 1] == ZWJ):
        end -= 1
    return text[:end].rstrip()


def _without_junk(text: str) -> Iterator[str]:
    """Yield *text* without junk; joiners only between visible characters, tags only in flags."""
    previous = ""
    in_flag = False
    following = iter([*text[1:], ""])
    for char in text:
        upcoming = next(following)
        in_flag = char == BLACK_FLAG or (in_flag and _is_tag(char))
        if _is_junk(char) or (_is_tag(char) and not in_flag):
            continue
        if char in {ZWNJ, ZWJ} and not (_can_be_joined(previous) and _can_be_joined(upcoming)):
            continue
        previous = char
        yield char


def _sane_marks(chars: Iterable[str]) -> Iterator[str]:
    """Yield the characters, with at most MARKS_LIMIT combining marks in a row."""
    marks = 0
    for char in chars:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= MARKS_LIMIT:
            yield char


def _is_junk(char: str) -> bool:
    # Cc: control, Cs: lone surrogates, Co: private use, which no bundled font contains.
    if char in JUNK or unicodedata.category(char) in {"Cs", "Co"}:
        return True
    is_control = unicodedata.category(char) == "Cc" and char not in "\n\t"
    is_noncharacter = 0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE
    return is_control or is_noncharacter


def _is_tag(char: str) -> bool:
    return 0xE0000 <= ord(char) <= 0xE007F


def _can_be_joined(char: str) -> bool:
    return bool(char) and char not in {ZWNJ, ZWJ} and not char.isspace() and not _is_junk(char)


def _joins_previous(char: str) -> bool:
    return (
        char == ZWJ
        or _is_tag(char)
        or unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or 0x1F3FB <= ord(char) <= 0x1F3FF  # skin tones
    )


def _is_visible(text: str) -> bool:
    """Return whether *text* has a letter, digit, punctuation mark or symbol."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)
