"""The bot's own words, which Telegram hands back to it: never a story, a command or an answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def chosen(stage: AdapterHarness, chat: Any, typed: str = PROMPT, **more: Any) -> Any:
    """Have Ada choose what draws these words, and return the message."""
    asked = await stage.fake.inline_query(stage.ada, typed)
    return await stage.fake.choose(stage.ada, asked.result("Draw: "), chat, **more)


async def shown(stage: AdapterHarness, chat: Any, part: str, **more: Any) -> Any:
    """Have Ada show a comic that she has, and return the message."""
    asked = await stage.fake.inline_query(stage.ada, part)
    [result] = asked.results or []
    return await stage.fake.choose(stage.ada, result, chat, **more)


def prompts(stage: AdapterHarness) -> list[str]:
    return [order["inputParams"]["prompt"] for order in stage.generator.orders]


async def test_a_result_that_is_chosen_in_the_bots_own_chat_is_one_comic(
    stage: AdapterHarness,
) -> None:
    welcome = await stage.start()
    before = len(welcome.from_bot())

    message = await chosen(stage, stage.chat)
    await stage.fake.until(lambda: message.kind == "photo", "the picture")
    await stage.settled()
    await stage.handled()

    assert prompts(stage) == [PROMPT]
    assert len(stage.chat.from_bot()) == before


async def test_without_feedback_nothing_is_said_or_drawn_before_the_button_is_pressed(
    stage: AdapterHarness,
) -> None:
    await stage.start()
    stage.fake.state.settings.has_feedback = False
    before = len(stage.chat.from_bot())

    message = await chosen(stage, stage.chat)
    await stage.handled()
    assert (len(stage.chat.from_bot()), prompts(stage)) == (before, [])
    await stage.fake.press(stage.ada, message, "Draw this")
    await stage.fake.until(lambda: message.kind == "photo", "the picture")
    await stage.settled()

    assert prompts(stage) == [PROMPT]


async def test_a_comic_that_is_shown_in_the_bots_own_chat_is_not_asked_about(
    stage: AdapterHarness,
) -> None:
    await stage.drawn()
    await stage.settled()
    before = len(stage.chat.from_bot())

    message = await shown(stage, stage.chat, "bakery")
    await stage.handled()

    assert message.kind == "photo"
    assert len(stage.chat.from_bot()) == before


async def test_what_looks_like_a_command_below_a_shown_comic_is_none(stage: AdapterHarness) -> None:
    await stage.drawn("/comic /comic a goldfish learns to drive")
    await stage.settled()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    for chat in (stage.chat, group):
        message = await shown(stage, chat, "goldfish")
        assert message.caption.startswith("/comic")
    await stage.handled()

    assert len(stage.generator.orders) == 1
    assert group.from_bot() == []


@pytest.mark.parametrize("place", ["private", "group", "topic"])
async def test_a_result_is_no_answer_to_a_question(stage: AdapterHarness, place: str) -> None:
    await stage.start()
    chat, thread = stage.chat, 0
    if place != "private":
        chat = await stage.fake.group(stage.bob, stage.ada, title="C", is_forum=place == "topic")
    if place == "topic":
        thread = (await stage.fake.topic(chat, "Cats")).id
    stage.fake.state.settings.has_feedback = False
    await stage.say("/comic", chat, thread=thread)
    question = await stage.said("What is the comic about", chat)
    await stage.handled()
    before = len(chat.from_bot())

    await chosen(stage, chat, reply_to=question, thread=thread)
    await stage.handled()

    assert prompts(stage) == []
    assert len(chat.from_bot()) == before


@pytest.mark.parametrize("typed", ["/comic", "/comic@ComicBot --style noir", "@ComicBot"])
async def test_a_reply_to_a_placeholder_does_not_draw_the_placeholder(
    stage: AdapterHarness, typed: str
) -> None:
    stage.fake.state.settings.has_feedback = False
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    message = await chosen(stage, group)

    await stage.say(typed, group, stage.bob, reply_to=message)
    question = await stage.said("What is the comic about", group)
    await stage.say("a dog opens a bank", group, stage.bob, reply_to=question)
    await stage.picture_in(group)

    assert prompts(stage) == ["a dog opens a bank"]


async def test_a_selected_part_of_a_placeholder_is_not_drawn_either(stage: AdapterHarness) -> None:
    stage.fake.state.settings.has_feedback = False
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    message = await chosen(stage, group)

    await stage.say("/options", group, stage.bob, reply_to=message, quote="comic will appear")
    await stage.said("What is the comic about", group)
    await stage.handled()

    assert prompts(stage) == []


async def test_a_selected_part_of_what_a_person_wrote_is_drawn(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("hello all, my hamster learns to fly", group, stage.bob)

    await stage.say("/comic", group, reply_to=wrote, quote="my hamster learns to fly")
    await stage.picture_in(group)

    assert prompts(stage) == ["my hamster learns to fly"]


@pytest.mark.parametrize("typed", ["/comic", "/comic --style noir"])
async def test_a_command_does_not_draw_the_question_that_it_replies_to(
    stage: AdapterHarness, typed: str
) -> None:
    await stage.say("/comic")
    question = await stage.said("What is the comic about")

    await stage.say(typed, reply_to=question)
    await stage.fake.until(lambda: len(stage.chat.from_bot()) == 2, "the question again")
    await stage.handled()

    assert "What is the comic about" in stage.chat.last.text
    assert prompts(stage) == []


async def test_options_alone_in_answer_to_a_question_do_not_draw_the_question(
    stage: AdapterHarness,
) -> None:
    await stage.say("/comic")
    question = await stage.said("What is the comic about")

    await stage.say("--style noir", reply_to=question)
    await stage.fake.until(lambda: len(stage.chat.from_bot()) == 2, "the question again")
    await stage.say(PROMPT, reply_to=stage.chat.last)
    await stage.picture_in(stage.chat)

    assert prompts(stage) == [PROMPT]
    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"


@pytest.mark.parametrize("through", ["chat", "inline mode"])
async def test_what_is_forwarded_from_the_bot_is_not_drawn(
    stage: AdapterHarness, through: str
) -> None:
    await stage.start()
    stage.fake.state.settings.has_feedback = False
    message = stage.chat.last
    if through == "inline mode":
        message = await chosen(stage, stage.fake.people_chat(stage.ada, stage.bob))

    await stage.fake.forward(stage.ada, message, stage.chat)
    await stage.said("I draw what you write")
    await stage.handled()

    assert prompts(stage) == []
    assert len(stage.chat.from_bot()) == 2


async def test_what_comes_from_another_bots_inline_mode_is_a_persons_message(
    stage: AdapterHarness,
) -> None:
    other = stage.fake.user("Quotes", username="QuotesBot", is_bot=True)
    message = await stage.say("the early bird meets a very late worm", via_bot=other)
    await stage.picture_in(stage.chat)
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    theirs = await stage.say("two clouds play chess all day", group, stage.bob, via_bot=other)

    await stage.say("/comic@ComicBot", group, reply_to=theirs)
    await stage.picture_in(group)

    assert message.via_bot is other
    assert prompts(stage) == [
        "the early bird meets a very late worm",
        "two clouds play chess all day",
    ]
