"""User text is shown unchanged, without entities that Telegram would detect."""

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
def test_no_text_is_left_that_telegram_would_link(text: str) -> None:
    shown = harmless(text)

    assert shown.replace(JOINER, "") == text
    for sign in "@#$/.":
        assert f"{sign}e" not in shown
        assert f"{sign}a" not in shown
        assert f"{sign}t" not in shown


@given(st.text())
def test_copied_text_is_the_original_text(text: str) -> None:
    assert tidy(harmless(tidy(text))) == tidy(text)


@given(st.text(), st.integers(0, 200))
def test_a_shortened_text_fits_telegrams_limit(text: str, room: int) -> None:
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
async def test_a_prompt_is_shown_without_entities(harness: AdapterHarness, prompt: str) -> None:
    message = await harness.draw(f"/comic {prompt}")

    shown = message.caption.replace(JOINER, "")
    assert shown == tidy(prompt) or (shown.endswith("…") and tidy(prompt).startswith(shown[:-1]))
    assert {entity["type"] for entity in message.entities} <= {
        "blockquote",
        "expandable_blockquote",
    }
    assert message.notified <= {harness.ada.id}


@pytest.mark.servers
async def test_a_too_long_prompt_is_refused(harness: AdapterHarness) -> None:
    await harness.say("long " * (TEXT_LIMIT // 5))

    await harness.wait_for_text("Please shorten it")
    assert harness.generator.submissions == []


@pytest.mark.servers
async def test_a_prompt_of_invisible_characters_is_empty(harness: AdapterHarness) -> None:
    await harness.say("/comic " + "\u200b\u2060\u200d" * 500 + "x")

    message = await harness.wait_for_picture(harness.chat)

    assert message.caption == "x"
