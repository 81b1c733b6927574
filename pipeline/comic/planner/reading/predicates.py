"""Predicates: what is done in a sentence, by whom and to what.

A predicate may be several words: "is running", "hat gefressen", "starts to cry". It has the subject
of its clause, or that of the predicate before it: "opens the door and screams".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import acts_of
from pipeline.comic.planner.language.lexicon_index import fold, senses_of
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.word_kinds import AUXILIARY, NOT_DONE, words_of
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.sentences import Sentence

_VERBAL = frozenset((Tag.VERB, Tag.INFINITIVE, Tag.PARTICIPLE))
_INNER = frozenset((Tag.INFINITIVE, Tag.PARTICIPLE))
_BETWEEN = frozenset((Tag.ADVERB, Tag.NEGATION, Tag.PARTICLE, Tag.PREPOSITION, Tag.PRONOUN))
_VERBS = lexicon.VERBS
_ENDS = frozenset((Tag.PUNCTUATION, Tag.SUBJUNCTION))
_PASSIVE = frozenset(("be", "get", "become"))
_NEAR = 4
_GERUNDS = ("ing", "ndo", "ant")
_JAPANESE_PASSIVE = ("れる", "られる")
_AGENTS = frozenset(
    ("by", "por", "pelo", "pela", "pelos", "pelas", "par", "von", "vom", "da", "dal", "dalla",
     "dai", "dalle", "dall'", "に", "被")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with its auxiliaries: *finite* is the first, *main* the one that says what is done."""

    sentence: Sentence
    finite: int
    main: int
    is_passive: bool = False
    negated: bool = False

    @property
    def names(self) -> list[str]:
        """What is done: keys of the lexicon, that of the longest word first."""
        found = [
            sense
            for sense in self.sentence.senses
            if sense.table == lexicon.VERBS and sense.first <= self.main <= sense.last
        ]
        found.sort(key=lambda sense: sense.first - sense.last)
        names = list(dict.fromkeys(sense.name for sense in found))
        return names or _names_of_form(self.sentence.words[self.main], self.sentence.language)


def _names_of_form(word: Word, language: str) -> list[str]:
    """Return what a verb says by itself, without what Chinese writes together with it: 坐|在."""
    forms = [word.text]
    if language == "en" and word.tag is Tag.NOUN:
        forms = [word.text.removesuffix(end) for end in ("s", "es")]
        forms += [f"{word.text.removesuffix('ies')}y"]
    if language == "zh":
        forms += [word.text[:end] for end in range(len(word.text) - 1, 0, -1)]
    for form in forms:
        lemma = word.lemma if form == word.text else ""
        names = sorted(name for table, name in senses_of(form, language, lemma) if table == _VERBS)
        if names:
            return names
    return []


def predicates_of(sentence: Sentence, words: range) -> list[Predicate]:
    """Return the predicates among *words*, in order."""
    inside = {i for p in sentence.phrases for i in range(p.first, p.last + 1) if p.first != p.head}
    used: set[int] = set()
    found: list[Predicate] = []
    finite = None
    for i in words:
        if i in used or not _is_verbal(sentence, i, inside):
            continue
        word = sentence.words[i]
        if word.tag is Tag.VERB or finite is None:
            finite = i
        main = _main(sentence, i, words)
        used.update(range(i, main + 1) if main - i < _NEAR else (i, main))
        if main == i and _names(sentence, i) & words_of(NOT_DONE):
            used.add(_inner(sentence, i, words))
        negated = any(w.tag is Tag.NEGATION for w in sentence.words[max(0, i - 1) : main])
        if sentence.language == "ja":
            negated = any(w.tag is Tag.NEGATION for w in sentence.words[main + 1 : main + 3])
        passive = _is_passive(sentence, i, main)
        found.append(
            Predicate(sentence, i if word.tag is Tag.VERB else finite, main, passive, negated)
        )
    return found


def phrases_of_predicate(predicate: Predicate, all_: list[Predicate]) -> Iterator[Phrase]:
    """Yield the phrases that belong to *predicate*, besides its subject."""
    for phrase in predicate.sentence.phrases:
        if not phrase.is_subject and _owner(phrase, all_) is predicate:
            yield phrase


def is_agent(phrase: Phrase) -> bool:
    """Return whether a phrase says by whom something is done."""
    return bool(phrase.preposition) and phrase.preposition.split()[-1] in _AGENTS


def _owner(phrase: Phrase, all_: list[Predicate]) -> Predicate | None:
    if phrase.verb is None:
        return all_[0] if len(all_) == 1 and phrase.role is ClauseRole.ADVERBIAL else None
    mine = [p for p in all_ if phrase.verb in {p.finite, p.main}]
    before = [p for p in mine if p.main < phrase.first]
    return before[-1] if before else mine[0] if mine else None


def _is_verbal(sentence: Sentence, i: int, inside: set[int]) -> bool:
    word = sentence.words[i]
    if word.tag in _VERBAL:
        return word.tag is Tag.VERB or i not in inside
    # "and screams", which is taken for a noun
    before = sentence.words[i - 1] if i else None
    return (
        word.tag is Tag.NOUN
        and sentence.language == "en"
        and before is not None
        and before.tag is Tag.CONJUNCTION
        and word.text.endswith("s")
        and _is_felt(word)
        and any(w.tag is Tag.VERB for w in sentence.words[:i])
    )


def _is_felt(word: Word) -> bool:
    names = _names_of_form(word, "en")
    return any(act.feels and not act.things for name in names for act in acts_of(name))


def _main(sentence: Sentence, i: int, words: range) -> int:
    """Return the word that says what is done by the predicate that begins at *i*."""
    names = _names(sentence, i)
    if names & words_of(NOT_DONE):
        return i
    if not (not names or names & words_of(AUXILIARY)):
        return i
    inner = _inner(sentence, i, words)
    return i if inner == i else _main(sentence, inner, words)


def _inner(sentence: Sentence, i: int, words: range) -> int:
    """Return the infinitive or participle that depends on the verb at *i*, or *i*."""
    far = sentence.language == "de"  # it ends the clause
    taken = {k for p in sentence.phrases for k in range(p.first, p.last + 1)} if far else set()
    for k in range(i + 1, words.stop):
        word = sentence.words[k]
        if word.tag in _INNER and k not in taken:
            return k
        if word.tag in _ENDS or (not far and word.tag not in _BETWEEN):
            return i
    return i


def _names(sentence: Sentence, i: int) -> set[str]:
    names = set(sentence.names_of(i, lexicon.VERBS))
    word = sentence.words[i]
    return names or ({fold(word.lemma)} & words_of(AUXILIARY))


def _is_passive(sentence: Sentence, finite: int, main: int) -> bool:
    if sentence.language == "ja":
        after = sentence.words[main + 1 : main + 2]
        return bool(after) and after[0].lemma in _JAPANESE_PASSIVE
    if sentence.language == "zh":
        return any(p.verb == main and p.preposition == "被" for p in sentence.phrases)
    word = sentence.words[main]
    if main == finite or word.tag is not Tag.PARTICIPLE:
        return False
    if word.text.lower().endswith(_GERUNDS):
        return False
    return bool(_names(sentence, finite) & _PASSIVE)
