"""Messages the library does not model: rich messages, other types and service messages."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Message

from tests.fakes.telegram import Chat, FakeTelegram, User


async def heard(bot: Bot) -> list[Message]:
    return [u.message for u in await bot.get_updates(timeout=0) if u.message]


def blocks(message: Message) -> list[Any]:
    return list(message.api_kwargs["rich_message"]["blocks"])


async def test_a_rich_message_has_blocks_instead_of_text(
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


async def test_with_privacy_mode_rich_messages_for_the_bot_are_received(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    group = await fake.group(ada)
    listed = {"label": "•", "blocks": [{"type": "paragraph", "text": "hey @ComicBot"}]}

    await fake.send_rich(ada, group, "nice weather")
    await fake.send_rich(ada, group, "/comic@OtherBot a cat")
    await fake.send_rich(ada, group, {"type": "heading", "size": 1, "text": "/comic a cat"})
    await fake.send_rich(ada, group, {"type": "list", "items": [listed]})
    [_, *messages] = await heard(bot)  # the first one says that the bot was added
    kinds = [blocks(message)[0]["type"] for message in messages]

    assert kinds == ["heading", "list"]


async def test_replies_and_forwards_include_the_blocks(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    wrote = await fake.send_rich(ada, chat, "a cat")
    await fake.send(ada, chat, "this one", reply_to=wrote)
    await fake.forward(ada, wrote, chat)
    [_, first, reply, copy] = await heard(bot)

    assert reply.reply_to_message
    assert blocks(first) == blocks(reply.reply_to_message) == blocks(copy)


async def test_other_types_are_passed_through(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await fake.send_other(ada, chat, hologram={"seconds": 5})
    await fake.happen(ada, chat, write_access_allowed={})
    [_, other, reported] = await heard(bot)

    assert other.api_kwargs == {"hologram": {"seconds": 5}}
    assert reported.write_access_allowed
    assert chat.last.kind == "other"  # service messages are not among the visible messages


async def test_the_library_cannot_parse_a_message_that_lacks_a_field(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await fake.send_other(ada, chat, poll={"id": "5"})

    with pytest.raises(TypeError, match="missing"):
        await bot.get_updates(timeout=0)
