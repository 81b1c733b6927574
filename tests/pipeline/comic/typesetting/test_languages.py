"""Letters of the languages that people write most: none is drawn as a box."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import gflanguages
import pytest

from pipeline.comic.typesetting.capitals import in_capitals
from pipeline.comic.typesetting.font_choice import HAND
from pipeline.comic.typesetting.fonts import MISSING
from pipeline.comic.typesetting.grapheme_clusters import clean, clusters
from pipeline.comic.typesetting.text_blocks import Paragraph

# by the script that the language is written in
LANGUAGES = """
en-Latn zh-Hans zh-Hant hi-Deva es-Latn fr-Latn ar-Arab bn-Beng pt-Latn ru-Cyrl
ur-Arab id-Latn de-Latn ja-Jpan sw-Latn mr-Deva te-Telu tr-Latn ta-Taml vi-Latn
ko-Kore fa-Arab it-Latn th-Thai gu-Gujr pl-Latn uk-Cyrl ro-Latn nl-Latn pa-Guru
kn-Knda ml-Mlym or-Orya my-Mymr am-Ethi az-Latn uz-Latn ha-Latn yo-Latn ps-Arab
km-Khmr lo-Laoo si-Sinh ne-Deva el-Grek cs-Latn hu-Latn he-Hebr ka-Geor hy-Armn
sr-Cyrl mk-Cyrl bg-Cyrl kk-Cyrl mn-Cyrl be-Cyrl tg-Cyrl lt-Latn lv-Latn hr-Latn
sk-Latn ga-Latn is-Latn cy-Latn mt-Latn eo-Latn ig-Latn wo-Latn ti-Ethi sd-Arab
""".split()  # noqa: SIM905
CURRENCY = "$¢£¥฿৳៛₡₦₩₪₫€₭₮₱₲₴₵₸₹₺₼₽₾₿؋"


@lru_cache(maxsize=1)
def _known() -> Any:
    return gflanguages.LoadLanguages()


def letters_of(language: str) -> list[str]:
    """Return the letters of a language with the marks, digits and punctuation that it uses."""
    primary, script = language.split("-")
    used = _known()[f"{primary}_{script}"].exemplar_chars
    found: list[str] = []
    for group in (used.base, used.numerals, used.punctuation):
        for item in re.findall(r"\{.+?\}|\S-\S(?=\s|$)|\S+", group):
            if re.fullmatch(r"\S-\S", item):
                codes = range(ord(item[0]), ord(item[2]) + 1)
                found += [chr(code) for code in codes[:: 1 if len(codes) < 500 else 23]]
            else:
                found.append(item.strip("{}"))
    marks = [char for char in used.marks if unicodedata.category(char) in {"Mn", "Mc"}]
    carrier = next(item for item in found if item.isalpha())
    return [*found, *(carrier + mark for mark in marks)]


def _boxes(text: str, language: str, face: str, *, capitals: bool = False) -> str:
    """Return what is drawn as a box: text that no font has, or a glyph for missing letters."""
    shown = in_capitals(clean(text), language) if capitals else clean(text)
    boxes = [p.text for p in clusters(shown, face, language) if p.font == MISSING and not p.emoji]
    paragraph = Paragraph(text, face=face, language=language, capitals=capitals)
    for line in paragraph.set(40).lines:
        boxes += [line.text for mark in line.marks if mark.glyph and mark.glyph.index == 0]
    return " ".join(boxes)


@pytest.mark.parametrize("face", ["hand", "fat", "plain"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_of_a_language_is_a_box(language: str, face: str) -> None:
    letters = letters_of(language)
    assert len(letters) > 20

    for start in range(0, len(letters), 400):
        text = " ".join(letters[start : start + 400])
        assert _boxes(text, language, face) == ""
        assert _boxes(text, language, face, capitals=True) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_of_a_language_is_dropped(language: str) -> None:
    for letter in letters_of(language):
        text = clean(letter)
        assert "".join(piece.text for piece in clusters(text, "hand", language)) == text


def test_no_currency_sign_is_a_box() -> None:
    for sign in CURRENCY:
        assert _boxes(f"5 {sign}", "en", "hand") == "", sign


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name.endswith("Latn")])
@pytest.mark.parametrize("face", ["hand", "fat", "plain"])
def test_all_small_letters_of_a_latin_alphabet_have_one_font(language: str, face: str) -> None:
    letters = [letter for letter in letters_of(language) if letter.islower() and len(letter) == 1]
    fonts = {
        piece.font
        for letter in letters
        for piece in clusters(clean(letter), face, language)
        if piece.script == "LATIN"
    }

    assert len(fonts) == 1


def test_english_is_drawn_by_hand() -> None:
    assert {piece.font for piece in clusters("Who ate it?", "hand", "en")} == {HAND}
