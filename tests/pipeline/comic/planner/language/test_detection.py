"""Detection: the language of each sentence, in the languages that people write prompts in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.detection import KNOWN, language_of

SENTENCES = [
    line.split("\t")
    for line in (Path(__file__).parent / "sentences.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_sentence_is_told_by_itself(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("told", ["en", "pt-BR", "es", "ja"])
def test_the_language_of_the_order_does_not_overrule_a_sentence(told: str) -> None:
    wrong = [
        (language, text, found)
        for language, text in SENTENCES
        if len(text.split()) > 2 and (found := language_of(text, told)) != language
    ]

    assert len(wrong) <= len(SENTENCES) // 20, wrong


@pytest.mark.parametrize(
    ("text", "told", "around", "language"),
    [
        ("A samurai draws a sword", "en", "", "en"),  # few words of English alone
        ("A robot paints portraits", "en", "", "en"),
        ("Max", "es", "", "es"),
        ("Max", "", "Una liebre canta en el bosque. Max", "es"),
        ("OK!", "ja", "", "ja"),
        ("京都", "ja", "", "ja"),
        ("京都", "", "狼が京都に行く。", "ja"),
        ("京都", "", "", "zh"),
        ("关门了", "ja", "", "zh"),
        ("¡Adiós!", "en", "", "es"),
        ("Boa noite!", "en", "", "pt"),
        ("Thanks!", "es", "", "en"),
        ("A wolf says قمر to an owl at the lake.", "", "", "en"),
        ("Windows 11を買った", "", "", "ja"),
        ("Вовк", "uk", "", "uk"),
        ("Ведмідь", "ru", "", "uk"),
        ("12:30 — !?", "en", "", "und"),
        ("", "en", "", "und"),
    ],
)
def test_a_short_text_leans_on_the_order_and_on_what_is_around(
    text: str, told: str, around: str, language: str
) -> None:
    assert language_of(text, told, around) == language


def test_known_languages_are_those_with_words() -> None:
    assert set(lexicon.languages()) == KNOWN


@given(st.text(max_size=40), st.sampled_from(["", "en", "ja", "zz"]), st.text(max_size=10))
def test_any_text_has_a_language(text: str, told: str, around: str) -> None:
    assert language_of(text, told, around)


# Short everyday sentences, filled with the words of the lexicon.
_EVERYDAY = {
    "en": "An old {} falls asleep.|The {} is sad.|A {} walks home.|She sees the {}.|The {} runs.",
    "de": "Ein alter {} schläft ein.|Der {} ist traurig.|Ein {} geht heim.|Sie sieht den {}.",
    "es": "Un {} viejo se duerme.|El {} está triste.|Ella ve al {}.|El {} se esconde.",
    "pt": "Um {} velho adormece.|O {} está na rua.|Ela vê o {}.|Um {} pode voar.",
    "fr": "Un vieux {} s'endort.|Le {} est triste.|Elle voit le {}.|Le {} se cache.",
    "it": "Un vecchio {} si addormenta.|Il {} è triste.|Lei vede il {}.|Il {} si nasconde.",
    "ru": "Старый {} засыпает.|Где {}?|Она видит, как {} идёт.|{} прячется.",
    "ja": "{}が眠る。|{}は悲しい。|彼女は{}を見る。|{}が隠れる。",
    "zh": "{}睡着了。|一个{}很难过。|她看见{}。|{}躲起来了。",
}
_LEAST_RIGHT = 0.98


@pytest.mark.parametrize("language", _EVERYDAY)
def test_short_everyday_sentences_are_told_by_themselves(language: str) -> None:
    nouns = [
        words[0].replace("-", " ")
        for table in (lexicon.SPECIES, lexicon.ANIMALS, lexicon.ROLES, lexicon.PEOPLE)
        for words in lexicon.meanings(table, language).values()
    ]
    frames = _EVERYDAY[language].split("|")
    texts = [frames[i % len(frames)].format(noun) for i, noun in enumerate(nouns)]
    texts = [text[:1].upper() + text[1:] for text in texts]

    wrong = [text for text in texts if language_of(text) != language]

    assert len(texts) > 300
    assert len(wrong) <= (1 - _LEAST_RIGHT) * len(texts), wrong
