"""Error responses with Telegram's descriptions, and the errors of python-telegram-bot for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from tests.fakes.telegram import Chat, FakeTelegram, Fault, User
from tests.pictures import make_picture

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def refusal(fake: FakeTelegram, doing: Awaitable[Any]) -> tuple[type[Exception], str]:
    """Return the error that python-telegram-bot raises, and the server's description."""
    with pytest.raises(TelegramError) as caught:
        await doing
    return caught.type, fake.call_log.refused()[-1].description


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button] for button in buttons])


async def test_a_wrong_token_is_refused(fake: FakeTelegram) -> None:
    other = "7000000002:" + "B" * 35
    for token, status in ((other, 401), ("7:short", 404)):
        with pytest.raises(InvalidToken):
            async with Bot(token, base_url=f"{fake.url}/bot"):
                raise AssertionError
        assert fake.call_log.calls[-1].status == status


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda text, _: text.edit_text("On it"), NOT_MODIFIED),
        (lambda text, _: text.edit_reply_markup(None), NOT_MODIFIED),
        (lambda _, photo: photo.edit_caption("A cat"), NOT_MODIFIED),
        (
            lambda _, photo: photo.edit_media(
                InputMediaPhoto(photo.photo[-1].file_id, caption="A cat")
            ),
            NOT_MODIFIED,
        ),
        (
            lambda _, photo: photo.edit_text("A cat"),
            "Bad Request: there is no text in the message to edit",
        ),
        (
            lambda text, _: text.edit_caption("A cat"),
            "Bad Request: there is no caption in the message to edit",
        ),
        (lambda text, _: text.edit_text(""), "Bad Request: message text is empty"),
    ],
)
async def test_edits_that_change_nothing_or_do_not_fit_are_refused(
    fake: FakeTelegram, bot: Bot, chat: Chat, edit: Callable[..., Awaitable[Any]], why: str
) -> None:
    text = await bot.send_message(chat.id, "On it")
    photo = await bot.send_photo(chat.id, make_picture(), caption="A cat")

    assert await refusal(fake, edit(text, photo)) == (BadRequest, why)
    assert [len(message.history) for message in chat.from_bot()] == [1, 1]


async def test_only_existing_messages_of_the_bot_can_be_edited_or_deleted(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    group = await fake.group(ada)
    written = await fake.send(ada, group, "hello")
    gone = await bot.send_message(group.id, "On it")
    await fake.delete(group.last)

    for doing, why in (
        (gone.edit_text("Done"), "message to edit not found"),
        (gone.delete(), "message to delete not found"),
        (gone.reply_text("Done", do_quote=True), "message to be replied not found"),
        (bot.edit_message_text("Done", group.id, written.id), "message can't be edited"),
        (bot.delete_message(group.id, written.id), "message can't be deleted"),
        (bot.edit_message_text("Done", inline_message_id="x"), "MESSAGE_ID_INVALID"),
    ):
        assert await refusal(fake, doing) == (BadRequest, f"Bad Request: {why}")
    await bot.send_message(
        group.id, "Done", reply_to_message_id=gone.message_id, allow_sending_without_reply=True
    )
    await fake.promote(group, fake.bot)
    await bot.delete_message(group.id, written.id)

    assert [message.text for message in group.messages] == ["Done"]


async def test_several_messages_can_be_deleted_at_once(bot: Bot, ada: User, chat: Chat) -> None:
    sent = [await bot.send_message(ada.id, str(number)) for number in range(3)]

    await bot.delete_messages(ada.id, [sent[0].message_id, sent[2].message_id, 999_999])

    assert [message.text for message in chat.from_bot()] == ["1"]
    with pytest.raises(BadRequest, match="Message identifiers are not specified"):
        await bot.delete_messages(ada.id, [])


async def test_messages_cannot_be_deleted_after_two_days(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_message(ada.id, "On it")
    fake.clock.advance(hours=48, seconds=1)

    expected = (BadRequest, "Bad Request: message can't be deleted for everyone")
    assert await refusal(fake, sent.delete()) == expected
    await sent.edit_text("Done")


@pytest.mark.parametrize(
    ("button", "why"),
    [
        (InlineKeyboardButton("Go", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("Go"), "can't parse inline keyboard button: Text buttons are not"),
        (InlineKeyboardButton(" ", callback_data="a"), "inline keyboard button text must be"),
        (
            InlineKeyboardButton("Go", url="http://localhost:5000/gallery"),
            "inline keyboard button URL 'http://localhost:5000/gallery' is invalid: Wrong HTTP URL",
        ),
        (
            InlineKeyboardButton("Go", url="comic://7"),
            "inline keyboard button URL 'comic://7' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_invalid_buttons_are_refused(
    fake: FakeTelegram, bot: Bot, chat: Chat, button: InlineKeyboardButton, why: str
) -> None:
    kind, said = await refusal(
        fake, bot.send_message(chat.id, "Done", reply_markup=keyboard(button))
    )
    assert kind is BadRequest
    assert said.startswith(f"Bad Request: {why}")


async def test_a_button_holds_64_bytes_and_a_message_100_buttons(
    fake: FakeTelegram, bot: Bot, chat: Chat
) -> None:
    full = [InlineKeyboardButton("Go", callback_data="é" * 32)] * 100

    await bot.send_message(chat.id, "Done", reply_markup=keyboard(*full))

    assert len(chat.last.buttons) == 100
    more = bot.send_message(chat.id, "Done", reply_markup=keyboard(*full, full[0]))
    assert await refusal(fake, more) == (BadRequest, "Bad Request: reply markup is too long")


async def test_a_callback_answer_has_at_most_200_characters(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    again = InlineKeyboardButton("Again", callback_data="again")
    await bot.send_message(chat.id, "Done", reply_markup=keyboard(again))
    query = await fake.press(ada, chat.last, "Again")

    too_long = bot.answer_callback_query(query.id, "a" * 201)
    assert await refusal(fake, too_long) == (BadRequest, "Bad Request: MESSAGE_TOO_LONG")

    await bot.answer_callback_query(query.id, "a" * 200)
    assert query.is_answered


# --- Unreachable users ----------------------------------------------------------------------------


async def test_a_user_who_blocked_the_bot_is_unreachable_until_unblocking(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_message(ada.id, "On it")
    await fake.block(ada)

    for doing in (bot.send_message(ada.id, "Done"), sent.edit_text("Done")):
        expected = (Forbidden, "Forbidden: bot was blocked by the user")
        assert await refusal(fake, doing) == expected

    await fake.unblock(ada)
    await sent.edit_text("Done")
    assert chat.last.text == "Done"
    statuses = [
        update.my_chat_member.new_chat_member.status
        for update in await bot.get_updates(timeout=0)
        if update.my_chat_member
    ]
    assert statuses == ["kicked", "member"]


async def test_a_bot_cannot_start_a_conversation(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    assert fake.private(ada).messages == []
    unknown = await refusal(fake, bot.send_message(ada.id, "Hello"))

    group = await fake.group(ada)
    await fake.send(ada, group, "/comic@ComicBot a cat")
    known = await refusal(fake, bot.send_message(ada.id, "Hello"))

    assert unknown == (BadRequest, "Bad Request: chat not found")
    assert known == (Forbidden, "Forbidden: bot can't initiate conversation with a user")
    await fake.start(ada)
    await bot.send_message(ada.id, "Hello")


async def test_deleted_accounts_are_unreachable(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    ada.is_deactivated = True

    expected = (Forbidden, "Forbidden: user is deactivated")
    assert await refusal(fake, bot.send_message(ada.id, "Done")) == expected


async def test_a_refusal_of_any_kind_can_be_planned(
    fake: FakeTelegram, bot: Bot, chat: Chat
) -> None:
    fake.fail("sendMessage", Fault(400, description="Bad Request: CHAT_RESTRICTED"))
    fake.fail("sendMessage", Fault(500))

    planned: list[Awaitable[Message]] = [bot.send_message(chat.id, "Done") for _ in range(2)]
    assert await refusal(fake, planned[0]) == (BadRequest, "Bad Request: CHAT_RESTRICTED")
    assert await refusal(fake, planned[1]) == (NetworkError, "Internal Server Error")
    assert chat.from_bot() == []


async def test_an_unknown_method_is_not_found(fake: FakeTelegram, bot: Bot) -> None:
    assert await refusal(fake, bot.do_api_request("sendNothing")) == (
        EndPointNotFound,
        "Not Found: method not found",
    )
