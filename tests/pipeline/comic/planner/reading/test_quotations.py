"""Quotations are found between the marks of many languages, and apostrophes are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.planner.reading.quotations import (
    dash_parts,
    dialogues_in,
    quotations_of,
    starts_with_dash,
)

MARKS = "\"'“”„‘’«»‹›「」『』《》〝〟＂—–-!?.,: \n"


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ('He says "hi" and "bye".', ["hi", "bye"]),
        ("He says “hi” and ‘bye.’", ["hi", "bye."]),
        ("Sie sagt „Hallo“ und »Tschüss«.", ["Hallo", "Tschüss"]),
        ("Elle dit « Bonjour ».", ["Bonjour"]),
        ("彼は「はい」と言い、『いいえ』と思う。", ["はい", "いいえ"]),
        ("她说“你好”。", ["你好"]),
        ("'Go away,' says the cat.", ["Go away,"]),
        ("The cat says 'It's mine!' and runs.", ["It's mine!"]),
        ("“Polish keyboards” and “these“", ["Polish keyboards", "these"]),
        ('A king says "Long live soup. "', ["Long live soup."]),
        ('She shouts:"Now!"', ["Now!"]),
    ],
)
def test_what_is_between_marks_is_quoted(line: str, texts: list[str]) -> None:
    assert [quotation.text for quotation in quotations_of(line)] == texts


@pytest.mark.parametrize(
    "line",
    [
        "The cat's hat isn't the dogs' hat.",
        "Rock 'n' roll in '99",
        'A 5" ruler',
        "She is 5'9\" tall",
        'ק"מ אחד',
        "O'Hara and D'Artagnan fence",
        '"',
        "“”",
        '""',
        "« »",
        'He opens a quotation " and never closes it',
    ],
)
def test_apostrophes_units_and_lonely_marks_quote_nothing(line: str) -> None:
    assert quotations_of(line) == []


def test_a_height_in_a_quotation_does_not_close_it() -> None:
    (quotation,) = quotations_of('He says "I am 5\'9" tall" and bows.')

    assert quotation.text == "I am 5'9\" tall"


def test_white_corner_brackets_are_thoughts() -> None:
    thoughts = [quotation.thought for quotation in quotations_of("「はい」『いいえ』")]

    assert thoughts == [False, True]


def test_a_mark_reaches_no_further_than_a_quotation_is_long() -> None:
    assert quotations_of(f'"{"a " * 3000}"') == []


@given(st.text(MARKS + "aB9é猫א", max_size=200))
def test_spans_are_in_order_and_hold_their_text(line: str) -> None:
    end = 0
    for quotation in quotations_of(line):
        assert end <= quotation.start < quotation.end <= len(line)
        assert quotation.text == line[quotation.start + 1 : quotation.end - 1].strip() != ""
        end = quotation.end


@given(st.text(max_size=300))
def test_any_text_is_read(line: str) -> None:
    spans = [(quotation.start, quotation.end) for quotation in quotations_of(line)]

    assert spans == sorted(spans)


# --- Dialogue dashes ------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["— Olá", "– Bonjour", "- Hola, amigo", "―はい"])
def test_a_line_may_start_with_a_dialogue_dash(line: str) -> None:
    assert starts_with_dash(line)


@pytest.mark.parametrize("line", ["-5 degrees", "—", "Olá — disse", "well-known"])
def test_other_dashes_open_no_dialogue(line: str) -> None:
    assert not starts_with_dash(line)


def test_what_is_between_dashes_may_say_who_speaks() -> None:
    parts = dash_parts("— Bom dia! — disse o gato. — Tudo bem?")

    assert [(part.text, part.between) for part in parts] == [
        ("Bom dia!", False),
        ("disse o gato.", True),
        ("Tudo bem?", False),
    ]


def test_a_dialogue_may_start_within_a_line() -> None:
    assert dialogues_in("He stops. — Who is there?") == ["He stops.", "— Who is there?"]
    assert dialogues_in("He stops — and listens.") == ["He stops — and listens."]
