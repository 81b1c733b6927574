"""Captions are whole at both ends."""

from __future__ import annotations

import random
import re

import pytest

from pipeline.comic.planner.captions import tidy_caption

CAPTIONS = [
    ("en", "the cat opens a bakery,", "The cat opens a bakery."),
    ("en", "and the dog sleeps ;", "The dog sleeps."),
    ("en", "He runs home and", "He runs home."),
    ("en", "He runs home. And", "He runs home."),
    ("en", "..and then, he left the house", "Then, he left the house."),
    ("en", "The sign says:", "The sign says."),
    ("en", "iPhone in hand, she walks —", "iPhone in hand, she walks."),
    ("en", "eBay closes the big shop", "eBay closes the big shop."),
    ("en", "www.example.com is down for good", "www.example.com is down for good."),
    ("en", "3 cats run fast and far", "3 cats run fast and far."),
    ("en", "-5 degrees in the old house", "-5 degrees in the old house."),
    ("en", "- a cat climbs a tree", "A cat climbs a tree."),
    ("en", "Nora sleeps", "Nora sleeps."),
    ("en", "Midnight", "Midnight"),
    ("en", "later that day", "Later that day"),
    ("en", "Meanwhile …", "Meanwhile…"),
    ("en", "The cat , the dog ,and the fox run", "The cat, the dog, and the fox run."),
    ("en", "The cat ran.Then it fell", "The cat ran. Then it fell."),
    ("en", "Open report.pdf on the old desk", "Open report.pdf on the old desk."),
    ("en", 'She reads "The Moon', "She reads The Moon."),
    ("en", "she is 5'9\" tall", "She is 5'9\" tall."),
    ("en", "“who are you” it asks softly", "“Who are you” it asks softly."),
    ("en", "Then what?!", "Then what?!"),
    ("en", "A cat 😀", "A cat 😀"),
    ("en", "...", "..."),
    ("es", "que haces?", "¿Que haces?"),
    ("es", "Qué lindo! El gato duerme en casa", "¡Qué lindo! El gato duerme en casa."),
    ("es", "¡Corre", "¡Corre!"),
    ("es", "y el gato corre, pero", "El gato corre."),
    ("pt", "e o gato dorme no sofá e", "O gato dorme no sofá."),
    ("pt-BR", "enquanto a rã canta no lago,", "Enquanto a rã canta no lago."),
    ("ja", "、猫がパン屋を開く、", "猫がパン屋を開く。"),
    ("ja", "猫がパン屋を開く", "猫がパン屋を開く。"),
    ("ja", "真夜中", "真夜中"),
    ("ja", "翌日、", "翌日。"),
    ("zh", "猫在月亮上开了一家面包店，", "猫在月亮上开了一家面包店。"),
    ("de", "und der Hund schläft,", "Der Hund schläft."),
    ("fr", "le chat dort !", "Le chat dort !"),
    ("nl", "ijs valt uit de lucht", "IJs valt uit de lucht."),
    ("nl", "'s avonds loopt de kat", "'s Avonds loopt de kat."),
    ("tr", "ince bir kedi evde uyur", "İnce bir kedi evde uyur."),
    ("ru", "и кот спит на диване,", "Кот спит на диване."),
    ("el", "πού είναι η γάτα;", "Πού είναι η γάτα;"),
    ("ka", "კატა ძინავს სახლში ახლა", "კატა ძინავს სახლში ახლა."),
    ("hi", "बिल्ली चाँद पर सोती है", "बिल्ली चाँद पर सोती है।"),
    ("ur", "بلی چاند پر سوتی ہے", "بلی چاند پر سوتی ہے۔"),
    ("th", "แมวนอนบนดวงจันทร์", "แมวนอนบนดวงจันทร์"),
]
CONJUNCTIONS = {"and", "or", "nor", "plus", "but", "because", "while", "though", "although"}


@pytest.mark.parametrize(("language", "text", "tidied"), CAPTIONS)
def test_a_caption_is_whole_at_both_ends(language: str, text: str, tidied: str) -> None:
    assert tidy_caption(text, language) == tidied


@pytest.mark.parametrize(("language", "tidied"), [(row[0], row[2]) for row in CAPTIONS])
def test_a_tidy_caption_stays(language: str, tidied: str) -> None:
    assert tidy_caption(tidied, language) == tidied


def test_every_word_stays_in_order_except_conjunctions_at_the_ends() -> None:
    marks = [",", ";", ":", " —", ".", "?", "!", "…", '"', " “", "”", " (", ")", " ", "", "", ""]
    words = ["cat", "Nora", "and", "but", "moon", "iPad", "3", "猫", "¿qué", "e.g", "it's", "or"]
    for seed in range(600):
        source = random.Random(seed)
        text = " ".join(source.choice(words) + source.choice(marks) for _ in range(9))
        for language in ("en", "es", "ja"):
            told, kept = _words(text), _words(tidy_caption(text, language))
            if language == "en":
                told, kept = _without_conjunctions(told), _without_conjunctions(kept)
            elif language == "ja":
                pass
            else:
                told, kept = _bare(told), _bare(kept)
            assert kept == told, (seed, text)


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W_]+", text)]


def _bare(words: list[str]) -> list[str]:
    return [word for word in words if word not in {"y", "e", "o", "u", "ni"}]


def _without_conjunctions(words: list[str]) -> list[str]:
    while words and words[0] in CONJUNCTIONS:
        words = words[1:]
    while words and words[-1] in CONJUNCTIONS:
        words = words[:-1]
    return words
