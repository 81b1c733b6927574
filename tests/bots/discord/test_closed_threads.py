"""Threads that are locked, archived or deleted."""

from __future__ import annotations

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import AdapterHarness
from tests.fakes.discord import Channel

pytestmark = pytest.mark.servers


def thread(adapter: AdapterHarness) -> Channel:
    return adapter.fake.add_thread(adapter.general, "a thread")


async def close(adapter: AdapterHarness, channel: Channel, end: str) -> None:
    if end == "deleted":
        await adapter.fake.delete_channel(channel)
    else:
        channel.is_archived, channel.is_locked = True, end == "locked"


@pytest.mark.parametrize("end", ["locked", "deleted"])
@pytest.mark.parametrize("private", [True, False])
async def test_a_comic_for_a_closed_thread_arrives_as_a_direct_message(
    adapter: AdapterHarness, end: str, *, private: bool
) -> None:
    channel = thread(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=private)
    await close(adapter, channel, end)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.bob, channel, adapter.general) == 0


@pytest.mark.parametrize("private", [True, False])
async def test_only_public_comics_are_posted_anew_in_an_archived_thread(
    adapter: AdapterHarness, *, private: bool
) -> None:
    channel = thread(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=private)
    await close(adapter, channel, "archived")

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, channel) == (0 if private else 1)
    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada), channel) == 1


async def test_without_direct_messages_the_comic_is_undeliverable(adapter: AdapterHarness) -> None:
    adapter.ada.dms_open = False
    channel = thread(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    await close(adapter, channel, "locked")

    adapter.generator.resume()

    await adapter.wait_for_delivery(interaction, DeliveryState.UNDELIVERABLE)


async def test_a_request_in_a_locked_thread_is_refused_by_direct_message(
    adapter: AdapterHarness,
) -> None:
    channel = thread(adapter)
    gate = adapter.fake.faults.hold("callback")
    await adapter.request_comic(channel)
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the acknowledgement")
    await close(adapter, channel, "locked")
    gate.set()

    private = adapter.fake.dm(adapter.ada)
    await adapter.fake.until(lambda: private.messages, "a direct message")

    [message] = private.messages.values()
    assert "I can’t answer where you asked" in message.text
    assert adapter.count("jobs") == 0


async def test_a_refusal_in_a_locked_thread_is_sent_as_a_direct_message(
    adapter: AdapterHarness,
) -> None:
    channel = thread(adapter)
    gate = adapter.fake.faults.hold("webhook_edit")
    await adapter.request_comic(channel, prompt="cats " * 900)
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the response")
    await close(adapter, channel, "locked")
    gate.set()

    private = adapter.fake.dm(adapter.ada)
    await adapter.fake.until(lambda: private.messages, "a direct message")

    [message] = private.messages.values()
    assert "Please shorten it" in message.text


@pytest.mark.parametrize("end", ["locked", "deleted"])
async def test_a_receipt_for_a_closed_thread_is_sent_as_a_direct_message(
    adapter: AdapterHarness, end: str
) -> None:
    channel = thread(adapter)
    gate = adapter.fake.faults.hold("webhook_edit")
    adapter.generator.hold()
    await adapter.request_comic(channel)
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the receipt")
    await close(adapter, channel, end)
    gate.set()

    private = adapter.fake.dm(adapter.ada)
    await adapter.fake.until(lambda: private.messages, "a direct message")
    adapter.generator.resume()

    await adapter.fake.until(
        lambda: adapter.images_seen_by(adapter.ada, private) == 1, "the picture"
    )
    assert len(private.messages) == 2
