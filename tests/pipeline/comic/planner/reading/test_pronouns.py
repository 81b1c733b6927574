"""Whom a pronoun means."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.planner.reading.pronouns import Recency

HE = Word("he", 0, 2, Tag.PRONOUN, "he", gender="male")
SHE = Word("she", 0, 3, Tag.PRONOUN, "she", gender="female")
IT = Word("it", 0, 2, Tag.PRONOUN, "it")
THEY = Word("they", 0, 4, Tag.PRONOUN, "they", plural=True)


def _recency(*sentences: tuple[int, ...], characters: list[ToldCharacter]) -> Recency:
    recency = Recency(characters)
    for sentence in sentences:
        recency.begin_sentence()
        for index in sentence:
            recency.note((index,), subject=index == sentence[0])
    recency.begin_sentence()
    return recency


NORA = ToldCharacter("Nora", gender="female")
PAUL = ToldCharacter("Paul", gender="male")
CAT = ToldCharacter(noun="cat", species="cat")
BOSS = ToldCharacter(noun="boss")


@pytest.mark.parametrize(
    ("word", "means"), [(SHE, (0,)), (HE, (1,)), (IT, (2,)), (THEY, (0, 1, 2))]
)
def test_gender_and_kind_decide(word: Word, means: tuple[int, ...]) -> None:
    recency = _recency((0, 1, 2), characters=[NORA, PAUL, CAT])
    kinds = {word.text}

    assert recency.resolve(kinds, word, subject=True) == means


def test_a_known_gender_wins_over_an_unknown_one() -> None:
    recency = _recency((0, 1), characters=[BOSS, NORA])

    assert recency.resolve((), SHE, subject=True) == (1,)
    assert recency.resolve((), HE, subject=True) == (0,)


def test_the_subject_before_wins_among_those_who_fit() -> None:
    recency = _recency((0, 1), characters=[NORA, ToldCharacter("Ana", gender="female")])

    assert recency.resolve((), SHE, subject=True) == (0,)


def test_who_was_told_of_long_ago_is_not_meant_by_it() -> None:
    recency = _recency((0,), (1,), (1,), (1,), characters=[CAT, NORA])

    assert recency.resolve({"it"}, IT, subject=True) == ()


def test_they_are_those_who_came_one_after_the_other() -> None:
    recency = _recency((0,), (1,), (2,), characters=[NORA, PAUL, CAT])

    assert recency.resolve({"they"}, THEY, subject=True) == (0, 1, 2)


def test_nobody_is_meant_where_nobody_was_told_of() -> None:
    recency = _recency(characters=[])

    for word in (HE, SHE, IT, THEY):
        assert recency.resolve({word.text}, word, subject=True) == ()


def test_those_of_the_page_before_may_be_meant() -> None:
    recency = Recency([NORA, PAUL])
    recency.recall([0, 1])
    recency.begin_sentence()

    assert recency.resolve((), SHE, subject=True) == (0,)
