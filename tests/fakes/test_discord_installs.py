"""Guild installs and user installs, and the app's permissions with each."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import Channel, FakeDiscord, NotOfferedError, Permission
from tests.fakes.discord_bot import Bot, Interaction, comic_bot, logged_in


async def test_a_user_install_works_in_channels_without_the_bot(fake: FakeDiscord) -> None:
    eve = fake.add_user("eve", has_installed=True, locale="ja")
    foreign = fake.add_guild("Elsewhere", eve, with_bot=False, with_commands=False)
    group = fake.add_group_dm("friends", eve, fake.user("bob"))
    channels = [next(iter(foreign.channels.values())), group, fake.dm(eve)]
    async with logged_in(fake, comic_bot()) as bot:
        for channel in channels:
            await fake.responded(await fake.slash(eve, channel, "comic", prompt="a cat"))
        with pytest.raises(NotOfferedError, match="not installed"):
            await fake.slash(fake.user("bob"), group, "comic", prompt="a cat")
        with pytest.raises(discord.Forbidden) as refused:
            await bot.get_partial_messageable(channels[0].id).send("hello")

    assert refused.value.code == 50001
    assert [call.context.guild for call in bot.received] == [True, False, False]
    assert [call.context.private_channel for call in bot.received] == [False, True, False]
    assert [call.context.dm_channel for call in bot.received] == [False, False, True]
    assert all(set(call._integration_owners) == {1} for call in bot.received)
    assert bot.received[0].locale is discord.Locale.japanese
    files = discord.Permissions(attach_files=True, embed_links=True, mention_everyone=True)
    emojis = discord.Permissions(use_external_emojis=True)
    assert bot.received[1].app_permissions == files
    assert bot.received[2].app_permissions == files | emojis


async def test_a_guild_interaction_has_permissions_locales_and_the_upload_limit(
    fake: FakeDiscord, general: Channel
) -> None:
    assert general.guild is not None
    general.guild.locale = "pt-BR"
    general.guild.upload_limit = 50_000_000
    post = fake.add_thread(general, "a thread")
    async with logged_in(fake, comic_bot()) as bot:
        await fake.responded(await fake.slash(fake.user("ada"), post, "comic", prompt="a cat"))

    [got] = bot.received
    assert isinstance(got.channel, discord.Thread)
    assert got.guild_locale is discord.Locale.brazil_portuguese
    assert got.filesize_limit == 50_000_000
    assert got.app_permissions.attach_files
    assert not got.permissions.manage_messages
    assert set(got._integration_owners) == {0}


async def test_a_user_install_is_limited_to_five_follow_ups(fake: FakeDiscord) -> None:
    eve = fake.add_user("eve", has_installed=True)
    group = fake.add_group_dm("friends", eve)
    bot = Bot()
    codes: list[int] = []

    @bot.tree.command(description="Talk")
    async def talk(interaction: Interaction) -> None:
        await interaction.response.send_message("0")
        for number in range(6):
            try:
                await interaction.followup.send(str(number))
            except discord.HTTPException as error:
                codes.append(error.code)

    fake.limits.of_route.clear()
    async with logged_in(fake, bot):
        await fake.slash(eve, group, "talk")
        await fake.until(lambda: codes, "a refusal")

    assert codes == [40094]
    assert len(group.messages) == 6


async def test_where_the_user_may_not_write_a_user_installs_responses_are_ephemeral(
    fake: FakeDiscord,
) -> None:
    eve = fake.add_user("eve", has_installed=True)
    foreign = fake.add_guild("Elsewhere", eve, with_bot=False, with_commands=False)
    [channel] = foreign.channels.values()
    fake.permit(channel, foreign.everyone, deny=Permission.SEND_MESSAGES)
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(eve, channel, "comic", prompt="a cat")
        await fake.responded(interaction)

    assert channel.messages_seen_by(foreign.owner) == []
    assert channel.messages_seen_by(eve) == [interaction.original]


async def test_integration_owners_depend_on_the_commands_integration_types(
    fake: FakeDiscord, general: Channel
) -> None:
    assert general.guild is not None
    eve = fake.add_user("eve", has_installed=True)
    fake.join(general.guild, eve)
    bot = comic_bot()

    @bot.tree.command(description="Here")
    @app_commands.allowed_installs(guilds=True, users=False)
    async def here(interaction: Interaction) -> None:
        await interaction.response.send_message("here")

    async with logged_in(fake, bot):
        comic = await fake.responded(await fake.slash(eve, general, "comic", prompt="a cat"))
        guild_only = await fake.responded(await fake.slash(eve, general, "here"))
        assert comic.original is not None
        pressed = await fake.press(fake.user("bob"), comic.original, "Again")
        await fake.acknowledged(pressed)

    guild, user = str(general.guild.id), str(eve.id)
    assert dict(comic.owners) == dict(pressed.owners) == {"0": guild, "1": user}
    assert dict(guild_only.owners) == {"0": guild}
