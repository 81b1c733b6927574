from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.comic.typesetting.fonts import MISSING, shape
from pipeline.comic.typesetting.grapheme_clusters import MAX_MARKS, clean, clusters, levels
from pipeline.comic.typesetting.text_blocks import Paragraph, paint


def _set(text: str, width: float, language: str = "en", face: str = "hand") -> list[str]:
    block = Paragraph(text, face=face, language=language).set(width, even=False)
    return [line.text for line in block.lines]


def test_lines_break_between_words() -> None:
    assert _set("one two three four", 4) == ["one two", "three", "four"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    lines = _set("Rindfleischetikettierung", 4)

    assert len(lines) > 2
    assert "".join(lines) == "Rindfleischetikettierung"


def test_japanese_never_starts_a_line_with_a_full_stop_or_small_kana() -> None:
    text = "これはとても長いテキストです。「はい」と言った。しゃっくりがとまらない、ねえ！"
    for width in range(3, 14):
        for line in _set(text, width, "ja")[1:]:
            assert line[0] not in "。、」！ゃっ"


def test_japanese_never_ends_a_line_with_an_opening_bracket() -> None:
    for width in range(4, 12):
        for line in _set("彼は「こんにちは」と「さようなら」を言った", width, "ja"):
            assert line[-1] != "「"


def test_lines_keep_to_their_width() -> None:
    block = Paragraph(
        "The quick brown fox jumps over the lazy dog", face="hand", language="en"
    ).set(9)

    assert all(line.width <= 9 for line in block.lines)


def test_arabic_letters_join() -> None:
    word = Paragraph("مرحبا", face="hand", language="ar").set(50).lines[0]
    apart = [Paragraph(c, face="hand", language="ar").set(50).lines[0] for c in "مرحبا"]

    joined = {mark.glyph.index for mark in word.marks if mark.glyph}
    isolated = {line.marks[0].glyph.index for line in apart if line.marks[0].glyph}
    assert joined != isolated


def test_arabic_starts_at_the_right() -> None:
    block = Paragraph("مرحبا hello", face="hand", language="ar").set(50)
    line = block.lines[0]

    assert block.rtl
    first = min(line.marks, key=lambda mark: mark.x)
    assert first.glyph is not None
    assert first.glyph == shape("h", first.glyph.font, rtl=False, language="ar")[0]


def test_numbers_inside_hebrew_read_from_left_to_right() -> None:
    pieces = clusters("אבג 12 דה", "hand")
    found = levels(pieces, rtl=True)

    digits = [level for piece, level in zip(pieces, found, strict=True) if piece.text.isdigit()]
    assert digits == [2, 2]


def test_brackets_are_mirrored_in_right_to_left_text() -> None:
    line = Paragraph("(אב)", face="plain", language="he").set(50).lines[0]

    first = min(line.marks, key=lambda mark: mark.x)
    assert first.glyph is not None
    assert first.glyph.index == shape("(", first.glyph.font, rtl=False, language="he")[0].index


@pytest.mark.parametrize("emoji", ["👍🏽", "👩‍🚀", "🏳️‍🌈", "🇧🇷", "❤️", "1️⃣", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_an_emoji_sequence_is_one_picture(emoji: str) -> None:
    found = clusters(clean(emoji), "hand")

    assert len(found) == 1
    assert found[0].emoji


def test_digits_and_signs_are_not_emoji() -> None:
    assert not any(piece.emoji for piece in clusters("1 # © ™", "hand"))


def test_a_stack_of_marks_is_cut() -> None:
    assert len(clean("a" + "\u0336" * 500)) == 1 + MAX_MARKS


def test_control_characters_and_direction_overrides_are_dropped() -> None:
    assert clean("a\x00b\u202ec\ud800\n\td") == "abc d"


def test_a_script_without_a_font_is_drawn_as_boxes() -> None:
    text = "ᚠᚢᚦ"
    paragraph = Paragraph(text, face="hand", language="en")
    line = paragraph.set(20).lines[0]

    assert all(piece.font == MISSING for piece in clusters(text, "hand"))
    assert line.width > 1
    page = Image.new("RGB", (200, 60), (255, 255, 255))
    paint(page, paragraph.set(20), 10, 10, size=30, color=(0, 0, 0))
    assert page.getextrema() != ((255, 255), (255, 255), (255, 255))


@pytest.mark.parametrize(
    ("word", "language", "width", "parts"),
    [
        ("Schokolade", "de", 4.0, ("Schoko", "lade")),
        ("достопримечательность", "ru", 6.0, ("достопри", "мечатель", "ность")),
        ("Mississippi", "en", 3.6, ("Missis", "sippi")),
    ],
)
def test_a_word_wider_than_the_line_is_broken_with_hyphens(
    word: str, language: str, width: float, parts: tuple[str, ...]
) -> None:
    paragraph = Paragraph(word, face="hand", language=language)

    lines = paragraph.set(width).lines

    assert tuple(line.text for line in lines) == parts
    assert [len(line.marks) for line in lines[:-1]] == [len(part) + 1 for part in parts[:-1]]
    assert len(lines[-1].marks) == len(parts[-1])


def test_a_word_as_wide_as_the_line_is_not_broken() -> None:
    paragraph = Paragraph("so apparently", face="hand", language="en")

    lines = paragraph.set(paragraph.unbroken + 0.01).lines

    assert [line.text for line in lines] == ["so", "apparently"]


def test_chinese_is_broken_without_hyphens() -> None:
    lines = Paragraph("猫魚屋魚盗猫魚屋魚盗", face="hand", language="zh").set(3).lines

    assert all(len(line.marks) == len(line.text) for line in lines)


def test_capitals_are_only_what_is_drawn() -> None:
    paragraph = Paragraph("Straße", face="hand", language="de", capitals=True)

    assert paragraph.set(50).lines[0].text == "STRASSE"
    assert paragraph.text == "Straße"


@given(st.text(max_size=200), st.floats(1, 30))
def test_setting_any_text_loses_no_letter(text: str, width: float) -> None:
    paragraph = Paragraph(text, face="plain", language="en")
    block = paragraph.set(width)

    set_text = "".join(line.text for line in block.lines).replace(" ", "")
    pieces = "".join(piece.text for piece in clusters(paragraph.text, "plain"))
    assert set_text == pieces.replace(" ", "")
