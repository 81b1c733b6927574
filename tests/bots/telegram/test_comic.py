"""`/comic` and plain text, from the words to the picture."""

from __future__ import annotations

import asyncio
from importlib import resources

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_sentence_becomes_a_picture_in_the_very_message_that_was_the_receipt(
    stage: AdapterHarness,
) -> None:
    message = await stage.drawn()

    await stage.settled()
    delivery = await stage.delivery()
    assert message.kind == "photo"
    assert PROMPT in message.caption
    assert stage.chat.from_bot() == [message]
    assert delivery.destination.message_id == str(message.id)


async def test_plain_text_in_a_private_chat_is_drawn(stage: AdapterHarness) -> None:
    message = await stage.drawn(PROMPT)

    assert PROMPT in message.caption


@pytest.mark.parametrize(
    "typed",
    [
        "--style manga --panels 6 a cat bakes bread",
        "—style manga –panels 6 a cat bakes bread",
        "a cat bakes bread style:manga panels:6",
    ],
)
async def test_options_are_understood_as_phones_bend_them(
    stage: AdapterHarness, typed: str
) -> None:
    message = await stage.drawn(f"/comic {typed}")

    [order] = stage.generator.orders
    assert order["inputParams"]["style"] == "manga"
    assert order["inputParams"]["panelCount"] == 6
    assert order["inputParams"]["prompt"] == "a cat bakes bread"
    assert "a cat bakes bread" in message.caption


async def test_an_unknown_option_is_asked_about_and_drawn_only_when_they_say_so(
    stage: AdapterHarness,
) -> None:
    await stage.say("/comic --stile manga a cat bakes bread")
    question = await stage.said("--\N{WORD JOINER}stile".replace("\N{WORD JOINER}", ""))
    await stage.handled()
    assert stage.generator.orders == []

    await stage.fake.press(stage.ada, question, "Draw it as it is")
    await stage.picture_in(stage.chat)

    assert [order["inputParams"]["prompt"] for order in stage.generator.orders] == [
        "manga a cat bakes bread"
    ]


async def test_a_style_that_nobody_knows_is_chosen_from_buttons(stage: AdapterHarness) -> None:
    await stage.say("/comic --style oil a cat bakes bread")
    question = await stage.said("Which style")

    await stage.fake.press(stage.ada, question, "Noir")
    await stage.picture_in(stage.chat)

    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"
    assert stage.generator.orders[0]["inputParams"]["prompt"] == "a cat bakes bread"


async def test_a_greeting_gets_help_and_two_words_get_a_question(stage: AdapterHarness) -> None:
    await stage.say("hello there")
    await stage.said("Just write me a sentence")
    await stage.say("fat cat")
    question = await stage.said("Shall I draw this?")
    assert stage.generator.orders == []

    await stage.fake.press(stage.ada, question, "Draw this")
    message = await stage.picture_in(stage.chat)

    assert "fat cat" in message.caption


async def test_the_words_below_a_picture_are_asked_about(stage: AdapterHarness) -> None:
    photo = resources.files("bots.telegram").joinpath("welcome.jpg").read_bytes()
    await stage.fake.send_photo(stage.ada, stage.chat, photo, PROMPT)
    question = await stage.said("Shall I draw what your caption")

    await stage.fake.press(stage.ada, question, "Draw this")
    message = await stage.picture_in(stage.chat)

    assert message.caption.startswith(PROMPT)


async def test_a_question_becomes_its_comic_however_often_it_is_answered(
    stage: AdapterHarness,
) -> None:
    await stage.say("fat cat")
    question = await stage.said("Shall I draw this?")
    draw = question.button("Draw this")["callback_data"]

    await asyncio.gather(
        *(stage.fake.press_data(stage.ada, question, draw) for _ in range(2)),
    )
    await stage.picture_in(stage.chat)
    await stage.fake.press_data(stage.ada, question, draw)
    await stage.handled()
    await stage.settled()

    assert stage.chat.from_bot() == [question]
    assert "fat cat" in question.caption
    assert len(stage.generator.orders) == 1


async def test_a_command_that_there_is_not_is_named_beside_those_that_there_are(
    stage: AdapterHarness,
) -> None:
    await stage.say("/draw")

    message = await stage.said("I don’t know /")
    assert "/mygallery shows your comics" in message.text


async def test_a_colon_behind_the_command_is_not_drawn(stage: AdapterHarness) -> None:
    message = await stage.drawn(f"/comic: {PROMPT}")

    assert message.caption.startswith(PROMPT)


async def test_people_are_told_of_options_by_the_names_they_know(stage: AdapterHarness) -> None:
    message = await stage.drawn(f"/comic --panels 99 {PROMPT}")

    assert "I changed panels to 12" in message.caption


async def test_what_cannot_be_read_gets_a_sentence_on_what_works(stage: AdapterHarness) -> None:
    await stage.fake.send_sticker(stage.ada, stage.chat)

    await stage.said("I draw what you write")


async def test_a_refused_request_says_so_where_its_picture_would_have_come(
    stage: AdapterHarness,
) -> None:
    await stage.say(f"/comic {'cat ' * 1000}")

    message = await stage.said("Please shorten it")
    await stage.handled()
    assert stage.chat.from_bot() == [message]


async def test_a_comic_about_nothing_is_asked_about_and_drawn_as_it_is_answered(
    stage: AdapterHarness,
) -> None:
    await stage.say("/comic --style noir")
    question = await stage.said("What is the comic about?")
    assert question.markup["force_reply"]
    sticker = stage.fake.state.files.keep("Sticker", b"RIFF", name="sticker.webp")
    await stage.fake.send(stage.ada, stage.chat, reply_to=question, file=sticker)
    await stage.said("I draw what you write")
    assert stage.generator.orders == []

    await stage.say(PROMPT, reply_to=question)
    message = await stage.picture_in(stage.chat)

    assert message.caption.startswith(PROMPT)
    [order] = stage.generator.orders
    assert (order["inputParams"]["prompt"], order["inputParams"]["style"]) == (PROMPT, "noir")


async def test_options_for_nothing_are_asked_about_and_chosen_then(stage: AdapterHarness) -> None:
    await stage.say("/options")
    question = await stage.said("What is the comic about?")

    await stage.say(PROMPT, reply_to=question)
    keyboard = await stage.said("How shall I draw it?")
    await stage.fake.press(stage.ada, keyboard, "Draw this")
    message = await stage.picture_in(stage.chat)

    assert message.caption.startswith(PROMPT)


async def test_start_shows_a_comic_and_ideas_that_draw_themselves(stage: AdapterHarness) -> None:
    await stage.start()
    welcome = stage.chat.last

    await stage.fake.press(stage.ada, welcome, "A cat opens a bakery")
    message = await stage.picture_in(stage.chat, after=1)

    assert "A cat opens a bakery on the moon" in message.caption
