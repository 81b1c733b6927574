"""The verb that an English clause must have, where HanTa found none.

Many English words are nouns and verbs. A word that may be a verb is one if it follows a subject
that it agrees with and the clause has no other: "The printer burns", "the geese duck".
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.clauses import clauses, subject_before
from pipeline.comic.planner.language.hanta import lemma_as, tags_of
from pipeline.comic.planner.language.lexicon_index import senses_of
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

SINGULAR_ARTICLES = frozenset(("a", "an", "this", "that", "each", "every", "another", "one"))
BEFORE_NAME = "named"  # a participle that is never the verb of its clause
VERB_TABLES = (lexicon.VERBS, lexicon.SAYING, lexicon.ACTIONS)

_NOUNS = (Tag.NOUN, Tag.NAME)
_OPENING = (Tag.DETERMINER, Tag.NUMBER, Tag.PARTICLE, Tag.NEGATION)
_MAY_BE_VERBS = (Tag.NOUN, Tag.ADJECTIVE, Tag.PARTICIPLE, Tag.OTHER, Tag.INFINITIVE)
_RELATIVES = ("who", "which", "that")
_FIRST_OR_SECOND = frozenset(("i", "you", "we", "they", "these", "those"))
_AFTER_VERB = frozenset(
    (
        Tag.DETERMINER, Tag.PRONOUN, Tag.PREPOSITION, Tag.ADVERB, Tag.NUMBER, Tag.NEGATION,
        Tag.PARTICLE, Tag.SUBJUNCTION, Tag.CONJUNCTION, Tag.PUNCTUATION, Tag.NAME,
    )
)  # fmt: skip
_AFTER_NEW = frozenset((Tag.DETERMINER, Tag.PRONOUN, Tag.PREPOSITION, Tag.NAME, Tag.ADVERB))
_LATER = 2  # points by which a later word must be likelier
_OBJECT = 4  # words of an object
_FOLLOWS_VERB = (Tag.DETERMINER, Tag.NOUN, Tag.PRONOUN, Tag.NAME)
# The verb reading is at most this much less likely than the noun (natural logarithm).
_LIKELY = 3.0


def find_missing_verbs(words: Sequence[WordDraft]) -> None:
    """Make verbs of the words that are the verbs of their clauses."""
    previous = {b.start: a for a, b in pairwise(words)}
    for clause in clauses(words):
        before = previous.get(clause[0].start)
        if not any(word.tag is Tag.VERB for word in clause):
            _promote(clause, before)
        else:
            _promote_first_part(clause, before)
            _promote_after_relative(clause)
    _promote_joined(words)


def _promote(clause: Sequence[WordDraft], before: WordDraft | None, least: int = 1) -> bool:
    """Make the likeliest word of a clause without a verb its verb."""
    best: tuple[int, int, str] | None = None
    for i, word in enumerate(clause):
        if word.tag not in _MAY_BE_VERBS or word.fine == BEFORE_NAME:
            continue
        score, fine = _as_verb(clause, i, before)
        # a later word must be notably likelier
        if score >= least and (best is None or score > best[0] + _LATER):
            best = (score, i, fine)
    if best:
        _make_verb(clause[best[1]], best[2])
    return best is not None


def _make_verb(word: WordDraft, fine: str) -> None:
    word.tag, word.fine, word.plural, word.gender = Tag.VERB, fine, False, ""
    word.lemma = lemma_as(word.text, fine, "en")


def _promote_first_part(clause: Sequence[WordDraft], before: WordDraft | None) -> None:
    """Find the verb before a conjunction: "The children laugh and the clown bows"."""
    for i, word in enumerate(clause):
        if word.tag is Tag.VERB:
            return
        if word.tag is Tag.CONJUNCTION:
            rest = clause[i + 1 :]
            if rest and rest[0].tag is Tag.VERB:
                _promote(clause[:i], before)
            elif rest and rest[0].tag in (Tag.DETERMINER, Tag.PRONOUN, Tag.NAME, Tag.NUMBER):
                _promote(clause[:i], before, least=2)
            return


def _promote_after_relative(clause: Sequence[WordDraft]) -> None:
    """Find the verb after a relative clause: "A teacher who is late runs to school"."""
    starts = [i for i, word in enumerate(clause) if i and word.lower in _RELATIVES]
    if not starts or clause[starts[0] - 1].tag not in _NOUNS:
        return
    verbs = [i for i, word in enumerate(clause) if word.tag is Tag.VERB]
    if len(verbs) != 1 or verbs[0] < starts[0]:
        return
    fine = "VVB" if clause[starts[0] - 1].plural else "VVZ"
    for i in range(verbs[0] + 2, len(clause)):
        word, previous = clause[i], clause[i - 1]
        follows = clause[i + 1].tag if i + 1 < len(clause) else Tag.PUNCTUATION
        if (
            word.tag is Tag.NOUN
            and previous.tag not in (Tag.DETERMINER, Tag.PREPOSITION)
            and follows in _AFTER_VERB
            and verb_tag(word, base=fine == "VVB") == fine
        ):
            _make_verb(word, fine)
            return


def _promote_joined(words: Sequence[WordDraft]) -> None:
    """Find a second verb of the same subject: "Two aliens land and order pizza"."""
    last = ""
    for i, word in enumerate(words):
        if word.tag is Tag.VERB:
            last = word.fine
        elif word.tag is Tag.PUNCTUATION:
            last = ""
        elif _is_repeated(words, i):  # "talks and talks"
            _make_verb(word, last or "VVZ")
        elif (
            last in ("VVB", "VVZ")
            and word.tag is Tag.NOUN
            and words[i - 1].tag is Tag.CONJUNCTION
            and i + 1 < len(words)
            and (words[i + 1].tag in _FOLLOWS_VERB or _ends_object(words[: i - 1]))
            and verb_tag(word, base=last == "VVB") == last
        ):
            _make_verb(word, last)


def _is_repeated(words: Sequence[WordDraft], i: int) -> bool:
    """Return whether a word repeats the verb before a conjunction."""
    if i < 2 or words[i - 1].tag is not Tag.CONJUNCTION:
        return False
    return words[i - 2].tag is Tag.VERB and words[i - 2].lower == words[i].lower


def _ends_object(words: Sequence[WordDraft]) -> bool:
    """Return whether words end in a complete object: "saves the day", but not "bakes bread"."""
    if not words or words[-1].tag is not Tag.NOUN or words[-1].plural:
        return False
    return any(word.tag is Tag.DETERMINER for word in words[-_OBJECT:-1])


def _as_verb(clause: Sequence[WordDraft], i: int, before: WordDraft | None) -> tuple[int, str]:
    """Return how well a word would do as the verb of its clause (0: not), and as which form."""
    word = clause[i]
    following = clause[i + 1].tag if i + 1 < len(clause) else Tag.PUNCTUATION
    subject = subject_before(clause, i)
    if subject is None:
        # '"Behind you", answers a witch'
        quoted = i == 0 and before is not None and before.tag is Tag.PUNCTUATION
        fine = verb_tag(word, base=False)
        follows = following in (Tag.DETERMINER, Tag.NAME)
        return (2, fine) if quoted and follows and fine in ("VVZ", "VVD") else (0, "")
    if subject.lower.endswith("ing") and len(clause[:i]) == 1:
        return 0, ""  # "washing hands"
    joined = any(a.tag in _NOUNS and b.tag is Tag.CONJUNCTION for a, b in pairwise(clause[:i]))
    base = subject.plural or subject.lower in _FIRST_OR_SECOND or joined
    singular = any(w.lower in SINGULAR_ARTICLES for w in clause[:i])
    fine = verb_tag(word, base=base)
    if not fine:
        alone = subject.tag is not Tag.NOUN or (subject.plural if base else singular)
        fine = _new_verb(word, base=base) if alone and following in _AFTER_NEW else ""
        return int(fine != ""), fine
    if (
        subject.tag is Tag.NOUN
        and fine == "VVZ"
        and not _may_end_subject(
            clause[:i], before, following, singular=singular, likely=_is_likely_verb(word)
        )
    ):
        return 0, ""
    score = 1 + 2 * (following in (Tag.DETERMINER, Tag.PRONOUN, Tag.NAME))
    score += (following in _AFTER_VERB) + 2 * _is_known_verb(word)
    return score, fine


def _may_end_subject(
    words: Sequence[WordDraft],
    before: WordDraft | None,
    following: Tag,
    *,
    singular: bool,
    likely: bool,
) -> bool:
    """Return whether a noun may be the subject, and not the first part of a compound.

    "The city lights" may be nothing but a noun; "a city lights" and "the city lights a lamp" not.
    """
    if following in (Tag.DETERMINER, Tag.PRONOUN):
        return True
    if not any(word.tag in _OPENING for word in words):
        return False
    joined = before is not None and before.tag in (Tag.CONJUNCTION, Tag.SUBJUNCTION)
    return following is not Tag.PUNCTUATION or joined or singular or likely


def _new_verb(word: WordDraft, *, base: bool) -> str:
    """Return the verb form that a noun has that is not known as a verb: "a dog wolfs it down"."""
    if base:
        return "VVB" if word.fine == "NN1" else ""
    return "VVZ" if word.fine == "NN2" else ""


def verb_tag(word: WordDraft, *, base: bool) -> str:
    """Return HanTa's tag of *word* as a verb, empty if it can be none of that number."""
    lower = word.lower
    tags = tags_of(lower, "en")
    if "VVD" in tags:
        return "VVD"
    if base:
        known = "VVB" in tags or "VVI" in tags or _is_known_verb(word)
        return "VVB" if known and not (lower.endswith("s") and "VVB" not in tags) else ""
    if not lower.endswith("s") or lower.endswith("ss"):
        return ""
    stem = lemma_as(lower, "VVZ", "en")
    as_base = tags_of(stem, "en")
    known = "VVZ" in tags or "VVI" in as_base or "VVB" in as_base or _is_known_verb(word)
    return "VVZ" if known and stem != lower else ""


def _is_likely_verb(word: WordDraft) -> bool:
    tags = tags_of(word.lower, "en")
    as_noun = max((tags[tag] for tag in tags if tag.startswith("NN")), default=-99.0)
    return tags.get("VVZ", -99.0) > as_noun - _LIKELY


def _is_known_verb(word: WordDraft) -> bool:
    lemma = lemma_as(word.lower, "VVZ" if word.lower.endswith("s") else "VVB", "en")
    tables = (lexicon.VERBS, lexicon.SAYING)
    return any(table in tables for table, _ in senses_of(lemma, "en"))
