"""Reply tokens: responses in time and once, and refusals afterwards."""

from __future__ import annotations

import discord
import pytest

from tests.fakes.discord import Channel, FakeDiscord, User
from tests.fakes.discord_bot import Bot, Interaction, comic_bot, logged_in


async def test_a_second_or_late_acknowledgement_is_refused(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = Bot()
    codes: list[int] = []

    async def acknowledge(interaction: Interaction) -> None:
        try:
            await interaction.response.defer()
        except discord.HTTPException as error:
            codes.append(error.code)

    @bot.tree.command(description="Answer")
    async def answer(interaction: Interaction) -> None:
        fake.clock.advance(seconds=2)
        await acknowledge(interaction)
        interaction.response._response_type = None
        await acknowledge(interaction)

    @bot.tree.command(description="Answer late")
    async def late(interaction: Interaction) -> None:
        fake.clock.advance(seconds=3)
        await acknowledge(interaction)
        with pytest.raises(discord.NotFound):
            await interaction.followup.send("sorry")

    async with logged_in(fake, bot):
        await fake.slash(ada, general, "answer")
        await fake.until(lambda: len(codes) == 1, "the second acknowledgement to be refused")
        interaction = await fake.slash(ada, general, "late")
        await fake.until(lambda: len(codes) == 2, "the late acknowledgement to be refused")
        await fake.until(lambda: fake.call_log.to("webhook_post"))

    assert codes == [40060, 10062]
    assert fake.interactions.has_failed(interaction)
    assert fake.call_log.to("webhook_post")[0].code == 10015


async def test_a_reply_token_is_valid_for_15_minutes(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()) as bot:
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.responded(interaction)
        [received] = bot.received
        fake.clock.advance(minutes=14)
        await received.edit_original_response(content="in time")
        fake.clock.advance(minutes=2)
        with pytest.raises(discord.HTTPException) as refused:
            await received.edit_original_response(content="late")
        assert interaction.original is not None
        messageable = bot.get_partial_messageable(general.id)
        await messageable.get_partial_message(interaction.original.id).edit(content="by the bot")

    assert (refused.value.status, refused.value.code) == (401, 50027)
    assert interaction.original.content == "by the bot"
    assert fake.limits.invalid == 1


async def test_the_first_follow_up_replaces_a_deferred_response_and_keeps_it_ephemeral(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.command(description="Answer")
    async def answer(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("first")
        await interaction.followup.send("second")

    async with logged_in(fake, bot):
        interaction = await fake.slash(ada, general, "answer")
        await fake.until(lambda: interaction.follow_ups)

    assert [message.content for message in general.messages_seen_by(ada)] == ["first", "second"]
    assert [message.content for message in general.messages_seen_by(bob)] == ["second"]


async def test_a_follow_up_notifies_but_an_edit_of_a_deferred_response_does_not(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.command(description="Answer")
    async def answer(interaction: Interaction) -> None:
        ping = discord.AllowedMentions(users=True)
        deferred = await interaction.response.defer()
        assert deferred is not None
        assert deferred.message_id is not None
        assert deferred.resource is None
        mention = interaction.user.mention
        await interaction.edit_original_response(content=mention, allowed_mentions=ping)
        await interaction.followup.send(mention, allowed_mentions=ping)

    async with logged_in(fake, bot):
        interaction = await fake.slash(ada, general, "answer")
        await fake.until(lambda: interaction.follow_ups or bot.errors)

    assert bot.errors == []
    assert [message.pinged for message in interaction.messages] == [set(), {ada.id}]


async def test_a_duplicate_event_is_the_same_interaction(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = Bot()
    codes: list[int] = []

    @bot.tree.command(description="Answer")
    async def answer(interaction: Interaction) -> None:
        try:
            await interaction.response.send_message("once")
            codes.append(0)
        except discord.HTTPException as error:
            codes.append(error.code)

    async with logged_in(fake, bot):
        interaction = await fake.slash(ada, general, "answer")
        await fake.send(interaction)
        await fake.until(lambda: len(fake.call_log.to("callback")) == 2)

    assert sorted(codes) == [0, 40060]
    assert len(general.messages) == 1
