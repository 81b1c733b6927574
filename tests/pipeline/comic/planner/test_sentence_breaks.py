"""Sentence segmentation in many languages."""

from __future__ import annotations

import random

import pytest

from pipeline.comic.planner.language.sentence_breaks import sentence_spans, sentences_of

# Sentences are separated by " | ", which stands for a space, or for nothing behind 。 and the like.
SENTENCES = [
    ("en", "Mr. Fox meets Mrs. Hen at St. Mary's. | They eat pie no. 5, e.g. apple."),
    ("en", "It costs 3.5 dollars. | A cat buys it."),
    ("en", "J. R. Smith lives in the U.S. | The cat left at 5 p.m. | Nora stayed."),
    ("en", "Two U.S. Army men run up Main St. | The dog follows."),
    ("en", "Dr. Fox? | No, Dr. Hen. | No. | Five hens."),
    ("en", "Yahoo! is old. | What?! | No way... but yes."),
    ("en", "I... I know. | Wait... | Then it rains. | So do I. | Nora laughs."),
    ("en", "the cat sleeps. | the dog barks! | they fight? | yes."),
    ("en", '"Stop! Thief!" she cried. | He said "Go." | Then he left.'),
    ("en", '"Are you lost?" asked the fox. | “I am. Truly.” | The rabbit cries.'),
    ("en", "Visit www.example.com. | Open report.final.pdf now. | She did (twice. Badly.) | Oh."),
    ("en", "Bring milk, eggs, etc. | The cat is hungry. | It weighs 5 lbs. and purrs."),
    ("en", "Hello! 😀 | Then a cat comes. ♥"),
    ("es", "El Sr. Gato y la Dra. Rana viven en EE. UU. | ¿Quién es? | ¡Nadie!"),
    (
        "es",
        "Come fruta, p. ej. manzanas. | En la pág. 5 duerme. | Sale a las 5 p. m. | Luego vuelve.",
    ),
    (
        "pt",
        "O Sr. Pato e a Dra. Rã moram na Av. Central. | É o n. 5, p. ex., custa 3,5. | Que bom!",
    ),
    (
        "de",
        "Am 3. Mai kommt z. B. Nr. 3. | Der 2. Hund schläft. | Dr. Maus, d. h. die Ärztin, lacht.",
    ),
    ("de", "Es gibt Brot, Käse usw. | Die Maus lacht."),
    ("fr", "M. Renard dit : « Allons-y ! » | Puis il part. | Il a 3,5 euros… et rien."),
    ("it", "Il sig. Rossi e la prof. Bianchi mangiano pane, ecc. | Poi dormono."),
    ("nl", "Dhr. Vos koopt bijv. kaas. | Daarna slaapt hij."),
    ("ru", "Кот живёт в г. Москва, т. е. дома. | Он ест рыбу, мясо и т. д. | Собака спит."),
    ("uk", "Кіт мешкає на вул. Садовій. | Він спить."),
    ("pl", "Kot je np. ryby. | Dr Nowak śpi. | 3. Maja pada."),
    ("tr", "Kedi uyur. | Köpek havlar! | Neden?"),
    ("el", "Η γάτα κοιμάται. | Ο σκύλος γαβγίζει!"),
    ("ar", "القطة نائمة. | الكلب ينبح؟ | نعم."),
    ("he", "החתול ישן. | הכלב נובח!"),
    ("hi", "बिल्ली सोती है। | कुत्ता भौंकता है! | क्यों?"),
    ("th", "แมวนอน"),
    ("ko", "고양이가 잔다. | 개가 짖는다!"),
    ("ja", "猫が走る。 | 犬は「行くよ。」と言った。 | え！？ | 本当！"),
    ("zh", "猫睡觉。 | 狗叫！ | 为什么？"),
    ("am", "ድመት ተኛች። | ውሻ ጮኸ።"),
    ("und", "Mr. Fox runs. | He falls."),
]


@pytest.mark.parametrize(("language", "marked"), SENTENCES)
def test_sentences_end_where_they_end(language: str, marked: str) -> None:
    blank = "" if language in {"ja", "zh"} else " "

    assert sentences_of(marked.replace(" | ", blank), language) == marked.split(" | ")


def test_lines_are_sentences_and_numbers_belong_to_their_item() -> None:
    text = "1. A fox finds a map.\n2. The fox digs\n\nShe walks\nto the moon."

    assert sentences_of(text, "en") == [
        "1. A fox finds a map.",
        "2. The fox digs",
        "She walks\nto the moon.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "...", "😀"])
def test_a_text_without_words_has_no_sentence_or_one(text: str) -> None:
    assert sentences_of(text, "en") == ([text] if text.strip() else [])


def test_every_visible_character_is_in_exactly_one_sentence() -> None:
    parts = [*'ab.!?…"“”«»「」()。 \n', "Mr. ", "e.g. ", "3.5", "J. ", " The ", "猫", "😀", "etc. "]
    for seed in range(400):
        source = random.Random(seed)
        text = "".join(source.choices(parts, k=60))
        for language in ("en", "de", "ja", "ru", "xx"):
            spans = sentence_spans(text, language)
            ends = [0, *(edge for span in spans for edge in span), len(text)]
            assert ends == sorted(ends)
            assert all(text[start:end].strip() == text[start:end] for start, end in spans)
            covered = "".join(text[start:end] for start, end in spans)
            assert "".join(covered.split()) == "".join(text.split()), (seed, language)
