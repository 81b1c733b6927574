"""Grammar of descriptions: sentences about a panel, by the phrases of a language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language.lexicon_search import fold
from pipeline.comic.planner.words_about.lexicon_names import thing_words
from pipeline.comic.planner.words_about.phrases import phrases
from pipeline.comic.planner.words_about.seen import Doing, Narrated, Seen, Where
from pipeline.comic.story import Actor


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun without article."""

    words: str
    female: bool = False

    @property
    def is_proper(self) -> bool:
        return self.words[:1].isupper()


@dataclass(frozen=True, slots=True)
class Subject:
    """Words for one or more actors, and how verbs and adjectives agree with them."""

    words: str
    plural: bool = False
    female: bool = False


class SentenceGrammar(ABC):
    """Grammar of a language in which subject, verb and object come in this order.

    One instance describes one comic: it knows whom and what it has mentioned.
    """

    time_joint = " "  # between place and hour

    def __init__(self, code: str, cast: Sequence[Actor] = ()) -> None:
        self._code = code
        self._phrases = phrases(code)
        self._kinds = Counter(self.noun(a).words for a in cast if not is_named(a))
        self._introduced: set[str] = set()  # names
        self._things_said: set[str] = set()
        self._alike: Counter[str] = Counter()  # unnamed actors of the panel, by noun
        self._singled_out: set[str] = set()  # nouns of which one has been mentioned in the panel

    # --- Words, by language -----------------------------------------------------------------

    @abstractmethod
    def noun(self, actor: Actor) -> Noun:
        """Return the noun for *actor*."""

    @abstractmethod
    def definite(self, noun: Noun) -> str:
        """Return "the cat"."""

    @abstractmethod
    def counted(self, noun: Noun, count: int) -> str:
        """Return "two cats"."""

    @abstractmethod
    def introduced(self, name: str, noun: Noun) -> str:
        """Return "Mimi the cat"."""

    @abstractmethod
    def at_site(self, site: str) -> str:
        """Return "at the museum", for a place that has no phrase."""

    @abstractmethod
    def a_thing(self, thing: str) -> str:
        """Return "a kettle", for an object that has no phrase."""

    @abstractmethod
    def the_thing(self, words: str) -> str:
        """Return "the kettle" for "a kettle"."""

    def agreed(self, phrase: str, subject: Subject) -> str:
        """Return *phrase* with endings that agree with *subject*."""
        ending = ("a" if subject.female else "o") + "s" * subject.plural
        return phrase.replace("{o}", ending).replace("{a}", "a" if subject.female else "")

    def contracted(self, text: str) -> str:
        """Return *text* with prepositions and articles as one word where the language has it."""
        return text

    def within(self, place: str) -> str:
        """Return *place*, "on the moon", as it follows a house that stands there."""
        return place

    # --- Sentences --------------------------------------------------------------------------

    def sentences(self, seen: Seen) -> list[str]:
        """Return the sentences about a panel, each with its full stop."""
        self._start(seen)
        where = self._where_words(seen.where)
        doings, shared = without_shared_emotion(seen.doings)
        clauses = [self._clause(doing, seen) for doing in doings]
        told = [self._while(clauses[i : i + 2]) for i in range(0, len(clauses), 2)]
        if told and where:
            told[0] = f"{where}, {told[0]}"
        if told and seen.where.time and not self._phrases.has("times", seen.where.time):
            told[:0] = self._now(Where(time=seen.where.time))
        if shared:
            told.append(self._about_all(seen, shared))
        if seen.resting:
            told.append(self._about_resting(seen, "" if clauses else where))
        elif not clauses:
            told += self._now(seen.where)
        if seen.things:
            told.append(self._there_is(seen))
        return [f"{text[0].upper()}{text[1:]}." for text in told if text]

    def _start(self, seen: Seen) -> None:
        """Count those of a kind in the panel, and remember the objects that its text names."""
        self._singled_out = set()
        self._alike = Counter(self.noun(a).words for a in seen.actors if not is_named(a))
        self._things_said |= seen.told.things

    def _while(self, clauses: list[str]) -> str:
        if len(clauses) == 1:
            return clauses[0]
        phrase = self._phrases.text("pictures", "while")
        return phrase.format(first=clauses[0], second=clauses[1])

    def _about_all(self, seen: Seen, emotion: str) -> str:
        """Return "they look happy"."""
        actors = [actor for doing in seen.doings for actor in doing.actors]
        subject = Subject("", plural=True, female=all(self.noun(a).female for a in actors))
        they = self._phrases.form("pictures", "they", plural=subject.female)
        return f"{they} {self.agreed(self._emotion(emotion, subject), subject)}".strip()

    def _about_resting(self, seen: Seen, where: str) -> str:
        subject = self.subject(seen.resting, seen.told)
        key = "is" if where else "too" if seen.doings else "here"
        phrase = self._phrases.form("pictures", key, plural=subject.plural)
        told = self.agreed(phrase, subject).format(who=subject.words)
        return f"{told} {where}" if where else told

    def _now(self, where: Where) -> list[str]:
        words = [self._phrases.text("now", key) for key in (where.time, where.weather) if key]
        if not words:
            return []
        place = self._place_words(where)
        told = self._phrases.text("pictures", "and").join(words)
        return [f"{place}, {told[0].lower()}{told[1:]}" if place else told]

    def _there_is(self, seen: Seen) -> str:
        plural = seen.things[0] in self._phrases.words("nouns", "plural")
        phrase = self._phrases.form("pictures", "there_is", plural=plural)
        return phrase.format(things=self._listed([self.thing(t, seen) for t in seen.things]))

    def _place_words(self, where: Where) -> str:
        if where.site:
            return self.at_site(where.site)
        table, key = ("rooms", where.room) if where.room else ("fronts", where.front)
        house = self._phrases.text(table, key) if key else ""
        place = self._phrases.text("places", where.place) if where.place else ""
        return f"{house} {self.within(place)}" if house and place else house or place

    def _where_words(self, where: Where) -> str:
        """Return "in the kitchen at night", also with the weather."""
        words, outside = self._phrases, ""
        hour = words.text("times", where.time) if where.time else ""
        if where.weather and where.indoors:
            outside = words.text("outside", where.weather)
        elif where.weather:
            weather = words.text("weather", where.weather)
            hour = words.text("days", where.hour).format(weather=weather)
        around = self.time_joint.join(filter(None, (self._place_words(where), hour)))
        return ", ".join(filter(None, (around, outside)))

    # --- Clauses ----------------------------------------------------------------------------

    def _clause(self, doing: Doing, seen: Seen) -> str:
        subject = self.subject(doing.actors, seen.told)
        predicates = [self._action(doing, seen, subject), self._emotion(doing.emotion, subject)]
        return f"{subject.words} {self._listed([p for p in predicates if p])}"

    def _action(self, doing: Doing, seen: Seen, subject: Subject) -> str:
        """Return what is done, with the object that is held or meant."""
        words, plural = self._phrases, subject.plural
        if doing.holding and doing.pose and words.has("with_thing", doing.pose):
            phrase, thing = words.form("with_thing", doing.pose, plural=plural), doing.holding
        elif doing.holding:
            key = doing.holding if words.has("held", doing.holding) else "any"
            phrase, thing = words.form("held", key, plural=plural), doing.holding
        elif doing.target:
            phrase, thing = words.form("at_thing", doing.pose, plural=plural), doing.target
        else:
            phrase = words.form("poses", doing.pose, plural=plural) if doing.pose else ""
            return self.agreed(phrase, subject)
        if "{thing}" in phrase:
            phrase = self.contracted(phrase.replace("{thing}", self.thing(thing, seen)))
        return self.agreed(phrase, subject)

    def _emotion(self, emotion: str, subject: Subject) -> str:
        if not emotion:
            return ""
        key = emotion if self._phrases.has("emotions", emotion) else "any"
        phrase = self._phrases.form("emotions", key, plural=subject.plural)
        return self.agreed(phrase.replace("{emotion}", emotion), subject)

    def thing(self, thing: str, seen: Seen) -> str:
        """Return *thing* with its article, which is definite from the second time on."""
        known = self._phrases.text("things", thing)
        words = known or self.a_thing(thing_words(thing, seen.labels, self._code))
        if thing in self._things_said:
            return self.the_thing(words)
        self._things_said.add(thing)
        return words

    def _listed(self, words: Sequence[str]) -> str:
        """Return "a, b and c"."""
        *others, last = words or [""]
        return self._phrases.text("pictures", "and").join(filter(None, (", ".join(others), last)))

    # --- Subjects ---------------------------------------------------------------------------

    def subject(self, actors: Sequence[Actor], told: Narrated) -> Subject:
        """Return words for *actors*; unnamed ones of a kind are counted."""
        groups: dict[str, list[Actor]] = {}
        for number, actor in enumerate(actors):
            key = f"{number}" if is_named(actor) else self.noun(actor).words
            groups.setdefault(key, []).append(actor)
        words = [self._group(group, told) for group in groups.values()]
        female = all(self.noun(actor).female for actor in actors)
        return Subject(self._listed(words), len(actors) > 1, female)

    def _group(self, actors: list[Actor], told: Narrated) -> str:
        actor, noun = actors[0], self.noun(actors[0])
        if is_named(actor):
            return self._name(actor, noun, told)
        if len(actors) > 1:
            return self.counted(noun, len(actors))
        if max(self._alike[noun.words], self._kinds[noun.words]) < 2:
            return self.the(noun)
        key = "another" if noun.words in self._singled_out else "one"
        self._singled_out.add(noun.words)
        return self.one_of(key, noun)

    def the(self, noun: Noun) -> str:
        """Return "the cat", or "Grandma"."""
        return noun.words if noun.is_proper else self.definite(noun)

    def one_of(self, key: str, noun: Noun) -> str:
        """Return "one cat" or "another cat"."""
        phrase = self._phrases.text("pictures", key)
        return self.agreed(phrase, Subject("", female=noun.female)).format(who=noun.words)

    def _name(self, actor: Actor, noun: Noun, told: Narrated) -> str:
        first = actor.name not in self._introduced
        self._introduced.add(actor.name)
        if first and actor.look.kind != HUMAN and not (noun.is_proper or told.names_kind(actor)):
            return self.introduced(actor.name, noun)
        return actor.name


def is_named(actor: Actor) -> bool:
    """Return whether *actor* has a name of its own, apart from the word for its kind."""
    return bool(actor.name) and fold(actor.name) != fold(actor.label)


def without_shared_emotion(doings: Sequence[Doing]) -> tuple[list[Doing], str]:
    """Return *doings* without the emotion that all of them show, and that emotion."""
    feelings = {doing.feeling for doing in doings}
    shared = next(iter(feelings)) if len(feelings) == 1 else ""
    acting = [replace(d, emotion="") for d in doings if d.pose or d.holding]
    said = [doing for doing in doings if doing.emotion and doing.emotion == shared]
    if len(said) < 2 or not acting:
        return list(doings), ""
    return acting, shared
