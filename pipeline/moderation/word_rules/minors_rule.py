"""Minors rule: no text may name a minor together with something sexual, in any language.

The terms are data: `minors/*.toml`, one file per language, explained in `minors/en.toml`. All files
apply to every text, since a text may mix languages. No setting turns the rule off.

The rule reads tricks within reason: width, accents, invisible characters, look-alike letters of
other alphabets, digits and signs for letters (s3x), letters apart (s e x) or repeated (seeex), and
two words run together. A term with an accent needs that accent (niña is not the name Nina); a term
without one ignores accents.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.moderation.word_rules.word_matching import UNSPACED_RUN, fold, tokens_of

DATA = Path(__file__).parent / "minors"
MINOR_AGES = range(18)  # years

_SHORTEST = 3  # letters of a word that is found in other words or spelled with gaps
_RUN_LIMIT = 64  # single letters in a row that are read as a spelled word
_MASKED = ""  # takes the place of a harmless phrase's tokens


class TermKind(StrEnum):
    """Meaning of a term; the values are the keys of the data files."""

    CERTAIN = "certain"  # a minor
    AMBIGUOUS = "ambiguous"  # a minor or an adult: girl, boy
    EXPLICIT = "explicit"  # sexual
    SUGGESTIVE = "suggestive"  # sexual in some contexts: sexy, lingerie
    ALWAYS = "always"  # a minor and sexual in one term: lolicon
    HARMLESS = "harmless"  # phrases that contain a term in another sense: naked mole rat


_MINORS = {TermKind.CERTAIN, TermKind.AMBIGUOUS}
_SEXUAL = {TermKind.EXPLICIT, TermKind.SUGGESTIVE}


def refuses(texts: Iterable[str]) -> bool:
    """Return whether *texts*, taken together, break the rule."""
    kinds = _rule().kinds_in("\n".join(texts))
    if TermKind.ALWAYS in kinds:
        return True
    if TermKind.CERTAIN in kinds and kinds & _SEXUAL:
        return True
    return TermKind.AMBIGUOUS in kinds and TermKind.EXPLICIT in kinds


def kinds_in(text: str) -> set[TermKind]:
    """Return the kinds of the terms in *text*, without those in harmless phrases."""
    return _rule().kinds_in(text)


@cache
def _rule() -> _Rule:
    rule = _Rule()
    for path in sorted(DATA.glob("*.toml")):
        for term, kind in _terms_of(tomllib.loads(path.read_text(encoding="utf-8"))):
            rule.add(term, kind)
    return rule


# --- Data -----------------------------------------------------------------------------------------


def _terms_of(language: Mapping[str, Any]) -> Iterator[tuple[str, TermKind]]:
    for kind in TermKind:
        for term in language.get(kind.value, ()):
            yield term, kind
    ages = language.get("ages", {})
    numbers = [str(age) for age in MINOR_AGES]
    for form, number in product(ages.get("forms", ()), numbers):
        yield form.format(n=number), TermKind.CERTAIN
    for form, number in product(ages.get("word_forms", ()), ages.get("numbers", ())):
        yield form.format(n=number), TermKind.CERTAIN
        for tens in ages.get("tens", ()):  # thirty-two years old
            yield f"{tens} {form.format(n=number)}", TermKind.HARMLESS


# --- Comparison -----------------------------------------------------------------------------------


class _WordIndex:
    """Index of words and phrases; those that end with an asterisk match longer words too."""

    def __init__(self) -> None:
        self._words: dict[str, set[TermKind]] = defaultdict(set)
        self._beginnings: dict[str, set[TermKind]] = defaultdict(set)
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool, TermKind]]] = defaultdict(list)

    def add(self, tokens: tuple[str, ...], kind: TermKind, *, open_ended: bool) -> None:
        if len(tokens) > 1:
            self._phrases[tokens[0]].append((tokens, open_ended, kind))
        else:
            (self._beginnings if open_ended else self._words)[tokens[0]].add(kind)

    def of_word(self, word: str) -> set[TermKind]:
        found = set(self._words.get(word, ()))
        for length in range(_SHORTEST, len(word) + 1):
            found |= self._beginnings.get(word[:length], set())
        return found

    def at(self, tokens: Sequence[str], start: int) -> Iterator[tuple[int, TermKind]]:
        """Yield the terms that begin at *start*, with their numbers of tokens."""
        for kind in self.of_word(tokens[start]):
            yield 1, kind
        for phrase, open_ended, kind in self._phrases.get(tokens[start], ()):
            part = tuple(tokens[start : start + len(phrase)])
            if part == phrase or (
                open_ended
                and part[:-1] == phrase[:-1]
                and len(part) == len(phrase)
                and part[-1].startswith(phrase[-1])
            ):
                yield len(phrase), kind


class _Rule:
    """All terms of all languages."""

    def __init__(self) -> None:
        self._plain = _WordIndex()  # compared without accents
        self._accented = _WordIndex()
        self._unspaced: dict[TermKind, list[str]] = defaultdict(list)
        self._patterns: dict[TermKind, re.Pattern[str]] = {}

    def add(self, term: str, kind: TermKind) -> None:
        plain, accented = fold(term), _with_accents(term)
        if UNSPACED_RUN.search(plain):
            self._unspaced[kind].append(_unspaced_pattern(plain))
            return
        index, text = self._plain, plain
        if plain != accented and kind is not TermKind.HARMLESS:
            index, text = self._accented, accented
        index.add(tuple(tokens_of(text)), kind, open_ended=term.endswith("*"))

    def kinds_in(self, text: str) -> set[TermKind]:
        plain = fold(text)
        words = list(tokens_of(plain))
        accented = list(tokens_of(_with_accents(text)))
        found: set[TermKind] = set()
        if len(accented) == len(words):
            kept = zip(accented, self._masked(words), strict=True)
            found |= _kinds_of([token if mask else _MASKED for token, mask in kept], self._accented)
        for variant in _variants(plain):
            found |= _kinds_of(self._masked(list(tokens_of(variant))), self._plain)
        for line in plain.split("\n"):
            found |= self._in_unspaced(line)
        return found - {TermKind.HARMLESS}

    def _masked(self, tokens: list[str]) -> list[str]:
        """Return the tokens with those of harmless phrases blanked."""
        masked = list(tokens)
        for start in range(len(tokens)):
            for length, kind in self._plain.at(tokens, start):
                if kind is TermKind.HARMLESS:
                    masked[start : start + length] = [_MASKED] * length
        return masked

    def _in_unspaced(self, line: str) -> set[TermKind]:
        if not UNSPACED_RUN.search(line):
            return set()
        if not self._patterns:
            self._patterns = {
                kind: re.compile("|".join(terms)) for kind, terms in self._unspaced.items()
            }
        letters = _BETWEEN.sub("", line)
        letters = self._patterns[TermKind.HARMLESS].sub(" ", letters)
        return {kind for kind, pattern in self._patterns.items() if pattern.search(letters)}


def _kinds_of(tokens: Sequence[str], index: _WordIndex) -> set[TermKind]:
    """Return the kinds of the terms among the tokens."""
    found: set[TermKind] = set()
    for start, token in enumerate(tokens):
        if token:
            found |= {kind for _, kind in index.at(tokens, start)}
            found |= _kinds_run_together(token, index)
    for word in _spelled_words(tokens):
        found |= index.of_word(word)
    return found


def _kinds_run_together(token: str, index: _WordIndex) -> set[TermKind]:
    """Return the kinds of two terms that *token* consists of, if one is a minor's: nakedchild."""
    for cut in range(_SHORTEST, len(token) - _SHORTEST + 1):
        left = index.of_word(token[:cut])
        if left and (right := index.of_word(token[cut:])):
            kinds = left | right
            if kinds & _MINORS and kinds & _SEXUAL:
                return kinds
    return set()


def _spelled_words(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the words that single letters in a row may spell: c h i l d."""
    run = ""
    for token in (*tokens, ""):
        if len(token) == 1:
            run += token
            continue
        run = run[:_RUN_LIMIT]
        for start in range(len(run) - _SHORTEST + 1):
            for end in range(start + _SHORTEST, len(run) + 1):
                yield run[start:end]
        run = ""


def _with_accents(text: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cs"})


# --- Tricks ---------------------------------------------------------------------------------------

# Letters of other alphabets that look like Latin ones.
_LOOK_ALIKE = str.maketrans("аеорсухкіѕјһԁԛԝвмтнαεοικνυχτ", "aeopcyxkisjhdqwbmthaeoiknuxt")
_OTHER_ALPHABET = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[a-z]")
_NOT_SPACE = re.compile(r"\S+")
_SIGNS = str.maketrans("034578@$!+", "oeastbasit")
_HAS_SIGN = re.compile(r"[a-z][0134578@$!+]|[0134578@$!+][a-z]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")


def _variants(folded: str) -> set[str]:
    """Return *folded*, and what it spells if it is read as a trick."""
    latin = _NOT_SPACE.sub(_in_latin, folded)
    forms = {folded, latin, *(_without_signs(latin, one) for one in "il")}
    return forms | {_REPEATED.sub(kept, form) for form in forms for kept in (r"\1", r"\1\1")}


def _in_latin(found: re.Match[str]) -> str:
    """Replace the look-alikes in a word that mixes alphabets."""
    word = found[0]
    mixed = _LATIN.search(word) and _OTHER_ALPHABET.search(word)
    return word.translate(_LOOK_ALIKE) if mixed else word


def _without_signs(text: str, one: str) -> str:
    """Replace digits and signs next to letters by the letters that they stand for; 1 by *one*."""

    def replaced(found: re.Match[str]) -> str:
        word = found[0]
        return word.replace("1", one).translate(_SIGNS) if _HAS_SIGN.search(word) else word

    return _NOT_SPACE.sub(replaced, text)


# --- Scripts without spaces -----------------------------------------------------------------------

# What may stand between two letters of a word; not the marks that end a sentence or its parts.
_BETWEEN = re.compile(r"[\s.*_\-~/|+\\・･'\"]+")
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30fe"
_NUMERAL = "0-9〇一二三四五六七八九十百千"


def _unspaced_pattern(folded: str) -> str:
    """Return a pattern for a term: katakana ends with its run, a number with its digits.

    Otherwise the clown (ピエロ) would contain エロ, and 26歳 would contain 6歳.
    """
    pattern = re.escape(_BETWEEN.sub("", folded))
    if re.fullmatch(f"[{_KATAKANA}]+", folded):
        return f"(?<![{_KATAKANA}]){pattern}(?![{_KATAKANA}])"
    if re.match(f"[{_NUMERAL}]", folded):
        return f"(?<![{_NUMERAL}.]){pattern}"
    return pattern
