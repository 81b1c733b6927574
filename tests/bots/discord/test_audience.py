"""Who sees an answer: what is for one person's eyes never stands before others."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.models.comics import Visibility
from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import PROMPT, AdapterHarness, running_stage
from tests.bots.discord.test_buttons import comic_of, pressed
from tests.bots.discord.test_delivery import foreign_server, has_button, waiting
from tests.fakes.discord import Channel, FakeDiscord, Fault, Interaction, Kind

pytestmark = pytest.mark.servers


async def adults_only(stage: AdapterHarness, kind: Kind = Kind.TEXT) -> Channel:
    channel = stage.fake.add_channel(stage.guild, "adults", kind, is_age_restricted=True)
    await stage.fake.announce(channel)
    return channel


async def make_private(stage: AdapterHarness) -> None:
    """Another process knows that this server is private; ours has not read it yet."""
    await asyncio.to_thread(
        stage.sql,
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('discord', '{stage.guild.id}', '{{\"private\": true}}')",
    )


async def shown_alone(stage: AdapterHarness, interaction: Interaction, *words: str) -> None:
    """Wait until its person, and nobody else, sees the picture in a message after the answer."""
    await stage.picture_in(lambda: next(iter(interaction.follow_ups), None))
    await stage.fake.until(
        lambda: all(word in str([each.text for each in interaction.messages]) for word in words),
        "the reason",
    )
    assert all(message.is_ephemeral for message in interaction.messages)
    assert interaction.original is not None
    assert interaction.original.is_deleted


# --- Refusals -------------------------------------------------------------------------------------


async def test_a_limit_shames_nobody(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file, limits={"per_day": 1}) as stage:
        await stage.settled(await stage.drawn())

        assert "limit of one comic" in await stage.refusal(await stage.comic())
        assert len(stage.general.messages_seen_by(stage.bob)) == 1


async def test_words_that_are_not_drawn_are_refused_privately(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    moderation = {"words": ["bakery"]}
    async with running_stage(fake, tmp_path, migrated_file, moderation=moderation) as stage:
        interaction = await stage.comic()

        assert "can’t draw this one" in await stage.refusal(interaction)
        assert stage.general.messages_seen_by(stage.bob) == []


async def test_in_a_private_chat_the_answer_itself_is_the_refusal(stage: AdapterHarness) -> None:
    stage.lose_database()

    interaction = await stage.fake.answered(await stage.comic(stage.fake.dm(stage.ada)))

    assert interaction.original is not None
    assert "nothing was saved" in interaction.original.text
    assert interaction.follow_ups == []


@pytest.mark.parametrize("is_acted_upon", [False, True])
async def test_a_refusal_whose_removal_fails_once_is_told_all_the_same(
    stage: AdapterHarness, is_acted_upon: bool
) -> None:
    stage.lose_database()
    stage.fake.fail("webhook_delete", Fault(500, is_acted_upon=is_acted_upon))

    assert "nothing was saved" in await stage.refusal(await stage.comic())


async def test_where_nothing_can_be_removed_it_is_said_where_it_is_awaited(
    stage: AdapterHarness,
) -> None:
    stage.lose_database()
    stage.fake.fail("webhook_delete", Fault(403), times=1)

    interaction = await stage.comic()
    message = (await stage.fake.answered(interaction)).original
    assert message is not None

    await stage.fake.until(lambda: "nothing was saved" in message.text, "the refusal")


async def test_what_fails_once_the_answer_is_removed_is_said_all_the_same(
    stage: AdapterHarness,
) -> None:
    stage.lose_database()
    stage.fake.fail("webhook_post", Fault(403))

    assert "nothing was saved" in await stage.refusal(await stage.comic())


async def test_what_cannot_be_moved_out_of_others_sight_is_not_met_with_silence(
    stage: AdapterHarness,
) -> None:
    await make_private(stage)
    stage.fake.fail("webhook_post", Fault(403))

    assert "went wrong on my side" in await stage.refusal(await stage.comic())


# --- Private servers ------------------------------------------------------------------------------


async def test_what_was_set_elsewhere_a_moment_ago_holds(stage: AdapterHarness) -> None:
    await make_private(stage)

    interaction = await stage.comic()
    await shown_alone(stage, interaction)
    await stage.settled(interaction)

    assert (await stage.job_of(interaction)).private
    assert stage.general.messages_seen_by(stage.bob) == []
    assert "Share here" in str(interaction.follow_ups[0].components)


async def test_what_was_shared_and_is_drawn_again_is_private_once_more(
    stage: AdapterHarness,
) -> None:
    message = await comic_of(stage, private=True)
    press = await pressed(stage, message, "Share here")
    await stage.picture_in(lambda: press.original)
    assert press.original is not None

    again = await pressed(stage, press.original, "Again")
    await shown_alone(stage, again)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


# --- Age-restricted channels ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("in_thread", [False, True])
async def test_what_is_made_for_adults_is_marked(
    stage: AdapterHarness, kind: Kind, in_thread: bool
) -> None:
    channel = await adults_only(stage, kind)
    if in_thread or kind is Kind.FORUM:
        channel = stage.fake.add_thread(channel, "a thread")

    interaction = await stage.drawn(channel)
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, channel) == 1
    assert (await stage.job_of(interaction)).age_restricted


async def test_it_is_not_posted_where_everybody_reads(stage: AdapterHarness) -> None:
    adults = await adults_only(stage)
    made = await stage.drawn(adults)
    await stage.settled(made)

    gallery = await stage.fake.answered(
        await stage.fake.slash(stage.ada, stage.general, "mygallery")
    )
    assert gallery.original is not None
    await stage.picture_in(lambda: gallery.original)
    press = await pressed(stage, gallery.original, "Post here")
    await shown_alone(stage, press, "restricted channel")
    assert stage.pictures_seen_by(stage.bob, stage.general) == 0

    there = await stage.fake.answered(await stage.fake.slash(stage.ada, adults, "mygallery"))
    await stage.picture_in(lambda: there.original)
    assert there.original is not None
    press = await pressed(stage, there.original, "Post here")
    await stage.picture_in(lambda: press.original)
    assert stage.pictures_seen_by(stage.bob, adults) == 2


@pytest.mark.parametrize("label", ["Again", "Edit & redraw", "Continue"])
async def test_nor_is_what_follows_from_it(stage: AdapterHarness, label: str) -> None:
    """Its channel is open to everybody now, and the message with the buttons is still there."""
    adults = await adults_only(stage)
    made = await stage.drawn(adults)
    await stage.settled(made)
    assert made.original is not None
    adults.is_age_restricted = False
    await stage.fake.announce(adults, is_new=False)

    press = await pressed(stage, made.original, label)
    if press.modal is not None:
        press = await stage.fake.submit_modal(press, prompt="a dog")
    await stage.fake.until(lambda: press.follow_ups, "a private answer")
    await shown_alone(stage, press, "restricted channel")

    job = await stage.job_of(press)
    assert (job.age_restricted, job.private) == (True, True)
    assert stage.pictures_seen_by(stage.bob, adults) == 1


@pytest.mark.parametrize("in_thread", [False, True])
async def test_nor_is_what_was_drawn_while_its_channel_was_opened_to_everybody(
    stage: AdapterHarness, in_thread: bool
) -> None:
    adults = await adults_only(stage)
    channel = stage.fake.add_thread(adults, "a thread") if in_thread else adults
    interaction = await waiting(stage, channel)
    adults.is_age_restricted = False

    stage.generator.go_on()
    await stage.settled(interaction)

    [message] = interaction.follow_ups
    assert message.is_ephemeral
    assert len(message.pictures) == 1
    assert "restricted channel" in message.text
    assert interaction.original is not None
    assert "no longer age" in interaction.original.text
    assert PROMPT not in interaction.original.content
    assert stage.pictures_seen_by(stage.bob, channel) == 0


async def test_it_comes_by_private_message_when_the_token_has_expired(
    stage: AdapterHarness,
) -> None:
    adults = await adults_only(stage)
    interaction = await waiting(stage, adults)
    adults.is_age_restricted = False
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.bob, adults) == 0


async def test_a_private_message_that_is_there_is_filled_by_the_next_try(
    stage: AdapterHarness,
) -> None:
    adults = await adults_only(stage)
    interaction = await waiting(stage, adults)
    adults.is_age_restricted = False
    promised = stage.fake.faults.hold("webhook_post")
    stage.generator.go_on()
    await stage.fake.until(lambda: stage.fake.faults.waiting, "the private message")
    stage.fake.fail("webhook_edit", Fault(429, is_ban=True))
    promised.set()
    await stage.fake.until(lambda: interaction.follow_ups, "the private message")

    await stage.untaken(interaction)
    await stage.hurry()
    await stage.settled(interaction)

    [message] = interaction.follow_ups
    assert len(message.pictures) == 1
    assert interaction.original is not None
    assert "no longer age" in interaction.original.text


async def test_what_could_not_be_brought_is_fetched_privately_elsewhere(
    stage: AdapterHarness,
) -> None:
    stage.ada.dms_open = False
    adults = foreign_server(stage)
    adults.is_age_restricted = True
    interaction = await waiting(stage, adults)
    await stage.hurry()
    await has_button(stage, interaction)
    stage.expire()
    stage.generator.go_on()
    await stage.settled(interaction, DeliveryState.UNDELIVERABLE)
    adults.is_age_restricted = False
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Fetch my comic")
    await shown_alone(stage, press, "restricted channel")

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.bob, adults) == 0


async def test_a_private_one_is_fetched_before_nobody(stage: AdapterHarness) -> None:
    """A button that others see leads to a comic that is private by now."""
    stage.ada.dms_open = False
    channel = foreign_server(stage)
    interaction = await waiting(stage, channel)
    await stage.hurry()
    await has_button(stage, interaction)
    stage.expire()
    stage.generator.go_on()
    await stage.settled(interaction, DeliveryState.UNDELIVERABLE)
    await asyncio.to_thread(
        stage.sql, f"UPDATE comics SET visibility = '{Visibility.PRIVATE.value}'"
    )
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Fetch my comic")
    await shown_alone(stage, press, "your eyes only")

    assert stage.pictures_seen_by(stage.bob, channel) == 0


# --- Bans -----------------------------------------------------------------------------------------


async def test_who_is_banned_by_another_name_shares_nothing(stage: AdapterHarness) -> None:
    message = await comic_of(stage, private=True)
    await asyncio.to_thread(
        stage.sql,
        "INSERT INTO identities (platform, external_id, profile_id, created_at) "
        "SELECT 'telegram', '7', profile_id, created_at FROM identities",
    )
    await asyncio.to_thread(
        stage.sql,
        "INSERT INTO bans (platform, external_id, chat, reason, created_at) "
        "VALUES ('telegram', '7', '', '', '2026-01-01 00:00:00.000000')",
    )

    press = await pressed(stage, message, "Share here")

    assert "can’t make comics here" in await stage.refusal(press)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 0
