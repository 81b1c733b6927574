"""`/comic` and plain text, from the prompt to the picture."""

from __future__ import annotations

import asyncio
from importlib import resources

import pytest

from core.models.deliveries import MessageReference
from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_the_receipt_message_becomes_the_comic(
    harness: AdapterHarness,
) -> None:
    message = await harness.draw()

    await harness.wait_until_delivered()
    delivery = await harness.delivery()
    assert message.kind == "photo"
    assert PROMPT in message.caption
    assert harness.chat.from_bot() == [message]
    assert delivery.destination.message == MessageReference(str(harness.chat.id), str(message.id))


async def test_plain_text_in_a_private_chat_is_drawn(harness: AdapterHarness) -> None:
    message = await harness.draw(PROMPT)

    assert PROMPT in message.caption


@pytest.mark.parametrize(
    "typed",
    [
        "--style manga --panels 6 a cat bakes bread",
        "—style manga –panels 6 a cat bakes bread",
        "a cat bakes bread style:manga panels:6",
    ],
)
async def test_auto_corrected_options_are_parsed(harness: AdapterHarness, typed: str) -> None:
    message = await harness.draw(f"/comic {typed}")

    [submission] = harness.generator.submissions
    assert submission["inputParams"]["style"] == "manga"
    assert submission["inputParams"]["panelCount"] == 6
    assert submission["inputParams"]["prompt"] == "a cat bakes bread"
    assert "a cat bakes bread" in message.caption


async def test_an_unknown_option_needs_confirmation(
    harness: AdapterHarness,
) -> None:
    await harness.say("/comic --stile manga a cat bakes bread")
    question = await harness.wait_for_text("--\N{WORD JOINER}stile".replace("\N{WORD JOINER}", ""))
    await harness.wait_until_handled()
    assert harness.generator.submissions == []

    await harness.fake.press(harness.ada, question, "Draw it as it is")
    await harness.wait_for_picture(harness.chat)

    assert [
        submission["inputParams"]["prompt"] for submission in harness.generator.submissions
    ] == ["manga a cat bakes bread"]


async def test_an_unknown_style_is_replaced_by_button(harness: AdapterHarness) -> None:
    await harness.say("/comic --style oil a cat bakes bread")
    question = await harness.wait_for_text("Which style")

    await harness.fake.press(harness.ada, question, "Noir")
    await harness.wait_for_picture(harness.chat)

    assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"
    assert harness.generator.submissions[0]["inputParams"]["prompt"] == "a cat bakes bread"


async def test_a_greeting_gets_help_and_two_words_get_a_question(harness: AdapterHarness) -> None:
    await harness.say("hello there")
    await harness.wait_for_text("Just write me a sentence")
    await harness.say("fat cat")
    question = await harness.wait_for_text("Shall I draw this?")
    assert harness.generator.submissions == []

    await harness.fake.press(harness.ada, question, "Draw this")
    message = await harness.wait_for_picture(harness.chat)

    assert "fat cat" in message.caption


async def test_a_caption_needs_confirmation(harness: AdapterHarness) -> None:
    photo = resources.files("bots.telegram").joinpath("welcome.jpg").read_bytes()
    await harness.fake.send_photo(harness.ada, harness.chat, photo, PROMPT)
    question = await harness.wait_for_text("Shall I draw what your caption")

    await harness.fake.press(harness.ada, question, "Draw this")
    message = await harness.wait_for_picture(harness.chat)

    assert message.caption.startswith(PROMPT)


async def test_a_question_answered_twice_creates_one_comic(
    harness: AdapterHarness,
) -> None:
    await harness.say("fat cat")
    question = await harness.wait_for_text("Shall I draw this?")
    draw = question.button("Draw this")["callback_data"]

    await asyncio.gather(
        *(harness.fake.press_data(harness.ada, question, draw) for _ in range(2)),
    )
    await harness.wait_for_picture(harness.chat)
    await harness.fake.press_data(harness.ada, question, draw)
    await harness.wait_until_handled()
    await harness.wait_until_delivered()

    assert harness.chat.from_bot() == [question]
    assert "fat cat" in question.caption
    assert len(harness.generator.submissions) == 1


async def test_an_unknown_command_is_answered_with_help(
    harness: AdapterHarness,
) -> None:
    await harness.say("/draw")

    message = await harness.wait_for_text("I don’t know /")
    assert "/mygallery shows your comics" in message.text


async def test_a_colon_after_the_command_is_not_part_of_the_story(harness: AdapterHarness) -> None:
    message = await harness.draw(f"/comic: {PROMPT}")

    assert message.caption.startswith(PROMPT)


async def test_errors_use_the_option_names_that_users_type(harness: AdapterHarness) -> None:
    message = await harness.draw(f"/comic --panels 99 {PROMPT}")

    assert "I changed panels to 12" in message.caption


async def test_unsupported_content_is_answered_with_help(harness: AdapterHarness) -> None:
    await harness.fake.send_sticker(harness.ada, harness.chat)

    await harness.wait_for_text("I draw what you write")


async def test_a_refusal_replaces_the_placeholder(
    harness: AdapterHarness,
) -> None:
    await harness.say(f"/comic {'cat ' * 1000}")

    message = await harness.wait_for_text("Please shorten it")
    await harness.wait_until_handled()
    assert harness.chat.from_bot() == [message]


async def test_an_empty_comic_command_asks_for_the_story(
    harness: AdapterHarness,
) -> None:
    await harness.say("/comic --style noir")
    question = await harness.wait_for_text("What is the comic about?")
    assert question.markup["force_reply"]
    sticker = harness.fake.state.files.keep("Sticker", b"RIFF", name="sticker.webp")
    await harness.fake.send(harness.ada, harness.chat, reply_to=question, file=sticker)
    await harness.wait_for_text("I draw what you write")
    assert harness.generator.submissions == []

    await harness.say(PROMPT, reply_to=question)
    message = await harness.wait_for_picture(harness.chat)

    assert message.caption.startswith(PROMPT)
    [submission] = harness.generator.submissions
    assert (submission["inputParams"]["prompt"], submission["inputParams"]["style"]) == (
        PROMPT,
        "noir",
    )


async def test_an_empty_options_command_asks_for_the_story(harness: AdapterHarness) -> None:
    await harness.say("/options")
    question = await harness.wait_for_text("What is the comic about?")

    await harness.say(PROMPT, reply_to=question)
    keyboard = await harness.wait_for_text("How shall I draw it?")
    await harness.fake.press(harness.ada, keyboard, "Draw this")
    message = await harness.wait_for_picture(harness.chat)

    assert message.caption.startswith(PROMPT)


async def test_start_shows_a_comic_and_ideas_with_buttons(harness: AdapterHarness) -> None:
    await harness.start()
    welcome = harness.chat.last

    await harness.fake.press(harness.ada, welcome, "A cat opens a bakery")
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert "A cat opens a bakery on the moon" in message.caption
