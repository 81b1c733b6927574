"""Russian nouns: the gender and the case that their endings show."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_index import senses_of, stems_of
from pipeline.comic.planner.language.nouns import gender_of_noun, is_kind
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Tag, WordDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.comic.planner.language.grammar import Grammar

_FEMALE_ENDINGS = ("а", "я")
_MALE_SOFT = ("тель", "арь", "ырь")  # other nouns in a soft sign are of either gender
_VOWELS = frozenset("аеёиоуыэюя")
# Endings that no noun has as a subject, by the ending of its singular.
_OBLIQUE = {
    "а": ("у", "ой", "ою", "е", "ам", "ами", "ах", "ей"),
    "я": ("ю", "ей", "ею", "ёй", "е", "ям", "ями", "ях", "ии"),
    "consonant": ("а", "я", "у", "ю", "ом", "ем", "ём", "е", "ов", "ев", "ей", "ам", "ами", "ах",
                  "ям", "ями", "ях"),
    "neuter": ("у", "ю", "ом", "ем", "ам", "ами", "ах", "ям", "ями", "ях"),
}  # fmt: skip
_GOVERNING = frozenset((Tag.VERB, Tag.INFINITIVE, Tag.PREPOSITION, Tag.NOUN))
_YOUNG = ("ята", "ят", "ятам", "ятами")  # "котята", of "котёнок"
_SEVERAL = frozenset((
    "дети", "детей", "детям", "детьми", "люди", "людей", "людям", "людьми", "друзья", "друзей",
    "друзьям", "друзьями", "братья", "братьев", "братьям", "сыновья", "сыновей", "сёстры",
    "родители", "родителей", "мужья", "жёны", "зрители", "зрителей", "соседи", "черти",
))  # fmt: skip
_OBLIQUE_ADJECTIVES = ("ого", "его", "ому", "ему", "ую", "юю", "ым", "им", "ых", "их", "ыми", "ими")


def show_russian_noun(words: Sequence[WordDraft], i: int, before: int, grammar: Grammar) -> None:
    """Set the gender of a being, and whether a noun is in a case that no subject has.

    A counted noun has the case of its number.

    *before* is the index of the word before the noun and its adjectives, -1 if there is none.
    """
    word = words[i]
    known = word.lower != word.lemma or is_kind(word.lower, "ru", lexicon.BEINGS)
    word.plural = word.plural or (known and word.lower.endswith(_YOUNG)) or word.lower in _SEVERAL
    if word.plural and _is_genitive(words, i, before):
        word.plural, word.oblique = False, True
        return
    if word.plural:
        word.gender = gender_of_noun(word.lower, word.lower, "ru")
    if (
        not word.gender
        and not word.plural
        and is_kind(word.lower, "ru", lexicon.BEINGS, word.lemma)
    ):
        word.gender = _gender(word.lemma)
    if any(w.tag is Tag.NUMBER for w in words[before + 1 : i]):
        return  # "два кота"
    word.oblique = (
        _is_oblique(word.lower, word.lemma)
        or (before >= 0 and words[before].lower in grammar.oblique)
        or any(
            w.tag is Tag.ADJECTIVE and w.lower.endswith(_OBLIQUE_ADJECTIVES)
            for w in words[before + 1 : i]
        )
    )


def _is_genitive(words: Sequence[WordDraft], i: int, before: int) -> bool:
    """Return whether a being that looks like a plural is one in the genitive: "боится таксы"."""
    word = words[i]
    is_alike = word.lemma.endswith(_FEMALE_ENDINGS) and word.lower.endswith(("ы", "и"))
    return (
        is_alike
        and before >= 0
        and words[before].tag in _GOVERNING
        and before == i - 1
        and is_kind(word.lower, "ru", lexicon.BEINGS, word.lemma)
    )


@cache
def first_case_of(form: str) -> str:
    """Return the word that the lexicon has before *form*, a case of it: "щенок" of "щенка"."""
    if _is_first_case(form):
        return form
    for table, name in senses_of(form, "ru"):
        for entry in lexicon.meanings(table, "ru").get(name, ()):
            if entry.lower() == form:
                break
            if " " not in entry and _is_case_of(form, entry.lower()):
                return entry.lower()
    return form


def _is_first_case(form: str) -> bool:
    return bool(gender_of_noun(form, form, "ru"))  # a gender is told of first cases only


def _is_case_of(form: str, singular: str) -> bool:
    """Return whether two words have a stem in common, or differ by a vowel that comes and goes."""
    if stems_of(form, "ru") & stems_of(singular, "ru"):
        return True
    fleeting = re.fullmatch(r"(.+)[оеё]([кц])", singular)  # щенок, щенка; зверёк, зверька
    if fleeting and re.match(f"{fleeting[1]}[ьй]?{fleeting[2]}", form):
        return True
    several = re.fullmatch(r"(.+?)[ьй]?ка", singular)  # кошка, кошек
    return several is not None and re.fullmatch(f"{several[1]}[оеё]к", form) is not None


def _gender(singular: str) -> str:
    if singular.endswith(_FEMALE_ENDINGS):
        return FEMALE
    is_male = singular[-1] not in _VOWELS | {"ь"} or singular.endswith(_MALE_SOFT)
    return MALE if is_male else ""


def _is_oblique(form: str, singular: str) -> bool:
    """Return whether *form* shows a case besides the nominative; many show none."""
    if form == singular:
        return False
    last = singular[-1]
    kind = last if last in "ая" else "neuter" if last in "оеё" else "consonant"
    return form.endswith(_OBLIQUE[kind])
