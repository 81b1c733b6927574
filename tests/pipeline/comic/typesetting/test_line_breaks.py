from __future__ import annotations

import pytest

from pipeline.comic.typesetting.text_blocks import Paragraph


def lines(text: str, width: float, language: str) -> list[str]:
    block = Paragraph(text, face="hand", language=language).set(width, even=False)
    return [line.text for line in block.lines]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["แมว", "กำลัง", "กิน", "เค้ก", "ใน", "ครัว"]),
        ("lo", ["ພາສາ", "ລາວ", "ເປັນ", "ພາສາ"]),
        ("km", ["ភាសាខ្មែរ", "គឺជា", "ភាសា"]),
        ("my", ["မြန်မာဘာသာ", "စကား", "သည်"]),
    ],
)
def test_lines_of_scripts_without_spaces_break_between_words(
    language: str, words: list[str]
) -> None:
    text = "".join(words)
    ends = {len("".join(words[:i])) for i in range(1, len(words) + 1)}
    longest = max(Paragraph(word, face="hand", language=language).length for word in words)

    for width in range(6):
        end = 0
        for line in lines(text, longest + 0.1 + width, language):
            end += len(line)
            assert end in ends, line
        assert end == len(text)


def test_japanese_breaks_between_phrases() -> None:
    assert lines("これはとても長いテキストです。", 7, "ja") == [
        "これはとても",
        "長い",
        "テキストです。",
    ]


def test_chinese_breaks_between_words() -> None:
    assert lines("我们一起去公园吧", 3, "zh-Hans") == ["我们", "一起去", "公园吧"]


def test_a_phrase_longer_than_the_line_is_broken_inside() -> None:
    broken = lines("テキストです。", 3.5, "ja")

    assert len(broken) == 3
    assert not any(line[0] in "。、ー" for line in broken)


def test_korean_breaks_at_spaces_only() -> None:
    assert lines("고양이가 부엌에서 먹어요", 5, "ko") == ["고양이가", "부엌에서", "먹어요"]


def test_amharic_breaks_after_its_word_separator() -> None:
    assert lines("ሰላም፡ለዓለም፡ሁሉ", 4, "am")[0].endswith("፡")


@pytest.mark.parametrize("text", ["क्षत्रिय", "ស្ត្រី", "ක්‍රිකට්", "น้ำ"])
def test_a_conjunct_is_never_broken(text: str) -> None:
    pieces = lines(text, 0.5, "und")

    assert "".join(pieces) == text
    assert not any(line[0] in "्្්ำ" or line[-1] in "्្\u200d" for line in pieces)
