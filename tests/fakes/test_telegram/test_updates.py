"""`getUpdates`: confirmation, offsets and conflicts."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from tests.fakes.telegram import Chat, FakeTelegram, User


async def write(fake: FakeTelegram, user: User, *texts: str) -> None:
    for text in texts:
        await fake.send(user, fake.private(user), text)


async def texts(
    bot: Bot, *, offset: int | None = None, limit: int | None = None, wait: int = 0
) -> list[str | None]:
    updates = await bot.get_updates(offset=offset, limit=limit, timeout=wait)
    return [update.message.text for update in updates if update.message]


async def test_only_a_higher_offset_confirms(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    await write(fake, ada, "one", "two", "three")

    first = await bot.get_updates(timeout=0)
    assert [update.update_id for update in first] == [
        first[0].update_id + number for number in range(3)
    ]
    assert await texts(bot, limit=2) == ["one", "two"]
    assert await texts(bot, offset=first[1].update_id) == ["two", "three"]
    assert await texts(bot) == ["two", "three"]
    assert await texts(bot, offset=first[2].update_id + 1) == []
    assert await texts(bot) == []


async def test_a_negative_offset_counts_from_the_end(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    await write(fake, ada, "one", "two", "three")

    assert await texts(bot, offset=-1) == ["three"]
    assert await texts(bot) == ["three"]


async def test_a_poll_waits_for_updates(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    poll = asyncio.create_task(texts(bot, wait=20))
    await asyncio.sleep(0)

    await write(fake, ada, "one")

    assert await poll == ["one"]


async def test_a_poll_returns_nothing_after_its_timeout(fake: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await fake.until(lambda: fake.updates.is_polled, "a poll")

    fake.clock.advance(50)

    assert await poll == ()


async def test_a_second_poller_ends_the_first(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.updates.is_polled, "a poll")
    async with Bot(fake.token, base_url=f"{fake.url}/bot") as other:
        second = asyncio.create_task(texts(other, wait=20))

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await write(fake, ada, "one")
        assert await second == ["one"]


async def test_a_disconnected_poller_causes_no_conflict(fake: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.updates.is_polled, "a poll")

    poll.cancel()

    await fake.until(lambda: not fake.updates.is_polled, "the end of the poll")


async def test_a_webhook_and_polling_exclude_each_other(fake: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.updates.is_polled, "a poll")
    await bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_only_allowed_updates_are_delivered(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["my_chat_member"])
    await write(fake, ada, "one")
    await fake.block(ada)

    (update,) = await bot.get_updates(timeout=0)

    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_confirmed_updates_can_be_repeated(fake: FakeTelegram, bot: Bot, ada: User) -> None:
    await write(fake, ada, "one")
    (first,) = await bot.get_updates(timeout=0)
    assert await texts(bot, offset=first.update_id + 1) == []

    fake.updates.repeat(*fake.updates.everything)

    (again,) = await bot.get_updates(timeout=0, offset=first.update_id + 1)
    assert again.to_dict() == first.to_dict()
    assert await texts(bot, offset=first.update_id + 1) == []


async def test_updates_can_be_delivered_out_of_order(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    fake.updates.hold()
    await write(fake, ada, "one", "two")
    assert await texts(bot) == []

    fake.updates.release(backwards=True)

    assert await texts(bot) == ["two", "one"]


async def test_expired_updates_are_not_delivered(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])
    await bot.send_message(ada.id, "Done", reply_markup=keyboard)
    await fake.press(ada, chat.last, "Again")
    await write(fake, ada, "one")

    fake.clock.advance(151)
    assert await texts(bot) == ["/start", "one"]
    assert len(fake.updates.pending()) == 2

    fake.clock.advance(hours=24)
    assert await texts(bot) == []


async def test_a_batch_out_of_order_still_contains_the_oldest_updates(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    fake.updates.hold()
    await write(fake, ada, "one", "two", "three")
    fake.updates.release(backwards=True)

    assert await texts(bot, limit=2, wait=1) == ["two", "one"]
