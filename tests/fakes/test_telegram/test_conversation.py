"""Messages, buttons and their effects, with the real python-telegram-bot."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.fakes.telegram import Chat, FakeTelegram, User
from tests.pictures import make_picture

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again:1")]])


async def test_a_text_is_answered_and_becomes_a_picture(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
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


async def test_a_whole_application_runs_on_it(fake: FakeTelegram, ada: User) -> None:
    async def comic(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        await update.effective_message.reply_text("Drawn", reply_markup=KEYBOARD)

    async def again(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("Drawing it again", show_alert=True)

    application = (
        Application.builder()
        .token(fake.token)
        .base_url(f"{fake.url}/bot")
        .base_file_url(f"{fake.url}/file/bot")
        .build()
    )
    application.add_handlers([CommandHandler("comic", comic), CallbackQueryHandler(again)])
    chat = fake.private(ada)
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(poll_interval=0)
        await fake.send(ada, chat, "/comic a cat")
        await fake.until(chat.from_bot, "an answer")
        query = await fake.answered(await fake.press(ada, chat.last, "Again"))
        await application.updater.stop()
        await application.stop()

    assert query.text == "Drawing it again"
    assert query.answer
    assert query.answer["show_alert"]
    assert fake.updates.pending() == []


async def test_a_callback_query_can_be_answered_once(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)

    query = await fake.press(ada, chat.last, "Again")
    _, update = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.data == "again:1"
    assert update.callback_query.message
    assert update.callback_query.message.is_accessible
    await update.callback_query.answer("Yes")

    assert (await fake.answered(query)).text == "Yes"
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer("Yes")


async def test_an_expired_callback_query_cannot_be_answered(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)
    query = await fake.press(ada, chat.last, "Again")

    fake.clock.advance(31)

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)
    assert not query.is_answered


async def test_a_callback_query_on_a_deleted_message_has_an_inaccessible_message(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)
    message = chat.last
    await fake.delete(message)

    await fake.press_data(ada, message, "again:1")

    _, update = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible
    assert update.callback_query.message.message_id == sent.message_id


async def test_a_message_hidden_from_the_bot_is_inaccessible_but_can_be_edited(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)
    chat.last.is_hidden = True

    await fake.press(ada, chat.last, "Again")

    _, update = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible
    await sent.edit_text("Done!")
    assert chat.last.text == "Done!"


async def test_an_edit_without_a_keyboard_removes_it(bot: Bot, ada: User, chat: Chat) -> None:
    sent = await bot.send_message(ada.id, "Done", reply_markup=KEYBOARD)
    assert chat.last.words == ["Again"]

    await sent.edit_text("Done!")

    assert chat.last.words == []
    with pytest.raises(AssertionError, match="no button"):
        chat.last.button("Again")


async def test_a_question_with_force_reply_is_answered_and_cannot_be_edited(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    asked = await bot.send_message(ada.id, "What next?", reply_markup=ForceReply())
    assert chat.last.markup["force_reply"]

    await fake.send(ada, chat, "a dog comes", reply_to=chat.last)

    *_, update = await bot.get_updates(timeout=5)
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.message_id == asked.message_id
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await asked.edit_text("Thank you")


async def test_users_messages_have_detected_entities(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    text = (
        "😀 /comic@ComicBot ask @ada #cats at https://example.org/a?b=1, or ada@example.org, "
        "example.com; not a/b, 1.5 or package.json"
    )
    await fake.send(ada, fake.private(ada), text)

    (update,) = await bot.get_updates(timeout=5)

    assert update.message
    assert [(entity.type, part) for entity, part in update.message.parse_entities().items()] == [
        ("bot_command", "/comic@ComicBot"),
        ("mention", "@ada"),
        ("hashtag", "#cats"),
        ("url", "https://example.org/a?b=1"),
        ("email", "ada@example.org"),
        ("url", "example.com"),
    ]


async def test_edits_photos_voices_and_stickers_have_their_own_updates(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    written = await fake.send(ada, chat, "/comic a cat")
    await fake.edit(written, "/comic a dog")
    await fake.send_photo(ada, chat, make_picture(), "like this")
    await fake.send_voice(ada, chat)
    await fake.send_sticker(ada, chat)
    await fake.send_document(ada, chat, b"%PDF-", "story.pdf")

    _, _, edited, photo, voice, sticker, document = await bot.get_updates(timeout=5)

    assert edited.edited_message
    assert edited.edited_message.text == "/comic a dog"
    assert edited.edited_message.edit_date
    assert photo.message
    assert photo.message.caption == "like this"
    assert photo.message.photo[-1].width == 40
    assert voice.message
    assert voice.message.voice
    assert sticker.message
    assert sticker.message.sticker
    assert document.message
    assert document.message.document
    assert document.message.document.file_name == "story.pdf"


async def test_silent_protected_messages_and_actions_are_recorded(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await bot.send_chat_action(ada.id, ChatAction.UPLOAD_PHOTO)
    sent = await bot.send_message(ada.id, "psst", disable_notification=True, protect_content=True)

    assert chat.actions == ["upload_photo"]
    assert chat.last.is_silent
    assert chat.last.is_protected
    assert sent.has_protected_content
    assert fake.notifications(ada) == []


async def test_the_call_log_has_every_call(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await bot.send_photo(ada.id, make_picture(), caption="A cat")
    with pytest.raises(BadRequest):
        await bot.send_message(404, "Hello?")

    (photo,) = fake.call_log.to("sendPhoto")
    assert (photo.chat_id, photo.params["caption"], photo.status) == (ada.id, "A cat", 200)
    assert photo.files == {"photo": len(make_picture())}
    (refused,) = fake.call_log.refused()
    assert (refused.method, refused.description) == ("sendMessage", "Bad Request: chat not found")
