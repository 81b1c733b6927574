"""User-written text takes no effect in a message: no markup, link or mention."""

from __future__ import annotations

import pytest

from tests.bots.discord.adapter import AdapterHarness

pytestmark = pytest.mark.servers

PROMPTS = [
    "@everyone @here a cat",
    "<@123456789012345678> and <@&1> dance",
    "**bold** `code` ||spoiler|| [click](https://evil.example)",
    "come to discord.gg/abcdef or https://discord.gg/abcdef",
    "🐈🚀🥐",
    "قطة تفتح مخبزًا على القمر",
    "# A\n> B\n- C",
    "'; DROP TABLE jobs; -- <script>alert(1)</script>",
    "x" * 2000,
]


@pytest.mark.parametrize("prompt", PROMPTS, ids=range(len(PROMPTS)))
async def test_a_prompt_is_shown_literally(adapter: AdapterHarness, prompt: str) -> None:
    interaction = await adapter.draw_comic(prompt=prompt)

    message = interaction.original
    assert message is not None
    await adapter.wait_for_delivery(interaction)
    assert not message.pinged
    assert not message.pinged_everyone
    for sign in ("<@", "](", "**", "||", "://", "gg/", "```"):
        assert sign not in message.content
    assert len(message.content) <= 2000
    assert adapter.fake.call_log.refused() == []


@pytest.mark.parametrize("prompt", ["x" * 6000, "\u200b\u200b", "\u202e\u202e"])
async def test_an_invalid_prompt_is_refused_in_words(adapter: AdapterHarness, prompt: str) -> None:
    refusal = await adapter.refusal(await adapter.request_comic(prompt=prompt))

    assert "please" in refusal.lower() or "Tell me" in refusal
    assert adapter.generator.submissions == []


async def test_unknown_options_of_an_old_client_are_adjusted(adapter: AdapterHarness) -> None:
    interaction = await adapter.request_comic(style="cubism")
    await adapter.fake.responded(interaction)
    await adapter.wait_for_delivery(interaction)

    assert adapter.generator.submissions[0]["inputParams"]["style"] == "american_modern"
