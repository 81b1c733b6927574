"""Threads that are locked, archived or gone."""

from __future__ import annotations

from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import AdapterHarness
from tests.fakes.discord import Channel, Interaction

pytestmark = pytest.mark.servers


async def waiting(stage: AdapterHarness, channel: Channel, **options: Any) -> Interaction:
    """Ask for a comic that is being drawn and will not be done before the test says so."""
    stage.generator.hold()
    interaction = await stage.comic(channel, **options)
    await stage.fake.answered(interaction)
    await stage.generator.next_order()
    return interaction


def thread(stage: AdapterHarness) -> Channel:
    return stage.fake.add_thread(stage.general, "a thread")


async def close(stage: AdapterHarness, channel: Channel, end: str) -> None:
    if end == "deleted":
        await stage.fake.delete_channel(channel)
    else:
        channel.is_archived, channel.is_locked = True, end == "locked"


# --- Threads --------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["locked", "deleted"])
@pytest.mark.parametrize("private", [True, False])
async def test_from_a_thread_that_is_no_more_a_comic_comes_by_private_message(
    stage: AdapterHarness, end: str, *, private: bool
) -> None:
    channel = thread(stage)
    interaction = await waiting(stage, channel, private=private)
    await close(stage, channel, end)

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.bob, channel, stage.general) == 0


@pytest.mark.parametrize("private", [True, False])
async def test_in_an_archived_thread_only_what_others_may_see_is_written_anew(
    stage: AdapterHarness, *, private: bool
) -> None:
    channel = thread(stage)
    interaction = await waiting(stage, channel, private=private)
    await close(stage, channel, "archived")

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, channel) == (0 if private else 1)
    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada), channel) == 1


async def test_who_takes_no_private_messages_finds_it_in_the_gallery(stage: AdapterHarness) -> None:
    stage.ada.dms_open = False
    channel = thread(stage)
    interaction = await waiting(stage, channel)
    await close(stage, channel, "locked")

    stage.generator.go_on()

    await stage.settled(interaction, DeliveryState.UNDELIVERABLE)


async def test_what_is_asked_in_a_locked_thread_is_answered_by_private_message(
    stage: AdapterHarness,
) -> None:
    channel = thread(stage)
    gate = stage.fake.faults.hold("callback")
    await stage.comic(channel)
    await stage.fake.until(lambda: stage.fake.faults.waiting, "an acknowledgement under way")
    await close(stage, channel, "locked")
    gate.set()

    private = stage.fake.dm(stage.ada)
    await stage.fake.until(lambda: private.messages, "a private message")

    [word] = private.messages.values()
    assert "I can’t answer where you asked" in word.text
    assert stage.count("jobs") == 0


async def test_a_refusal_that_cannot_be_said_in_a_locked_thread_is_said_by_private_message(
    stage: AdapterHarness,
) -> None:
    channel = thread(stage)
    gate = stage.fake.faults.hold("webhook_edit")
    await stage.comic(channel, prompt="cats " * 900)
    await stage.fake.until(lambda: stage.fake.faults.waiting, "an answer under way")
    await close(stage, channel, "locked")
    gate.set()

    private = stage.fake.dm(stage.ada)
    await stage.fake.until(lambda: private.messages, "a private message")

    [word] = private.messages.values()
    assert "Please shorten it" in word.text


@pytest.mark.parametrize("end", ["locked", "deleted"])
async def test_a_receipt_that_cannot_be_shown_in_a_thread_comes_by_private_message(
    stage: AdapterHarness, end: str
) -> None:
    channel = thread(stage)
    gate = stage.fake.faults.hold("webhook_edit")
    stage.generator.hold()
    await stage.comic(channel)
    await stage.fake.until(lambda: stage.fake.faults.waiting, "a receipt under way")
    await close(stage, channel, end)
    gate.set()

    private = stage.fake.dm(stage.ada)
    await stage.fake.until(lambda: private.messages, "a private message")
    stage.generator.go_on()

    await stage.fake.until(lambda: stage.pictures_seen_by(stage.ada, private) == 1, "the picture")
    assert len(private.messages) == 2
