"""Tagged words: universal part-of-speech tags and the word that carries one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Tag(StrEnum):
    """Part of speech, in the terms of universal grammar as far as the planner needs them.

    VERB is a finite verb (also an imperative), INFINITIVE and PARTICIPLE are the other verb forms.
    NEGATION is "not", "no", "kein", "nadie" and the like; PARTICLE is a word without a meaning of
    its own: the "to" of an infinitive, a possessive "'s", and the case particles of Japanese.
    """

    NOUN = "noun"
    NAME = "name"
    VERB = "verb"
    INFINITIVE = "infinitive"
    PARTICIPLE = "participle"
    ADJECTIVE = "adjective"
    DETERMINER = "determiner"
    PRONOUN = "pronoun"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    SUBJUNCTION = "subjunction"
    ADVERB = "adverb"
    NUMBER = "number"
    NEGATION = "negation"
    PARTICLE = "particle"
    PUNCTUATION = "punctuation"
    OTHER = "other"


FEMALE = "female"
MALE = "male"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; ``text[start:end]`` of the text it was found in.

    *gender* is that of a pronoun ("she", "his"), of a noun that shows it ("una rana", "actress")
    or of the owner that a possessive tells ("her"); empty if unknown.
    """

    text: str
    start: int
    end: int
    tag: Tag
    lemma: str
    plural: bool = False
    gender: str = ""
    oblique: bool = False  # in a case that is not a subject's, as far as the word shows it


@dataclass(slots=True)
class WordDraft:
    """A word whose tag may still be corrected; the fields are those of Word."""

    text: str
    start: int
    end: int
    tag: Tag = Tag.OTHER
    lemma: str = ""
    plural: bool = False
    gender: str = ""
    oblique: bool = False
    fine: str = ""  # the tag of the library, or what else tells the form
    lower: str = ""  # the text in lower case

    def __post_init__(self) -> None:
        """Set the text in lower case."""
        self.lower = self.text.lower()

    def word(self) -> Word:
        """Return the word as it is now."""
        lemma = self.lemma or self.lower
        return Word(
            self.text,
            self.start,
            self.end,
            self.tag,
            lemma,
            self.plural,
            self.gender,
            self.oblique,
        )


def tag_of_mark(text: str) -> Tag:
    """Return the tag of a token without letters: a punctuation mark, or a symbol or emoji."""
    if len(text) > 1 and text.isascii():
        return Tag.OTHER  # an emoticon
    return Tag.PUNCTUATION if unicodedata.category(text[0]).startswith("P") else Tag.OTHER
