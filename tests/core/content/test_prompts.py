"""Prompt normalization: cleaning, cutting and titles."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.content.prompts import (
    MARKS_LIMIT,
    PROMPT_LIMIT,
    clean_prompt,
    cut,
    tidy,
    tidy_line,
)
from core.errors import EmptyPromptError, PromptTooLongError

FAMILY = "👨\u200d👩\u200d👧"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "a cat opens a bakery on the moon",
        "Robert'); DROP TABLE jobs;-- <script>alert(1)</script> & {{ 7*7 }} %s",
        "קוסמת קטנה מבשלת מרק",
        "قطة تفتح مخبزًا على القمر",
        "شِعْرٌ مُشَكَّلٌ",
        "می\u200cخواهم",  # Persian needs its non-joiner
        "क्\u200dष and क्षण",  # Hindi sometimes needs a joiner
        "猫が月でパン屋を開く「いらっしゃい」",
        f"{FAMILY} 👍🏽 🏳️\u200d🌈 {ENGLAND} ❤️ 1️⃣",
        "“Hello!” said the cat.\n— Bonjour, dit le chien.",
        "Việt Nam, שָׁלוֹם, กำลัง",
    ],
)
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert clean_prompt(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \t cat  ", "a cat"),
        ("a\u00a0\u3000cat", "a cat"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\n\n one \n\n\n two \n", "one\ntwo"),
        ("a\0c\x07a\x1b[31mt", "aca[31mt"),
        ("cat\u202egod\u202c", "catgod"),
        ("\u2066cat\u2069\u200b \ufeffdog\u00ad", "cat dog"),
        ("cafe\u0301", "café"),
        ("c\ud800at", "cat"),
        ("c\ue000at\ufdd0\U0001fffe", "cat"),
        ("a\u200d\u200d cat\u200c", "a cat"),
        ("\U000e0061cat", "cat"),
        ("\u3164cat\u115f", "cat"),
    ],
)
def test_junk_is_removed_and_white_space_normalized(text: str, expected: str) -> None:
    assert clean_prompt(text) == expected


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\0", "\u200b\u200d\ufeff", "\u0301" * 9, "\u3164", "\ud800", "\ufe0f"]
)
def test_invisible_text_is_empty(text: str) -> None:
    with pytest.raises(EmptyPromptError):
        clean_prompt(text)


def test_ten_kilobytes_of_marks_are_cut_to_the_limit_per_letter() -> None:
    prompt = clean_prompt("Z" + "\u0323\u0302\u0300\u0334" * 1250 + "algo")

    assert prompt.endswith("algo")
    assert len(prompt) <= len("Zalgo") + MARKS_LIMIT


def test_a_letter_keeps_four_marks() -> None:
    assert tidy("x" + "\u0334" * 4) == "x" + "\u0334" * 4
    assert tidy("x" + "\u0334" * 5) == "x" + "\u0334" * 4


def test_a_prompt_has_at_most_two_thousand_characters() -> None:
    assert clean_prompt("x" * 2000) == "x" * 2000
    with pytest.raises(PromptTooLongError):
        clean_prompt("x" * 2001)


@pytest.mark.parametrize(
    "char",
    [
        *"\u00ad\u034f\u115f\u17b4\u17b5\u180e\u200b\u3164\ufeff\uffa0\ufffc\ufffd",
        *"\u202a\u202e\u2060\u2066\u206f\ufff9\ufffb\ufdd0\ufdef\ufffe\U0001ffff\ue000\x00",
    ],
)
def test_invisible_characters_are_removed(char: str) -> None:
    assert tidy(f"a{char}b") == "ab"


def test_the_length_is_counted_after_cleaning() -> None:
    assert clean_prompt("\u200bx" * PROMPT_LIMIT) == "x" * PROMPT_LIMIT

    with pytest.raises(PromptTooLongError) as caught:
        clean_prompt("x" * (PROMPT_LIMIT + 1))

    assert (caught.value.length, caught.value.limit) == (PROMPT_LIMIT + 1, PROMPT_LIMIT)


@given(st.text(st.characters(codec=None), max_size=60))
@example("e\u200b\u0301\u0301\u0301\u0301\u0301\u0301")
@example("\u0344\u0344\u0344\u200d\u0344")
@example("\u1100\u200d\u1161")
def test_cleaning_is_idempotent(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.text(max_size=60))
def test_tidy_line_returns_one_line(text: str) -> None:
    assert "\n" not in tidy_line(text)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("a cat", 5, "a cat"),
        ("a cat", 3, "a c"),
        ("a cat", 2, "a"),
        (f"ab{FAMILY}", 4, "ab"),
        ("👍🏽", 1, ""),
        ("éé", 1, "é"),
        ("n\u0303\u0302x", 2, ""),
        (f"x{ENGLAND}", 4, "x"),
        ("\u0301\u0301x", 1, ""),
    ],
)
def test_no_letter_or_emoji_is_split(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected
