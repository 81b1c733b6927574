"""Injected faults: server errors, broken connections, delays and outages."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from tests.fakes.telegram import Chat, FakeTelegram, Fault, User


@pytest.mark.parametrize("fault", [Fault(502), Fault(500), Fault(504), Fault()])
async def test_a_failed_call_has_no_effect(
    fake: FakeTelegram, bot: Bot, chat: Chat, fault: Fault
) -> None:
    fake.fail("sendMessage", fault)

    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "On it")
    assert chat.from_bot() == []
    await bot.send_message(chat.id, "On it")

    statuses = [call.status for call in fake.call_log.to("sendMessage")]
    assert statuses == [fault.status or 0, 200]


@pytest.mark.parametrize("status", [502, None])
async def test_a_call_can_succeed_with_a_lost_response(
    fake: FakeTelegram, bot: Bot, chat: Chat, status: int | None
) -> None:
    fake.fail("sendMessage", Fault(status, is_acted_upon=True))

    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "On it")

    assert chat.last.text == "On it"


async def test_flood_control_can_be_planned(fake: FakeTelegram, bot: Bot, chat: Chat) -> None:
    fake.fail("*", Fault(429, retry_after=7), times=2)

    for doing in (bot.send_message(chat.id, "On it"), bot.get_me()):
        with pytest.raises(RetryAfter) as caught:
            await doing
        assert caught.value.retry_after == timedelta(seconds=7)
    await bot.get_me()


async def test_a_call_is_executed_even_if_the_client_disconnects(
    fake: FakeTelegram, bot: Bot, chat: Chat
) -> None:
    gate = fake.faults.hold("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(chat.id, "On it", read_timeout=0.1)
    await asyncio.sleep(0.1)  # for the server to notice the disconnect
    assert chat.from_bot() == []

    gate.set()
    await fake.until(chat.from_bot, "the message")

    assert chat.last.text == "On it"


async def test_a_response_can_be_held_after_the_call(
    fake: FakeTelegram, bot: Bot, chat: Chat
) -> None:
    gate = fake.faults.hold_answer("sendMessage")
    sending = asyncio.create_task(bot.send_message(chat.id, "On it"))
    await fake.until(chat.from_bot, "the message")
    assert fake.call_log.to("sendMessage") == []

    gate.set()

    assert (await sending).message_id == chat.last.id
    assert (await fake.called("sendMessage")).result["message_id"] == chat.last.id


async def test_calls_can_be_slow_until_faults_are_cleared(
    fake: FakeTelegram, bot: Bot, chat: Chat
) -> None:
    fake.faults.slow("*", 30)
    with pytest.raises(TimedOut):
        await bot.send_message(chat.id, "On it", read_timeout=0.1)

    fake.faults.clear()

    await bot.send_message(chat.id, "Done")
    assert [message.text for message in chat.from_bot()] == ["Done"]


async def test_the_state_survives_an_outage(
    fake: FakeTelegram, bot: Bot, ada: User, chat: Chat
) -> None:
    sent = await bot.send_message(ada.id, "On it")
    poll = asyncio.create_task(bot.get_updates(offset=10**9, timeout=20))
    await fake.until(lambda: fake.updates.is_polled, "a poll")

    await fake.close()
    with pytest.raises(NetworkError):
        await poll
    with pytest.raises(NetworkError):
        await sent.edit_text("Done")
    await fake.send(ada, chat, "Are you there?")
    await fake.open()

    await sent.edit_text("Done")
    (update,) = await bot.get_updates(timeout=0)
    assert update.message
    assert update.message.text == "Are you there?"
    assert [message.text for message in chat.from_bot()] == ["Done"]
