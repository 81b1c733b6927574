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
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import groupby, product
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.moderation.word_rules.word_matching import UNSPACED_RUN, fold, tokens_of

DATA = Path(__file__).parent / "minors"
MINOR_AGES = range(18)  # years

_SHORTEST = 3  # letters of a word that is found in other words or spelled with gaps
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


class _Phrase(NamedTuple):
    """A term of several tokens."""

    head: list[str]  # without the last token
    last: str
    open_ended: bool
    kind: TermKind


class _WordIndex:
    """Index of words and phrases; those that end with an asterisk match longer words too.

    A lookup costs the same however long a word is: anybody can send a text of one endless word.
    """

    def __init__(self) -> None:
        self.longest = 0  # letters of the longest word
        self._heads: set[str] = set()  # of all words: their first letters
        self._words: dict[str, set[TermKind]] = defaultdict(set)
        self._beginnings: dict[str, set[TermKind]] = defaultdict(set)
        # By the first token and the first letter of the second one.
        self._phrases: dict[tuple[str, str], list[_Phrase]] = defaultdict(list)

    def add(self, tokens: tuple[str, ...], kind: TermKind, *, open_ended: bool) -> None:
        if len(tokens) > 1:
            phrase = _Phrase([*tokens[:-1]], tokens[-1], open_ended, kind)
            self._phrases[tokens[0], tokens[1][:1]].append(phrase)
        else:
            (self._beginnings if open_ended else self._words)[tokens[0]].add(kind)
            self._heads.add(tokens[0][:_SHORTEST])
            self.longest = max(self.longest, len(tokens[0]))

    def of_word(self, word: str) -> set[TermKind]:
        if word[:_SHORTEST] not in self._heads:
            return set()
        found = set(self._words.get(word, ()))
        for length in range(_SHORTEST, min(len(word), self.longest) + 1):
            found |= self._beginnings.get(word[:length], set())
        return found

    def inside(self, letters: str) -> set[TermKind]:
        """Return the kinds of the words anywhere in *letters*."""
        found: set[TermKind] = set()
        for start in range(len(letters) - _SHORTEST + 1):
            if letters[start : start + _SHORTEST] in self._heads:
                part = letters[start : start + self.longest]
                found |= self.of_word(part)
                for length in range(_SHORTEST, len(part)):
                    found |= self._words.get(part[:length], set())
        return found

    def at(self, tokens: list[str], start: int) -> Iterator[tuple[int, TermKind]]:
        """Yield the terms that begin at *start*, with their numbers of tokens."""
        for kind in self.of_word(tokens[start]):
            yield 1, kind
        following = tokens[start + 1][:1] if start + 1 < len(tokens) else ""
        for phrase in self._phrases.get((tokens[start], following), ()):
            end = start + len(phrase.head)
            if end < len(tokens) and tokens[start:end] == phrase.head:
                last = tokens[end]
                if last == phrase.last or (phrase.open_ended and last.startswith(phrase.last)):
                    yield len(phrase.head) + 1, phrase.kind


class _Rule:
    """All terms of all languages."""

    def __init__(self) -> None:
        self._plain = _WordIndex()  # compared without accents
        self._accented = _WordIndex()
        self._unspaced: dict[TermKind, dict[str, str]] = defaultdict(dict)  # by their patterns
        self._patterns: dict[TermKind, re.Pattern[str]] = {}

    def add(self, term: str, kind: TermKind) -> None:
        plain, accented = fold(term), _with_accents(term)
        if UNSPACED_RUN.search(plain):
            self._unspaced[kind][_unspaced_pattern(plain)] = _BETWEEN.sub("", plain)
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
        return (found | self._in_unspaced(plain)) - {TermKind.HARMLESS}

    def _masked(self, tokens: list[str]) -> list[str]:
        """Return the tokens with those of harmless phrases blanked."""
        masked = list(tokens)
        for start in range(len(tokens)):
            for length, kind in self._plain.at(tokens, start):
                if kind is TermKind.HARMLESS:
                    masked[start : start + length] = [_MASKED] * length
        return masked

    def _in_unspaced(self, text: str) -> set[TermKind]:
        if not UNSPACED_RUN.search(text):
            return set()
        letters = _BETWEEN.sub("", text)
        # Hundreds of terms are found sooner one by one than by a pattern of them all.
        kinds = {
            kind
            for kind, terms in self._unspaced.items()
            if any(term in letters for term in terms.values())
        }
        lines = [_BETWEEN.sub("", line) for line in text.split("\n")] if kinds else []
        if TermKind.HARMLESS in kinds:
            lines = [self._pattern(TermKind.HARMLESS).sub(" ", line) for line in lines]
        return {kind for kind in kinds if any(map(self._pattern(kind).search, lines))}

    def _pattern(self, kind: TermKind) -> re.Pattern[str]:
        if kind not in self._patterns:
            self._patterns[kind] = re.compile("|".join(self._unspaced[kind]))
        return self._patterns[kind]


def _kinds_of(tokens: list[str], index: _WordIndex) -> set[TermKind]:
    """Return the kinds of the terms among the tokens."""
    found: set[TermKind] = set()
    for start, token in enumerate(tokens):
        if token:
            found |= {kind for _, kind in index.at(tokens, start)}
            found |= _kinds_run_together(token, index)
    for letters in _spelled_letters(tokens):
        found |= index.inside(letters)
    return found


def _kinds_run_together(token: str, index: _WordIndex) -> set[TermKind]:
    """Return the kinds of two terms that *token* consists of, if one is a minor's: nakedchild."""
    most = index.longest + 1  # letters that tell which words begin, or are, a longer word
    for cut in range(_SHORTEST, len(token) - _SHORTEST + 1):
        left = index.of_word(token[: min(cut, most)])
        if not left and cut >= most:
            break
        if left and (right := index.of_word(token[cut : cut + most])):
            kinds = left | right
            if kinds & _MINORS and kinds & _SEXUAL:
                return kinds
    return set()


def _spelled_letters(tokens: Iterable[str]) -> Iterator[str]:
    """Yield single letters in a row, which may spell words: c h i l d."""
    for are_single, row in groupby(tokens, key=lambda token: len(token) == 1):
        if are_single:
            yield "".join(row)


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
