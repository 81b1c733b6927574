"""Inline mode: results in any chat, chosen results, and edits of inline messages."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    MessageOriginUser,
)
from telegram.error import BadRequest

from tests.fakes.telegram import Chat, FakeTelegram, InlineQuery, User
from tests.pictures import make_picture

PLACEHOLDER = InlineKeyboardMarkup([[InlineKeyboardButton("Draw", callback_data="draw")]])


def article(number: int = 0) -> InlineQueryResultArticle:
    content = InputTextMessageContent("Drawing: cat")
    return InlineQueryResultArticle(str(number), "Draw: cat", content, reply_markup=PLACEHOLDER)


async def inline_query_of(fake: FakeTelegram, user: User, query: str = "cat") -> InlineQuery:
    return await fake.inline_query(user, query, wait=False)


async def test_a_chosen_result_becomes_a_picture_in_a_chat_without_the_bot(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_photo(ada.id, make_picture())
    photo = InlineQueryResultCachedPhoto("7", sent.photo[-1].file_id, title="A cat", caption="Cat!")
    asking = asyncio.create_task(fake.inline_query(ada, "cat"))
    await asyncio.sleep(0)
    *_, update = await bot.get_updates(timeout=5)
    assert update.inline_query
    await update.inline_query.answer([article(), photo], is_personal=True, cache_time=0)
    inline_query = await asking
    elsewhere = fake.private_chat_between(ada, fake.user("Grace"))

    placeholder = await fake.choose(ada, inline_query.result("Draw: cat"), elsewhere)
    picture = await fake.choose(ada, inline_query.result("7"), elsewhere)
    chosen = [u.chosen_inline_result for u in await bot.get_updates(timeout=0)]
    first, second = (result for result in chosen if result)
    assert (first.result_id, first.query, first.inline_message_id) == (
        "0",
        "cat",
        placeholder.inline_id,
    )
    assert second.inline_message_id is None  # it has no keyboard
    await bot.edit_message_media(
        InputMediaPhoto(sent.photo[-1].file_id, caption="Done"),
        inline_message_id=placeholder.inline_id,
    )

    assert [message.caption for message in elsewhere.messages] == ["Done", "Cat!"]
    assert picture.picture == placeholder.picture == make_picture()
    with pytest.raises(BadRequest):
        await bot.send_message(elsewhere.id, "Hello")


async def test_an_inline_message_accepts_no_upload(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    inline_query = await inline_query_of(fake, ada)
    await bot.answer_inline_query(inline_query.id, [article()])
    placeholder = await fake.choose(
        ada, inline_query.result("0"), fake.private_chat_between(ada, fake.user())
    )

    with pytest.raises(BadRequest):
        await bot.edit_message_media(
            InputMediaPhoto(make_picture()), inline_message_id=placeholder.inline_id
        )
    await bot.edit_message_text("Waiting", inline_message_id=placeholder.inline_id)

    assert placeholder.text == "Waiting"


async def test_without_feedback_the_bot_only_learns_by_button(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    fake.settings.has_feedback = False
    inline_query = await inline_query_of(fake, ada)
    await bot.answer_inline_query(inline_query.id, [article()])
    placeholder = await fake.choose(
        ada, inline_query.result("0"), fake.private_chat_between(ada, fake.user())
    )
    await fake.press(ada, placeholder, "Draw")

    _, update = await bot.get_updates(timeout=0)

    assert update.callback_query
    assert update.callback_query.message is None
    assert update.callback_query.inline_message_id == placeholder.inline_id


async def test_in_the_bots_own_chat_a_chosen_result_is_also_a_message(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    inline_query = await inline_query_of(fake, ada)
    await bot.answer_inline_query(inline_query.id, [article()])
    await fake.choose(ada, inline_query.result("0"), chat)

    _, _, message, chosen = await bot.get_updates(timeout=0)

    assert message.message
    assert message.message.via_bot
    assert message.message.via_bot.id == fake.bot.id
    assert chosen.chosen_inline_result


async def test_answers_are_cached_per_user_or_for_all(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    grace = fake.user("Grace")
    mine = await inline_query_of(fake, ada)
    await bot.answer_inline_query(mine.id, [article()], cache_time=10, is_personal=True)
    assert await fake.inline_query(ada, "cat") is mine
    theirs = await inline_query_of(fake, grace)
    assert theirs is not mine
    await bot.answer_inline_query(theirs.id, [article()])

    fake.clock.advance(11)
    assert await fake.inline_query(ada, "cat") is theirs
    fake.clock.advance(300)
    assert await inline_query_of(fake, ada) is not theirs


async def test_an_answer_has_a_button_and_a_next_page(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    inline_query = await inline_query_of(fake, ada)
    button = InlineQueryResultsButton("Log in", start_parameter="login")

    await bot.answer_inline_query(inline_query.id, [article()], button=button, next_offset="1")

    assert (inline_query.next_offset, inline_query.button["start_parameter"]) == ("1", "login")
    assert len((await fake.offered(inline_query)).results or []) == 1


async def test_late_and_second_answers_are_refused(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    first, second = await inline_query_of(fake, ada, "cat"), await inline_query_of(fake, ada, "dog")
    await bot.answer_inline_query(first.id, [article()])

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(first.id, [article()])
    fake.clock.advance(16)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(second.id, [article()])


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(), article()], "Result_id_duplicate"),
        ([article(n) for n in range(51)], "Results_too_much"),
        ([InlineQueryResultCachedPhoto("1", "AgACnothing")], "Wrong remote file identifier"),
    ],
)
async def test_invalid_results_are_refused(
    fake: FakeTelegram, bot: Bot, results: list[InlineQueryResultArticle], why: str
) -> None:
    inline_query = await inline_query_of(fake, fake.user())

    with pytest.raises(BadRequest, match=why):
        await bot.answer_inline_query(inline_query.id, results)
    assert inline_query.results is None


@pytest.mark.parametrize("is_forum", [False, True])
async def test_with_privacy_mode_the_bot_receives_its_own_chosen_results(
    fake: FakeTelegram, bot: Bot, ada: User, is_forum: bool
) -> None:
    group = await fake.group(ada, is_forum=is_forum)
    thread = (await fake.topic(group, "Cats")).id if is_forum else 0
    sent = await bot.send_message(group.id, "What about?", message_thread_id=thread or None)
    inline_query = await inline_query_of(fake, ada)
    await bot.answer_inline_query(inline_query.id, [article()])
    await bot.get_updates(timeout=0)
    other = fake.user("Other", username="OtherBot", is_bot=True)

    await fake.send(ada, group, "a joke", via_bot=other, thread=thread)
    await fake.choose(
        ada, inline_query.result("0"), group, reply_to=group.find(sent.message_id), thread=thread
    )
    heard = [update.message for update in await bot.get_updates(timeout=0) if update.message]

    [*_, last] = heard
    assert [m.via_bot.id for m in heard if m.via_bot] == [fake.bot.id]
    assert last.from_user
    assert last.from_user.id == ada.id
    assert last.reply_to_message
    assert last.reply_to_message.message_id == sent.message_id
    assert bool(last.is_topic_message) is is_forum


async def test_a_forwarded_message_names_its_author_and_via_bot(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    inline_query = await inline_query_of(fake, ada)
    await bot.answer_inline_query(inline_query.id, [article()])
    elsewhere = fake.private_chat_between(ada, fake.user("Grace"))
    placeholder = await fake.choose(ada, inline_query.result("0"), elsewhere)

    await fake.forward(ada, placeholder, chat)
    *_, update = await bot.get_updates(timeout=0)

    assert update.message
    assert update.message.via_bot
    assert update.message.via_bot.id == fake.bot.id
    origin = update.message.forward_origin
    assert isinstance(origin, MessageOriginUser)
    assert origin.sender_user.id == ada.id
