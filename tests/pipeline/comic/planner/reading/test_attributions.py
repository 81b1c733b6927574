"""Attributions beside quotations: who speaks, how, and what need not be printed."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.attributions import Attribution, introduction, tag
from tests.pipeline.comic.planner.reading.readings import sentence_of


def _speaker(attribution: Attribution | None) -> str:
    if attribution is None or attribution.phrase is None:
        return ""
    phrase = attribution.phrase
    return attribution.sentence.written((phrase.first, phrase.last))


@pytest.mark.parametrize(
    ("language", "text", "speaker", "kind"),
    [
        ("en", "The cat says:", "The cat", "speech"),
        ("en", "Then Nora shouts", "Nora", "shout"),
        ("en", "The dog thinks:", "The dog", "thought"),
        ("en", "The teacher:", "The teacher", "speech"),
        ("es", "El gato grita:", "El gato", "shout"),
        ("pt", "A menina pensa:", "A menina", "thought"),
        ("de", "Der Bär ruft:", "Der Bär", "shout"),
        ("ja", "猫は", "猫", "speech"),
    ],
)
def test_a_sentence_before_a_quotation_introduces_it(
    language: str, text: str, speaker: str, kind: str
) -> None:
    found = introduction(sentence_of(text, language))

    assert found is not None
    assert (_speaker(found), found.kind) == (speaker, kind)


@pytest.mark.parametrize("text", ["The cat says hello.", "The cat sleeps.", "A bird in the tree"])
def test_a_finished_sentence_introduces_nothing(text: str) -> None:
    assert introduction(sentence_of(text)) is None


@pytest.mark.parametrize(
    ("language", "text", "speaker", "kind"),
    [
        ("en", "says the cat.", "the cat", "speech"),
        ("en", "the cat says.", "the cat", "speech"),
        ("en", "shouted Nora, and ran.", "Nora", "shout"),
        ("en", "she whispers to the dog.", "she", "whisper"),
        ("de", "ruft der Bär.", "der Bär", "shout"),
        ("es", "dice la abuela.", "la abuela", "speech"),
        ("pt", "disse o gato.", "o gato", "speech"),
        ("fr", "dit le chat.", "le chat", "speech"),
        ("ja", "と猫が言う。", "猫", "speech"),
    ],
)
def test_a_sentence_after_a_quotation_may_attribute_it(
    language: str, text: str, speaker: str, kind: str
) -> None:
    found = tag(sentence_of(text, language), open_end=False, before_quotation=False)

    assert found is not None
    assert (_speaker(found), found.kind) == (speaker, kind)


def test_what_follows_a_quotation_may_be_told() -> None:
    sentence = sentence_of("The cat jumps over the fence.")

    assert tag(sentence, open_end=False, before_quotation=False) is None


def test_a_sentence_that_introduces_the_next_line_is_no_tag() -> None:
    sentence = sentence_of("The dog replies:")

    assert tag(sentence, open_end=False, before_quotation=True) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("says the bear and leaves.", "and leaves."),
        ("says the bear to the fox.", ""),
        ("said Nora, and the dog barked.", "and the dog barked."),
    ],
)
def test_only_the_attribution_need_not_be_printed(text: str, rest: str) -> None:
    found = tag(sentence_of(text), open_end=False, before_quotation=False)

    assert found is not None
    assert text[found.end :].strip() == rest


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("says the bear and leaves.", True),
        ("said the king, and he meant it.", False),
        ("said Nora, and the dog barked.", False),
        ("says the bear.", False),
    ],
)
def test_what_follows_is_an_act_of_the_speaker_unless_it_has_a_subject(
    text: str, acts: bool
) -> None:
    found = tag(sentence_of(text), open_end=False, before_quotation=False)

    assert found is not None
    assert found.rest_is_act is acts


def test_a_sign_says_nothing_aloud() -> None:
    found = introduction(sentence_of("The sign says:"))

    assert found is not None
    assert found.is_unseen


def test_a_comma_lets_the_speaker_go_on() -> None:
    found = tag(sentence_of("said the dragon,"), open_end=True, before_quotation=True)

    assert found is not None
    assert found.goes_on
