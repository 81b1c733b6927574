"""Appositions: phrases that tell of the same character as the phrase before them.

"a cat named Mimi", "Mimi the cat", "Mimi, the cat, ...", "my hamster, Professor Fluff, ...",
"my boss is a dinosaur", ポチという犬, 叫小明的男孩.
"""

from __future__ import annotations

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.planner.reading.evidence import Evidence
from pipeline.comic.planner.reading.new_characters import describe, give_name
from pipeline.comic.planner.reading.phrases import Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_COPULAS = frozenset(("become", "seem", "stay", "remain", "look", "appear"))
# Words between a subject and what it is said to be.
_VERBAL = frozenset(
    (
        Tag.VERB,
        Tag.INFINITIVE,
        Tag.PARTICLE,
        Tag.PARTICIPLE,
        Tag.NEGATION,
        Tag.ADVERB,
        Tag.PRONOUN,
        Tag.SUBJUNCTION,
    )
)


def says_more(
    character: ToldCharacter, previous: Phrase, phrase: Phrase, evidence: Evidence
) -> bool:
    """Return whether *phrase* tells more about *character*, whom *previous* means.

    If so, the character has its name or noun from then on.
    """
    sentence = evidence.sentence
    between = [word.text for word in sentence.words[previous.last + 1 : phrase.first]]
    if not phrase.nouns and not character.name and _introduces_name(between, sentence):
        give_name(character, sentence.written(phrase.names))
        return True
    if phrase.nouns and _is_name_of(previous, phrase, sentence):
        describe(character, phrase, evidence)
        return True
    if phrase.names and not character.name and between == [","] and _is_closed(phrase, sentence):
        give_name(character, sentence.written(phrase.names))
        return True
    if (
        not phrase.names
        and sentence.of(phrase, *lexicon.BEINGS)
        and (_is_equated(previous, phrase, sentence) or _repeats(previous, phrase, sentence))
    ):
        describe(character, phrase, evidence)
        return True
    return bool(sentence.of(phrase, *lexicon.BEINGS)) and _is_predicate(previous, phrase, sentence)


def _is_predicate(previous: Phrase, phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a noun says what somebody is or would be: "wants to be a singer"."""
    between = sentence.words[previous.last + 1 : phrase.first]
    if not previous.is_subject or not all(word.tag in _VERBAL for word in between):
        return False
    while between and between[-1].tag is Tag.ADVERB:  # "is secretly a vampire"
        between = between[:-1]
    if not between or between[-1].tag not in {Tag.VERB, Tag.INFINITIVE}:
        return False
    being = grammar_of(sentence.language).being
    if {between[-1].lemma, between[-1].text.lower()} & being:
        return True
    is_bare = phrase.first == phrase.head  # "fica preso"
    return is_bare and bool(sentence.names_of(phrase.first - 1, lexicon.VERBS) & _COPULAS)


def _is_equated(previous: Phrase, phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a dash stands for "is", as in Russian: "Мой начальник — динозавр"."""
    between = [word.text for word in sentence.words[previous.last + 1 : phrase.first]]
    return (
        sentence.language == "ru"
        and between in (["—"], ["–"], ["-"], ["—", "это"])
        and not any(sentence.verbs())
        and not sentence.words[phrase.head].oblique
    )


def _introduces_name(between: list[str], sentence: Sentence) -> bool:
    named = grammar_of(sentence.language).named
    words = [word.lower() for word in between if word != ","]
    return bool(words) and (words[-1] in named or " ".join(words) in named)


def _is_name_of(previous: Phrase, phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether the name before a noun is its own: ポチという犬."""
    between = sentence.words[previous.last + 1 : phrase.first]
    named = grammar_of(sentence.language).named
    is_name = (
        bool(previous.names) and not previous.nouns and bool(sentence.of(phrase, *lexicon.BEINGS))
    )
    return is_name and len(between) == 1 and between[0].lemma in named


def _is_closed(phrase: Phrase, sentence: Sentence) -> bool:
    following = sentence.words[phrase.last + 1 : phrase.last + 2]
    return bool(following) and following[0].text == ","


def _repeats(previous: Phrase, phrase: Phrase, sentence: Sentence) -> bool:
    """Return whether a noun repeats the name before it: "Mimi the cat"; or says what one is."""
    between = sentence.words[previous.last + 1 : phrase.first]
    first = sentence.words[phrase.first]
    follows = [word.text for word in sentence.words[phrase.last + 1 : phrase.last + 2]]
    if [word.text for word in between] == ["("] and follows == [")"]:
        return bool(previous.names)  # "Max (a baker)"
    if first.tag is not Tag.DETERMINER or phrase.first == phrase.head:
        return False
    if previous.names and (not previous.nouns or Evidence(sentence).has_title(previous)):
        marks = [word.text for word in between]
        if not marks or (marks == [","] and _is_closed(phrase, sentence)):
            return True
    being = grammar_of(sentence.language).being
    return (
        previous.is_subject
        and len(between) == 1
        and (between[0].lemma in being or between[0].text.lower() in being)
    )
