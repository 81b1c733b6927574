"""Japanese attributions: と猫が言った after a quotation, 猫は言った。 before one."""

from __future__ import annotations

from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.reading.phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_QUOTING = ("と", "って")  # after Japanese speech
_TOPIC = "は"
_LINKING = frozenset(("て", "で"))
# Verbs that only go with the one before them: 言って|いる, 言って|しまう.
_AUXILIARY = frozenset(
    ("いる", "居る", "しまう", "くる", "来る", "いく", "行く", "くれる", "みる", "やる", "ある")
)
_ENDS = frozenset("、。，！？!?…")


def quoting_particle(sentence: Sentence) -> bool:
    """Return whether *sentence* starts with the Japanese particle that ends a quotation."""
    return sentence.language == "ja" and sentence.text.lstrip().startswith(_QUOTING)


def subject_of_tag(sentence: Sentence, verb: int | None) -> Phrase | None:
    """Return who speaks by a sentence after と, up to its verb of saying."""
    last = len(sentence.words) if verb is None else verb
    subjects = [p for p in sentence.phrases if p.role is ClauseRole.SUBJECT and p.last < last]
    return subjects[-1] if subjects and verb is not None else next(iter(subjects), None)


def end_of_tag(sentence: Sentence, verb: int | None) -> int:
    """Return the offset after と, its verb of saying and what belongs to that.

    Of と猿が拍手した, where no verb says anything, only と is no narration.
    """
    words = sentence.words
    if verb is None:
        return words[0].end if any(sentence.verbs()) else len(sentence.text)
    last = end_of_verb(sentence, verb)
    if last + 1 < len(words) and words[last + 1].text in _ENDS:
        last += 1
    return words[last].end


def end_of_verb(sentence: Sentence, verb: int) -> int:
    """Return the index of the last word that belongs to a verb: 言っ|て|い|た."""
    words, last = sentence.words, verb
    while last + 1 < len(words):
        following = words[last + 1]
        goes_with = following.tag is Tag.VERB and following.lemma in _AUXILIARY
        if following.tag is not Tag.PARTICLE and not (goes_with and words[last].text in _LINKING):
            break
        last += 1
    return last


def is_last_verb(sentence: Sentence, verb: int) -> bool:
    """Return whether a verb ends its sentence, in Japanese or Chinese."""
    rest = sentence.words[end_of_verb(sentence, verb) + 1 :]
    return all(word.tag is Tag.PUNCTUATION for word in rest)


def lacks_subject(sentence: Sentence, start: int) -> bool:
    """Return whether an act is told after the offset *start*, and not who does it."""
    rest = [i for i, word in enumerate(sentence.words) if word.start >= start]
    acts = any(sentence.words[i].tag is Tag.VERB for i in rest)
    subjects = (p for p in sentence.phrases if p.role is ClauseRole.SUBJECT)
    return acts and not any(phrase.first in rest for phrase in subjects)


def topic(sentence: Sentence, phrase: Phrase) -> str:
    """Return a phrase as the topic of another sentence: 猫は."""
    return sentence.written(range(phrase.first, phrase.last + 1)) + _TOPIC
