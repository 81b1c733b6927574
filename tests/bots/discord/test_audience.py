"""Visibility of responses: private content is never shown to others."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.models.comics import Visibility
from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import PROMPT, AdapterHarness, running_adapter
from tests.bots.discord.test_buttons import delivered_comic, press_button
from tests.bots.discord.test_delivery import foreign_server, wait_for_fetch_button
from tests.fakes.discord import Channel, FakeDiscord, Fault, Interaction, Kind

pytestmark = pytest.mark.servers


async def age_restricted_channel(adapter: AdapterHarness, kind: Kind = Kind.TEXT) -> Channel:
    channel = adapter.fake.add_channel(adapter.guild, "restricted", kind, is_age_restricted=True)
    await adapter.fake.announce(channel)
    return channel


async def make_guild_private(adapter: AdapterHarness) -> None:
    """Make the guild private in the database, while the tested process has cached settings."""
    await asyncio.to_thread(
        adapter.execute_sql,
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('discord', '{adapter.guild.id}', '{{\"private\": true}}')",
    )


async def wait_until_shown_privately(
    adapter: AdapterHarness, interaction: Interaction, *words: str
) -> None:
    """Wait until an ephemeral follow-up has the image, and the original response is deleted."""
    await adapter.wait_for_image(lambda: next(iter(interaction.follow_ups), None))
    await adapter.fake.until(
        lambda: all(word in str([each.text for each in interaction.messages]) for word in words),
        "the reason",
    )
    assert all(message.is_ephemeral for message in interaction.messages)
    assert interaction.original is not None
    assert interaction.original.is_deleted


# --- Refusals -------------------------------------------------------------------------------------


async def test_a_refusal_by_quota_is_ephemeral(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path, migrated_file, limits={"per_day": 1}) as adapter:
        await adapter.wait_for_delivery(await adapter.draw_comic())

        assert "limit of one comic" in await adapter.refusal(await adapter.request_comic())
        assert len(adapter.general.messages_seen_by(adapter.bob)) == 1


async def test_a_refusal_of_forbidden_words_is_ephemeral(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    moderation = {"words": ["bakery"]}
    async with running_adapter(fake, tmp_path, migrated_file, moderation=moderation) as adapter:
        interaction = await adapter.request_comic()

        assert "can’t draw this one" in await adapter.refusal(interaction)
        assert adapter.general.messages_seen_by(adapter.bob) == []


async def test_in_direct_messages_the_response_itself_is_the_refusal(
    adapter: AdapterHarness,
) -> None:
    adapter.break_database()

    interaction = await adapter.fake.responded(
        await adapter.request_comic(adapter.fake.dm(adapter.ada))
    )

    assert interaction.original is not None
    assert "nothing was saved" in interaction.original.text
    assert interaction.follow_ups == []


@pytest.mark.parametrize("is_acted_upon", [False, True])
async def test_a_refusal_survives_a_failed_deletion_of_the_response(
    adapter: AdapterHarness, is_acted_upon: bool
) -> None:
    adapter.break_database()
    adapter.fake.fail("webhook_delete", Fault(500, is_acted_upon=is_acted_upon))

    assert "nothing was saved" in await adapter.refusal(await adapter.request_comic())


async def test_a_refusal_is_public_where_the_response_cannot_be_deleted(
    adapter: AdapterHarness,
) -> None:
    adapter.break_database()
    adapter.fake.fail("webhook_delete", Fault(403), times=1)

    interaction = await adapter.request_comic()
    message = (await adapter.fake.responded(interaction)).original
    assert message is not None

    await adapter.fake.until(lambda: "nothing was saved" in message.text, "the refusal")


async def test_a_failed_follow_up_after_the_deletion_is_retried(
    adapter: AdapterHarness,
) -> None:
    adapter.break_database()
    adapter.fake.fail("webhook_post", Fault(403))

    assert "nothing was saved" in await adapter.refusal(await adapter.request_comic())


async def test_a_response_that_cannot_be_made_private_reports_an_error(
    adapter: AdapterHarness,
) -> None:
    await make_guild_private(adapter)
    adapter.fake.fail("webhook_post", Fault(403))

    assert "went wrong on my side" in await adapter.refusal(await adapter.request_comic())


# --- Private servers ------------------------------------------------------------------------------


async def test_a_setting_changed_by_another_process_applies_at_once(
    adapter: AdapterHarness,
) -> None:
    await make_guild_private(adapter)

    interaction = await adapter.request_comic()
    await wait_until_shown_privately(adapter, interaction)
    await adapter.wait_for_delivery(interaction)

    assert (await adapter.job_of(interaction)).private
    assert adapter.general.messages_seen_by(adapter.bob) == []
    assert "Share here" in str(interaction.follow_ups[0].components)


async def test_redrawing_a_shared_private_comic_is_private(
    adapter: AdapterHarness,
) -> None:
    message = await delivered_comic(adapter, private=True)
    press = await press_button(adapter, message, "Share here")
    await adapter.wait_for_image(lambda: press.original)
    assert press.original is not None

    again = await press_button(adapter, press.original, "Again")
    await wait_until_shown_privately(adapter, again)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


# --- Age-restricted channels ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("in_thread", [False, True])
async def test_comics_in_age_restricted_channels_are_marked(
    adapter: AdapterHarness, kind: Kind, in_thread: bool
) -> None:
    channel = await age_restricted_channel(adapter, kind)
    if in_thread or kind is Kind.FORUM:
        channel = adapter.fake.add_thread(channel, "a thread")

    interaction = await adapter.draw_comic(channel)
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, channel) == 1
    assert (await adapter.job_of(interaction)).age_restricted


async def test_an_age_restricted_comic_is_not_posted_to_an_open_channel(
    adapter: AdapterHarness,
) -> None:
    restricted = await age_restricted_channel(adapter)
    made = await adapter.draw_comic(restricted)
    await adapter.wait_for_delivery(made)

    gallery = await adapter.fake.responded(
        await adapter.fake.slash(adapter.ada, adapter.general, "mygallery")
    )
    assert gallery.original is not None
    await adapter.wait_for_image(lambda: gallery.original)
    press = await press_button(adapter, gallery.original, "Post here")
    await wait_until_shown_privately(adapter, press, "restricted channel")
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0

    restricted_gallery = await adapter.fake.responded(
        await adapter.fake.slash(adapter.ada, restricted, "mygallery")
    )
    await adapter.wait_for_image(lambda: restricted_gallery.original)
    assert restricted_gallery.original is not None
    press = await press_button(adapter, restricted_gallery.original, "Post here")
    await adapter.wait_for_image(lambda: press.original)
    assert adapter.images_seen_by(adapter.bob, restricted) == 2


@pytest.mark.parametrize("label", ["Again", "Edit & redraw", "Continue"])
async def test_follow_ups_of_an_age_restricted_comic_are_not_posted_to_an_open_channel(
    adapter: AdapterHarness, label: str
) -> None:
    """The channel is no longer age-restricted, while the message with the buttons still exists."""
    restricted = await age_restricted_channel(adapter)
    made = await adapter.draw_comic(restricted)
    await adapter.wait_for_delivery(made)
    assert made.original is not None
    restricted.is_age_restricted = False
    await adapter.fake.announce(restricted, is_new=False)

    press = await press_button(adapter, made.original, label)
    if press.modal is not None:
        press = await adapter.fake.submit_modal(press, prompt="a dog")
    await adapter.fake.until(lambda: press.follow_ups, "a private answer")
    await wait_until_shown_privately(adapter, press, "restricted channel")

    job = await adapter.job_of(press)
    assert (job.age_restricted, job.private) == (True, True)
    assert adapter.images_seen_by(adapter.bob, restricted) == 1


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_comic_is_private_if_the_restriction_is_lifted_while_it_is_drawn(
    adapter: AdapterHarness, in_thread: bool
) -> None:
    restricted = await age_restricted_channel(adapter)
    channel = adapter.fake.add_thread(restricted, "a thread") if in_thread else restricted
    interaction = await adapter.comic_being_drawn(channel)
    restricted.is_age_restricted = False

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    [message] = interaction.follow_ups
    assert message.is_ephemeral
    assert len(message.pictures) == 1
    assert "restricted channel" in message.text
    assert interaction.original is not None
    assert "no longer age" in interaction.original.text
    assert PROMPT not in interaction.original.content
    assert adapter.images_seen_by(adapter.bob, channel) == 0


async def test_it_arrives_as_a_direct_message_after_the_token_expired(
    adapter: AdapterHarness,
) -> None:
    restricted = await age_restricted_channel(adapter)
    interaction = await adapter.comic_being_drawn(restricted)
    restricted.is_age_restricted = False
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.bob, restricted) == 0


async def test_a_retry_uses_the_follow_up_of_the_failed_attempt(
    adapter: AdapterHarness,
) -> None:
    restricted = await age_restricted_channel(adapter)
    interaction = await adapter.comic_being_drawn(restricted)
    restricted.is_age_restricted = False
    gate = adapter.fake.faults.hold("webhook_post")
    adapter.generator.resume()
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the private message")
    adapter.fake.fail("webhook_edit", Fault(429, is_ban=True))
    gate.set()
    await adapter.fake.until(lambda: interaction.follow_ups, "the private message")

    await adapter.wait_for_lease_release(interaction)
    await adapter.retry_deliveries()
    await adapter.wait_for_delivery(interaction)

    [message] = interaction.follow_ups
    assert len(message.pictures) == 1
    assert interaction.original is not None
    assert "no longer age" in interaction.original.text


async def test_an_undeliverable_age_restricted_comic_is_fetched_privately(
    adapter: AdapterHarness,
) -> None:
    adapter.ada.dms_open = False
    restricted = foreign_server(adapter)
    restricted.is_age_restricted = True
    interaction = await adapter.comic_being_drawn(restricted)
    await adapter.retry_deliveries()
    await wait_for_fetch_button(adapter, interaction)
    adapter.expire_tokens()
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction, DeliveryState.UNDELIVERABLE)
    restricted.is_age_restricted = False
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Fetch my comic")
    await wait_until_shown_privately(adapter, press, "restricted channel")

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.bob, restricted) == 0


async def test_a_comic_made_private_is_fetched_privately(adapter: AdapterHarness) -> None:
    """The button is public, while the comic has been made private."""
    adapter.ada.dms_open = False
    channel = foreign_server(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    await adapter.retry_deliveries()
    await wait_for_fetch_button(adapter, interaction)
    adapter.expire_tokens()
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction, DeliveryState.UNDELIVERABLE)
    await asyncio.to_thread(
        adapter.execute_sql, f"UPDATE comics SET visibility = '{Visibility.PRIVATE.value}'"
    )
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Fetch my comic")
    await wait_until_shown_privately(adapter, press, "your eyes only")

    assert adapter.images_seen_by(adapter.bob, channel) == 0


# --- Bans -----------------------------------------------------------------------------------------


async def test_a_ban_of_a_linked_identity_prevents_sharing(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter, private=True)
    await asyncio.to_thread(
        adapter.execute_sql,
        "INSERT INTO identities (platform, external_id, profile_id, created_at) "
        "SELECT 'telegram', '7', profile_id, created_at FROM identities",
    )
    await asyncio.to_thread(
        adapter.execute_sql,
        "INSERT INTO bans (platform, external_id, chat, reason, created_at) "
        "VALUES ('telegram', '7', '', '', '2026-01-01 00:00:00.000000')",
    )

    press = await press_button(adapter, message, "Share here")

    assert "can’t make comics here" in await adapter.refusal(press)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0
