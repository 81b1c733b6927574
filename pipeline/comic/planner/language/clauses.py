"""Clauses: the stretches of a sentence that have one finite verb each, and their subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comic.planner.language.tagged_words import Tag, WordDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUBJECTS = frozenset((Tag.NOUN, Tag.NAME, Tag.PRONOUN, Tag.NUMBER))
_BETWEEN = frozenset((Tag.ADVERB, Tag.NEGATION))


def clauses(words: Sequence[WordDraft]) -> list[list[WordDraft]]:
    """Split a sentence at marks, subjunctions, and at conjunctions that follow a verb."""
    found: list[list[WordDraft]] = [[]]
    has_verb = False
    for word in words:
        ends = word.tag in (Tag.PUNCTUATION, Tag.SUBJUNCTION)
        if ends or (word.tag is Tag.CONJUNCTION and has_verb):
            found.append([])
            has_verb = False
        else:
            found[-1].append(word)
            has_verb = has_verb or word.tag is Tag.VERB
    return [clause for clause in found if clause]


def subject_before(clause: Sequence[WordDraft], i: int) -> WordDraft | None:
    """Return the noun, name, pronoun or number right before word *i*, adverbs aside.

    A number is none of a noun that it counts: "two cats".
    """
    for j in range(i - 1, -1, -1):
        word = clause[j]
        if word.tag in _SUBJECTS:
            if j and word.tag is Tag.NUMBER and clause[j - 1].tag in (Tag.NOUN, Tag.NAME):
                return clause[j - 1]  # "Player 1"
            is_count = word.tag is Tag.NUMBER and i < len(clause) and _may_be_counted(clause[i])
            return None if is_count else word
        if word.tag not in _BETWEEN:
            break
    return None


def _may_be_counted(word: WordDraft) -> bool:
    """Return whether a word after a number is what it counts, as far as the tagger says."""
    return word.fine in ("", "NN2") and word.tag is Tag.NOUN
