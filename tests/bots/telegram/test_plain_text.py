"""What people wrote is shown as it is, whatever Telegram would find in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.plain_text import JOINER, TEXT_LIMIT, harmless, shortened, units
from core.content.prompts import tidy
from tests.bots.telegram.adapter import AdapterHarness


@pytest.mark.parametrize(
    "text",
    [
        "@ada look",
        "see https://evil.example/x",
        "www.evil.example",
        "ada@evil.example",
        "#tag $CASH /command t.me/somebody",
    ],
)
def test_nothing_stands_together_that_telegram_would_make_a_link_of(text: str) -> None:
    shown = harmless(text)

    assert shown.replace(JOINER, "") == text
    for sign in "@#$/.":
        assert f"{sign}e" not in shown
        assert f"{sign}a" not in shown
        assert f"{sign}t" not in shown


@given(st.text())
def test_what_is_copied_out_of_a_message_is_what_was_written(text: str) -> None:
    assert tidy(harmless(tidy(text))) == tidy(text)


@given(st.text(), st.integers(0, 200))
def test_a_shortened_text_has_as_many_units_as_telegram_takes(text: str, room: int) -> None:
    assert units(shortened(text, room)) <= room


@pytest.mark.servers
@pytest.mark.parametrize(
    "prompt",
    [
        "<b>bold</b> & <a href='https://evil.example'>here</a> *stars* _lines_ `code` [x](y)",
        "@bob #tag /start https://evil.example/x ada@evil.example",
        "قطة تفتح مخبزا على القمر",
        "👩‍👩‍👧‍👦 bake 🥐 under a 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "a cat bakes bread " + "very " * 380 + "long",
    ],
)
async def test_a_prompt_is_shown_harmlessly(stage: AdapterHarness, prompt: str) -> None:
    message = await stage.drawn(f"/comic {prompt}")

    shown = message.caption.replace(JOINER, "")
    assert shown == tidy(prompt) or (shown.endswith("…") and tidy(prompt).startswith(shown[:-1]))
    assert {entity["type"] for entity in message.entities} <= {
        "blockquote",
        "expandable_blockquote",
    }
    assert message.notified <= {stage.ada.id}


@pytest.mark.servers
async def test_what_is_too_long_is_refused_in_words(stage: AdapterHarness) -> None:
    await stage.say("long " * (TEXT_LIMIT // 5))

    await stage.said("Please shorten it")
    assert stage.generator.orders == []


@pytest.mark.servers
async def test_a_flood_of_invisible_signs_is_nothing_to_draw(stage: AdapterHarness) -> None:
    await stage.say("/comic " + "\u200b\u2060\u200d" * 500 + "x")

    message = await stage.picture_in(stage.chat)

    assert message.caption == "x"
