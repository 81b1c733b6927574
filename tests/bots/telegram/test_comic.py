"""`/comic` and plain text, from the words to the picture."""

from __future__ import annotations

import pytest

from tests.bots.telegram.stage import PROMPT, Stage

pytestmark = pytest.mark.servers


async def test_a_sentence_becomes_a_picture_in_the_very_message_that_was_the_receipt(
    stage: Stage,
) -> None:
    message = await stage.drawn()

    await stage.settled()
    delivery = await stage.delivery()
    assert message.kind == "photo"
    assert PROMPT in message.caption
    assert stage.chat.from_bot() == [message]
    assert delivery.destination.message_id == str(message.id)


async def test_plain_text_in_a_private_chat_is_drawn(stage: Stage) -> None:
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
async def test_options_are_understood_as_phones_bend_them(stage: Stage, typed: str) -> None:
    message = await stage.drawn(f"/comic {typed}")

    [order] = stage.generator.orders
    assert order["inputParams"]["style"] == "manga"
    assert order["inputParams"]["panelCount"] == 6
    assert order["inputParams"]["prompt"] == "a cat bakes bread"
    assert "a cat bakes bread" in message.caption


async def test_an_unknown_option_is_asked_about_and_drawn_only_when_they_say_so(
    stage: Stage,
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


async def test_a_style_that_nobody_knows_is_chosen_from_buttons(stage: Stage) -> None:
    await stage.say("/comic --style oil a cat bakes bread")
    question = await stage.said("Which style")

    await stage.fake.press(stage.ada, question, "Noir")
    await stage.picture_in(stage.chat)

    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"
    assert stage.generator.orders[0]["inputParams"]["prompt"] == "a cat bakes bread"


async def test_a_greeting_gets_help_and_two_words_get_a_question(stage: Stage) -> None:
    await stage.say("hello there")
    await stage.said("/comic draws a comic")
    await stage.say("fat cat")
    question = await stage.said("Shall I draw this?")
    assert stage.generator.orders == []

    await stage.fake.press(stage.ada, question, "Draw this")
    message = await stage.picture_in(stage.chat)

    assert "fat cat" in message.caption


async def test_what_cannot_be_read_gets_a_sentence_on_what_works(stage: Stage) -> None:
    await stage.fake.send_sticker(stage.ada, stage.chat)

    await stage.said("I draw what you write")


async def test_a_refused_request_says_so_where_its_picture_would_have_come(stage: Stage) -> None:
    await stage.say("/comic")

    message = await stage.said("Tell me what to draw")
    await stage.handled()
    assert stage.chat.from_bot() == [message]


async def test_start_shows_a_comic_and_ideas_that_draw_themselves(stage: Stage) -> None:
    await stage.start()
    welcome = stage.chat.last

    await stage.fake.press(stage.ada, welcome, "A cat opens a bakery")
    message = await stage.picture_in(stage.chat, after=1)

    assert "A cat opens a bakery on the moon" in message.caption
