from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.comic.styles import style_named
from pipeline.comic.typesetting.font_choice import CJK
from pipeline.comic.typesetting.fonts import extent, shape
from pipeline.comic.typesetting.grapheme_clusters import clean, clusters
from pipeline.comic.typesetting.scripts import writing_language
from pipeline.comic.typesetting.text_blocks import Paragraph
from pipeline.models import STYLES


def glyphs(text: str, language: str, *, face: str = "hand") -> list[int]:
    (line,) = Paragraph(text, face=face, language=language).set(100).lines
    return [mark.glyph.index for mark in line.marks if mark.glyph]


@pytest.mark.parametrize("text", ["直", "骨"])
def test_chinese_and_japanese_have_their_own_forms_of_a_character(text: str) -> None:
    found = {language: glyphs(text, language) for language in ("ja", "zh-Hans", "zh-Hant")}

    assert found["ja"] != found["zh-Hans"]
    assert found["ja"] == glyphs(text, "ja-JP")


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("门关骨直", "zh", "zh-Hans"),
        ("門關骨直", "zh", "zh-Hant"),
        ("骨", "zh-TW", "zh-Hant"),
        ("骨", "zh-Hant", "zh-Hant"),
        ("骨", "ja", "ja"),
        ("这只猫", "en", "zh-Hans"),
        ("ネコの骨", "en", "ja"),
        ("고양이", "en", "ko"),
        ("cat", "en", "en"),
        ("кот", "ru", "ru"),
    ],
)
def test_the_forms_of_a_text_follow_its_language_and_letters(
    text: str, language: str, written: str
) -> None:
    assert writing_language(text, language) == written


def test_a_word_with_a_rare_letter_has_one_font() -> None:
    fonts = {piece.font for piece in clusters("Łukasz", "hand", "en")}

    assert len(fonts) == 1


@pytest.mark.parametrize("text", ["แมว 500!", "ネコ 12!", "кот 12!", "बिल्ली 500!", "γάτα 12!"])
def test_digits_suit_the_letters_around_them(text: str) -> None:
    pieces = clusters(text, "hand", "und")
    digits = {piece.font for piece in pieces if piece.text in "0125"}
    letters = {piece.font for piece in pieces if piece.text[0].isalpha()}

    assert len(digits) == 1
    assert digits <= letters | {CJK}  # that of Thai has no digits


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["en", "pl", "tr"])
def test_digits_are_as_tall_as_capitals(style: str, language: str) -> None:
    for face in {style_named(style).face, "fat"}:
        capital = tallness("H", face, language)
        for digit in "0123456789":
            assert tallness(digit, face, language) >= 0.93 * capital, (face, digit)


def tallness(char: str, face: str, language: str) -> float:
    """Return the height of *char* in a text with a letter, in em."""
    piece = clusters(f"H{char}", face, language)[1]
    (glyph,) = shape(piece.text, piece.font, rtl=False, language=language)
    return extent(glyph.font, glyph.index).top


def test_letters_of_two_scripts_in_one_font_are_shaped_apart() -> None:
    alone = glyphs("क्ष", "hi")

    assert glyphs("ok क्ष", "hi")[-len(alone) :] == alone
    assert len(alone) == 1


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("hi", "क्ष", 1), ("hi", "ज्ञ", 1), ("km", "ខ្ញ", 2), ("my", "ဗုဒ္ဓ", 4)],
)
def test_letters_join(language: str, text: str, count: int) -> None:
    assert len(glyphs(text, language)) == count


def test_a_burmese_letter_keeps_its_four_signs() -> None:
    text = "လျှို့"

    assert clean(text) == text
    assert len(clusters(text, "hand", "my")) == 1


def test_a_repeated_sign_is_drawn_once() -> None:
    assert clean("ก" + "้" * 40) == "ก้"


def test_quotation_marks_of_chinese_are_wide() -> None:
    (quote, *_) = shape("“猫", CJK, rtl=False, language="zh-Hans")

    assert quote.advance == 1


def test_nothing_is_opened_before_a_text_needs_it() -> None:
    program = """
import sys
from pipeline.comic.typesetting.text_blocks import Paragraph
from pipeline.comic.typesetting import fonts
assert not fonts._face.cache_info().currsize
Paragraph("Who ate it? “I did…” – H!", face="hand", language="en").set(9)
print(fonts._face.cache_info().currsize, "icu4py" in sys.modules, "budoux" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.split() == ["1", "False", "False"]


@pytest.mark.parametrize("marks", ["\u0336\u0301", "\u064b\u0651", "\u17d2\u17bb", "\u0e38\u302a"])
def test_any_number_of_marks_is_cut_to_a_few(marks: str) -> None:
    assert len(clean("a" + marks * 2000)) <= 7
