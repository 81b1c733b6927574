"""Noun phrases of a sentence, and the part of each in its clause.

A phrase is found from the tags of words, a head noun with what belongs to it: "the three little
cats", "una rana verde", "her brother Paul". Its part is that of a subject, an object, or what
follows a preposition.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import UNSPACED, fold
from pipeline.comic.planner.language.nouns import is_kind
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.reading.chinese_clauses import read_chinese_clauses
from pipeline.comic.planner.reading.figurative import note_figurative
from pipeline.comic.planner.reading.japanese_particles import read_particles
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase

__all__ = ["ClauseRole", "Phrase", "phrases_of"]

_HEAD_FIRST = frozenset(("es", "pt", "fr", "it", "ru"))
INFLECTED = frozenset(("de", "ru"))  # languages with cases, that write compounds as one word
_RUSSIAN_SINGULAR = ("ла", "ло", "л", "лась", "лось", "лся", "ет", "ёт", "ит", "ется", "ится")
_BEFORE_HEAD = frozenset((Tag.DETERMINER, Tag.NUMBER, Tag.ADJECTIVE, Tag.NEGATION))
_WITHOUT_COMMA = frozenset(("es", "pt", "fr", "it"))
_PLACES = (lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
_NOMINAL = frozenset((Tag.NOUN, Tag.NAME))
_CLAUSE_ENDS = frozenset(";:.!?…。！？；：؟")
_OF = frozenset(("の", "的"))  # between owner and owned in Japanese and Chinese


def phrases_of(words: Sequence[Word], language: str) -> list[Phrase]:
    """Return the noun phrases and personal pronouns in order, each with its part."""
    phrases = _chunks(words, language)
    if language == "ja":
        read_particles(words, phrases)
    elif language == "zh":
        read_chinese_clauses(words, phrases)
    else:
        _read_clauses(words, phrases, grammar_of(language).clitics, usage_of(language).topic)
        if language in INFLECTED:
            _keep_one_subject(words, phrases)
    note_figurative(words, phrases, language)
    return phrases


def _keep_one_subject(words: Sequence[Word], phrases: Sequence[Phrase]) -> None:
    """Make objects of phrases between the subject and a verb that ends its clause.

    "während der Maulwurf die Schuhe klaut": the subject comes first.
    """
    subject: Phrase | None = None
    for phrase in phrases:
        if not phrase.is_subject:
            continue
        if subject is not None and subject.verb == phrase.verb and phrase.owner is None:
            between = words[subject.last + 1 : phrase.first]
            if not any(w.tag in {Tag.CONJUNCTION, Tag.PUNCTUATION} for w in between):
                phrase.role = ClauseRole.OBJECT
                continue
        subject = phrase


# --- Chunks ---------------------------------------------------------------------------------------


def _chunks(words: Sequence[Word], language: str) -> list[Phrase]:
    phrases: list[Phrase] = []
    i = 0
    while i < len(words):
        word = words[i]
        if word.tag is Tag.PRONOUN:
            phrases.append(Phrase(i, i, i, pronoun=word))
            i += 1
            continue
        phrase = _chunk_at(words, i, language)
        if phrase is None:
            i += 1
            continue
        _note_owner(words, phrases, phrase)
        phrases.append(phrase)
        i = phrase.last + 1
    return phrases


def _chunk_at(words: Sequence[Word], start: int, language: str) -> Phrase | None:
    i = run_start = _start_of_nouns(words, start, language)
    while i < len(words) and words[i].tag in _NOMINAL and not _are_two(words, run_start, i):
        if i > run_start and _is_name_behind_place(words, run_start, i, language):
            break
        i += 1
        if language in INFLECTED and i < len(words) and _begins_phrase(words, i, language):
            break  # "trinkt ein Seehund Kaffee", "на крыше кот"; but "Tante Hilde" is one
    if i == run_start:
        return None
    run = range(run_start, i)
    nouns = tuple(k for k in run if words[k].tag is Tag.NOUN)
    names = tuple(k for k in run if words[k].tag is Tag.NAME)
    head = (nouns[0] if language in _HEAD_FIRST else nouns[-1]) if nouns else names[-1]
    is_title = language in UNSPACED and words[head].text in grammar_of(language).titles
    if nouns and names and names[0] < head and not is_title:  # "a Halloween party": what it is like
        names = tuple(k for k in names if k > head)
    before = words[start:run_start]
    owners = (word for word in before if word.tag is Tag.DETERMINER and word.gender)
    return Phrase(
        start,
        _end_of_chunk(words, i, language) - 1,
        head,
        nouns,
        names,
        negated=any(word.tag is Tag.NEGATION for word in before),
        possessive=next(owners, None),
    )


def _start_of_nouns(words: Sequence[Word], start: int, language: str) -> int:
    """Return the index after articles, numbers and adjectives, where the nouns should begin."""
    i = start
    while i < len(words) and _belongs_before(words, i, language):
        if i > start and words[i].tag is Tag.DETERMINER and words[i - 1].tag is Tag.ADJECTIVE:
            break
        i += 1
    return i


def _end_of_chunk(words: Sequence[Word], i: int, language: str) -> int:
    """Return the index after the adjectives or suffixes that follow the nouns."""
    while language in _HEAD_FIRST and i < len(words) and _is_adjective(words, i):
        i += 1
    while language in UNSPACED and i < len(words) and _belongs_after(words, i, language):
        i += 1
    return i


def _begins_phrase(words: Sequence[Word], i: int, language: str) -> bool:
    """Return whether a noun or name is no part of the noun before it: "После школы | Вова"."""
    if words[i].tag is Tag.NOUN:
        return True
    before = words[i - 1]
    is_being = is_kind(before.text.lower(), language, lexicon.BEINGS, before.lemma)
    return before.tag is Tag.NOUN and not is_being and is_given_name(words[i].text)


def _belongs_before(words: Sequence[Word], i: int, language: str) -> bool:
    tag = words[i].tag
    if tag is Tag.NEGATION and language == "ja":  # of the verb before it: 猫がいない|部屋
        return False
    if tag in _BEFORE_HEAD:
        return True
    following = words[i + 1].tag if i + 1 < len(words) else Tag.OTHER
    inside = i > 0 and words[i - 1].tag in _BEFORE_HEAD
    if tag is Tag.PARTICIPLE:  # "a lost umbrella"
        return inside and following in {*_NOMINAL, Tag.ADJECTIVE}
    if tag is Tag.ADVERB:  # "a very small cat"
        return inside and following in {Tag.ADJECTIVE, Tag.PARTICIPLE}
    return False


def _is_adjective(words: Sequence[Word], i: int) -> bool:
    """Return whether an adjective, or an adverb and one, stands at *i*: "una niña muy alta"."""
    if words[i].tag is Tag.ADVERB and i + 1 < len(words):
        return words[i + 1].tag is Tag.ADJECTIVE
    return words[i].tag is Tag.ADJECTIVE


def _are_two(words: Sequence[Word], start: int, i: int) -> bool:
    """Return whether nouns side by side mean two, by their genders: 爸爸|妈妈."""
    genders = {words[i].gender, words[i - 1].gender}
    return i > start and len(genders - {""}) == 2 and words[i - 1].end == words[i].start


def _is_name_behind_place(words: Sequence[Word], start: int, i: int, language: str) -> bool:
    """Return whether a name begins the clause behind a place: "Nel bosco | Marco incontra"."""
    if language not in _WITHOUT_COMMA or words[i].tag is not Tag.NAME:
        return False
    place = words[i - 1]
    led = any(word.tag is Tag.PREPOSITION for word in words[max(0, start - 2) : start])
    follows = words[i + 1].tag if i + 1 < len(words) else Tag.OTHER
    acts = follows in {Tag.VERB, Tag.NEGATION, Tag.PRONOUN, Tag.CONJUNCTION}
    is_place = place.tag is Tag.NOUN and is_kind(place.text.lower(), language, _PLACES)
    return led and acts and is_place


def _belongs_after(words: Sequence[Word], i: int, language: str) -> bool:
    """Return whether a word of Japanese or Chinese ends the noun before it: 子供|たち, 猫|二匹."""
    if words[i].tag is Tag.NUMBER and language == "ja":
        return not words[i].text.endswith(tuple(_OF))
    return words[i].tag is Tag.PARTICLE and words[i].text in grammar_of(language).suffixes


def _note_owner(words: Sequence[Word], phrases: list[Phrase], phrase: Phrase) -> None:
    """Note that the phrase before owns this one, as in "the king's dog"."""
    if not phrases:
        return
    between = [word.text for word in words[phrases[-1].last + 1 : phrase.first]]
    if len(between) == 1 and (between[0].strip("'’") == "s" or between[0] in _OF):
        phrase.owner = phrases[-1]


# --- Parts ----------------------------------------------------------------------------------------


def _read_clauses(
    words: Sequence[Word],
    phrases: list[Phrase],
    clitics: frozenset[str],
    likening: frozenset[str],
) -> None:
    """Set the roles of phrases. *likening* are words before what something is only like."""
    starts = {phrase.first: phrase for phrase in phrases}
    clause = _Clause()
    i = 0
    while i < len(words):
        phrase = starts.get(i)
        if phrase is not None:
            if phrase.pronoun is not None and _is_clitic(phrase.pronoun, clitics):
                phrase.role, phrase.verb = ClauseRole.OBJECT, clause.verb
            else:
                _place(words, phrase, clause, clitics)
            i = phrase.last + 1
            continue
        word = words[i]
        if word.tag is Tag.VERB or (word.tag is Tag.PARTICIPLE and clause.verb is None):
            clause.meet(i)
        elif word.tag is Tag.SUBJUNCTION:
            clause = _Clause(relative=clause.latest if _is_right_after(clause.latest, i) else None)
            clause.likens = fold(word.text) in likening
        elif word.text in _CLAUSE_ENDS or (clause.likens and word.text == ","):
            clause = _Clause()
        i += 1


class _Clause:
    """The clause that is being read: its subjects so far, its verb."""

    def __init__(self, relative: Phrase | None = None) -> None:
        self.subjects: list[Phrase] = []
        self.objects: list[Phrase] = []  # before the verb: "Den Kuchen hat der Hund gefressen"
        self.verb: int | None = None
        self.latest: Phrase | None = None
        self.likens = False  # "like a madman, ..."
        self.relative = relative  # whom "who" stands for

    def meet(self, verb: int) -> None:
        if self.verb is None:
            for phrase in self.objects:
                phrase.verb = verb
            for subject in self.subjects:
                subject.role, subject.verb = ClauseRole.SUBJECT, verb
            if not self.subjects and self.relative is not None:
                self.subjects = [self.relative]
                if self.relative.verb is None:
                    self.relative.role, self.relative.verb = ClauseRole.SUBJECT, verb
        self.verb = verb


def _is_right_after(phrase: Phrase | None, index: int) -> bool:
    return phrase is not None and index - phrase.last <= 2


def _is_clitic(word: Word, clitics: frozenset[str]) -> bool:
    return word.tag is Tag.PRONOUN and word.text.lower() in clitics


def _place(words: Sequence[Word], phrase: Phrase, clause: _Clause, clitics: frozenset[str]) -> None:
    before = words[phrase.first - 1] if phrase.first else None
    previous = clause.latest
    clause.latest = phrase
    if before is not None and before.tag is Tag.PREPOSITION:
        phrase.role, phrase.preposition = ClauseRole.ADVERBIAL, _prepositions(words, phrase.first)
        phrase.verb = clause.verb
        return
    is_joined = before is not None and before.tag is Tag.CONJUNCTION and previous is not None
    if is_joined and previous is not None and previous.last == phrase.first - 2:
        phrase.joined = previous
    is_subject = phrase.owner is None and not words[phrase.head].oblique
    if is_subject and _verb_follows(words, phrase, clitics) and clause.verb is not None:
        clause.subjects, clause.verb = [phrase], None
        return
    if phrase.joined is not None and phrase.joined.preposition:
        phrase.role, phrase.preposition = ClauseRole.ADVERBIAL, phrase.joined.preposition
        return
    _place_beside_verb(words, phrase, clause)


def _place_beside_verb(words: Sequence[Word], phrase: Phrase, clause: _Clause) -> None:
    """Make *phrase* a subject or an object, by its case and by what is before the verb."""
    if words[phrase.head].oblique:
        phrase.role, phrase.verb = ClauseRole.OBJECT, clause.verb
        if clause.verb is None:
            clause.objects.append(phrase)
    elif clause.verb is None:
        clause.subjects.append(phrase)
    elif _follows_subject(phrase, clause.verb):  # "streiten sich die Gurke und der Käse"
        phrase.role, phrase.verb = ClauseRole.SUBJECT, clause.verb
    elif not clause.subjects and not _disagree(words[clause.verb], words[phrase.head]):
        # "Am Morgen geht die Katze", "grita el pato"
        clause.subjects.append(phrase)
        phrase.role, phrase.verb = ClauseRole.SUBJECT, clause.verb
    else:
        phrase.role, phrase.verb = ClauseRole.OBJECT, clause.verb


def _follows_subject(phrase: Phrase, verb: int) -> bool:
    """Return whether *phrase* is joined to a subject that stands behind its verb."""
    joined = phrase.joined
    return joined is not None and joined.is_subject and joined.verb == verb < joined.first


def _disagree(verb: Word, noun: Word) -> bool:
    """Return whether a noun is in the plural, and a Russian verb shows that its subject is not."""
    return noun.plural and verb.text.endswith(_RUSSIAN_SINGULAR)


def _prepositions(words: Sequence[Word], first: int) -> str:
    """Return the preposition before *first*; of "in front of" all of it."""
    start = first
    while start > 0 and words[start - 1].tag is Tag.PREPOSITION:
        start -= 1
    return " ".join(fold(word.text) for word in words[start:first])


def _verb_follows(words: Sequence[Word], phrase: Phrase, clitics: frozenset[str]) -> bool:
    i = phrase.last + 1
    between = {Tag.ADVERB, Tag.NEGATION}
    while i < len(words) and (words[i].tag in between or _is_clitic(words[i], clitics)):
        i += 1
    return i < len(words) and words[i].tag is Tag.VERB
