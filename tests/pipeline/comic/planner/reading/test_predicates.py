"""Predicates: verbs with their auxiliaries, the passive, and what is not done."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.reading.predicates import Predicate, predicates_of
from pipeline.comic.planner.reading.sentences import sentences_of


def _predicates(text: str, language: str) -> list[Predicate]:
    sentence = sentences_of(text, language, 0, lexicon.MEANINGS)[0]
    return predicates_of(sentence, range(len(sentence.words)))


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Lola is running and falling down", ["run", "fall"]),
        ("en", "The dog starts to cry", ["cry"]),
        ("en", "Tom wants to fly", ["want"]),
        ("en", "A man opens the door and screams", ["open", "scream"]),
        ("en", "A shop sells cakes and drinks", ["sell"]),
        ("es", "El niño está comiendo una manzana", ["eat"]),
        ("fr", "Le chat est tombé dans la rivière", ["fall"]),
        ("de", "Der Hund hat den Kuchen gefressen", ["eat"]),
        ("ja", "猫が滑って転ぶ", ["slip", "trip"]),
        ("zh", "女孩坐在长椅上", ["sit"]),
    ],
)
def test_the_main_verb_says_what_is_done(language: str, text: str, names: list[str]) -> None:
    assert [predicate.names[0] for predicate in _predicates(text, language)] == names


@pytest.mark.parametrize(
    ("language", "text", "passive"),
    [
        ("en", "The boy is bitten by a dog", True),
        ("en", "The boy is biting a dog", False),
        ("en", "The girl gets splashed by a bus", True),
        ("pt", "O menino é mordido pelo cachorro", True),
        ("de", "Der Junge wird gebissen", True),
        ("de", "Der Junge hat gebissen", False),
        ("ja", "男の子が犬に噛まれた", True),
        ("zh", "小男孩被狗咬了", True),
    ],
)
def test_the_passive_is_told_from_the_active(language: str, text: str, passive: bool) -> None:
    assert _predicates(text, language)[-1].is_passive == passive


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The bear cannot sleep"), ("es", "El oso no duerme"), ("ja", "熊は眠らない")],
)
def test_a_negation_is_heard(language: str, text: str) -> None:
    assert _predicates(text, language)[-1].negated
