"""Given names of many cultures: whether a word is one, and the gender of those who bear it.

The names are those of Faker's person providers: 30 000 names of 80 locales, kept up to date there,
and short forms of them in the lexicon. They are read when a name is asked for first: 0.2 s, 20 MB.
"""

from __future__ import annotations

import importlib.util
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTES = (
    ("first_names_female", "first_kana_names_female", "first_romanized_names_female"),
    ("first_names_male", "first_kana_names_male", "first_romanized_names_male"),
)
# A name is of one gender if at least this share of the locales that have it say so.
_MOSTLY = 0.65


def gender_of_name(name: str) -> str:
    """Return "female", "male", or "" for a name that is both or unknown."""
    return _names().get(name.casefold(), "")


def is_given_name(name: str) -> bool:
    """Return whether *name* is a known given name; capitals do not matter."""
    return name.casefold() in _names()


@cache
def _names() -> dict[str, str]:
    """Return the gender of each name, in lower case."""
    locales: dict[str, list[int]] = {}  # how many locales have a name as female, as male
    for provider in _providers():
        for i, attributes in enumerate(_ATTRIBUTES):
            for attribute in attributes:
                names = getattr(provider, attribute, ())
                # some locales compute theirs by a property of the instance
                for name in names if isinstance(names, (tuple, list, dict)) else ():
                    locales.setdefault(name.casefold(), [0, 0])[i] += 1
    return {name: _gender(*counts) for name, counts in locales.items()} | _short_names()


def _short_names() -> dict[str, str]:
    """Return the gender of names in the lexicon, which are short for those of Faker."""
    return {
        name.casefold(): gender
        for language in lexicon.languages()
        for gender in (FEMALE, MALE, "")
        for name in lexicon.meanings(lexicon.GIVEN_NAMES, language).get(gender or "either", ())
    }


def _gender(female: int, male: int) -> str:
    if max(female, male) < _MOSTLY * (female + male):
        return ""
    return FEMALE if female > male else MALE


def _providers() -> Iterator[object]:
    """Yield Faker's provider of each locale, without keeping its module in memory."""
    from faker.providers import person  # on first use

    for found in pkgutil.iter_modules(person.__path__, f"{person.__name__}."):
        spec = found.module_finder.find_spec(found.name, None)
        if spec is not None and spec.loader is not None:
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            yield module.Provider
