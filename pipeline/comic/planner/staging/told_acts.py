"""Told acts: who does what to whom and with what in a beat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import VerbAct, act_of
from pipeline.comic.planner.language.lexicon_index import fold
from pipeline.comic.planner.language.prepositions import prepositions
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import words_of
from pipeline.comic.planner.reading.beats import Beat
from pipeline.comic.planner.reading.characters import Mention
from pipeline.comic.planner.reading.crowds import crowd_acts
from pipeline.comic.planner.reading.inner_clauses import inner_subject, is_of_nobody
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.predicates import (
    Predicate,
    is_agent,
    phrases_of_predicate,
    predicates_of,
)
from pipeline.comic.planner.reading.reader import Told
from pipeline.comic.planner.reading.things import Thing, things_of

_LIFELESS = (lexicon.WEATHER, lexicon.TIMES, lexicon.ABSTRACTS, *lexicon.LIFELESS)
_NEUTER = "it"
_INTO = frozenset(("into",))
_SAYS = frozenset(("cry",))  # "Oh no!" he cries


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act, with the indexes of the characters who take part and its things.

    *objects* are the things that it is done to, *around* those that it is done on, in or with;
    *by* is the thing that does it, if nobody does. *company* are those with whom it is done.
    """

    act: VerbAct
    doers: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    objects: tuple[Thing, ...] = ()
    around: tuple[Thing, ...] = ()
    by: Thing | None = None
    company: tuple[int, ...] = ()
    predicate: Predicate | None = None
    of_it: bool = False  # done to what was told of before
    of_nobody: bool = False  # of what is neither somebody nor a thing: "night falls"


@dataclass(slots=True)
class _ToldClause:
    """What belongs to one predicate. *subjects* are also those to whom it is done."""

    predicate: Predicate
    subjects: tuple[int, ...]
    doers: tuple[int, ...]
    by: Thing | None
    others: tuple[int, ...] = ()
    objects: tuple[Thing, ...] = ()
    around: tuple[Thing, ...] = ()
    company: tuple[int, ...] = ()
    is_done_to_it: bool = False  # to what a pronoun stands for that is nobody
    of_nobody: bool = False
    is_of_it: bool = False  # its subject is a pronoun that means nobody
    is_not_done: bool = False  # "nobody answers"


def told_acts(beat: Beat, it: Thing | None = None) -> list[ToldAct]:
    """Return the acts of *beat* in the order in which they are told; *it* is a thing before."""
    found: list[ToldAct] = []
    doers: tuple[int, ...] = ()
    objects: tuple[Thing, ...] = (it,) if it is not None else ()  # those that "it" may mean
    for item in beat.told:
        if item.sentence is None:
            continue
        for clause in _clauses(item, doers):
            doers = clause.subjects or doers
            if not clause.objects and clause.is_done_to_it:
                clause.objects = objects
            if clause.of_nobody and clause.by is None and clause.is_of_it and objects:
                clause.by = objects[-1]
            objects = clause.objects or objects
            act = _told_act(clause)
            if act is not None and (item.text or act.act.name not in _SAYS):
                found.append(act)
    return found


def whereabouts(beat: Beat) -> Iterator[tuple[tuple[int, ...], Thing]]:
    """Yield who is told to be somewhere, with the thing after the preposition: "in a cage"."""
    doers: tuple[int, ...] = ()
    for item in beat.told:
        if item.sentence is None:
            continue
        clauses = list(_clauses(item, doers))
        for clause in clauses:
            doers = clause.subjects or doers
            if set(clause.predicate.names) & words_of("of_location"):
                yield from ((doers, thing) for thing in clause.around)
        if not clauses:  # "An elephant in the bathtub!"
            for thing in things_of(item.sentence, item.words, item.mentions):
                near = [m for m in item.mentions if m.first < thing.first and not m.absent]
                yield (near[-1].characters if near else ()), thing


def is_done_by_nobody(beat: Beat) -> bool:
    """Return whether all that is told in *beat* is done by things or by the weather."""
    subjects = [
        clause.doers == () and (clause.by is not None or clause.of_nobody)
        for item in beat.told
        if item.text
        for clause in _clauses(item, ())
    ]
    return bool(subjects) and all(subjects)


def _clauses(item: Told, before: tuple[int, ...]) -> Iterator[_ToldClause]:
    """Yield the clauses of a sentence; *before* are the latest subjects, for one without any."""
    sentence = item.sentence
    if sentence is None:
        return
    people = {m.first: m for m in item.mentions if m.characters and not m.absent}
    things = {thing.first: thing for thing in things_of(sentence, item.words, item.mentions)}
    predicates = predicates_of(sentence, item.words)
    doers, by, nobody = before, None, False
    for number, predicate in enumerate(predicates):
        own = _subjects(item, predicate)
        thing = _subject_thing(predicate, things)
        inner = inner_subject(predicates, number, {*people, *things})
        if inner is not None:
            yield _inner_clause(predicates, number, inner, people, things)
            continue
        if not own and crowd_acts(sentence, {predicate.finite, predicate.main}):
            continue
        is_of_it = not own and thing is None and _has_neuter_subject(predicate, people)
        other = not own and thing is None and _has_lifeless_subject(predicate, people)
        other = other or is_of_it
        if own or thing is not None or other:
            doers, by, nobody = own, thing, other
        clause = _ToldClause(predicate, doers, doers, by, of_nobody=nobody)
        clause.is_of_it = is_of_it
        phrases = list(phrases_of_predicate(predicate, predicates))
        clause.is_not_done = is_of_nobody(predicate)
        _read_phrases(clause, phrases, people, things)
        if predicate.is_passive:
            _turn(clause, phrases, people, things)
        yield clause


def _inner_clause(
    predicates: list[Predicate],
    number: int,
    subject: Phrase,
    people: dict[int, Mention],
    things: dict[int, Thing],
) -> _ToldClause:
    """Return a clause whose subject is a phrase of the one before: the cat that they see eating."""
    predicate = predicates[number]
    who = people[subject.first].characters if subject.first in people else ()
    by = None if who else things.get(subject.first)
    clause = _ToldClause(predicate, (), who, by)
    phrases = [p for p in phrases_of_predicate(predicate, predicates) if p is not subject]
    phrases += [
        p
        for p in phrases_of_predicate(predicates[number - 1], predicates)
        if subject.last < p.first < predicate.main and p.role is ClauseRole.OBJECT
    ]
    _read_phrases(clause, phrases, people, things)
    return clause


def _subjects(item: Told, predicate: Predicate) -> tuple[int, ...]:
    verbs = {predicate.finite, predicate.main}
    return tuple(
        dict.fromkeys(
            character
            for mention in item.mentions
            if mention.is_subject and not mention.absent and mention.verb in verbs
            for character in mention.characters
        )
    )


def _has_neuter_subject(predicate: Predicate, people: dict[int, Mention]) -> bool:
    """Return whether the subject is "it" and means none of the characters."""
    sentence, verbs = predicate.sentence, {predicate.finite, predicate.main}
    return any(
        phrase.is_subject
        and phrase.verb in verbs
        and phrase.first not in people
        and sentence.names_of(phrase.head, lexicon.PRONOUNS) == {_NEUTER}
        for phrase in sentence.phrases
    )


def _has_lifeless_subject(predicate: Predicate, people: dict[int, Mention]) -> bool:
    """Return whether a noun is the subject that means nobody: rain, night, the alarm."""
    verbs = {predicate.finite, predicate.main}
    sentence = predicate.sentence
    return any(
        phrase.is_subject
        and phrase.verb in verbs
        and phrase.first not in people
        and bool(phrase.nouns)
        and bool(sentence.of(phrase, *_LIFELESS))
        for phrase in sentence.phrases
    )


def _subject_thing(predicate: Predicate, things: dict[int, Thing]) -> Thing | None:
    verbs = {predicate.finite, predicate.main}
    return next(
        (
            things[phrase.first]
            for phrase in predicate.sentence.phrases
            if phrase.is_subject and phrase.verb in verbs and phrase.first in things
        ),
        None,
    )


def _read_phrases(
    clause: _ToldClause, phrases: list[Phrase], people: dict[int, Mention], things: dict[int, Thing]
) -> None:
    language = clause.predicate.sentence.language
    objects: list[int] = []
    met: list[int] = []
    for phrase in phrases:
        is_object = phrase.role is ClauseRole.OBJECT
        if phrase.first in things:
            thing = things[phrase.first]
            if is_object:
                clause.objects += (thing,)
            else:
                clause.around += (thing,)
        mention = people.get(phrase.first)
        who = [c for c in (mention.characters if mention else ()) if c not in clause.doers]
        if phrase.pronoun is not None and is_object and not who and _may_be_it(clause, phrase):
            clause.is_done_to_it = True
        if is_object:
            objects += who
        elif phrase.preposition in usage_of(language).carrying:
            met += who
            clause.company += tuple(who)
        elif phrase.preposition or phrase.role is ClauseRole.APART:  # 騎士と戦う
            met += who
            if not phrase.preposition:
                clause.company += tuple(who)
    clause.others = tuple(dict.fromkeys([*objects, *met]))


def _may_be_it(clause: _ToldClause, phrase: Phrase) -> bool:
    """Return whether a pronoun may mean a thing: in English, "her" does not."""
    sentence = clause.predicate.sentence
    persons = sentence.names_of(phrase.head, lexicon.PRONOUNS) & {"he", "she"}
    return sentence.language != "en" or not persons


def _turn(
    clause: _ToldClause, phrases: list[Phrase], people: dict[int, Mention], things: dict[int, Thing]
) -> None:
    """Turn a passive clause round: "is bitten by a dog" is done by the dog."""
    patients, patient_thing = clause.doers, clause.by
    agents = [phrase for phrase in phrases if is_agent(phrase)]
    clause.doers = tuple(c for p in agents if p.first in people for c in people[p.first].characters)
    clause.by = next((things[p.first] for p in agents if p.first in things), None)
    clause.others = patients
    if patient_thing is not None:
        clause.objects = (patient_thing, *clause.objects)
    clause.around = tuple(thing for thing in clause.around if thing != clause.by)


def _told_act(clause: _ToldClause) -> ToldAct | None:
    if clause.predicate.negated or clause.is_not_done:
        return None
    act = _drawn_as(clause)
    if act is None:
        return None
    told = ToldAct(
        act,
        clause.doers,
        clause.others,
        clause.objects,
        clause.around,
        clause.by,
        clause.company,
        clause.predicate,
        clause.is_done_to_it and not clause.objects,
        clause.of_nobody,
    )
    if clause.predicate.is_passive and not (act.other or act.object):
        return replace(told, doers=clause.others, others=())  # "is seated"
    if act.mutual and not told.others and len(told.doers) > 1:
        return replace(told, doers=told.doers[:1], others=told.doers[1:])
    return told


def _drawn_as(clause: _ToldClause) -> VerbAct | None:
    names = frozenset(thing.name for thing in (*clause.objects, *clause.around))
    by_thing = (clause.by is not None or clause.of_nobody) and not clause.doers
    by_thing = by_thing and not clause.predicate.is_passive
    subject = frozenset((clause.by.name,)) if clause.by is not None else names
    for verb in clause.predicate.names:
        are_two = bool(clause.others) or (len(clause.doers) > 1 and _is_mutual(verb, names))
        act = act_of(verb, names, has_other=are_two, inwards=_leads_inwards(clause.predicate))
        if (
            by_thing
            and (own := act_of(verb, subject, has_other=are_two, by_thing=True)) is not None
        ):
            return own
        if by_thing and (act is None or not act.other or not clause.others):
            act = act_of(verb, subject, by_thing=True)  # "splashes her" is done to somebody
        if act is not None:
            return act
    return None


def _leads_inwards(predicate: Predicate) -> bool:
    """Return whether the verb has "into", or "in" without a noun, behind it: "calls him in"."""
    sentence = predicate.sentence
    of_places = {phrase.preposition for phrase in sentence.phrases} - _INTO
    particles = (prepositions(sentence.language).get("in", frozenset()) | _INTO) - of_places
    return any(fold(word.text) in particles for word in sentence.words[predicate.main + 1 :])


def _is_mutual(verb: str, things: frozenset[str]) -> bool:
    act = act_of(verb, things, has_other=True)
    return act is not None and act.mutual
