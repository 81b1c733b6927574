"""Noun phrases and their roles in a clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.comic.planner.language.tagged_words import Word


class ClauseRole(StrEnum):
    """Role of a phrase in its clause."""

    SUBJECT = "subject"
    OBJECT = "object"
    ADVERBIAL = "adverbial"  # after a preposition
    APART = "apart"  # in no clause with a verb


@dataclass(slots=True)
class Phrase:
    """A noun phrase or pronoun. Indexes are those of the sentence's words; *last* is inclusive."""

    first: int
    last: int
    head: int
    nouns: tuple[int, ...] = ()
    names: tuple[int, ...] = ()
    pronoun: Word | None = None
    role: ClauseRole = ClauseRole.APART
    verb: int | None = None  # the verb that it is subject or object of
    preposition: str = ""
    negated: bool = False
    owner: Phrase | None = None  # "the king's dog", and "her" in "her dog"
    possessive: Word | None = None
    joined: Phrase | None = field(default=None, repr=False)  # "X and this one"
    is_figurative: bool = False  # it names nothing in the picture: "like an angel"

    @property
    def is_subject(self) -> bool:
        return self.role is ClauseRole.SUBJECT and self.verb is not None
