"""Places of a story: where each beat happens, by what is told, else by who or what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.lexicon_search import OVERHEAD, Found, fold
from pipeline.comic.planner.language.prepositions import leads_to
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import (
    ARRIVING,
    BY_BOAT,
    ENTERING,
    GIVING,
    OF_CONTACT,
    OF_MOTION,
    ON_THE_WAY,
    REACHING,
    words_of,
)
from pipeline.comic.planner.reading.evidence import Evidence
from pipeline.comic.planner.reading.phrases import ClauseRole, Phrase
from pipeline.comic.planner.reading.predicates import predicates_of
from pipeline.comic.planner.reading.sentences import Sentence

_TABLES = (lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
_VERBS = (lexicon.VERBS, lexicon.ACTIONS)
_HOME = "home"
_BE = "be"
_HEAVENLY = frozenset(("moon", "mars", "star", "sun"))
_WAY = "road"  # where one is who walks home


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the sketch can draw, and its name in the story if it only resembles that.

    *place* is empty for a room, *room* outdoors; both are set for a house that stands in a place.
    *label* is the name in the words of the prompt.
    """

    place: str = ""
    room: str = ""
    name: str = ""
    label: str = ""
    is_goal: bool = False  # where somebody is on the way to: "rides to school"
    is_reached: bool = False  # where somebody comes to, and was not before: "enters a bar"
    is_alike: bool = False  # what is drawn is just such a place: a room for a living room


def told_locations(sentence: Sentence, words: range, *, settled: bool = False) -> list[Location]:
    """Return the places that a sentence tells of, in order.

    *settled*: a place was told before, so that those are left out that are only spoken of: "wants a
    castle".
    """
    found: list[Location] = []
    mere: list[Location] = []  # of nouns that no preposition makes a place: finds a spaceship
    on_the_way, at_home = _goes_home(sentence, words), _comes_home(sentence, words)
    for sense in sentence.senses:
        if sense.table not in _TABLES or sense.first not in words or sense.name == OVERHEAD:
            continue
        phrase = _phrase_of(sentence, sense)
        if phrase is not None and not _is_place(sentence, phrase, sense):
            continue
        if sense.table == lexicon.SITES and sentence.words[sense.last].tag is Tag.ADVERB:
            continue  # "sleeps well"
        if settled and phrase is not None and Evidence(sentence).is_elsewhere(phrase):
            continue
        is_home = sense.name == _HOME and on_the_way
        is_way = is_home and not at_home
        location = Location(place=_WAY) if is_way else location_of(sense.table, sense.name)
        if location.name:
            written = sentence.written((sense.first, sense.last))
            location = replace(location, label=written)
        if is_home or _is_reached(sentence, phrase):
            location = replace(location, is_reached=True)
        if phrase is not None and _is_goal(sentence, phrase, words, inside=bool(location.room)):
            location = replace(location, is_goal=True)
        is_mere = phrase is not None and not phrase.preposition and not is_way
        (mere if is_mere else found).append(location)
    if on_the_way and not found:
        home = Location(room=_HOME, is_reached=True)
        found = [home if at_home else Location(place=_WAY, is_reached=True)]
    return _with_house(found, mere) or list(_named_towns(sentence, words)) or mere


def _with_house(found: list[Location], mere: list[Location]) -> list[Location]:
    """Return *found*, the first with the house that stands there: "opens a bakery on the moon"."""
    house = next((location.room for location in mere if location.room and not location.name), "")
    if not house or not found or found[0].room or found[0].name:
        return found
    return [replace(found[0], room=house), *found[1:]]


def _is_goal(sentence: Sentence, phrase: Phrase, words: range, *, inside: bool) -> bool:
    """Return whether somebody is on the way to *phrase*: "rides his bicycle to school".

    It cannot be seen there where the goal is a room, or lies across the water.
    """
    if not leads_to(phrase.preposition, sentence.language):
        return False
    predicates = predicates_of(sentence, words)
    owner = next((p for p in predicates if phrase.verb in {p.finite, p.main}), None)
    kind = ON_THE_WAY if inside else BY_BOAT
    return owner is not None and bool(set(owner.names) & words_of(kind))


def _is_reached(sentence: Sentence, phrase: Phrase | None) -> bool:
    """Return whether somebody gets to *phrase*, and was elsewhere before: "enters a bar"."""
    if phrase is None or phrase.verb is None:
        return False
    lemma = fold(sentence.words[phrase.verb].lemma)
    names = {*sentence.names_of(phrase.verb, lexicon.VERBS), lemma}
    leads = leads_to(phrase.preposition, sentence.language) or phrase.preposition.endswith("to")
    return bool(names & words_of(ENTERING)) or (leads and bool(names & words_of(REACHING)))


def way_of(meanings: Iterable[str]) -> str:
    """Return the place where one is who is on the way, by what *meanings* say of it."""
    ways = lexicon.world()["ways"]
    return next((ways[meaning] for meaning in meanings if meaning in ways), _WAY)


def looks_up(sentence: Sentence, words: range) -> bool:
    """Return whether the sky is only looked at: "they watch the moon"."""
    return any(
        sense.name == OVERHEAD and sense.first in words
        for sense in sentence.senses
        if sense.table == lexicon.PLACES
    )


def location_of(table: str, name: str) -> Location:
    """Return the location of a meaning in the tables of places."""
    if table == lexicon.PLACES:
        return Location(place=name)
    if table == lexicon.ROOMS:
        return Location(room=name)
    likeness = lexicon.world()["likeness"].get(name, "place:city")
    kind, _, drawn = likeness.partition(":")
    return Location(
        place=drawn if kind == "place" else "",
        room=drawn if kind == "room" else "",
        name=name,
        is_alike=name in lexicon.world()["alike"],
    )


def usual_location(meanings: Iterable[str]) -> Location | None:
    """Return where the first of *meanings* that has a usual place is found: a dentist's."""
    places = lexicon.world()["places_of"]
    for meaning in meanings:
        target = places.get(meaning, "")
        if not target:
            continue
        kind, _, name = target.rpartition(":")
        table = {"place": lexicon.PLACES, "room": lexicon.ROOMS, "": lexicon.SITES}[kind]
        return location_of(table, name)
    return None


def _phrase_of(sentence: Sentence, sense: Found) -> Phrase | None:
    return next((p for p in sentence.phrases if p.first <= sense.first <= p.last), None)


def _is_place(sentence: Sentence, phrase: Phrase, sense: Found) -> bool:
    """Return whether the words of *sense* are a place here, and no part of another thing's name.

    A garden gnome is no garden, and "no beach" is none.
    """
    if phrase.negated or phrase.is_figurative or not sense.first <= phrase.head <= sense.last:
        is_named = not phrase.negated and not phrase.is_figurative
        return is_named and phrase.head < sense.first
    usage = usage_of(sentence.language)
    if phrase.preposition in usage.topic - usage.place - usage.of:  # French "sur" is both
        return False
    evidence = Evidence(sentence)
    if phrase.preposition or sense.name in _HEAVENLY:
        return sense.name not in _HEAVENLY or _is_visited(evidence, phrase)
    if phrase.role is ClauseRole.OBJECT:
        return not evidence.does(phrase, OF_CONTACT)  # "calls the fire department"
    if phrase.role is not ClauseRole.SUBJECT:
        return True
    return not (evidence.is_being(phrase) or evidence.does(phrase, GIVING))


def _is_visited(evidence: Evidence, phrase: Phrase) -> bool:
    """Return whether somebody is where mostly one only looks: not where "the moon is bright"."""
    if phrase.role is ClauseRole.SUBJECT:
        return False
    is_reached = evidence.does(phrase, REACHING) or evidence.does(phrase, OF_MOTION)
    towards = leads_to(phrase.preposition, evidence.sentence.language)
    is_goal = phrase.role is ClauseRole.OBJECT or (towards and phrase.verb is not None)
    return is_reached or not is_goal


def _is_inside(sentence: Sentence, index: int) -> bool:
    """Return whether 在 says that somebody is there already: 奶奶在家做饭."""
    return index > 0 and sentence.words[index - 1].text == "在"


def _comes_home(sentence: Sentence, words: range) -> bool:
    """Return whether somebody arrives at home: it is seen from inside."""
    predicates = predicates_of(sentence, words)
    return any(set(p.names) & words_of(ARRIVING) for p in predicates)


def _goes_home(sentence: Sentence, words: range) -> bool:
    """Return whether home is where somebody goes: "walks home in the rain", 雨の中を帰る."""
    home = usage_of(sentence.language).home
    at = [
        i
        for i in words
        if {fold(sentence.words[i].text), fold(sentence.words[i].lemma)} & home
        and not _is_inside(sentence, i)
    ]
    if not at:
        return False
    verbs = {
        name
        for i in range(words.start, at[0] + 1)
        for name in (*sentence.names_of(i, *_VERBS), fold(sentence.words[i].lemma))
    }
    motion = verbs & words_of(OF_MOTION)
    is_at = at[0] > 0 and sentence.words[at[0] - 1].tag is Tag.PREPOSITION  # "is at home"
    return bool(motion) and not (is_at and motion <= {_BE})


def _named_towns(sentence: Sentence, words: range) -> Iterator[Location]:
    """Yield the towns and countries that a name after a preposition may be: "through London"."""
    for phrase in sentence.phrases:
        is_name = bool(phrase.names) and not phrase.nouns and not phrase.is_figurative
        if phrase.first not in words or not is_name:
            continue
        prepositions = phrase.preposition.split()
        if not prepositions or prepositions[-1] not in usage_of(sentence.language).place:
            continue
        name = sentence.written(phrase.names)
        if _is_owner(phrase, name, sentence):
            continue
        evidence = Evidence(sentence)
        if not evidence.is_being(phrase) and not evidence.is_no_name(name):
            yield Location(place="city", name=name)


def _is_owner(phrase: Phrase, name: str, sentence: Sentence) -> bool:
    """Return whether a given name says whose the noun before it is: "el hámster de Lucas"."""
    before = sentence.words[phrase.first - 2] if phrase.first > 1 else None
    is_noun = before is not None and before.tag is Tag.NOUN
    is_owner = is_noun and phrase.preposition in usage_of(sentence.language).topic
    return is_owner and is_given_name(name.split(maxsplit=1)[0])
