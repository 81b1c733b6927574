"""Discord's own rules: text blocked by AutoMod, and the upload limit."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from tests.bots.discord.adapter import PROMPT, AdapterHarness
from tests.fakes.discord import Fault

pytestmark = pytest.mark.servers


async def test_a_comic_with_blocked_words_is_delivered_privately(
    adapter: AdapterHarness,
) -> None:
    adapter.guild.blocked_words = {"bakery"}

    interaction = await adapter.request_comic()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0
    assert adapter.images_seen_by(adapter.ada, adapter.general) == 1
    public_text = "\n".join(
        message.text for message in adapter.general.messages_seen_by(adapter.bob)
    )
    assert "rules of this server" in public_text
    assert "bakery" not in public_text


async def test_after_the_token_expired_it_arrives_as_a_direct_message(
    adapter: AdapterHarness,
) -> None:
    adapter.guild.blocked_words = {"bakery"}
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.ada, adapter.general) == 0


async def test_a_retry_sends_no_second_follow_up(adapter: AdapterHarness) -> None:
    adapter.guild.blocked_words = {"bakery"}
    gate = adapter.fake.faults.hold("webhook_post")
    interaction = await adapter.request_comic()
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the follow-up")
    adapter.fake.fail("webhook_edit", Fault(429, is_ban=True))
    gate.set()
    await adapter.fake.until(lambda: interaction.follow_ups, "the follow-up")

    await adapter.wait_for_lease_release(interaction)
    await adapter.retry_deliveries()
    await adapter.wait_for_delivery(interaction)

    [message] = interaction.follow_ups
    assert len(message.pictures) == 1
    assert "for you alone" in message.text
    assert interaction.original is not None
    assert "rules of this server" in interaction.original.text


async def test_after_a_deleted_response_no_placeholder_remains_in_the_channel(
    adapter: AdapterHarness,
) -> None:
    adapter.guild.blocked_words = {"bakery"}
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.expire_tokens()
    assert interaction.original is not None
    await adapter.fake.delete_message(interaction.original)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    [message] = adapter.general.messages_seen_by(adapter.bob)
    assert "rules of this server" in message.text
    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1


async def test_a_failure_is_reported_without_the_blocked_words(adapter: AdapterHarness) -> None:
    adapter.guild.blocked_words = {"bakery"}
    adapter.generator.refuse(422, "prompt_rejected")

    interaction = await adapter.request_comic()
    await adapter.wait_for_delivery(interaction)

    assert interaction.original is not None
    assert "different words" in interaction.original.text
    assert "bakery" not in interaction.original.text


async def test_the_edit_modal_has_the_blocked_words(
    adapter: AdapterHarness,
) -> None:
    adapter.guild.blocked_words = {"bakery"}
    adapter.generator.refuse(422, "prompt_rejected")
    interaction = await adapter.request_comic()
    await adapter.wait_for_delivery(interaction)
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Edit & redraw")
    await adapter.fake.acknowledged(press)

    assert PROMPT in str(press.modal)


async def test_an_image_over_the_upload_limit_is_delivered_smaller(adapter: AdapterHarness) -> None:
    adapter.guild.upload_limit = adapter.ada.upload_limit = 300_000
    adapter.generator.picture = large_image()

    interaction = await adapter.draw_comic()

    await adapter.wait_for_delivery(interaction)
    assert interaction.original is not None
    assert len(interaction.original.pictures[0]) <= 300_000


async def test_an_original_over_the_upload_limit_is_refused_in_words(
    adapter: AdapterHarness,
) -> None:
    adapter.guild.upload_limit = adapter.ada.upload_limit = 300_000
    adapter.generator.picture = large_image()
    interaction = await adapter.draw_comic()
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Original file")
    await adapter.fake.responded(press)

    assert press.original is not None
    assert "larger than this chat allows" in press.original.text


def large_image() -> bytes:
    """Return an image of noise, which hardly compresses: about 3 MB."""
    noise = random.Random(7).randbytes(1000 * 1000 * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), noise).save(target, "PNG")
    return target.getvalue()
