"""Hyphens: where a word that is wider than a line is broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

HYPHEN = "-"
_SCRIPTS = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN"))
_VOWELS = frozenset("aeiouyаеёиоуыэюяієαεηιουω")
_ONE_SOUND = frozenset(("ch", "sh", "th", "ph", "ck", "gh", "qu", "lh", "nh", "gn"))
_LEAST = 2  # letters on each side of a hyphen
_BACK = 5  # letters that a line may be shorter for a better place


def takes_hyphen(before: str, after: str) -> bool:
    """Return whether a word that is broken between two letters is marked by a hyphen."""
    return all(unicodedata.name(text[0], "").split(" ")[0] in _SCRIPTS for text in (before, after))


def end_of_part(letters: Sequence[str], begin: int, fits: int) -> int:
    """Return the end of a part of a word that begins at *begin* and may end at *fits*.

    Syllables mostly begin with one consonant before a vowel, in all languages with hyphens.
    """
    latest = min(fits, len(letters) - _LEAST)
    for end in range(latest, max(begin + _LEAST, fits - _BACK) - 1, -1):
        before, first, second = letters[end - 1], letters[end], letters[end + 1]
        begins = not _is_vowel(first) and _is_vowel(second)
        if begins and (before + first).lower() not in _ONE_SOUND and takes_hyphen(before, first):
            return end
    return max(begin + 1, latest)


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0].lower() in _VOWELS
