"""Word matching: finds listed words and phrases in texts, however they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Scripts without spaces between words: Thai, Lao, Myanmar, Khmer, kana, ideographs.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
SIGN = re.compile(
    r"[^\w\s'’\-–—.,!?]"
)  # characters that are part of a word rather than separate words
# Accents and vowel points, which are ignored. Not the marks of kana and of the Indic scripts: a
# text without those would be another word.
ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670]")


class WordList:
    """Word list: finds texts that contain a listed word or phrase as whole words.

    Case, accents, width and white space are ignored. In scripts without spaces, where word
    boundaries cannot be seen, a listed word matches anywhere.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._phrases: set[tuple[str, ...]] = set()
        self._unspaced: set[str] = set()
        self._signs: set[str] = set()
        for word in words:
            folded = fold(word)
            if UNSPACED_RUN.search(folded):
                self._unspaced.add(gapless(folded))
            elif tokens := tuple(tokens_of(folded)):
                # Without its signs, "a$$" would be "a", which nearly every prompt contains.
                if SIGN.search(folded):
                    self._signs.add(" ".join(folded.split()))
                else:
                    self._phrases.add(tokens)
        self._lengths = sorted({len(phrase) for phrase in self._phrases})

    def __len__(self) -> int:
        return len(self._phrases) + len(self._unspaced) + len(self._signs)

    def finds_in(self, text: str) -> bool:
        """Return whether *text* contains a listed word."""
        if not len(self):
            return False
        folded = fold(text)
        letters = gapless(folded)
        if any(word in letters for word in self._unspaced):
            return True
        padded = f" {' '.join(folded.split())} "
        if any(_contains_alone(word, padded) for word in self._signs):
            return True
        tokens = list(tokens_of(folded))
        return any(
            tuple(tokens[start : start + length]) in self._phrases
            for length in self._lengths
            for start in range(len(tokens) - length + 1)
        )


def fold(text: str) -> str:
    """Return *text* in the form in which it is compared."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    visible = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cs"})
    return unicodedata.normalize("NFKC", ACCENTS.sub("", visible))


def tokens_of(folded: str) -> Iterator[str]:
    """Yield the words of *folded*. A script without spaces ends the word before it."""
    apart = UNSPACED_RUN.sub(" ", folded)
    return iter("".join(char if is_word_part(char) else " " for char in apart).split())


def is_word_part(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def gapless(folded: str) -> str:
    """Return the letters of *folded* without anything between them."""
    return "".join(char for char in folded if is_word_part(char))


def _contains_alone(word: str, padded: str) -> bool:
    """Return whether *padded* contains *word* without a letter directly before or after it."""
    start = padded.find(word)
    while start > 0:
        around = padded[start - 1], padded[start + len(word)]
        if not any(map(is_word_part, around)):
            return True
        start = padded.find(word, start + 1)
    return False
