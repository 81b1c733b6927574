"""Characters of a story as they are told, before anything decides how they look."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.comic.character_look import BODILY, HUMAN
from pipeline.comic.planner.language.lexicon_index import fold


@dataclass(slots=True)
class ToldCharacter:
    """A character: one of those that the order describes, or one that the prompt tells of."""

    name: str = ""
    noun: str = ""  # the word as written, without articles: "gata", "pizza chef"
    species: str = HUMAN  # a key of the lexicon, or the word itself
    roles: list[str] = field(default_factory=list)  # keys of the lexicon, as told: girl, pirate
    person: str = ""  # a key of the lexicon, for one without a costume: barista
    gender: str = ""  # female or male; empty: the prompt does not say
    is_gender_guessed: bool = False  # by a name that may be a surname: Captain Marvel
    keys: set[str] = field(default_factory=set)  # by which it may be mentioned
    described: str = ""  # the words around its first mention
    is_known: bool = True  # False: only its word is known
    is_given: bool = False  # described by the order

    @property
    def role(self) -> str:
        """The role that the clothes show: of a grandma who is a pirate, the pirate."""
        return next((role for role in self.roles if role not in BODILY), "") or self.body

    @property
    def body(self) -> str:
        """The role that tells of age and gender only: grandma, boy."""
        return next((role for role in self.roles if role in BODILY), "")

    @property
    def is_human(self) -> bool:
        return self.species == HUMAN


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of characters in a sentence, in the order of its words."""

    characters: tuple[int, ...]
    first: int  # index of its first word
    is_subject: bool
    verb: int | None = None
    absent: bool = False  # told of, and not there: "without her"


def keys_of_name(name: str) -> set[str]:
    """Return the keys by which a character called *name* may be mentioned: all of it, or a part."""
    return {fold(name), *(fold(word) for word in name.split() if len(word) > 1)}
