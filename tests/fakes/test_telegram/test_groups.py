"""Groups: which messages the bot receives, its permissions, migration and topics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from tests.fakes.telegram import GENERAL, Chat, FakeTelegram, User
from tests.pictures import make_picture


async def texts(bot: Bot) -> list[str]:
    updates = await bot.get_updates(timeout=0)
    return [u.message.text for u in updates if u.message and u.message.text]


@pytest.fixture
async def group(fake: FakeTelegram, ada: User) -> Chat:
    return await fake.group(ada, fake.user("Grace", username="grace"))


async def test_with_privacy_mode_the_bot_receives_only_messages_meant_for_it(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    other = fake.user("Other", username="OtherBot", is_bot=True)
    await fake.add(group, other, by=ada)
    sent = await bot.send_message(group.id, "Hello")
    mine = group.find(sent.message_id)

    await fake.send(ada, group, "nice weather")
    await fake.send(ada, group, "/comic a cat")
    await fake.send(ada, group, "/comic@comicbot a dog")
    await fake.send(ada, group, "/comic@OtherBot a mouse")
    await fake.send(ada, group, "yes", reply_to=mine)
    await fake.send(ada, group, "hey @ComicBot")
    await fake.send(other, group, "I have spoken last")
    await fake.send(ada, group, "/comic a bird")

    assert await texts(bot) == ["/comic a cat", "/comic@comicbot a dog", "yes", "hey @ComicBot"]


async def test_without_privacy_mode_or_as_an_admin_the_bot_receives_all_messages(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    await fake.send(ada, group, "one")
    await fake.promote(group, fake.bot)
    await fake.send(ada, group, "two")
    await fake.demote(group, fake.bot)
    fake.settings.has_privacy_mode = False
    await fake.send(ada, group, "three")

    assert await texts(bot) == ["two", "three"]


async def test_the_bot_receives_changes_of_its_membership(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    group = await fake.group(ada)
    await fake.promote(group, fake.bot)
    await fake.remove(group, fake.bot, by=ada)

    changes = [
        (u.my_chat_member.old_chat_member.status, u.my_chat_member.new_chat_member.status)
        for u in await bot.get_updates(timeout=0)
        if u.my_chat_member
    ]

    assert changes == [("left", "member"), ("member", "administrator"), ("administrator", "kicked")]


async def test_a_basic_group_becomes_a_supergroup_with_another_id(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    group = await fake.group(ada, kind="group")
    sent = await bot.send_message(group.id, "On it")

    new = await fake.migrate(group)

    calls: list[Awaitable[Any]] = [bot.send_message(group.id, "Done"), sent.edit_text("Done")]
    for doing in calls:
        with pytest.raises(ChatMigrated) as caught:
            await doing
        assert caught.value.new_chat_id == new.id
    heard = [u.message for u in await bot.get_updates(timeout=0) if u.message]
    assert [message.migrate_to_chat_id for message in heard[-2:]] == [new.id, None]
    assert [message.migrate_from_chat_id for message in heard[-2:]] == [None, group.id]
    await bot.send_message(new.id, "Done")
    assert [message.text for message in new.messages] == ["Done"]


Change = Callable[[FakeTelegram, Chat], Awaitable[None]]


async def throw_out(fake: FakeTelegram, group: Chat) -> None:
    await fake.remove(group, fake.bot, by=next(group.admins()))


async def let_go(fake: FakeTelegram, group: Chat) -> None:
    await fake.remove(group, fake.bot)


async def delete(fake: FakeTelegram, group: Chat) -> None:
    await fake.delete_group(group)


async def silence(fake: FakeTelegram, group: Chat) -> None:
    group.may_write = False


async def shut(fake: FakeTelegram, group: Chat) -> None:
    group.is_write_forbidden = True


@pytest.mark.parametrize(
    ("change", "error", "why"),
    [
        (throw_out, Forbidden, "Forbidden: bot was kicked from the supergroup chat"),
        (let_go, Forbidden, "Forbidden: bot is not a member of the supergroup chat"),
        (delete, Forbidden, "Forbidden: the group chat was deleted"),
        (silence, BadRequest, "Bad Request: not enough rights to send text messages to the chat"),
        (shut, BadRequest, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_chats_where_the_bot_may_not_write(
    fake: FakeTelegram, bot: Bot, change: Change, error: type[TelegramError], why: str
) -> None:
    group = await fake.group(fake.user("Ada"))
    await change(fake, group)

    with pytest.raises(error):
        await bot.send_message(group.id, "On it")
    assert fake.call_log.refused()[-1].description == why
    assert group.messages == []


async def test_media_can_be_forbidden_alone_and_never_to_admins(
    fake: FakeTelegram, bot: Bot, group: Chat
) -> None:
    group.may_send_media = False
    await bot.send_message(group.id, "On it")

    with pytest.raises(BadRequest, match="Not enough rights to send photos to the chat"):
        await bot.send_photo(group.id, make_picture())
    await fake.promote(group, fake.bot)
    await bot.send_photo(group.id, make_picture())

    assert [message.kind for message in group.messages] == ["text", "photo"]


async def test_messages_stay_in_their_topics(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    forum = await fake.group(ada, is_forum=True)
    topic = await fake.topic(forum, "Comics")
    await fake.send(ada, forum, "/comic a cat", thread=topic.id)

    *_, update = await bot.get_updates(timeout=0)
    message = update.message
    assert message
    assert message.is_topic_message
    assert message.message_thread_id == topic.id
    assert message.reply_to_message  # not a reply: all messages of a topic refer to its first one
    assert message.reply_to_message.forum_topic_created
    await bot.send_message(forum.id, "On it", message_thread_id=topic.id)
    await message.reply_text("Done", do_quote=True)

    assert [m.thread_id for m in forum.messages] == [topic.id] * 3


async def test_closed_and_deleted_topics_are_refused(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    forum = await fake.group(ada, is_forum=True)
    topic = await fake.topic(forum, "Comics")
    topic.is_closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "On it", message_thread_id=topic.id)
    topic.is_deleted = True
    for thread_id in (topic.id, 1, 12345):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(forum.id, "On it", message_thread_id=thread_id)

    await bot.send_message(forum.id, "On it")  # General has no thread id
    forum.topics[GENERAL].is_closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "Done")
    await fake.promote(forum, fake.bot)
    await bot.send_message(forum.id, "Done")

    assert [message.text for message in forum.messages] == ["On it", "Done"]


async def test_a_reply_in_a_supergroup_is_in_a_thread_that_is_no_topic(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    first = await fake.send(ada, group, "a cat opens a bakery")
    await fake.send(ada, group, "/comic", reply_to=first)

    *_, update = await bot.get_updates(timeout=0)

    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.text == "a cat opens a bakery"
    assert update.message.message_thread_id == first.id
    assert not update.message.is_topic_message


async def test_an_anonymous_admin_writes_as_the_group(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    await fake.send(ada, group, "/settings@ComicBot", is_anonymous=True)

    *_, update = await bot.get_updates(timeout=0)

    assert update.message
    assert update.message.from_user
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat
    assert update.message.sender_chat.id == group.id


async def test_the_bot_can_read_the_chat_and_leave(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    grace = next(user for user in group.members.values() if user.username == "grace")
    await fake.promote(group, grace)

    assert (await bot.get_chat(group.id)).title == "Friends"
    await fake.start(ada)
    assert (await bot.get_chat(ada.id)).username == "ada"
    assert (await bot.get_chat_member(group.id, ada.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, grace.id)).status == "administrator"
    admins = await bot.get_chat_administrators(group.id)
    assert [admin.user.id for admin in admins] == [ada.id, grace.id]
    assert await bot.get_chat_member_count(group.id) == 3
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "Bye")


async def test_in_a_group_a_reply_notifies_its_recipient(
    fake: FakeTelegram, bot: Bot, ada: User, group: Chat
) -> None:
    asked = await fake.send(ada, group, "/comic a cat")
    await bot.send_message(group.id, "On it", reply_to_message_id=asked.id)
    await bot.send_message(group.id, "Somebody else's")

    assert [message.text for message in fake.notifications(ada)] == ["On it"]
