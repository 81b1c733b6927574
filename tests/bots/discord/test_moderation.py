"""What Discord's own rules do to a comic: words it refuses, pictures it finds too large."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from tests.bots.discord.adapter import PROMPT, AdapterHarness
from tests.bots.discord.test_delivery import waiting
from tests.fakes.discord import Fault

pytestmark = pytest.mark.servers


async def test_words_that_automod_refuses_are_not_posted_nor_is_the_picture(
    stage: AdapterHarness,
) -> None:
    stage.guild.blocked_words = {"bakery"}

    interaction = await stage.comic()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 0
    assert stage.pictures_seen_by(stage.ada, stage.general) == 1
    said = "\n".join(message.text for message in stage.general.messages_seen_by(stage.bob))
    assert "rules of this server" in said
    assert "bakery" not in said


async def test_after_the_token_has_expired_they_come_by_private_message(
    stage: AdapterHarness,
) -> None:
    stage.guild.blocked_words = {"bakery"}
    interaction = await waiting(stage, stage.general)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.ada, stage.general) == 0


async def test_a_try_that_broke_off_leaves_no_second_private_message(stage: AdapterHarness) -> None:
    stage.guild.blocked_words = {"bakery"}
    promised = stage.fake.faults.hold("webhook_post")
    interaction = await stage.comic()
    await stage.fake.until(lambda: stage.fake.faults.waiting, "the private message")
    stage.fake.fail("webhook_edit", Fault(429, is_ban=True))
    promised.set()
    await stage.fake.until(lambda: interaction.follow_ups, "the private message")

    await stage.untaken(interaction)
    await stage.hurry()
    await stage.settled(interaction)

    [message] = interaction.follow_ups
    assert len(message.pictures) == 1
    assert "for you alone" in message.text
    assert interaction.original is not None
    assert "rules of this server" in interaction.original.text


async def test_where_the_answer_was_removed_no_placeholder_promises_what_goes_elsewhere(
    stage: AdapterHarness,
) -> None:
    stage.guild.blocked_words = {"bakery"}
    interaction = await waiting(stage, stage.general)
    stage.expire()
    assert interaction.original is not None
    await stage.fake.delete_message(interaction.original)

    stage.generator.go_on()
    await stage.settled(interaction)

    [message] = stage.general.messages_seen_by(stage.bob)
    assert "rules of this server" in message.text
    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1


async def test_a_failure_is_told_without_the_words(stage: AdapterHarness) -> None:
    stage.guild.blocked_words = {"bakery"}
    stage.generator.refuse(422, "prompt_rejected")

    interaction = await stage.comic()
    await stage.settled(interaction)

    assert interaction.original is not None
    assert "different words" in interaction.original.text
    assert "bakery" not in interaction.original.text


async def test_words_that_could_not_be_shown_are_in_the_form_all_the_same(
    stage: AdapterHarness,
) -> None:
    stage.guild.blocked_words = {"bakery"}
    stage.generator.refuse(422, "prompt_rejected")
    interaction = await stage.comic()
    await stage.settled(interaction)
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Edit & redraw")
    await stage.fake.acknowledged(press)

    assert PROMPT in str(press.modal)


async def test_a_picture_that_is_too_large_is_posted_smaller(stage: AdapterHarness) -> None:
    stage.guild.upload_limit = stage.ada.upload_limit = 300_000
    stage.generator.picture = large_picture()

    interaction = await stage.drawn()

    await stage.settled(interaction)
    assert interaction.original is not None
    assert len(interaction.original.pictures[0]) <= 300_000


async def test_an_original_that_is_too_large_is_said_to_be(stage: AdapterHarness) -> None:
    stage.guild.upload_limit = stage.ada.upload_limit = 300_000
    stage.generator.picture = large_picture()
    interaction = await stage.drawn()
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Original file")
    await stage.fake.answered(press)

    assert press.original is not None
    assert "larger than this chat allows" in press.original.text


def large_picture() -> bytes:
    """Return a picture of noise, which nothing makes much smaller: some 3 MB."""
    noise = random.Random(7).randbytes(1000 * 1000 * 3)
    target = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), noise).save(target, "PNG")
    return target.getvalue()
