"""Sentence segmentation: abbreviations, initials, numbers, quotations and addresses end none.

Text in quotation marks or brackets is not split. Every character that is not white space lies in
exactly one sentence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.comic.planner.language.sentence_words import SentenceWords, sentence_words

STOPS = ".!?…。！？｡।॥؟۔።፧։။៕៖"
"""Characters that end sentences, of all scripts."""

_PLAIN = "!?"
_ALWAYS = "。！？｡।॥؟۔።፧။៕"  # they end sentences whatever follows, also without white space
_CLOSERS = "\"'”’»›)]}」』）】〉》"
_OPENERS = "\"'“‘«‹([{「『（【〈《¿¡„—–―-*_# "
_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    '"': '"',
    "(": ")",
    "（": "）",
    "[": "]",
}
_FARTHEST = 600  # characters in quotation marks or brackets
_JAPANESE_TAGS = ("と", "って", "、", "は", "を", "に", "の", "が", "も", "で", "，", ",")
_ORDINAL = 3  # digits
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõåæøаеёиоуыэюяіїє]", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"[^\S\n]*\d{1,3}")
_SYMBOLS = re.compile(r"((?:(?!\s)[\W_])+)(?:\s+|\Z)")
_TOKEN = 24  # longest abbreviation before a stop, with those before it


def sentences_of(text: str, language: str) -> list[str]:
    """Return the sentences of *text*, without white space around them."""
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of *text*, in order."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*_Scan(text, sentence_words(language)).ends(), len(text)]:
        piece = text[start:end]
        first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = end
        if spans and (joined := _symbols_at(text, first, last)) > first:
            # emoji belong to the text before them
            spans[-1] = (spans[-1][0], joined)
            first = last - len(text[joined:last].lstrip())
        if first >= last:
            continue
        if spans and not any(map(str.isalnum, text[first:last])):
            spans[-1] = (spans[-1][0], last)  # so do marks
        else:
            spans.append((first, last))
    return spans


@dataclass(slots=True)
class _Scan:
    """One pass over a text."""

    text: str
    words: SentenceWords

    def ends(self) -> list[int]:
        """Return the positions behind the sentences, in order; the end of the text may lack."""
        text, found, i = self.text, [], 0
        while i < len(text):
            char = text[i]
            if char == "\n":
                if not self._goes_on(i):
                    found.append(i)
                i += 1
                continue
            if char in _PAIRS and (end := self._closing(i)) > 0:
                stopped = text[end - 1] in STOPS
                end = self._closed(end + 1)
                if stopped and self._breaks_after_closer(end, self._next(end)):
                    found.append(end)
                i = end
                continue
            if char not in STOPS:
                i += 1
                continue
            end = i + 1
            while end < len(text) and text[end] in STOPS:
                end += 1
            closed = self._closed(end)
            if self._breaks(i, end, closed):
                found.append(closed)
            i = max(closed, i + 1)
        return found

    def _closing(self, i: int) -> int:
        """Return the position of the mark that closes the one at *i*, or -1."""
        text = self.text
        if text[i] == '"' and i and not (text[i - 1].isspace() or text[i - 1] in _OPENERS):
            return -1
        if i + 1 >= len(text) or text[i + 1].isspace():
            return -1
        ends = [text.find(closer, i + 1, i + _FARTHEST) for closer in _PAIRS[text[i]]]
        return min((end for end in ends if end > i + 1), default=-1)

    def _closed(self, end: int) -> int:
        text = self.text
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        if text[end : end + 2] in {" »", "\u00a0»", "\u202f»"}:
            end += 2
        return end

    def _goes_on(self, i: int) -> bool:
        """Return whether the sentence continues behind the line break at *i*: wrapped prose."""
        before = self.text[max(0, i - _TOKEN) : i].rstrip()
        after = self.text[i + 1 : i + 2]
        return bool(before) and before[-1] not in STOPS and after.islower()

    def _next(self, end: int) -> str:
        """Return the word after *end* with its first letter or digit first, "" at the end."""
        text = self.text
        while end < len(text) and (text[end] in _OPENERS or text[end].isspace()):
            end += 1
        return text[end : end + _TOKEN]

    def _breaks_after_closer(self, end: int, following: str) -> bool:
        text = self.text
        if text.startswith(_JAPANESE_TAGS, end):
            return False  # 「…。」と言った
        if end < len(text) and not text[end].isspace():
            return not text[end].isascii() and text[end].isalpha()
        return not following[:1].islower()

    def _breaks(self, start: int, end: int, closed: int) -> bool:
        """Return whether the stops from *start* to *end* end a sentence."""
        text, stops, following = self.text, self.text[start:end], self._next(closed)
        if closed > end and text.startswith(_JAPANESE_TAGS, closed):
            return False
        if any(stop in _ALWAYS for stop in stops):
            return not following[:1].islower() or closed == end
        if not following:
            return True
        if not text[closed].isspace():
            return _is_caseless(text[closed])
        if closed > end or len(stops) > 1 or stops[0] != ".":
            return self._breaks_loudly(start, stops, following, quoted=closed > end)
        return self._breaks_at_stop(start, following)

    def _breaks_loudly(self, start: int, stops: str, following: str, *, quoted: bool) -> bool:
        """Decide at question and exclamation marks, and at ellipses."""
        if following[0].islower():
            # a text without capitals has sentences too; "Yahoo! is" has one
            return not quoted and stops[-1] in _PLAIN and self._is_uncapitalized()
        if "…" in stops or ".." in stops:
            return self._word_before(start)[0] != _first_word(following)  # "I... I know"
        return True

    def _breaks_at_stop(self, start: int, following: str) -> bool:
        word, before = self._word_before(start)
        words, small = self.words, following[0].islower()
        starts = _first_word(following) in words.starters
        if word.isdigit():
            return self._breaks_after_number(start, word, following, starts=starts)
        if word in words.may_end or f"{before}.{word}" in words.may_end:
            return not small
        if word in words.after_number:
            return before.isdigit() and not small
        if word in words.inside or (word in words.before_number and following[0].isdigit()):
            return False
        if word.lower() in words.titles or word in words.in_names or _is_initial(word):
            return starts or (word == "I" and before.islower())  # "So do I."
        unabbreviated = "." not in word and bool(_VOWEL.search(word) or not word.isascii())
        return unabbreviated or not small

    def _breaks_after_number(self, start: int, word: str, following: str, *, starts: bool) -> bool:
        line = self.text.rfind("\n", 0, start) + 1
        if _LIST_NUMBER.fullmatch(self.text, line, start):
            return False  # the number of an item belongs to it
        if self.words.ordinals and len(word) <= _ORDINAL:
            return starts
        return not following[0].islower()

    def _word_before(self, stop: int) -> tuple[str, str]:
        """Return the word that ends at *stop*, and the one before it."""
        words = self.text[max(0, stop - 2 * _TOKEN) : stop].split()
        if not words or self.text[stop - 1].isspace():
            return "", ""
        return words[-1].lstrip(_OPENERS), words[-2].rstrip(".") if len(words) > 1 else ""

    def _is_uncapitalized(self) -> bool:
        first = next((char for char in self.text if char.isalpha()), "")
        return first.islower()


def _symbols_at(text: str, start: int, end: int) -> int:
    """Return the end of the emoji and symbols between *start* and *end* that come first."""
    found = start
    while start < end and (token := _SYMBOLS.match(text, start, end)):
        if unicodedata.category(token.group(1)[0]) != "So":
            break
        found, start = token.end(1), token.end()
    return found


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found.group() if found else ""


def _is_caseless(char: str) -> bool:
    return char.isalpha() and char.lower() == char.upper()


def _is_initial(word: str) -> bool:
    """Return whether *word* is "J", "J.R" or "J.-P"."""
    parts = word.replace("-", ".").split(".")
    return all(len(part) == 1 and part.isupper() for part in parts if part) and any(parts)
