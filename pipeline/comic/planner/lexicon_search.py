"""Lexicon search: finds known characters, places, weather and feelings in a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.comic.planner import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PLURALS = ("s", "es", "'s", "’s")
# "dançam", "bailan": plural verbs
_ENDINGS = {"pt": (*_PLURALS, "m", "ns"), "es": (*_PLURALS, "n")}
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SCRIPTS = ((re.compile(r"[\u0600-\u06ff]"), "ar"), (re.compile(r"[\u0590-\u05ff]"), "he"))
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


@cache
def _words(table: str, language: str) -> dict[str, str]:
    """Return the meaning of each word of *table* in *language*."""
    words: dict[str, str] = {}
    for name, entries in lexicon.meanings(table, language).items():
        for entry in entries:
            key = entry if language == "ja" else fold(entry)
            words.setdefault(key, name)
            if "-" in key:
                words.setdefault(key.replace("-", " "), name)
    return words


def name_in(table: str, name: str, language: str) -> str:
    """Return the name of *name* in *language*, or itself if unknown."""
    code = language.split("-", maxsplit=1)[0].lower()
    words = lexicon.meanings(table, code).get(name) if code in lexicon.languages() else None
    return words[0].replace("-", " ") if words else name


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
    score = {
        language: sum(word in known for word in words)
        for language, known in lexicon.telltales().items()
    }
    is_known = told in lexicon.languages()
    best = max(score.values(), default=0)
    if best == 0:
        return (told,) if is_known and told != "en" else ("en", "pt", "es")
    leaders = [language for language, value in score.items() if value == best]
    if told in leaders and len(leaders) > 1:
        leaders = [told]
    if best < 2 and is_known and told not in leaders:
        leaders.append(told)
    return tuple(leaders)


def find(text: str, table: str, languages: tuple[str, ...]) -> list[Found]:
    """Return every known word of *table* in *text*, in order."""
    found: list[Found] = []
    for language in languages:
        known = _words(table, language)
        if language == "ja":
            found.extend(_find_japanese(text, known))
        elif known:
            found.extend(_find_words(text, known, _ENDINGS.get(language, _PLURALS)))
    found.sort(key=lambda item: (item.start, -item.end))
    apart: list[Found] = []
    for item in found:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return apart


def names_in(text: str, table: str, languages: tuple[str, ...]) -> list[str]:
    """Return the meanings of known words of *table* in *text*, each once, in order."""
    found = dict.fromkeys(item.name for item in find(text, table, languages))
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
