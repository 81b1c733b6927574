"""Recognition of names: which words of a text can be a character's name."""

from __future__ import annotations

import re
from functools import cache

from pipeline.comic.planner import lexicon
from pipeline.comic.planner.lexicon_search import fold

NAMED = re.compile(
    r"(?:named|called|chamad[oa]|llamad[oa]|nomead[oa]|de nome)\s+([^\W\d_][\w'’-]*)|"
    r"([^\W\d_一-龥]{2,12}|[一-龥]{1,4})という(?:名前の)?",
)
ARTICLES = frozenset(
    re.findall(
        r"\S+",
        "a an the this that his her my um uma o os as meu minha seu sua un una el la los las "
        "mi su le les der die das ein eine einen",
    )
)
FIRST_PERSON = {"i", "me", "my", "we", "eu", "meu", "minha", "nós", "yo", "mi", "nosotros"}
# "the Earth", "in Paris": the next word is not a person
_NEVER_BEFORE = frozenset(re.findall(r"\S+", "the a an in em en at from every each last next"))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.never_names())


# these end like Spanish and Portuguese feminine nouns but are not feminine
_EITHER = re.compile(r"(?:ist|pirat|astronaut|poli[cs]i|espi|samurai)as?$")


def is_female(noun: str) -> bool | None:
    """Return whether the word for a role is feminine; None if undetermined."""
    word = fold(noun)
    if word.endswith(("woman", "women", "girl", "cowgirl", "heroine", "ess")):
        return True
    if word.endswith(("man", "men", "boy")):
        return False
    return (
        True if word.isascii() and word.endswith(("a", "as")) and not _EITHER.search(word) else None
    )


def may_be_name(word: str, before: str) -> bool:
    """Return whether *word*, folded and preceded by *before*, can be a name."""
    preceding = fold(before).split()
    ends_here = before.rstrip().endswith((".", "!", "?", "…", ",", ";", ":", "—"))
    if preceding and not ends_here and preceding[-1] in _NEVER_BEFORE:
        return False
    return len(word) > 2 and word not in _not_names()
