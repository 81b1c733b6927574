"""Text that is pasted with formatting: a message without `text`, whose words stand in blocks."""

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


def prompts(stage: AdapterHarness) -> list[str]:
    return [order["inputParams"]["prompt"] for order in stage.generator.orders]


async def test_in_a_private_chat_it_is_drawn(stage: AdapterHarness) -> None:
    await stage.fake.send_rich(stage.ada, stage.chat, BOLD)
    await stage.picture_in(stage.chat)
    await stage.fake.send_rich(stage.ada, stage.chat, LIST)
    await stage.picture_in(stage.chat, after=1)

    assert prompts(stage) == ["a cat opens a bakery now", LISTED]


async def test_options_and_questions_are_as_with_plain_text(stage: AdapterHarness) -> None:
    await stage.fake.send_rich(stage.ada, stage.chat, "--style noir a dog opens a bank")
    await stage.picture_in(stage.chat)
    await stage.fake.send_rich(
        stage.ada, stage.chat, {"type": "heading", "size": 1, "text": "moon"}
    )
    question = await stage.said("Shall I draw this?")
    await stage.fake.press(stage.ada, question, "Draw this")
    await stage.picture_in(stage.chat, after=1)

    assert prompts(stage) == ["a dog opens a bank", "moon"]
    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"


@pytest.mark.parametrize(
    "text", ["/comic@ComicBot a cat bakes", "/comic a cat bakes", "@ComicBot a cat bakes"]
)
async def test_in_a_group_it_is_a_command_or_a_mention(stage: AdapterHarness, text: str) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.fake.send_rich(stage.ada, group, {"type": "heading", "size": 2, "text": text}, LIST)
    await stage.picture_in(group)

    assert prompts(stage) == [f"a cat bakes\n{LISTED}"]


async def test_in_a_group_it_is_else_none_of_the_bots_business(stage: AdapterHarness) -> None:
    stage.fake.state.settings.is_private = False
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.fake.send_rich(stage.ada, group, BOLD)
    await stage.fake.send_rich(stage.ada, group, "/comic@OtherBot a cat")
    await stage.say(f"/comic {PROMPT}", group)
    await stage.picture_in(group)
    await stage.handled()

    assert prompts(stage) == [PROMPT]
    assert len(group.from_bot()) == 1


async def test_a_reply_draws_it_and_names_who_wrote_it(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.fake.send_rich(stage.bob, group, BOLD, LIST)

    await stage.say("/comic", group, reply_to=wrote)
    message = await stage.picture_in(group)

    assert prompts(stage) == [f"a cat opens a bakery now\n{LISTED}"]
    assert "Words by Bob" in message.caption


async def test_it_is_chosen_for_by_buttons(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.fake.send_rich(stage.bob, group, LIST)

    await stage.say("/options", group, reply_to=wrote)
    question = await stage.said("How shall I draw it?", group)
    await stage.fake.press(stage.ada, question, "Draw")
    await stage.picture_in(group)

    assert prompts(stage) == [LISTED]


async def test_it_answers_questions(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    for chat in (stage.chat, group):
        await stage.say("/comic --style noir", chat)
        question = await stage.said("What is the comic about", chat)
        await stage.fake.send_rich(stage.ada, chat, BOLD, reply_to=question)
        await stage.picture_in(chat)

    assert prompts(stage) == ["a cat opens a bakery now"] * 2
    assert {order["inputParams"]["style"] for order in stage.generator.orders} == {"noir"}


async def test_without_words_it_is_told_so(stage: AdapterHarness) -> None:
    await stage.fake.send_rich(stage.ada, stage.chat, PICTURE, {"type": "divider"})
    await stage.said("I draw what you write")
    await stage.handled()

    assert prompts(stage) == []
