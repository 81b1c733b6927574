from __future__ import annotations

import pytest

from pipeline.models import CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from pipeline.service.word_list import BlockedWords


def order(prompt: str) -> DrawingOrder:
    return DrawingOrder(prompt=prompt, seed=1)


@pytest.mark.parametrize(
    ("word", "prompt", "refused"),
    [
        ("gore", "All GORE and more", True),
        ("gore", "Ｇｏｒｅ everywhere", True),
        ("gore", "Gregore went home", False),
        ("bad thing", "a bad thing", True),
        ("a.c", "abc", False),
        ("straße", "STRASSE", True),
        ("猫", "月の猫です", True),
        ("", "anything", False),
    ],
)
def test_a_blocked_word_matches_whole_words(word: str, prompt: str, *, refused: bool) -> None:
    assert BlockedWords([word, " "]).refuses(order(prompt)) is refused


def test_every_text_of_an_order_is_checked() -> None:
    words = BlockedWords(["gore"])
    script = (ScriptPanelText(dialogue=(SpeechLine("gore!"),)),)

    assert words.refuses(DrawingOrder(prompt="x", seed=1, script=script))
    assert words.refuses(DrawingOrder(prompt="x", seed=1, characters=(CastMember("A", "gore"),)))
    assert words.refuses(
        DrawingOrder(prompt="x", seed=1, script=(ScriptPanelText(caption="gore"),))
    )
