"""Scripts (writing systems) of characters, and the language that decides the forms of letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

COMMON = ""  # digits, punctuation, symbols: part of whatever script surrounds them

# first words of character names, where they are not the name of the script
_BY_FIRST_WORD = {
    "HIRAGANA": "CJK",
    "KATAKANA": "CJK",
    "KATAKANA-HIRAGANA": "CJK",
    "IDEOGRAPHIC": "CJK",
    "BOPOMOFO": "CJK",
    "KANGXI": "CJK",
    "FULLWIDTH": "CJK",
    "HALFWIDTH": "CJK",
    "ARABIC-INDIC": "ARABIC",
    "EXTENDED": "ARABIC",
}
SCRIPTS = frozenset(
    {
        "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "DEVANAGARI",
        "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM",
        "SINHALA", "THAI", "LAO", "KHMER", "MYANMAR", "ETHIOPIC", "HANGUL", "CJK",
    }
)  # fmt: skip
_SHARED = frozenset("।॥")  # danda: all Indic scripts use those of Devanagari

_HAN_LANGUAGES = ("zh", "ja", "ko", "yue", "wuu", "nan", "hak", "lzh")


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """Return the script of a character, COMMON for those of several scripts."""
    if char.isascii():
        return "LATIN" if char.isalpha() else COMMON
    if char in _SHARED:
        return COMMON
    words = unicodedata.name(char, "").split(" ", maxsplit=1)[0]
    script = _BY_FIRST_WORD.get(words, words)
    return script if script in SCRIPTS else COMMON


def primary_language(language: str) -> str:
    """Return the first subtag of a BCP 47 tag, in lower case."""
    return language.replace("_", "-").split("-", maxsplit=1)[0].lower()


@lru_cache(maxsize=1024)
def writing_language(text: str, language: str) -> str:
    """Return the BCP 47 tag whose forms the letters of *text* take.

    It is *language*, except where its letters cannot be meant: Chinese characters have the forms
    of Japan, Korea, mainland China or Taiwan, so that those of a Chinese sentence in an English
    comic depend on the sentence. Whether Chinese is simplified follows from the characters that
    the old national standards hold.
    """
    primary = primary_language(language)
    if "-Han" in language or not any(script_of(char) in {"CJK", "HANGUL"} for char in text):
        return language
    if primary == "zh" or primary not in _HAN_LANGUAGES:
        names = {unicodedata.name(char, "").split(" ", maxsplit=1)[0] for char in text}
        if names & {"HIRAGANA", "KATAKANA"}:
            return "ja"
        if "HANGUL" in names and primary != "zh":
            return "ko"
        return _chinese(text, language)
    return language


def _chinese(text: str, language: str) -> str:
    if any(region in language.upper() for region in ("-TW", "-HK", "-MO")):
        return "zh-Hant"
    if any(region in language.upper() for region in ("-CN", "-SG")):
        return "zh-Hans"
    letters = [char for char in text if script_of(char) == "CJK" and char.isalpha()]
    simplified = sum(_encodable(char, "gb2312") for char in letters)
    traditional = sum(_encodable(char, "big5") for char in letters)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _encodable(char: str, standard: str) -> bool:
    try:
        char.encode(standard)
    except UnicodeEncodeError:
        return False
    return True
