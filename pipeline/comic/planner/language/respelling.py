"""English as it is typed: contractions without an apostrophe, chat spellings, and typing errors.

The tagger reads the usual spelling of a word; what is printed stays as it was written.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.hanta import is_listed
from pipeline.comic.planner.language.lexicon_index import senses_of
from pipeline.comic.planner.language.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DATA = Path(__file__).with_name("respelling.toml")
_SHORTEST, _LONGEST = 3, 16  # letters of a word in which one may be wrong
_SHORT, _LONG = 4, 6
_ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly")
_TABLES = (
    lexicon.SPECIES, lexicon.ANIMALS, lexicon.ROLES, lexicon.PEOPLE, lexicon.PLACES, lexicon.ROOMS,
    lexicon.SITES, lexicon.TIMES, lexicon.THINGS, lexicon.OBJECTS, lexicon.VERBS, lexicon.SAYING,
    lexicon.ACTIONS, lexicon.EMOTIONS,
)  # fmt: skip


def respelled(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    """Return the tokens of a sentence, some split in two, each with its usual spelling."""
    data = _data()
    found = list[tuple[Token, str]]()
    for i, token in enumerate(tokens):
        lower = token.text.lower()
        following = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
        if lower in data.contractions and not (
            lower in _AMBIGUOUS and following not in _AFTER_VERB
        ):
            first, second = data.contractions[lower]
            cut = token.start + len(first)
            found.append((Token(token.text[: len(first)], token.start, cut), first))
            found.append((Token(token.text[len(first) :], cut, token.end), second))
        elif token.text in data.usual:
            found.append((token, data.usual[lower]))
        else:
            found.append((token, _mended(token.text)))
    return found


# "its" and the like are contractions before these only.
_AMBIGUOUS = frozenset(("its",))
_AFTER_VERB = frozenset(
    ("a", "an", "the", "just", "not", "so", "too", "only", "my", "your", "his", "her", "been", "me")
)


@dataclass(frozen=True, slots=True)
class _Spellings:
    usual: dict[str, str]
    contractions: dict[str, tuple[str, str]]
    words: frozenset[str]


@cache
def _data() -> _Spellings:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    split = {
        form: (first, second)
        for first, forms in data["contractions"].items()
        for form, second in forms.items()
    }
    return _Spellings(data["spellings"], split, frozenset(data["words"]))


@lru_cache(maxsize=4096)
def _mended(text: str) -> str:
    """Return *text*, or the known word that one typing error would make it from."""
    if not (_SHORTEST <= len(text) <= _LONGEST and text.isascii() and text.isalpha()):
        return text
    if not text.islower() or _is_word(text) or is_given_name(text.title()):
        return text
    found = (word for word in _candidates(text) if _is_meant(word))
    return next(found, text)


def _candidates(text: str) -> Iterator[str]:
    yield from _doubled(text) if len(text) > _SHORTEST else ()
    if len(text) == _SHORT:  # too many words of four letters are only one letter apart
        yield from (f"{text[:i]}h{text[i:]}" for i in range(1, len(text)))
    yield from _swapped(text)
    if len(text) <= _SHORT:
        return
    for i in range(1, len(text)):
        yield from (f"{text[:i]}{letter}{text[i:]}" for letter in ascii_lowercase)
    if len(text) > _LONG:  # "blorb" is no blob
        yield from (f"{text[:i]}{text[i + 1 :]}" for i in range(1, len(text)))


def _doubled(text: str) -> Iterator[str]:
    """Yield *text* with a letter twice instead of once, or once instead of twice."""
    for i in range(len(text) - 1, 0, -1):
        yield text[: i + 1] + text[i:]
        if text[i] == text[i - 1]:
            yield text[:i] + text[i + 1 :]


def _swapped(text: str) -> Iterator[str]:
    for i in range(len(text) - 1):
        yield f"{text[:i]}{text[i + 1]}{text[i]}{text[i + 2 :]}"


def _is_word(text: str) -> bool:
    return any(
        is_listed(form, "en") or form in _data().words or senses_of(form, "en")
        for form in (text, *_stems(text))
    )


def _is_meant(word: str) -> bool:
    """Return whether *word* is one that a story may well have meant."""
    return any(
        table in _TABLES for form in (word, *_stems(word)) for table, _ in senses_of(form, "en")
    )


def _stems(text: str) -> Iterator[str]:
    """Yield what *text* may be a form of: walks, stopped, making."""
    for ending in _ENDINGS:
        stem = text.removesuffix(ending)
        if stem != text and len(stem) > 2:
            yield stem
            yield f"{stem}e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
