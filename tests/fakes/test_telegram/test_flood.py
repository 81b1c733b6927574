"""Flood control: 30 calls a second overall, about 1 a second per chat, 20 a minute per group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.fakes.telegram import Chat, FakeTelegram, User, Window


async def flood(bot: Bot, chat_id: int, times: int) -> None:
    for number in range(times):
        await bot.send_message(chat_id, f"Message {number}")


async def test_a_chat_allows_a_short_burst(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    await flood(bot, ada.id, 5)

    with pytest.raises(RetryAfter) as caught:
        await flood(bot, ada.id, 1)
    assert caught.value.retry_after == timedelta(seconds=5)
    (refused,) = fake.call_log.with_status(429)
    assert refused.description == "Too Many Requests: retry after 5"
    fake.clock.advance(5)
    await flood(bot, ada.id, 5)

    assert (len(chat.from_bot()), fake.flood.refusals) == (10, 1)


async def test_a_strict_limit_of_one_a_second_can_be_set(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    fake.flood.limits.chat = Window(1, 1)
    sent = await bot.send_message(ada.id, "On it")

    with pytest.raises(RetryAfter):
        await sent.edit_text("Done")
    fake.clock.advance(1)
    await sent.edit_text("Done")
    await bot.send_chat_action(ada.id, "typing")

    assert chat.last.text == "Done"


async def test_a_group_allows_twenty_a_minute(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    group = await fake.group(ada)
    for _ in range(4):
        await flood(bot, group.id, 5)
        fake.clock.advance(5)

    with pytest.raises(RetryAfter) as caught:
        await flood(bot, group.id, 1)

    assert isinstance(caught.value.retry_after, timedelta)
    assert 35 <= caught.value.retry_after.total_seconds() <= 40
    fake.clock.advance(40)
    await flood(bot, group.id, 5)


async def test_all_chats_together_allow_thirty_a_second(fake: FakeTelegram, bot: Bot) -> None:
    people = [fake.user() for _ in range(31)]
    for user in people:
        await fake.start(user)
    fake.flood.limits.overall.seconds = 60  # independent of the machine's speed

    for user in people[:30]:
        await flood(bot, user.id, 1)
    with pytest.raises(RetryAfter):
        await flood(bot, people[30].id, 1)

    fake.flood.limits.is_on = False
    await flood(bot, people[30].id, 20)
