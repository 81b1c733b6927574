"""The bot's own text, sent back by Telegram: never a story, a command or an answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def chosen(harness: AdapterHarness, chat: Any, typed: str = PROMPT, **more: Any) -> Any:
    """Choose the inline result that draws this text as Ada; return the message."""
    inline_query = await harness.fake.inline_query(harness.ada, typed)
    return await harness.fake.choose(harness.ada, inline_query.result("Draw: "), chat, **more)


async def shown(harness: AdapterHarness, chat: Any, part: str, **more: Any) -> Any:
    """Post one of Ada's comics through inline mode; return the message."""
    inline_query = await harness.fake.inline_query(harness.ada, part)
    [result] = inline_query.results or []
    return await harness.fake.choose(harness.ada, result, chat, **more)


def prompts(harness: AdapterHarness) -> list[str]:
    return [submission["inputParams"]["prompt"] for submission in harness.generator.submissions]


async def test_a_result_chosen_in_the_bots_own_chat_creates_one_comic(
    harness: AdapterHarness,
) -> None:
    welcome = await harness.start()
    before = len(welcome.from_bot())

    message = await chosen(harness, harness.chat)
    await harness.fake.until(lambda: message.kind == "photo", "the picture")
    await harness.wait_until_delivered()
    await harness.wait_until_handled()

    assert prompts(harness) == [PROMPT]
    assert len(harness.chat.from_bot()) == before


async def test_without_feedback_nothing_happens_before_the_button_is_pressed(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    harness.fake.state.settings.has_feedback = False
    before = len(harness.chat.from_bot())

    message = await chosen(harness, harness.chat)
    await harness.wait_until_handled()
    assert (len(harness.chat.from_bot()), prompts(harness)) == (before, [])
    await harness.fake.press(harness.ada, message, "Draw this")
    await harness.fake.until(lambda: message.kind == "photo", "the picture")
    await harness.wait_until_delivered()

    assert prompts(harness) == [PROMPT]


async def test_a_comic_posted_to_the_bots_own_chat_is_not_answered(
    harness: AdapterHarness,
) -> None:
    await harness.draw()
    await harness.wait_until_delivered()
    before = len(harness.chat.from_bot())

    message = await shown(harness, harness.chat, "bakery")
    await harness.wait_until_handled()

    assert message.kind == "photo"
    assert len(harness.chat.from_bot()) == before


async def test_a_caption_that_looks_like_a_command_is_ignored(harness: AdapterHarness) -> None:
    await harness.draw("/comic /comic a goldfish learns to drive")
    await harness.wait_until_delivered()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    for chat in (harness.chat, group):
        message = await shown(harness, chat, "goldfish")
        assert message.caption.startswith("/comic")
    await harness.wait_until_handled()

    assert len(harness.generator.submissions) == 1
    assert group.from_bot() == []


@pytest.mark.parametrize("place", ["private", "group", "topic"])
async def test_a_result_is_no_answer_to_a_question(harness: AdapterHarness, place: str) -> None:
    await harness.start()
    chat, thread = harness.chat, 0
    if place != "private":
        chat = await harness.fake.group(
            harness.bob, harness.ada, title="C", is_forum=place == "topic"
        )
    if place == "topic":
        thread = (await harness.fake.topic(chat, "Cats")).id
    harness.fake.state.settings.has_feedback = False
    await harness.say("/comic", chat, thread=thread)
    question = await harness.wait_for_text("What is the comic about", chat)
    await harness.wait_until_handled()
    before = len(chat.from_bot())

    await chosen(harness, chat, reply_to=question, thread=thread)
    await harness.wait_until_handled()

    assert prompts(harness) == []
    assert len(chat.from_bot()) == before


@pytest.mark.parametrize("typed", ["/comic", "/comic@ComicBot --style noir", "@ComicBot"])
async def test_a_reply_to_a_placeholder_does_not_draw_the_placeholder(
    harness: AdapterHarness, typed: str
) -> None:
    harness.fake.state.settings.has_feedback = False
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    message = await chosen(harness, group)

    await harness.say(typed, group, harness.bob, reply_to=message)
    question = await harness.wait_for_text("What is the comic about", group)
    await harness.say("a dog opens a bank", group, harness.bob, reply_to=question)
    await harness.wait_for_picture(group)

    assert prompts(harness) == ["a dog opens a bank"]


async def test_a_quoted_part_of_a_placeholder_is_not_drawn(harness: AdapterHarness) -> None:
    harness.fake.state.settings.has_feedback = False
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    message = await chosen(harness, group)

    await harness.say("/options", group, harness.bob, reply_to=message, quote="comic will appear")
    await harness.wait_for_text("What is the comic about", group)
    await harness.wait_until_handled()

    assert prompts(harness) == []


async def test_a_quoted_part_of_a_users_message_is_drawn(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("hello all, my hamster learns to fly", group, harness.bob)

    await harness.say("/comic", group, reply_to=wrote, quote="my hamster learns to fly")
    await harness.wait_for_picture(group)

    assert prompts(harness) == ["my hamster learns to fly"]


@pytest.mark.parametrize("typed", ["/comic", "/comic --style noir"])
async def test_a_command_does_not_draw_the_question_that_it_replies_to(
    harness: AdapterHarness, typed: str
) -> None:
    await harness.say("/comic")
    question = await harness.wait_for_text("What is the comic about")

    await harness.say(typed, reply_to=question)
    await harness.fake.until(lambda: len(harness.chat.from_bot()) == 2, "the question again")
    await harness.wait_until_handled()

    assert "What is the comic about" in harness.chat.last.text
    assert prompts(harness) == []


async def test_a_reply_with_only_options_does_not_draw_the_question(
    harness: AdapterHarness,
) -> None:
    await harness.say("/comic")
    question = await harness.wait_for_text("What is the comic about")

    await harness.say("--style noir", reply_to=question)
    await harness.fake.until(lambda: len(harness.chat.from_bot()) == 2, "the question again")
    await harness.say(PROMPT, reply_to=harness.chat.last)
    await harness.wait_for_picture(harness.chat)

    assert prompts(harness) == [PROMPT]
    assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"


@pytest.mark.parametrize("through", ["chat", "inline mode"])
async def test_messages_forwarded_from_the_bot_are_not_drawn(
    harness: AdapterHarness, through: str
) -> None:
    await harness.start()
    harness.fake.state.settings.has_feedback = False
    message = harness.chat.last
    if through == "inline mode":
        message = await chosen(harness, harness.fake.private_chat_between(harness.ada, harness.bob))

    await harness.fake.forward(harness.ada, message, harness.chat)
    await harness.wait_for_text("I draw what you write")
    await harness.wait_until_handled()

    assert prompts(harness) == []
    assert len(harness.chat.from_bot()) == 2


async def test_another_bots_inline_result_counts_as_the_users_message(
    harness: AdapterHarness,
) -> None:
    other = harness.fake.user("Quotes", username="QuotesBot", is_bot=True)
    message = await harness.say("the early bird meets a very late worm", via_bot=other)
    await harness.wait_for_picture(harness.chat)
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    theirs = await harness.say("two clouds play chess all day", group, harness.bob, via_bot=other)

    await harness.say("/comic@ComicBot", group, reply_to=theirs)
    await harness.wait_for_picture(group)

    assert message.via_bot is other
    assert prompts(harness) == [
        "the early bird meets a very late worm",
        "two clouds play chess all day",
    ]
