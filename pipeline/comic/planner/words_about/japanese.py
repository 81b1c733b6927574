"""Descriptions in Japanese: the subject with a particle, the verb last, clauses joined by it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.words_about.grammar import Noun, SentenceGrammar, without_shared_emotion
from pipeline.comic.planner.words_about.seen import Doing, Seen, Where
from pipeline.comic.story import Actor

_NUMBERS = ("〇", "一", "二", "三", "四", "五", "六")
_FINAL = "いる"


class Japanese(SentenceGrammar):
    """Japanese. Phrases of what is done end in いる; before another clause in いて."""

    def __init__(self, code: str, cast: Sequence[Actor] = ()) -> None:
        super().__init__(code, cast)
        self._counters: dict[str, str] = {}  # by noun

    # --- Words ------------------------------------------------------------------------------

    def noun(self, actor: Actor) -> Noun:
        usual = "女の人" if actor.look.female else "男の人"
        kind = "" if actor.look.kind == HUMAN else actor.look.kind
        return Noun(actor.label or kind or usual, actor.look.female)

    def definite(self, noun: Noun) -> str:
        return noun.words

    def counted(self, noun: Noun, count: int) -> str:
        phrase = self._phrases.text("pictures", "count")
        counter = self._counters[noun.words]
        return phrase.format(number=_NUMBERS[count], counter=counter, who=noun.words)

    def one_of(self, key: str, noun: Noun) -> str:
        phrase = self._phrases.text("pictures", key)
        return phrase.format(counter=self._counters[noun.words], who=noun.words)

    def introduced(self, name: str, noun: Noun) -> str:
        return f"{noun.words}の{name}"

    def at_site(self, site: str) -> str:
        return site

    def a_thing(self, thing: str) -> str:
        return thing

    def the_thing(self, words: str) -> str:
        return words

    # --- Sentences --------------------------------------------------------------------------

    def sentences(self, seen: Seen) -> list[str]:
        self._start(seen)
        where = self._where_words(seen.where)
        told: list[str] = []
        doings, shared = without_shared_emotion(seen.doings)
        clauses = [self._clause(doing, seen) for doing in doings]
        if seen.where.weather and seen.where.indoors:
            told.append(self._phrases.text("outside", seen.where.weather))
        particle = "で" if seen.where.placed or seen.where.weather else "に"
        for i in range(0, len(clauses), 2):
            ahead = f"{where}{particle}、" if where and not i else ""
            told.append(ahead + self._linked(clauses[i : i + 2]))
        if shared:
            they = self._phrases.text("pictures", "they")
            told.append(they + self._phrases.text("emotions", shared))
        if seen.resting:
            told.append(self._about_resting(seen, "" if clauses else where))
        elif not clauses:
            told += self._now(seen.where)
        if seen.things:
            told += self._around(seen)
        return [f"{text}。" for text in told if text]

    def _linked(self, clauses: list[str]) -> str:
        """Return clauses as one sentence, in which only the last verb is final."""
        linked = [clause.removesuffix(_FINAL) + "いて" for clause in clauses[:-1]]
        return "、".join([*linked, clauses[-1]])

    def _about_resting(self, seen: Seen, where: str) -> str:
        subject = self.subject(seen.resting, seen.told)
        key = "is" if where else "too" if seen.doings else "here"
        return self._phrases.text("pictures", key).format(who=subject.words, where=where)

    def _now(self, where: Where) -> list[str]:
        words = [self._phrases.text("now", key) for key in (where.time, where.weather) if key]
        if where.indoors and where.weather:
            words = words[:-1]
        place = self._place_words(where)
        if not words:
            return []
        told = "。".join(words)
        return [f"{place}は{told}" if place else told]

    def _around(self, seen: Seen) -> list[str]:
        alive = self._phrases.words("alive", "things")
        told = []
        for table, things in (
            ("pictures", [thing for thing in seen.things if thing not in alive]),
            ("alive", [thing for thing in seen.things if thing in alive]),
        ):
            if things:
                words = self._listed([self.thing(thing, seen) for thing in things])
                told.append(self._phrases.text(table, "there_is").format(things=words))
        return told

    def _place_words(self, where: Where) -> str:
        """Return the innermost place, within the unusual one where it stands."""
        house = self._phrases.text("rooms", where.room) if where.room else ""
        house = house or (self._phrases.text("fronts", where.front) if where.front else "")
        place = where.site or (self._phrases.text("places", where.place) if where.place else "")
        return "の".join(filter(None, (place, house)))

    def _where_words(self, where: Where) -> str:
        """Return 雨の降る夜の森."""
        phrases = self._phrases
        place = self._place_words(where)
        hour = phrases.text("times", where.time) if where.time else ""
        around = f"{hour}の{place}" if hour and place else hour or place
        if where.weather and not where.indoors:
            return phrases.text("weather", where.weather) + (
                around or phrases.text("weather", "in")
            )
        return around

    def _clause(self, doing: Doing, seen: Seen) -> str:
        subject = self.subject(doing.actors, seen.told)
        manner = self._phrases.text("manner", doing.emotion) if doing.emotion else ""
        action = self._action(doing, seen, subject)
        if action:
            return f"{subject.words}が{manner}{action}"
        return f"{subject.words}が{self._emotion(doing.emotion, subject)}"

    def _listed(self, words: Sequence[str]) -> str:
        return self._phrases.text("pictures", "and").join(words)

    def _start(self, seen: Seen) -> None:
        super()._start(seen)
        for actor in seen.actors:
            kind = actor.look.kind
            key = kind if self._phrases.has("counters", kind) else "any"
            self._counters[self.noun(actor).words] = self._phrases.text("counters", key)
