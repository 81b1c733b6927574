"""Commands, components and modals, with the real discord.py and the fake Discord."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import (
    Channel,
    FakeDiscord,
    InvalidValueError,
    NotOfferedError,
    Permission,
    User,
)
from tests.fakes.discord_bot import PICTURE, Bot, Interaction, comic_bot, logged_in

# --- Commands -------------------------------------------------------------------------------------


async def test_a_command_is_deferred_and_gets_its_image(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(ada, general, "comic", prompt="a cat", panels=3)
        await fake.acknowledged(interaction)
        await fake.responded(interaction)

    [seen] = general.messages_seen_by(bob)
    assert seen is interaction.original
    assert seen.content == "a cat, manga, 3"
    assert seen.pictures == [PICTURE]
    assert seen.attachments[0].description == "a cat"
    assert [call.route for call in fake.call_log.calls][-2:] == ["callback", "webhook_edit"]
    assert interaction.token not in repr(fake.call_log.calls)


async def test_actions_that_no_client_offers_are_refused(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    stranger = fake.add_user("stranger")
    async with logged_in(fake, comic_bot()):
        with pytest.raises(NotOfferedError, match="no command"):
            await fake.slash(ada, general, "comics", prompt="a cat")
        for options in ({}, {"prompt": "x" * 51}, {"prompt": "x", "panels": "3"}, {"mood": "x"}):
            with pytest.raises(InvalidValueError):
                await fake.slash(ada, general, "comic", **options)
        with pytest.raises(NotOfferedError, match="does not see"):
            await fake.slash(stranger, general, "comic", prompt="a cat")

    assert fake.call_log.to("callback") == []


async def test_autocomplete_offers_matching_choices(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        choices = await fake.autocomplete(ada, general, "comic", "style", style="no")

    assert [choice["value"] for choice in choices] == ["noir"]


async def test_an_ephemeral_response_is_visible_to_its_user_only(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot(private=True)) as bot:
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.responded(interaction)
        assert interaction.original is not None
        messageable = bot.get_partial_messageable(general.id)
        with pytest.raises(discord.NotFound) as refused:
            await messageable.get_partial_message(interaction.original.id).edit(content="mine")
        again = await fake.press(ada, interaction.original, "Again")
        await fake.acknowledged(again)
        with pytest.raises(NotOfferedError):
            await fake.press(bob, interaction.original, "Again")

    assert refused.value.code == 10008
    assert general.messages_seen_by(ada) == [interaction.original]
    assert general.messages_seen_by(bob) == []


async def test_a_message_command_receives_the_whole_message(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.context_menu(name="Make a comic")
    async def make(interaction: Interaction, message: discord.Message) -> None:
        text = f"{message.author.name}: {message.content}"
        await interaction.response.send_message(text, ephemeral=True)

    message = fake.say(bob, general, "the cat ate my homework")
    async with logged_in(fake, bot):
        interaction = await fake.menu(ada, message, "Make a comic")
        await fake.responded(interaction)

    assert interaction.messages[0].content == "bob: the cat ate my homework"


async def test_commands_for_moderators_are_offered_to_moderators_only(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    bot = Bot()

    @bot.tree.command(description="Settings")
    @app_commands.default_permissions(manage_guild=True)
    async def admin(interaction: Interaction) -> None:
        await interaction.response.send_message(str(interaction.permissions.manage_guild))

    assert general.guild is not None
    fake.grant(general.guild, ada, Permission.MANAGE_GUILD)
    async with logged_in(fake, bot):
        interaction = await fake.slash(ada, general, "admin")
        await fake.responded(interaction)
        with pytest.raises(NotOfferedError, match="lacks the permissions"):
            await fake.slash(bob, general, "admin")

    assert interaction.messages[0].content == "True"


# --- Components and modals ------------------------------------------------------------------------


async def test_a_button_opens_a_modal_that_edits_the_message(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.responded(interaction)
        assert interaction.original is not None
        pressed = await fake.press(ada, interaction.original, "Again")
        await fake.acknowledged(pressed)
        with pytest.raises(NotOfferedError, match="must be filled in"):
            await fake.submit_modal(pressed)
        submitted = await fake.submit(pressed, {"Prompt": "a dog"})
        await fake.responded(submitted)

    assert pressed.modal is not None
    assert pressed.modal["title"] == "Edit"
    assert interaction.original.content == "again: a dog"
    assert interaction.original.pictures == [PICTURE]  # an edit without attachments keeps them


async def test_a_deferred_update_edits_the_message_later(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    bot = comic_bot()

    @bot.event
    async def on_interaction(interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            assert interaction.data is not None
            await interaction.response.defer()
            await interaction.edit_original_response(content=str(interaction.data["values"]))  # type: ignore[typeddict-item]

    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id="pick", options=[discord.SelectOption(label=text) for text in ("one", "two")]
    )
    view = discord.ui.View(timeout=None).add_item(select)
    async with logged_in(fake, bot):
        await bot.get_partial_messageable(general.id).send("choose", view=view)
        message = general.last_message
        assert message is not None
        with pytest.raises(NotOfferedError, match="not all offered"):
            await fake.press(ada, message, "pick", ["three"])
        await fake.press(ada, message, "pick", ["two"])
        await fake.until(lambda: message.edits == 1)

    assert message.content == "['two']"
