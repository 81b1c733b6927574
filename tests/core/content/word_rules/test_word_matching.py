"""Word list: what it refuses, and what it must not refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config.files import load_words
from core.content.word_rules.word_matching import WordList

WORDS = WordList(
    [
        "cunt",
        "Naïve",
        "bad phrase",
        "ёлка",
        "死ね",
        "ばか",
        "ชั่ว",
        "नरक",
        "ss",
        "c++",
        "a$$",
        "the h*ck",
        "씨발",
        "שד",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "cunt",
        "a CUNT!",
        "“cunt”",
        "a_cunt_b",
        "猫cunt猫",
        "ｃｕｎｔ",
        "c\u00adu\u200bnt",
        "naive",
        "NAI\u0308VE",
        "a bad   phrase",
        "bad\nphrase",
        "bad-phrase",
        "елка",
        "おまえ死ねよ",
        "死 ね",
        "は\u3099か",
        "a$$",
        "such an A$$!",
        "what the h*ck is it",
        "c++",
        "คนชั่วร้าย",
        "यह नरक है",
        "ß",
        "씨발",
        "שֵׁד",
    ],
)
def test_all_spellings_of_a_listed_word_are_found(text: str) -> None:
    assert WORDS.finds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Scunthorpe",
        "a bad mood, a good phrase",
        "phrase bad",
        "はか",  # a grave, not a fool: the mark makes it another word
        "नरकट",  # a reed
        "glass",
        "a cat, vitamin c, the hack",
        "a$$a and ba$$",
        "🐈" * 50,
        "a cat opens a bakery on the moon",
    ],
)
def test_other_words_are_accepted(text: str) -> None:
    assert not WORDS.finds_in(text)


def test_a_vowel_sign_is_part_of_its_word() -> None:
    words = WordList(["दिल"])

    assert words.finds_in("मेरा दिल!")
    assert not words.finds_in("द ल")


def test_an_empty_list_accepts_everything() -> None:
    assert not WordList([]).finds_in("anything")
    assert not WordList(["", " ", "!?"]).finds_in("anything !?")


def test_words_are_read_from_the_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeff# our list\n\n one \ntwo words # a comment\n死ね\n", encoding="utf-8")

    assert load_words(path) == ("one", "two words", "死ね")


def test_a_list_has_a_length() -> None:
    assert len(WordList(["one", "ONE", "two words", "死ね", "a$$", ""])) == 4
