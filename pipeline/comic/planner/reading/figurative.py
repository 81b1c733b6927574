"""Figurative phrases: those that name nobody and nothing in the picture.

They only say what something is like ("sings like an angel"), or what a day is called ("Mother's
Day").
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from pipeline.comic.planner.language.lexicon_index import fold
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.usage import Usage, usage_of
from pipeline.comic.planner.reading.noun_phrases import Phrase

_SEEN_AFTER = 4  # words of a Japanese likening: の|よう|に
_SEEN_BEFORE = 3  # words before a phrase: as|if|in|the jungle
_POSSESSIVES = frozenset(("s", "'s", "’s", "'", "’"))
_I_EAT = "como"  # at the beginning of a Spanish sentence
_LIKE_VERBS = "zh"  # its likenings are verbs
_GENITIVES = "ru"


def note_figurative(words: Sequence[Word], phrases: Sequence[Phrase], language: str) -> None:
    """Mark the phrases of a sentence that are figurative."""
    usage = usage_of(language)
    for phrase in phrases:
        if phrase.pronoun is not None:
            continue
        joined = phrase.joined is not None and phrase.joined.is_figurative
        phrase.is_figurative = (
            (joined and not _has_verb(words, phrase, language))
            or _is_likened(words, phrase, usage, language)
            or _is_of_day(words, phrase, phrases, language)
        )


def _has_verb(words: Sequence[Word], phrase: Phrase, language: str) -> bool:
    """Return whether *phrase* does something itself: "as the cat sleeps"."""
    if language != "de":
        return phrase.is_subject and phrase.verb is not None and phrase.verb > phrase.last
    for index in range(phrase.last + 1, len(words)):
        if words[index].tag is Tag.PUNCTUATION:
            return words[index - 1].tag is Tag.VERB  # it ends the clause
    return words[-1].tag is Tag.VERB


def _is_likened(words: Sequence[Word], phrase: Phrase, usage: Usage, language: str) -> bool:
    if language == "ja":
        after = "".join(w.text for w in words[phrase.last + 1 : phrase.last + 1 + _SEEN_AFTER])
        return bool(usage.likening) and after.startswith(tuple(usage.likening))
    before = _before(words, phrase.first, language)
    if " ".join(before[1::-1]) in usage.likening and len(before) > 1:
        return True  # "as if a lion chased it"
    if before and before[0] in usage.than and _is_compared(words, phrase.first, usage):
        return True
    if phrase.first == 1 and language == "es" and before == [_I_EAT]:
        return False
    is_like = any(word in usage.likening for word in before)
    return is_like and (language == _LIKE_VERBS or not _has_verb(words, phrase, language))


def _is_compared(words: Sequence[Word], first: int, usage: Usage) -> bool:
    """Return whether "more" stands before "than": "más rápido que un guepardo"."""
    return any(fold(word.text) in usage.more for word in words[max(0, first - 4) : first - 1])


def _before(words: Sequence[Word], first: int, language: str) -> list[str]:
    """Return the words before a phrase, the nearest first, with all of its prepositions."""
    found: list[str] = []
    for word in reversed(words[max(0, first - _SEEN_BEFORE) : first]):
        is_verb = word.tag is Tag.VERB and language != _LIKE_VERBS
        if is_verb or word.tag in {Tag.PUNCTUATION, Tag.NOUN, Tag.NAME, Tag.PRONOUN}:
            break
        found.append(fold(word.text))
        if word.tag is not Tag.PREPOSITION and len(found) > 1:
            break
    return found


def _is_of_day(
    words: Sequence[Word], phrase: Phrase, phrases: Sequence[Phrase], language: str
) -> bool:
    """Return whether *phrase* says whose a day is: "Mother's Day", "el Día de la Madre"."""
    days = usage_of(language).days
    if _owns_day(words, phrase, days, language):
        return True
    before = next((p for p in phrases if p.last in {phrase.first - 2, phrase.first - 1}), None)
    if before is None or before is phrase or fold(words[before.head].text) not in days:
        return False
    if language == _GENITIVES:
        is_day = before.first > 0 and words[before.head].text.istitle()
        return is_day and before.last == phrase.first - 1 == before.first
    return phrase.preposition in usage_of(language).of and before.last == phrase.first - 2


def _owns_day(words: Sequence[Word], phrase: Phrase, days: Container[str], language: str) -> bool:
    """Return whether a possessive and a day follow; "the king's day" is one of his."""
    following = words[phrase.last + 1 : phrase.last + 3]
    if len(following) < 2 or fold(following[1].text) not in days:
        return False
    if language == "ja":
        return following[0].text == "の"
    has_article = words[phrase.first].tag is Tag.DETERMINER
    is_named = following[1].text.istitle() or not has_article
    return following[0].text in _POSSESSIVES and is_named
