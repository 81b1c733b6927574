"""What Discord refuses by codes that the bot has never seen."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import PATIENCE, PROMPT, AdapterHarness
from tests.fakes.discord import Channel, Fault, Interaction

pytestmark = pytest.mark.servers

UNKNOWN = Fault(status=400, code=99999)
BAD_FORM = Fault(status=400, code=50035)


async def waiting(stage: AdapterHarness, channel: Channel, **options: Any) -> Interaction:
    """Ask for a comic that is being drawn and will not be done before the test says so."""
    stage.generator.hold()
    interaction = await stage.comic(channel, **options)
    await stage.fake.answered(interaction)
    await stage.generator.next_order()
    return interaction


async def test_an_unknown_refusal_by_token_leads_to_the_same_message_by_the_bots_own(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    stage.fake.fail("webhook_edit", UNKNOWN)

    stage.generator.go_on()
    await stage.settled(interaction)

    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_unknown_refusals_of_edits_lead_to_a_new_message(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    stage.fake.fail("webhook_edit", UNKNOWN)
    stage.fake.fail("message_edit", UNKNOWN)

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert interaction.original is not None
    assert "I can’t show it here" in interaction.original.text


@pytest.mark.parametrize("private", [True, False])
async def test_unknown_refusals_in_a_channel_lead_to_a_private_message(
    stage: AdapterHarness, *, private: bool
) -> None:
    interaction = await waiting(stage, stage.general, private=private)
    stage.fake.fail("webhook_edit", UNKNOWN)
    stage.fake.fail("message_edit", UNKNOWN, times=0 if private else 1)
    stage.fake.fail("message_create", UNKNOWN, times=0 if private else 1)

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == 0


async def test_where_no_picture_is_taken_words_say_where_it_is(stage: AdapterHarness) -> None:
    channel = stage.fake.dm(stage.ada)
    interaction = await waiting(stage, channel)
    stage.fake.fail("webhook_edit", UNKNOWN)
    stage.fake.fail("message_edit", UNKNOWN, times=2)

    stage.generator.go_on()
    await stage.settled(interaction, DeliveryState.UNDELIVERABLE)

    assert interaction.original is not None
    assert "I can’t show it here" in interaction.original.text


async def test_where_the_form_is_refused_the_picture_comes_without_buttons(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    stage.fake.fail("webhook_edit", BAD_FORM)

    stage.generator.go_on()
    message = await stage.picture_in(lambda: interaction.original)
    await stage.settled(interaction)

    assert message.components == []
    assert PROMPT not in message.text


async def test_that_it_is_ready_is_told_by_private_message_where_the_bot_may_not_write(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    await asyncio.to_thread(stage.sql, "UPDATE jobs SET created_at = '2020-01-01'")
    stage.fake.fail("message_create", UNKNOWN)

    stage.generator.go_on()
    private = stage.fake.dm(stage.ada)
    await stage.fake.until(lambda: private.messages, "a private message")

    [word] = private.messages.values()
    assert "ready" in word.text
    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1


@pytest.mark.parametrize("fault", [Fault(status=401), Fault(status=429)])
async def test_what_is_no_refusal_of_the_place_is_tried_again_there(
    stage: AdapterHarness, fault: Fault
) -> None:
    interaction = await waiting(stage, stage.general)
    stage.fake.fail("webhook_edit", fault)

    stage.generator.go_on()
    async with asyncio.timeout(PATIENCE):
        while stage.pictures_seen_by(stage.bob, stage.general) == 0:
            await stage.hurry()
            await stage.breathe()

    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1
    assert len(stage.fake.dm(stage.ada).messages) == 0
