"""Markup in prompts is read, and never printed."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.markup import without_markup
from pipeline.comic.planner.reading.passages import Kind, passages_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>A <b>hen</b> sings.</p>", "A hen sings."),
        ("<script>alert(1)</script>A hen.", "A hen."),
        ("A hen &amp; a fox &lt;3", "A hen & a fox <3"),
        ("A **hen** ~~flies~~ `walks` __home__", "A hen flies walks home"),
        ("[A hen](https://example.org/x) ![egg](egg.png) sings", "A hen  sings"),
        ("<@1234567890> draws <:hen:12345> a hen", "draws  a hen"),
        ("#hen #fox meet", "hen fox meet"),
        ("9:41 - Ida: Up?\n9:42 - Olaf: No.", "Ida: Up?\nOlaf: No."),
        ("[03/11/25, 9:41:07 PM] Ida: Up?", "Ida: Up?"),
        ("9:41 - the hen wakes", "9:41 - the hen wakes"),
        ("the #1 fan", "the #1 fan"),
        ("| who | what |\n|---|---|\n| 1 | A hen sings |", "A hen sings."),
        ("A hen!!!!!!!!!!!!", "A hen!!!"),
        ("A h\u200ben\u200d sings", "A hen sings"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("a*b*c and snake_case_name", "a*b*c and snake_case_name"),
    ],
)
def test_markup_is_left_out(text: str, plain: str) -> None:
    assert without_markup(text).strip() == plain


def test_the_lines_of_a_chat_are_speech() -> None:
    for log in ("<Tom> Hi\n<Ann> Hello", "[12:03] Tom: Hi\n[12:04] Ann: Hello"):
        passages = passages_of(log)

        assert [(p.cue, p.text) for p in passages] == [("Tom", "Hi"), ("Ann", "Hello")]


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "|", "| a |", "[a](", "**", "&", "`", "#", "\u200b", "<b>"]
)
def test_hostile_markup_is_read(piece: str) -> None:
    assert isinstance(without_markup(piece * (4000 // len(piece))), str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the owl said no i am busy", [("speech", "no i am busy")]),
        ("The guard is like yo stop that.", [("speech", "yo stop that.")]),
        ("My dad says I should sleep.", []),
        ("The nurse said hello to the king.", []),
        ("The goat says yes, and leaves.", [("speech", "yes")]),
        ("Plot twist: Ben wakes up. Ann slaps him.", []),
        (
            "Chef - Who ate it?\nWaiter - Not me!",
            [("speech", "Who ate it?"), ("speech", "Not me!")],
        ),
        ("Story: A hen sings.", []),
        ("The boy wants to be like his dad.", []),
        ("My uncle be like back in my day", [("speech", "back in my day")]),
        ("The queen yells no and the clown faints", [("speech", "no")]),
        ('Behind it stands another fox: "Boo!"', [("speech", "Boo!")]),
        ('The cook tasted it."Too hot"he said', [("speech", "Too hot")]),
    ],
)
def test_speech_is_told_from_narration(text: str, told: list[tuple[str, str]]) -> None:
    spoken = [(str(p.kind), p.text) for p in passages_of(text) if p.kind is Kind.SPEECH]

    assert spoken == told
