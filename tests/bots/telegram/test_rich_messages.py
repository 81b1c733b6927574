"""Rich messages: pasted formatted text, which has blocks instead of `text`."""

from __future__ import annotations

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers

BOLD = {"type": "paragraph", "text": ["a cat opens ", {"type": "bold", "text": "a bakery"}, " now"]}
LIST = {
    "type": "list",
    "items": [
        {"label": "1.", "blocks": [{"type": "paragraph", "text": "a cat wakes up"}]},
        {"label": "2.", "blocks": [{"type": "paragraph", "text": "it bakes bread"}]},
    ],
}
LISTED = "1. a cat wakes up\n2. it bakes bread"
PICTURE = {"type": "photo", "photo": [], "caption": {"text": ""}}


def prompts(harness: AdapterHarness) -> list[str]:
    return [submission["inputParams"]["prompt"] for submission in harness.generator.submissions]


async def test_a_private_rich_message_is_drawn(harness: AdapterHarness) -> None:
    await harness.fake.send_rich(harness.ada, harness.chat, BOLD)
    await harness.wait_for_picture(harness.chat)
    await harness.fake.send_rich(harness.ada, harness.chat, LIST)
    await harness.wait_for_picture(harness.chat, after=1)

    assert prompts(harness) == ["a cat opens a bakery now", LISTED]


async def test_options_and_questions_are_as_with_plain_text(harness: AdapterHarness) -> None:
    await harness.fake.send_rich(harness.ada, harness.chat, "--style noir a dog opens a bank")
    await harness.wait_for_picture(harness.chat)
    await harness.fake.send_rich(
        harness.ada, harness.chat, {"type": "heading", "size": 1, "text": "moon"}
    )
    question = await harness.wait_for_text("Shall I draw this?")
    await harness.fake.press(harness.ada, question, "Draw this")
    await harness.wait_for_picture(harness.chat, after=1)

    assert prompts(harness) == ["a dog opens a bank", "moon"]
    assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"


@pytest.mark.parametrize(
    "text", ["/comic@ComicBot a cat bakes", "/comic a cat bakes", "@ComicBot a cat bakes"]
)
async def test_in_a_group_rich_commands_and_mentions_are_handled(
    harness: AdapterHarness, text: str
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.fake.send_rich(
        harness.ada, group, {"type": "heading", "size": 2, "text": text}, LIST
    )
    await harness.wait_for_picture(group)

    assert prompts(harness) == [f"a cat bakes\n{LISTED}"]


async def test_other_rich_messages_in_a_group_are_ignored(harness: AdapterHarness) -> None:
    harness.fake.state.settings.has_privacy_mode = False
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.fake.send_rich(harness.ada, group, BOLD)
    await harness.fake.send_rich(harness.ada, group, "/comic@OtherBot a cat")
    await harness.say(f"/comic {PROMPT}", group)
    await harness.wait_for_picture(group)
    await harness.wait_until_handled()

    assert prompts(harness) == [PROMPT]
    assert len(group.from_bot()) == 1


async def test_a_reply_draws_a_rich_message_and_credits_its_author(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.fake.send_rich(harness.bob, group, BOLD, LIST)

    await harness.say("/comic", group, reply_to=wrote)
    message = await harness.wait_for_picture(group)

    assert prompts(harness) == [f"a cat opens a bakery now\n{LISTED}"]
    assert "Words by Bob" in message.caption


async def test_options_of_a_rich_message_are_selected_by_buttons(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.fake.send_rich(harness.bob, group, LIST)

    await harness.say("/options", group, reply_to=wrote)
    question = await harness.wait_for_text("How shall I draw it?", group)
    await harness.fake.press(harness.ada, question, "Draw")
    await harness.wait_for_picture(group)

    assert prompts(harness) == [LISTED]


async def test_a_rich_message_answers_a_question(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    for chat in (harness.chat, group):
        await harness.say("/comic --style noir", chat)
        question = await harness.wait_for_text("What is the comic about", chat)
        await harness.fake.send_rich(harness.ada, chat, BOLD, reply_to=question)
        await harness.wait_for_picture(chat)

    assert prompts(harness) == ["a cat opens a bakery now"] * 2
    assert {submission["inputParams"]["style"] for submission in harness.generator.submissions} == {
        "noir"
    }


async def test_a_rich_message_without_text_is_answered(harness: AdapterHarness) -> None:
    await harness.fake.send_rich(harness.ada, harness.chat, PICTURE, {"type": "divider"})
    await harness.wait_for_text("I draw what you write")
    await harness.wait_until_handled()

    assert prompts(harness) == []
