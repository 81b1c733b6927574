"""Whatever people type is shown harmlessly, and nobody is pinged by it."""

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
async def test_a_prompt_is_shown_as_it_is(stage: AdapterHarness, prompt: str) -> None:
    interaction = await stage.drawn(prompt=prompt)

    message = interaction.original
    assert message is not None
    await stage.settled(interaction)
    assert not message.pinged
    assert not message.pinged_everyone
    for sign in ("<@", "](", "**", "||", "://", "gg/", "```"):
        assert sign not in message.content
    assert len(message.content) <= 2000
    assert stage.fake.ledger.refused() == []


@pytest.mark.parametrize("prompt", ["x" * 6000, "\u200b\u200b", "\u202e\u202e"])
async def test_what_cannot_be_drawn_is_answered_in_words(
    stage: AdapterHarness, prompt: str
) -> None:
    said = await stage.refusal(await stage.comic(prompt=prompt))

    assert "please" in said.lower() or "Tell me" in said
    assert stage.generator.orders == []


async def test_an_old_clients_odd_options_are_bent_with_a_notice(stage: AdapterHarness) -> None:
    interaction = await stage.comic(style="cubism")
    await stage.fake.answered(interaction)
    await stage.settled(interaction)

    assert stage.generator.orders[0]["inputParams"]["style"] == "american_modern"
