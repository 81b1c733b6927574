"""Nouns and names: what the lexicon and a word's form tell about them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.lexicon_index import UNSPACED, fold, never_names, senses_of
from pipeline.comic.planner.language.plurals import singulars
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE

if TYPE_CHECKING:
    from collections.abc import Collection

_COMPOUND = 16  # characters of the longest noun that is taken apart
_ROMANCE = frozenset(("es", "pt", "fr", "it"))
_ENDINGS = {
    "en": ((FEMALE, ("woman", "women", "girl", "girls", "stress", "ress", "heroine", "lady",
                     "wife", "mother", "sister", "daughter")),
           (MALE, ("man", "men", "boy", "boys", "father", "brother", "son", "lord"))),
    "de": ((FEMALE, ("in", "innen", "frau", "frauen")), (MALE, ("mann", "männer"))),
}  # fmt: skip


def is_kind(form: str, language: str, tables: Collection[str], lemma: str = "") -> bool:
    """Return whether a word has a meaning in one of *tables*."""
    return any(table in tables for table, _ in senses_of(form, language, lemma))


def is_known_noun(form: str, language: str, lemma: str = "") -> bool:
    """Return whether the lexicon knows a word as a being, a thing, a place or a time."""
    return is_kind(form, language, (*lexicon.BEINGS, *lexicon.LIFELESS), lemma)


@cache
def _genders(language: str) -> dict[str, str]:
    table = lexicon.meanings(lexicon.GENDERS, language) if language in lexicon.languages() else {}
    return {word.lower(): gender for gender in (FEMALE, MALE) for word in table.get(gender, ())}


def gender_of_noun(form: str, lemma: str, language: str) -> str:
    """Return the gender that a noun for a being shows: "actress", "Hexe", "abuela"."""
    known = _genders(language)
    if gender := known.get(form) or _of_singular(form, lemma, language):
        return gender
    if language not in UNSPACED and not is_kind(form, language, lexicon.BEINGS, lemma):
        return ""
    for gender, endings in _ENDINGS.get(language, ()):
        if form.endswith(endings):
            return gender
    if language in UNSPACED and len(form) <= _COMPOUND:  # 女警察, 外孙女
        by_ending = (known.get(form[cut:], "") for cut in range(1, len(form) - 1))
        return {"女": FEMALE, "男": MALE}.get(form[0]) or next(filter(None, by_ending), "")
    return ""


def _of_singular(form: str, lemma: str, language: str) -> str:
    """Return the gender of the singular of *form*; a lemma of the other gender has none of it."""
    known = _genders(language)
    if (form.rstrip("s")[-1:], lemma[-1:]) == ("a", "o"):
        # "marceneira" of "marceneiro"
        return FEMALE if is_kind(lemma, language, lexicon.BEINGS) else ""
    simpler = singulars(form, language) if language in _ROMANCE else ()
    found = (known.get(singular, "") for singular in (*simpler, lemma))
    return next(filter(None, found), "")


def may_be_name(text: str, language: str, *, starts: bool, after_article: bool) -> bool:
    """Return whether a word can be a name by its capital and by what is known.

    *starts*: it is the first of its sentence, so that its capital tells nothing.
    """
    if not text[0].isupper() or len(text) < 2 or fold(text) in never_names():
        return False
    if is_given_name(text) and not after_article:
        return True
    if starts or after_article:
        return False
    return not is_kind(text.lower(), language, (lexicon.ROLES, lexicon.PEOPLE, lexicon.TIMES))
