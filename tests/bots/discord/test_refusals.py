"""Rejections by Discord with unknown error codes."""

from __future__ import annotations

import asyncio

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import PROMPT, TIMEOUT, AdapterHarness
from tests.fakes.discord import Fault

pytestmark = pytest.mark.servers

UNKNOWN = Fault(status=400, code=99999)
BAD_FORM = Fault(status=400, code=50035)


async def test_after_a_rejected_edit_with_the_reply_token_the_bots_token_is_used(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.fake.fail("webhook_edit", UNKNOWN)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_after_rejected_edits_a_new_message_is_sent(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.fake.fail("webhook_edit", UNKNOWN)
    adapter.fake.fail("message_edit", UNKNOWN)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert interaction.original is not None
    assert "I can’t show it here" in interaction.original.text


@pytest.mark.parametrize("private", [True, False])
async def test_after_rejections_in_the_channel_a_direct_message_is_sent(
    adapter: AdapterHarness, *, private: bool
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general, private=private)
    adapter.fake.fail("webhook_edit", UNKNOWN)
    adapter.fake.fail("message_edit", UNKNOWN, times=0 if private else 1)
    adapter.fake.fail("message_create", UNKNOWN, times=0 if private else 1)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0


async def test_where_no_image_is_accepted_the_status_message_explains_it(
    adapter: AdapterHarness,
) -> None:
    channel = adapter.fake.dm(adapter.ada)
    interaction = await adapter.comic_being_drawn(channel)
    adapter.fake.fail("webhook_edit", UNKNOWN)
    adapter.fake.fail("message_edit", UNKNOWN, times=2)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction, DeliveryState.UNDELIVERABLE)

    assert interaction.original is not None
    assert "I can’t show it here" in interaction.original.text


async def test_after_a_form_error_the_image_is_sent_without_buttons(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.fake.fail("webhook_edit", BAD_FORM)

    adapter.generator.resume()
    message = await adapter.wait_for_image(lambda: interaction.original)
    await adapter.wait_for_delivery(interaction)

    assert message.components == []
    assert PROMPT not in message.text


async def test_a_rejected_notice_is_sent_as_a_direct_message(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    await asyncio.to_thread(adapter.execute_sql, "UPDATE jobs SET created_at = '2020-01-01'")
    adapter.fake.fail("message_create", UNKNOWN)

    adapter.generator.resume()
    private = adapter.fake.dm(adapter.ada)
    await adapter.fake.until(lambda: private.messages, "a direct message")

    [message] = private.messages.values()
    assert "ready" in message.text
    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1


@pytest.mark.parametrize("fault", [Fault(status=401), Fault(status=429)])
async def test_errors_that_do_not_concern_the_channel_are_retried_there(
    adapter: AdapterHarness, fault: Fault
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.fake.fail("webhook_edit", fault)

    adapter.generator.resume()
    async with asyncio.timeout(TIMEOUT):
        while adapter.images_seen_by(adapter.bob, adapter.general) == 0:
            await adapter.retry_deliveries()
            await adapter.yield_to_loop()

    assert interaction.original is not None
    assert len(interaction.original.pictures) == 1
    assert len(adapter.fake.dm(adapter.ada).messages) == 0
