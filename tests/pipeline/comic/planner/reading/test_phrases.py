"""Noun phrases and their roles in clauses."""

from __future__ import annotations

import pytest

from tests.pipeline.comic.planner.reading.readings import phrase_with, sentence_of


def _roles(text: str, language: str = "en") -> list[tuple[str, str]]:
    sentence = sentence_of(text, language)
    return [
        (sentence.written((phrase.first, phrase.last)), str(phrase.role))
        for phrase in sentence.phrases
    ]


@pytest.mark.parametrize(
    ("language", "text", "roles"),
    [
        (
            "en",
            "The three little cats chase a mouse under the table.",
            [
                ("The three little cats", "subject"),
                ("a mouse", "object"),
                ("the table", "adverbial"),
            ],
        ),
        ("en", "She opens the fridge.", [("She", "subject"), ("the fridge", "object")]),
        ("en", "A very small cat sleeps.", [("A very small cat", "subject")]),
        ("en", "A lost umbrella waits.", [("A lost umbrella", "subject")]),
        (
            "es",
            "Una rana verde come una mosca en el jardín.",
            [("Una rana verde", "subject"), ("una mosca", "object"), ("el jardín", "adverbial")],
        ),
        ("es", "Grita el pato.", [("el pato", "subject")]),
        (
            "de",
            "Am Morgen geht die Katze zum Markt.",
            [("Morgen", "adverbial"), ("die Katze", "subject"), ("Markt", "adverbial")],
        ),
        (
            "fr",
            "Le petit chat mange un gâteau.",
            [("Le petit chat", "subject"), ("un gâteau", "object")],
        ),
        ("ja", "猫が魚を食べる。", [("猫", "subject"), ("魚", "object")]),
        (
            "ja",
            "公園で犬と猫が遊ぶ。",
            [("公園", "adverbial"), ("犬", "subject"), ("猫", "subject")],
        ),
        ("zh", "猫吃鱼。", [("猫", "subject"), ("鱼", "object")]),
    ],
)
def test_phrases_have_roles(language: str, text: str, roles: list[tuple[str, str]]) -> None:
    assert _roles(text, language) == roles


def test_joined_subjects_share_their_verb() -> None:
    sentence = sentence_of("A fox and a rabbit dance in the forest.")

    fox, rabbit = phrase_with(sentence, "fox"), phrase_with(sentence, "rabbit")
    assert rabbit.joined is fox
    assert fox.is_subject
    assert rabbit.is_subject
    assert fox.verb == rabbit.verb


def test_the_owner_of_a_noun_is_noted() -> None:
    sentence = sentence_of("The king's dog barks.")

    assert phrase_with(sentence, "dog").owner is phrase_with(sentence, "king")


def test_a_possessive_has_the_gender_of_its_owner() -> None:
    phrase = phrase_with(sentence_of("Paul calls her brother."), "brother")

    assert phrase.possessive is not None
    assert phrase.possessive.gender == "female"


def test_a_noun_with_its_name_is_one_phrase() -> None:
    sentence = sentence_of("Her brother Paul sleeps.")

    phrase = phrase_with(sentence, "brother")
    assert sentence.written(phrase.nouns) == "brother"
    assert sentence.written(phrase.names) == "Paul"


def test_a_negated_phrase_is_marked() -> None:
    assert phrase_with(sentence_of("There is no cat."), "cat").negated


def test_the_preposition_of_several_words_is_whole() -> None:
    sentence = sentence_of("A cat sits in front of the door.")

    assert phrase_with(sentence, "door").preposition.split()[-1] == "of"


def test_a_relative_clause_has_the_subject_before_it() -> None:
    sentence = sentence_of("A dog who sings meets a cat.")

    assert phrase_with(sentence, "dog").is_subject
    assert not phrase_with(sentence, "cat").is_subject
