"""Words of orders and stories that are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.comic.story import PanelPlan, Setting, StagedStory
from pipeline.models import CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from pipeline.moderation.words import WordRules

PANEL = PanelPlan(setting=Setting(), shot="wide", parts=())


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
    assert WordRules([word, " "]).refuse_order(order(prompt)) is refused


def test_every_text_of_an_order_is_checked() -> None:
    words = WordRules(["gore"])
    script = (ScriptPanelText(dialogue=(SpeechLine("gore!"),)),)

    assert words.refuse_order(DrawingOrder(prompt="x", seed=1, script=script))
    assert words.refuse_order(
        DrawingOrder(prompt="x", seed=1, characters=(CastMember("A", "gore"),))
    )
    assert words.refuse_order(
        DrawingOrder(prompt="x", seed=1, script=(ScriptPanelText(caption="gore"),))
    )
    assert words.refuse_order(DrawingOrder(prompt="x", seed=1, negative_prompt="gore"))


def test_the_minors_rule_needs_no_list() -> None:
    assert WordRules().refuse_order(order("a naked child"))
    assert not WordRules().refuse_order(order("a child bakes a cake"))


def test_unwanted_words_do_not_break_the_minors_rule() -> None:
    assert not WordRules().refuse_order(
        DrawingOrder(prompt="a child bakes a cake", seed=1, negative_prompt="nude, naked")
    )


@pytest.mark.parametrize(
    "panel",
    [
        replace(PANEL, scene="She is naked."),
        replace(PANEL, caption="She is naked."),
        replace(PANEL, unlettered="She is naked."),
    ],
)
def test_a_story_is_checked_together_with_its_order(panel: PanelPlan) -> None:
    story = StagedStory(title="x", panels=(panel,))

    assert WordRules().refuse_story(story, order("a toddler"))
    assert not WordRules().refuse_story(story, order("a couple"))
    assert WordRules(["naked"]).refuse_story(story, order("a couple"))
