"""Guises: how actors look from some panel on: what they put on or lose, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.comic.character_look import Look
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.language.word_kinds import (
    GROWING,
    PUTTING_ON,
    SHRINKING,
    TAKING,
    TAKING_OFF,
    words_of,
)
from pipeline.comic.planner.reading.things import Thing
from pipeline.comic.planner.staging.told_acts import ToldAct
from pipeline.comic.story import Actor, Part
from pipeline.comic.worn import worn

_FACTOR = 1.9  # of the height of who grows
_LEAST, _MOST = 0.3, 2.6  # heights of the usual one


@dataclass(slots=True)
class Guises:
    """The looks of the actors as the story has changed them."""

    actors: Sequence[Actor]
    _looks: dict[int, Look] = field(default_factory=dict)

    def look_of(self, actor: int) -> Look:
        return self._looks.get(actor, self.actors[actor].look)

    def change(self, acts: Sequence[ToldAct], doers: Sequence[int]) -> set[str]:
        """Change looks by what is told; return the names of things that are put on."""
        put_on: set[str] = set()
        for told in acts:
            verbs = frozenset(told.predicate.names if told.predicate is not None else ())
            who = told.doers or (() if told.by or told.of_nobody else tuple(doers))
            for thing in (*told.objects, *told.around):
                if thing.name in worn():
                    put_on |= self._dress(told, verbs, who, thing)
            self._resize(told, verbs, who)
        return put_on

    def seen(self, parts: Sequence[Part], shown: Sequence[int], put_on: set[str]) -> list[Part]:
        """Return *parts* with the looks that differ from the usual ones, and what is worn."""
        found = []
        for part, actor in zip(parts, shown, strict=True):
            is_worn = part.holding in put_on  # on the head now, not in the hands
            own = replace(part, holding="", pose="hips") if is_worn else part
            found.append(replace(own, look=self._looks.get(actor)))
        return found

    # --- Clothes ------------------------------------------------------------------------------

    def _dress(
        self, told: ToldAct, verbs: frozenset[str], who: Sequence[int], thing: Thing
    ) -> set[str]:
        others = [t for t in (*told.objects, *told.around) if t.name not in worn()]
        if verbs & words_of(TAKING_OFF) and not (told.act.other == "receive" and not told.others):
            self._undress(self._wearers(thing, verbs, who, told.others), thing.name)
            return set()
        if not verbs & words_of(PUTTING_ON) or others or not who:
            return set()
        if _is_definite(told, thing):
            same = [a for a in self._wearing(thing.name, exactly=True) if a not in who]
            self._undress(same, thing.name)
        for actor in who:
            self._put_on(actor, thing.name)
        return {thing.name}

    def _wearing(self, name: str, *, exactly: bool = False) -> list[int]:
        actors = range(len(self.actors))
        return [a for a in actors if _wears(self.look_of(a), name, exactly=exactly)]

    def _wearers(
        self, thing: Thing, verbs: frozenset[str], who: Sequence[int], others: Sequence[int]
    ) -> list[int]:
        """Return who loses a thing: who does it, else whom it is taken from, else all."""
        wearing = self._wearing(thing.name)
        if verbs & words_of(TAKING):  # "a pirate steals the hat": not his own
            wearing, who = [actor for actor in wearing if actor not in who], ()
        for some in (who, others):
            if found := [actor for actor in wearing if actor in some]:
                return found
        return wearing

    def _put_on(self, actor: int, name: str) -> None:
        part, to = worn()[name]
        look = self.look_of(actor)
        if part == "wears":
            self._looks[actor] = replace(look, wears=look.wears | {to})
        elif part == "hat":
            self._looks[actor] = replace(look, hat=to)
        else:
            self._looks[actor] = replace(look, outfit=to)

    def _undress(self, actors: Sequence[int], name: str) -> None:
        part, to = worn()[name]
        for actor in actors:
            look = self.look_of(actor)
            if part == "wears":
                self._looks[actor] = replace(look, wears=look.wears - {to})
            elif part == "hat":
                self._looks[actor] = replace(look, hat="")

    # --- Sizes --------------------------------------------------------------------------------

    def _resize(self, told: ToldAct, verbs: frozenset[str], who: Sequence[int]) -> None:
        grows, shrinks = verbs & words_of(GROWING), verbs & words_of(SHRINKING)
        if not (grows or shrinks) or told.objects or told.by is not None:
            return
        factor = _FACTOR if grows else 1 / _FACTOR
        for actor in told.others or who:
            look, usual = self.look_of(actor), self.actors[actor].look.height
            height = min(max(look.height * factor, _LEAST * usual), _MOST * usual)
            self._looks[actor] = replace(look, height=height)


def _wears(look: Look, name: str, *, exactly: bool) -> bool:
    """Return whether *name* is worn; unless *exactly*, any headwear may be called a hat."""
    part, to = worn()[name]
    if part == "wears":
        return to in look.wears
    if part == "hat":
        return look.hat == to or (not exactly and bool(look.hat) and name in {"hat", "cap"})
    return look.outfit == to


def _is_definite(told: ToldAct, thing: Thing) -> bool:
    """Return whether it is a thing that was told of before: "the crown"."""
    if told.predicate is None:
        return False
    sentence = told.predicate.sentence
    return sentence.words[thing.first].text.lower() in usage_of(sentence.language).definite
