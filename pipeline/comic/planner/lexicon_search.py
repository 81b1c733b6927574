"""Lexicon search: finds known characters, places, weather and feelings in a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.comic.planner import lexicon, lexicon_ar_he_fr_de

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLURALS = ("s", "es", "'s", "’s")
# "dançam", "bailan": plural verbs
_ENDINGS = {"pt": (*_PLURALS, "m", "ns"), "es": (*_PLURALS, "n")}
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SCRIPTS = ((re.compile(r"[\u0600-\u06ff]"), "ar"), (re.compile(r"[\u0590-\u05ff]"), "he"))
_KNOWN = frozenset((*lexicon.LANGUAGES, *lexicon_ar_he_fr_de.LANGUAGES))
# articles, "and", "in", "to" are written together with the word
_PREFIXES = ("وال", "بال", "فال", "لل", "ال", "و", "ف", "ب", "ל", "וה", "ה", "ב", "ו", "מה", "ש")
_SUFFIXES = ("ا", "ים", "ות", "ات", "تان", "ان")  # noun endings: plural, dual, accusative
OVERHEAD = "overhead"  # the "place" of a moon or sun that is only visible in the sky
_LONGEST = 4  # words of the longest known phrase


@dataclass(frozen=True, slots=True)
class Found:
    """A known word in a text: its meaning and position."""

    name: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return lower case without accents; every character keeps its position."""
    folded = []
    for char in text:
        plain = unicodedata.normalize("NFD", char)[0].lower()
        folded.append(plain if len(plain) == 1 else char)
    return "".join(folded)


@lru_cache(maxsize=32)
def _table(source: str) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Words by language, and the name of each thing by language."""
    words: dict[str, dict[str, str]] = {}
    names: dict[str, dict[str, str]] = {}
    table = next((t for t in vars(lexicon) if getattr(lexicon, t) is source), "")
    parts = [(source, lexicon.LANGUAGES)]
    if table and hasattr(lexicon_ar_he_fr_de, table):
        parts.append((getattr(lexicon_ar_he_fr_de, table), lexicon_ar_he_fr_de.LANGUAGES))
    for text, languages in parts:
        for line in text.strip().splitlines():
            name, _, columns = line.partition(":")
            for language, column in zip(languages, columns.split("|"), strict=True):
                _enter(name, column.split(), language, words.setdefault(language, {}), names)
    return words, names


def _enter(
    name: str,
    entries: list[str],
    language: str,
    words: dict[str, str],
    names: dict[str, dict[str, str]],
) -> None:
    if entries:
        names.setdefault(name, {})[language] = entries[0].replace("-", " ")
    for entry in entries:
        key = entry if language == "ja" else fold(entry)
        words.setdefault(key, name)
        if "-" in key:
            words.setdefault(key.replace("-", " "), name)


def name_in(source: str, name: str, language: str) -> str:
    """Return the name of *name* in *language*, or itself if unknown."""
    return _table(source)[1].get(name, {}).get(language.split("-", maxsplit=1)[0].lower(), name)


@lru_cache(maxsize=128)
def languages_of(text: str, told: str) -> tuple[str, ...]:
    """Return the languages to search in *text*; *told* is the language of the order."""
    told = told.split("-", maxsplit=1)[0].lower()
    if _JAPANESE.search(text):
        return ("ja", "en")
    for script, language in _SCRIPTS:
        if script.search(text):
            return (language,)
    words = [match.group().lower() for match in _WORD.finditer(text)]
    telltales = {**lexicon.TELLTALES, **lexicon_ar_he_fr_de.TELLTALES}
    score = {
        language: sum(word in set(known.split()) for word in words)
        for language, known in telltales.items()
    }
    best = max(score.values(), default=0)
    if best == 0:
        return (told,) if told in _KNOWN and told != "en" else ("en", "pt", "es")
    leaders = [language for language, value in score.items() if value == best]
    if told in leaders and len(leaders) > 1:
        leaders = [told]
    if best < 2 and told in _KNOWN and told not in leaders:
        leaders.append(told)
    return tuple(leaders)


def find(text: str, source: str, languages: tuple[str, ...]) -> list[Found]:
    """Return every known word of *source* (a table of the lexicon) in *text*, in order."""
    table = _table(source)[0]
    found: list[Found] = []
    for language in languages:
        if language == "ja":
            found.extend(_find_japanese(text, table["ja"]))
        elif language in table:
            found.extend(_find_words(text, table[language], _ENDINGS.get(language, _PLURALS)))
    found.sort(key=lambda item: (item.start, -item.end))
    apart: list[Found] = []
    for item in found:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return apart


def names_in(text: str, source: str, languages: tuple[str, ...]) -> list[str]:
    """Return the meanings of known words of *source* in *text*, each once, in order."""
    found = dict.fromkeys(item.name for item in find(text, source, languages))
    return [name for name in found if name != OVERHEAD]


def _find_words(text: str, known: dict[str, str], endings: tuple[str, ...]) -> list[Found]:
    folded = fold(text)
    spans = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(folded)]
    found = []
    i = 0
    while i < len(spans):
        for count in range(min(_LONGEST, len(spans) - i), 0, -1):
            start, end = spans[i][0], spans[i + count - 1][1]
            phrase = " ".join(word for _, _, word in spans[i : i + count])
            name = known.get(phrase) or (_singular(phrase, known, endings) if count == 1 else None)
            if name:
                found.append(Found(name, start, end))
                i += count
                break
        else:
            i += 1
    return found


def _singular(word: str, known: dict[str, str], endings: tuple[str, ...]) -> str | None:
    """Return the meaning of *word* without its plural ending or attached particles."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            name = known.get(word[: -len(ending)])
            if name:
                return name
    if word[0] >= "\u0590":
        for prefix in ("", *_PREFIXES):
            stem = word.removeprefix(prefix) if word.startswith(prefix) else ""
            for form in (stem, *(stem.removesuffix(ending) for ending in _SUFFIXES)):
                if len(form) > 1 and form in known:
                    return known[form]
    return None


def _find_japanese(text: str, known: dict[str, str]) -> list[Found]:
    found = []
    i = 0
    longest = max(map(len, known), default=1)
    while i < len(text):
        for count in range(min(longest, len(text) - i), 0, -1):
            name = known.get(text[i : i + count])
            if name:
                found.append(Found(name, i, i + count))
                i += count
                break
        else:
            i += 1
    return found
