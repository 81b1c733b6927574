"""Language of one sentence or quotation: by script, letters, function words and known words.

A comic may hold several languages, so each sentence is asked for on its own. py3langid is asked
where that does not decide: its model takes 0.7 s and 60 MB, and errs on very short texts.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from functools import cache, lru_cache
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.detection_by_letters import (
    by_arabic_letters,
    by_cyrillic_letters,
    by_han,
    by_latin_letters,
    is_foreign_to,
)
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from py3langid.langid import LanguageIdentifier

# Languages whose words the planner reads.
KNOWN = frozenset(("en", "pt", "es", "ja", "de", "fr", "it", "ru", "zh", "ar", "he"))
UNDETERMINED = "und"

_LATIN = ("en", "pt", "es", "fr", "it", "de")
_SCRIPTS = {
    "HANGUL": "ko", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "ETHIOPIC": "am",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GREEK": "el", "BENGALI": "bn", "GURMUKHI": "pa",
    "GUJARATI": "gu", "ORIYA": "or", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn",
    "MALAYALAM": "ml", "SINHALA": "si", "HEBREW": "he", "TIBETAN": "bo", "MONGOLIAN": "mn",
    "CHEROKEE": "chr", "TIFINAGH": "zgh", "THAANA": "dv", "SYRIAC": "syr", "BOPOMOFO": "zh",
}  # fmt: skip
_KANA = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH")
# A character of these scripts is about as much as this many letters.
_WEIGHTS = {"CJK": 3, "HIRAGANA": 2, "KATAKANA": 1, "HANGUL": 3}
_IDENTIFIED = {
    "CYRILLIC": ("ru", "uk", "bg", "sr"),  # without letters of their own
    "DEVANAGARI": ("hi", "mr", "ne"),
    "LATIN": (
        "en", "pt", "es", "fr", "it", "de", "nl", "id", "sw", "tr", "az", "uz", "vi", "pl", "cs",
        "sk", "hr", "ro", "hu", "sv", "da", "no", "fi", "et", "lt", "lv", "ha", "yo", "ig", "tl",
        "ca", "gl", "eu", "sq", "is", "mt", "cy", "ga", "zu", "xh", "so", "mg", "rw", "af", "sl",
    ),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300]*(?:['’ʻ`][^\W\d_]+)*")
_DEVANAGARI_WORD = re.compile(r"[\u0900-\u0963\u0971-\u097f]+")
_MOST = 200  # words, or characters around, that are considered
_IDENTIFIED_LENGTH = 600  # characters
_SURE = 1.0  # lead in points, where a word of this language alone is one
_PRIOR = 0.3
_SHARE = 0.2  # points a word that a longer text must have
_KNOWN_WORD = 0.7
_TELLING = 4  # letters of a word that tells a language; shorter ones are in many
_NOTABLE = 0.5
_CLEAR = 0.8
_NEIGHBOURS = {"gl": ("pt", "es"), "ca": ("es", "fr")}  # that short texts look like
_OPENING = 0.5  # points of a function word that is a name as well
_SHORT = 2  # words
_NAME = 4  # letters; a shorter word is a function word rather than a name
_LONG = 5  # words


@lru_cache(maxsize=512)
def language_of(text: str, told: str = "", around: str = "") -> str:
    """Return the BCP 47 code of the language of *text*, "und" if it has no letters.

    A text too short to tell is taken for *told*, the language of the order, or that of *around*.
    """
    told = told.split("-", maxsplit=1)[0].lower()
    letters = Counter(script_of(char) for char in text if char.isalpha())
    if not letters:
        return UNDETERMINED
    script = _main_script(letters)
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    if script == "CJK":
        kana = any(letters[name] for name in _KANA)
        around_kana = any(script_of(char) in _KANA for char in around[:_MOST])
        return "ja" if kana else by_han(text, told, japanese_around=around_kana)
    if script == "ARABIC":
        return by_arabic_letters(text, told)
    return _by_words(script, text, told, around)


def _main_script(letters: Counter[str]) -> str:
    """Return the script that most is written in; kana and Chinese characters are one."""
    weights: Counter[str] = Counter()
    for name, count in letters.items():
        weights["CJK" if name in _KANA else name] += count * _WEIGHTS.get(name, 1)
    return weights.most_common(1)[0][0]


def _by_words(script: str, text: str, told: str, around: str) -> str:
    words = [match.group() for match in _WORD.finditer(unicodedata.normalize("NFC", text))]
    words = words[:_MOST]
    if script == "DEVANAGARI":
        return _of_devanagari(text, told)
    if script == "CYRILLIC":
        return by_cyrillic_letters(text) or _of_cyrillic(words, text, told, around)
    return _of_latin(words, text, told, around) if script == "LATIN" else UNDETERMINED


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the script of a letter, the first word of its Unicode name."""
    return unicodedata.name(char, "").split(" ", maxsplit=1)[0]


def _of_devanagari(text: str, told: str) -> str:
    scores = _by_function_words(_DEVANAGARI_WORD.findall(text))
    scores["mr"] += text.count("ळ")
    first, lead = _leader(scores)
    if lead:
        return first
    codes = _IDENTIFIED["DEVANAGARI"]
    return told if told in codes else _identified(text, codes)


def _of_cyrillic(words: Sequence[str], text: str, told: str, around: str) -> str:
    """Tell Russian, whose function words and vocabulary are known, from the others."""
    grammar = grammar_of("ru").readings
    nearby = by_cyrillic_letters(around)
    if (nearby or told in _IDENTIFIED["CYRILLIC"]) and len(words) <= _SHORT:
        return nearby or told
    known = sum(word.lower() in grammar for word in words)
    if known or len(words) <= _SHORT or any(word.lower() in _words_of("ru") for word in words):
        return "ru"
    return nearby or _identified(text, _IDENTIFIED["CYRILLIC"])


def _of_latin(words: Sequence[str], text: str, told: str, around: str) -> str:
    """Tell by function words and letters, then by vocabulary, then by what is told or around."""
    others = [word for word in words if not _is_name(word)]
    scores = _by_function_words(word for word in words if len(word) < _NAME or word in others)
    for code, points in by_latin_letters(text).items():
        scores[code] += points
    for word in words[:1] if words and words[0] not in others else ():
        for code in _function_words().get(word.lower(), ()):
            scores[code] += _OPENING  # "Ella ve un burro" is about her, or about Ella
    scores["en"] += 0.5 * words[:1].count("I") + words[1:].count("I")
    for code in _LATIN:
        scores[code] -= 1.5 * sum(is_foreign_to(code, word) for word in words)
    first, lead = _leader(scores)
    doubtful = first not in _LATIN and len(words) < _LONG
    if lead >= _SURE + doubtful or (first == told and lead >= _NOTABLE):
        return first
    for word in others:
        codes = _known_in(word.lower())
        for code in codes:
            scores[code] += _KNOWN_WORD / len(codes)
    nearby = language_of(around, told) if around and around != text else ""
    if len(words) <= _SHORT:
        return _of_short(text, scores, nearby or told)
    if nearby and (scores[nearby] > 0 or (scores[nearby] == 0 and len(words) < _LONG)):
        first, _ = _leader(scores)
        return first if first and scores[first] - scores[nearby] >= _NOTABLE else nearby
    return _of_sentence(words, text, told, scores)


def _of_sentence(
    words: Sequence[str], text: str, told: str, scores: defaultdict[str, float]
) -> str:
    """Return the language of a sentence whose words leave it open, *told* if it may be that."""
    evidence = scores[told]
    if evidence > 0 or max(scores.values()) < _KNOWN_WORD:
        scores[told] += _PRIOR
    first, lead = _leader(scores)
    if first == told and lead >= _CLEAR:
        return first
    names = sum(word[0].isupper() for word in words[1:])  # of any language
    points = scores[first] - (_PRIOR if first == told else 0.0)
    if lead >= _PRIOR and points >= _SHARE * (len(words) - names):
        return first
    return _by_statistics(words, text, told, scores, evidence)


def _by_statistics(
    words: Sequence[str], text: str, told: str, scores: dict[str, float], evidence: float
) -> str:
    """Return what the statistics of letters say, as far as *scores* of the words allow."""
    first, _ = _leader(scores)
    found = _identified(text, _IDENTIFIED["LATIN"])
    if found in _LATIN:  # only between languages that are read, the words say it better
        return first if first in _LATIN and scores[first] > scores[found] else found
    near = max(_NEIGHBOURS.get(found, ("",)), key=lambda code: scores.get(code, 0.0))
    if near and scores[near] > scores[found]:
        return near  # words of both, as most are: the one that is read
    least = 0.0 if len(words) < _LONG else _KNOWN_WORD
    return told if evidence > least and len(words) < 2 * _LONG else found


def _known_in(word: str) -> Sequence[str]:
    """Return the languages whose lexicon has a word, or what it is without a final s."""
    known = _vocabulary()
    return known.get(word) or known.get(word.removesuffix("s")) or ()


def _is_name(word: str) -> bool:
    """Return whether a word is a name, whatever it means elsewhere: "mimi" is Swahili for I."""
    return len(word) > _SHORT and word.istitle() and is_given_name(word)


def _of_short(text: str, scores: dict[str, float], expected: str) -> str:
    """Return the language of a word or two, *expected* unless another is notably likelier."""
    first, lead = _leader(scores)
    if first and (lead >= _NOTABLE or not expected):
        return first
    if expected and scores[expected] >= 0:
        return expected
    return _identified(text, _LATIN)


def _leader(scores: dict[str, float]) -> tuple[str, float]:
    """Return the language with the most points, and how many it leads by."""
    best = [(points, code) for code, points in scores.items() if points > 0]
    if not best:
        return "", 0.0
    first, second = nlargest(2, [*best, (0.0, "")], key=itemgetter(0))
    return first[1], first[0] - second[0]


def _by_function_words(words: Iterable[str]) -> defaultdict[str, float]:
    """Return points by language; a word that several share is divided among them."""
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        codes = _function_words().get(word.lower().replace("’", "'"), ())
        for code in codes:
            scores[code] += 1 / len(codes)
    return scores


@cache
def _function_words() -> dict[str, list[str]]:
    """Return the languages that have a word as a function word."""
    found: dict[str, list[str]] = {}
    for code in _LATIN:
        for word in grammar_of(code).readings.keys() | grammar_of(code).greetings:
            found.setdefault(word, []).append(code)
    file = Path(__file__).parent / "telltales.toml"
    for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(code)
    for word, codes in found.items():
        if "en" not in codes and _is_english(word):
            codes.append("en")
    return found


def _is_english(word: str) -> bool:
    """Return whether a function word of another language is an English one: falls, dies, man."""
    stems = {word.removesuffix("s"), word.removesuffix("es")} if word.endswith("s") else set()
    return bool(stems & _english(*lexicon.DOINGS)) or word in _english(*lexicon.BEINGS)


@cache
def _english(*tables: str) -> frozenset[str]:
    return frozenset(
        word
        for table in tables
        for words in lexicon.meanings(table, "en").values()
        for word in words
    )


@cache
def _vocabulary() -> dict[str, list[str]]:
    """Return the languages whose lexicon has a word that is no function word there."""
    found: dict[str, list[str]] = {}
    for code in _LATIN:
        for word in _words_of(code) - grammar_of(code).readings.keys():
            found.setdefault(word, []).append(code)
    return found


@cache
def _words_of(language: str) -> frozenset[str]:
    return frozenset(
        word.lower()
        for table in lexicon.MEANINGS
        for words in lexicon.meanings(table, language).values()
        for word in words
        if len(word) >= _TELLING
    )


@cache
def _identifier() -> LanguageIdentifier:
    """Return py3langid's classifier, cut to the languages asked for: 28 MB less."""
    from py3langid import langid, modelio  # 0.7 s and 60 MB, on first use

    weights, priors, classes, moves, rows, output = modelio.load_model(
        langid.MODEL_DIR / langid.MODEL_FILE
    )
    wanted = {code for codes in _IDENTIFIED.values() for code in codes}
    columns = [i for i, code in enumerate(classes) if code in wanted]
    return langid.LanguageIdentifier(
        weights[:, columns],
        priors[columns],
        [classes[i] for i in columns],
        moves,
        output,
        tk_row=rows,
    )


def _identified(text: str, codes: tuple[str, ...]) -> str:
    """Return the likeliest of the languages *codes*."""
    ranked: list[tuple[str, float]] = _identifier().rank(text[:_IDENTIFIED_LENGTH])
    return next(code for code, _ in ranked if code in codes)
