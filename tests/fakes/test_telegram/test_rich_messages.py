"""Messages that the library knows nothing of: rich ones, other kinds, and what Telegram reports."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Message

from tests.fakes.telegram import Chat, FakeTelegram, User


async def heard(bot: Bot) -> list[Message]:
    return [u.message for u in await bot.get_updates(timeout=0) if u.message]


def blocks(message: Message) -> list[Any]:
    return list(message.api_kwargs["rich_message"]["blocks"])


async def test_a_rich_message_has_no_text_and_its_words_stand_in_blocks(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await fake.send_rich(ada, chat, "🐈 /comic@ComicBot for @grace", {"type": "divider"})
    [_, message] = await heard(bot)

    assert (message.text, message.caption, message.entities) == (None, None, ())
    command = {"type": "bot_command", "text": "/comic@ComicBot", "bot_command": "/comic@ComicBot"}
    mention = {"type": "mention", "text": "@grace", "username": "grace"}
    assert blocks(message) == [
        {"type": "paragraph", "text": ["🐈 ", command, " for ", mention]},
        {"type": "divider"},
    ]


async def test_in_privacy_mode_it_is_heard_where_it_is_meant_for_the_bot(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    group = await fake.group(ada)
    listed = {"label": "•", "blocks": [{"type": "paragraph", "text": "hey @ComicBot"}]}

    await fake.send_rich(ada, group, "nice weather")
    await fake.send_rich(ada, group, "/comic@OtherBot a cat")
    await fake.send_rich(ada, group, {"type": "heading", "size": 1, "text": "/comic a cat"})
    await fake.send_rich(ada, group, {"type": "list", "items": [listed]})
    [_, *messages] = await heard(bot)  # the first says that the bot was added
    kinds = [blocks(message)[0]["type"] for message in messages]

    assert kinds == ["heading", "list"]


async def test_what_replies_to_it_and_what_repeats_it_shows_its_blocks(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    wrote = await fake.send_rich(ada, chat, "a cat")
    await fake.send(ada, chat, "this one", reply_to=wrote)
    await fake.forward(ada, wrote, chat)
    [_, first, reply, copy] = await heard(bot)

    assert reply.reply_to_message
    assert blocks(first) == blocks(reply.reply_to_message) == blocks(copy)


async def test_other_kinds_come_as_they_are(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await fake.send_other(ada, chat, hologram={"seconds": 5})
    await fake.happen(ada, chat, write_access_allowed={})
    [_, other, reported] = await heard(bot)

    assert other.api_kwargs == {"hologram": {"seconds": 5}}
    assert reported.write_access_allowed
    assert chat.last.kind == "other"  # people see no service message among what was written


async def test_what_lacks_a_field_cannot_be_parsed_by_the_library(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await fake.send_other(ada, chat, poll={"id": "5"})

    with pytest.raises(TypeError, match="missing"):
        await bot.get_updates(timeout=0)
