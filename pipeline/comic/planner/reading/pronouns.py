"""Pronouns: whom "she", "it" or "they" means, by kind, gender and how recent a mention is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Word
from pipeline.comic.planner.reading.characters import ToldCharacter

_REACH = 2  # sentences back in which a pronoun looks first
_REACH_OF_SEVERAL = 3  # who came one after the other may be meant together
_GENDERS = {"she": FEMALE, "he": MALE}


@dataclass(slots=True)
class Recency:
    """The latest mention of each character."""

    characters: Sequence[ToldCharacter]
    _sentence: int = 0
    _latest: dict[int, tuple[int, int]] = field(default_factory=dict)  # sentence, order
    _subjects: dict[int, int] = field(default_factory=dict)  # character -> sentence
    _groups: list[tuple[int, ...]] = field(default_factory=list)
    _order: int = 0
    _chosen: int | None = None

    def begin_sentence(self) -> None:
        self._sentence += 1

    def recall(self, characters: Sequence[int]) -> None:
        """Note those who were there before the first sentence, the most recent last."""
        for index in characters:
            self.note((index,), subject=False)

    def note(self, found: tuple[int, ...], *, subject: bool) -> None:
        """Note a mention of *found*."""
        for index in found:
            self._order += 1
            self._latest[index] = (self._sentence, self._order)
            if subject:
                self._subjects[index] = self._sentence
        if len(found) > 1:
            self._groups.append(found)

    def latest(self, among: Collection[int]) -> int:
        """Return the one of *among* that was mentioned last."""
        return max(among, key=lambda index: self._latest.get(index, (0, 0)))

    def resolve(
        self,
        kinds: Collection[str],
        word: Word,
        *,
        subject: bool,
        without: Collection[int] = (),
    ) -> tuple[int, ...]:
        """Return whom a pronoun means, none of *without*; empty if nobody fits."""
        if "they" in kinds or word.plural:
            return self._several()
        gender = word.gender or next((_GENDERS[kind] for kind in kinds if kind in _GENDERS), "")
        if gender:
            return self._one(gender, subject=subject, without=without)
        if "it" in kinds:
            return self._thing()
        return ()

    def one_of(self, several: Sequence[int]) -> tuple[int, ...]:
        """Return one of *several*, of whom only one does something: the last of them."""
        self._chosen = several[-1]
        self._groups.append(tuple(several))
        return (several[-1],)

    def other(self) -> tuple[int, ...]:
        """Return those told of before, without the one that was chosen or named last."""
        group = self._groups[-1] if self._groups else self._several()
        latest = self._chosen if self._chosen in group else None
        if latest is None and group:
            latest = max(group, key=self._latest_as_subject)
        return tuple(index for index in group if index != latest)

    def _latest_as_subject(self, index: int) -> tuple[int, int]:
        return self._subjects.get(index, -1), -index

    def _several(self) -> tuple[int, ...]:
        recent = [
            i
            for i, (sentence, _) in self._latest.items()
            if sentence >= self._sentence - _REACH_OF_SEVERAL
        ]
        if len(recent) > 1:
            return tuple(sorted(recent))
        if self._groups:
            return self._groups[-1]
        return tuple(recent)

    def _is_near(self, sentence: int) -> bool:
        return sentence >= self._sentence - _REACH

    def _one(self, gender: str, *, subject: bool, without: Collection[int] = ()) -> tuple[int, ...]:
        others = [i for i in self._latest if i not in without]
        fits = [i for i in others if self.characters[i].gender in {"", gender}]
        if not fits:
            return ()
        return (max(fits, key=lambda i: self._weight(i, gender, subject=subject)),)

    def _weight(self, index: int, gender: str, *, subject: bool) -> tuple[int, ...]:
        character = self.characters[index]
        sentence, order = self._latest[index]
        near = self._is_near(sentence)
        is_subject = subject and self._subjects.get(index, -1) >= self._sentence - 1
        return (
            near,
            character.is_human and is_subject and not character.gender and bool(character.name),
            character.gender == gender,
            character.is_human,
            is_subject,
            sentence,
            order,
        )

    def _thing(self) -> tuple[int, ...]:
        fits = [i for i in self._latest if not self.characters[i].is_human]
        fits = [i for i in fits if self._is_near(self._latest[i][0])]
        if not fits:
            return ()
        return (max(fits, key=lambda i: (self._latest[i][0], self._latest[i][1])),)
