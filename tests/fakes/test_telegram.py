"""The fake Telegram, as the real python-telegram-bot meets it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from tests.fakes.telegram import FakeTelegram
from tests.pictures import make_picture


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as telegram:
        yield telegram


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with Bot(
        fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot"
    ) as bot:
        yield bot


KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again:1")]])


async def test_a_text_is_answered_and_becomes_a_picture(fake: FakeTelegram, bot: Bot) -> None:
    ada = fake.user("Ada", username="ada")
    chat = fake.private(ada)
    await fake.send(ada, chat, "/comic a cat")

    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.entities[0].type == "bot_command"
    placeholder = await update.message.reply_text("On it", do_quote=True)
    picture = make_picture()
    await placeholder.edit_media(InputMediaPhoto(picture, caption="A cat"), reply_markup=KEYBOARD)

    assert chat.last.kind == "photo"
    assert (chat.last.picture, chat.last.caption, chat.last.words) == (picture, "A cat", ["Again"])
    assert chat.last.reply_to is chat.messages[0]
    assert [look.body for look in chat.last.history] == ["On it", "A cat"]
    assert fake.notifications(ada) == [chat.last]


async def test_a_press_waits_for_its_answer(fake: FakeTelegram, bot: Bot) -> None:
    ada = fake.user("Ada")
    await fake.start(ada)
    await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)

    press = await fake.press(ada, fake.private(ada).last, "Again")
    _, update = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.data == "again:1"
    await update.callback_query.answer("Yes")

    assert (await fake.answered(press)).text == "Yes"
