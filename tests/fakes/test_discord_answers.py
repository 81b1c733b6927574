"""Commands, buttons and forms, from the real discord.py to the fake Discord and back."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import CannotError, CannotGiveError, Channel, FakeDiscord, Permission, User
from tests.fakes.discord_bot import Bot, logged_in
from tests.pictures import make_picture

PICTURE = make_picture()
Interaction = discord.Interaction[Any]


def picture(name: str = "page.png", alt: str | None = "a cat") -> discord.File:
    return discord.File(BytesIO(PICTURE), name, description=alt)


class Again(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"again:(?P<number>\d+)"
):
    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Again:
        return cls(int(match["number"]))

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(Edit(self.number))


class Edit(discord.ui.Modal):
    prompt: discord.ui.TextInput[Edit] = discord.ui.TextInput(label="Prompt", custom_id="prompt")

    def __init__(self, number: int) -> None:
        super().__init__(title="Edit", custom_id=f"edit:{number}")

    async def on_submit(self, interaction: Interaction, /) -> None:
        await interaction.response.edit_message(content=f"again: {self.prompt.value}")


def comic_bot(*, private: bool = False) -> Bot:
    """A bot that defers, draws and puts the picture in."""
    bot = Bot()
    bot.add_dynamic_items(Again)

    @bot.tree.command(description="Draw a comic")
    @app_commands.describe(prompt="What happens", style="How it looks")
    async def comic(
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, 50],
        style: str = "manga",
        panels: app_commands.Range[int, 1, 9] = 4,
    ) -> None:
        await interaction.response.defer(ephemeral=private)
        view = discord.ui.View(timeout=None)
        view.add_item(Again(7))
        await interaction.edit_original_response(
            content=f"{prompt}, {style}, {panels}", attachments=[picture()], view=view
        )

    @comic.autocomplete("style")
    async def styles(_: Interaction, current: str) -> list[app_commands.Choice[str]]:
        names = [name for name in ("manga", "noir") if name.startswith(current)]
        return [app_commands.Choice(name=name.title(), value=name) for name in names]

    return bot


# --- Commands -------------------------------------------------------------------------------------


async def test_a_command_is_deferred_and_its_picture_put_in(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(ada, general, "comic", prompt="a cat", panels=3)
        await fake.acknowledged(interaction)
        await fake.answered(interaction)

    [seen] = general.messages_seen_by(bob)
    assert seen is interaction.original
    assert seen.content == "a cat, manga, 3"
    assert seen.pictures == [PICTURE]
    assert seen.attachments[0].description == "a cat"
    assert [call.route for call in fake.ledger.calls][-2:] == ["callback", "webhook_edit"]
    assert interaction.token not in repr(fake.ledger.calls)


async def test_what_no_client_would_send_is_refused(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    stranger = fake.add_user("stranger")
    async with logged_in(fake, comic_bot()):
        with pytest.raises(CannotError, match="no command"):
            await fake.slash(ada, general, "comics", prompt="a cat")
        for options in ({}, {"prompt": "x" * 51}, {"prompt": "x", "panels": "3"}, {"mood": "x"}):
            with pytest.raises(CannotGiveError):
                await fake.slash(ada, general, "comic", **options)
        with pytest.raises(CannotError, match="does not see"):
            await fake.slash(stranger, general, "comic", prompt="a cat")

    assert fake.ledger.to("callback") == []


async def test_autocomplete_offers_what_fits(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        choices = await fake.autocomplete(ada, general, "comic", "style", style="no")

    assert [choice["value"] for choice in choices] == ["noir"]


async def test_an_ephemeral_answer_is_seen_by_one_and_not_by_the_bot_token(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot(private=True)) as bot:
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.answered(interaction)
        assert interaction.original is not None
        place = bot.get_partial_messageable(general.id)
        with pytest.raises(discord.NotFound) as refused:
            await place.get_partial_message(interaction.original.id).edit(content="mine")
        again = await fake.press(ada, interaction.original, "Again")
        await fake.acknowledged(again)
        with pytest.raises(CannotError):
            await fake.press(bob, interaction.original, "Again")

    assert refused.value.code == 10008
    assert general.messages_seen_by(ada) == [interaction.original]
    assert general.messages_seen_by(bob) == []


async def test_a_message_menu_gets_the_whole_message(
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
        await fake.answered(interaction)

    assert interaction.messages[0].content == "bob: the cat ate my homework"


async def test_commands_of_moderators_are_offered_to_moderators(
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
        await fake.answered(interaction)
        with pytest.raises(CannotError, match="lacks the permissions"):
            await fake.slash(bob, general, "admin")

    assert interaction.messages[0].content == "True"


# --- Buttons and forms ----------------------------------------------------------------------------


async def test_a_button_opens_a_form_and_the_form_edits_the_message(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.answered(interaction)
        assert interaction.original is not None
        pressed = await fake.press(ada, interaction.original, "Again")
        await fake.acknowledged(pressed)
        with pytest.raises(CannotError, match="must be filled in"):
            await fake.submit_modal(pressed)
        submitted = await fake.submit(pressed, {"Prompt": "a dog"})
        await fake.answered(submitted)

    assert pressed.modal is not None
    assert pressed.modal["title"] == "Edit"
    assert interaction.original.content == "again: a dog"
    assert interaction.original.pictures == [PICTURE]  # an edit without attachments keeps them


async def test_a_press_is_taken_in_silence_and_the_message_edited_later(
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
        with pytest.raises(CannotError, match="not all offered"):
            await fake.press(ada, message, "pick", ["three"])
        await fake.press(ada, message, "pick", ["two"])
        await fake.until(lambda: message.edits == 1)

    assert message.content == "['two']"


# --- Where the app is installed -------------------------------------------------------------------


async def test_a_person_takes_the_app_to_places_that_do_not_know_it(fake: FakeDiscord) -> None:
    eve = fake.add_user("eve", has_installed=True, locale="ja")
    foreign = fake.add_guild("Elsewhere", eve, with_bot=False, with_commands=False)
    group = fake.add_group_dm("friends", eve, fake.user("bob"))
    places = [next(iter(foreign.channels.values())), group, fake.dm(eve)]
    async with logged_in(fake, comic_bot()) as bot:
        for place in places:
            await fake.answered(await fake.slash(eve, place, "comic", prompt="a cat"))
        with pytest.raises(CannotError, match="not installed"):
            await fake.slash(fake.user("bob"), group, "comic", prompt="a cat")
        with pytest.raises(discord.Forbidden) as refused:
            await bot.get_partial_messageable(places[0].id).send("hello")

    assert refused.value.code == 50001
    assert [call.context.guild for call in bot.got] == [True, False, False]
    assert [call.context.private_channel for call in bot.got] == [False, True, False]
    assert [call.context.dm_channel for call in bot.got] == [False, False, True]
    assert all(set(call._integration_owners) == {1} for call in bot.got)
    assert bot.got[0].locale is discord.Locale.japanese
    files = discord.Permissions(attach_files=True, embed_links=True, mention_everyone=True)
    emojis = discord.Permissions(use_external_emojis=True)
    assert bot.got[1].app_permissions == files
    assert bot.got[2].app_permissions == files | emojis


async def test_a_guild_interaction_tells_permissions_locales_and_the_upload_limit(
    fake: FakeDiscord, general: Channel
) -> None:
    assert general.guild is not None
    general.guild.locale = "pt-BR"
    general.guild.upload_limit = 50_000_000
    post = fake.add_thread(general, "a thread")
    async with logged_in(fake, comic_bot()) as bot:
        await fake.answered(await fake.slash(fake.user("ada"), post, "comic", prompt="a cat"))

    [got] = bot.got
    assert isinstance(got.channel, discord.Thread)
    assert got.guild_locale is discord.Locale.brazil_portuguese
    assert got.filesize_limit == 50_000_000
    assert got.app_permissions.attach_files
    assert not got.permissions.manage_messages
    assert set(got._integration_owners) == {0}


# --- Refusals -------------------------------------------------------------------------------------


async def test_a_second_acknowledgement_and_a_late_one_are_refused(
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
        await fake.until(lambda: fake.ledger.to("webhook_post"))

    assert codes == [40060, 10062]
    assert fake.interactions.has_failed(interaction)
    assert fake.ledger.to("webhook_post")[0].code == 10015


async def test_a_token_lives_for_15_minutes_and_the_bot_token_longer(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    async with logged_in(fake, comic_bot()) as bot:
        interaction = await fake.slash(ada, general, "comic", prompt="a cat")
        await fake.answered(interaction)
        [got] = bot.got
        fake.clock.advance(minutes=14)
        await got.edit_original_response(content="in time")
        fake.clock.advance(minutes=2)
        with pytest.raises(discord.HTTPException) as refused:
            await got.edit_original_response(content="late")
        assert interaction.original is not None
        place = bot.get_partial_messageable(general.id)
        await place.get_partial_message(interaction.original.id).edit(content="by the bot")

    assert (refused.value.status, refused.value.code) == (401, 50027)
    assert interaction.original.content == "by the bot"
    assert fake.limits.invalid == 1


async def test_the_first_follow_up_fills_a_deferred_answer_and_keeps_it_private(
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


async def test_a_user_install_gets_five_follow_ups(fake: FakeDiscord) -> None:
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


async def test_where_its_user_may_not_speak_a_user_install_answers_privately(
    fake: FakeDiscord,
) -> None:
    eve = fake.add_user("eve", has_installed=True)
    foreign = fake.add_guild("Elsewhere", eve, with_bot=False, with_commands=False)
    [channel] = foreign.channels.values()
    fake.permit(channel, foreign.everyone, deny=Permission.SEND_MESSAGES)
    async with logged_in(fake, comic_bot()):
        interaction = await fake.slash(eve, channel, "comic", prompt="a cat")
        await fake.answered(interaction)

    assert channel.messages_seen_by(foreign.owner) == []
    assert channel.messages_seen_by(eve) == [interaction.original]


async def test_a_deferred_answer_notifies_nobody_and_a_follow_up_does(
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


async def test_who_installed_the_app_counts_where_the_command_is_made_for_it(
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
        comic = await fake.answered(await fake.slash(eve, general, "comic", prompt="a cat"))
        guild_only = await fake.answered(await fake.slash(eve, general, "here"))
        assert comic.original is not None
        pressed = await fake.press(fake.user("bob"), comic.original, "Again")
        await fake.acknowledged(pressed)

    guild, user = str(general.guild.id), str(eve.id)
    assert dict(comic.owners) == dict(pressed.owners) == {"0": guild, "1": user}
    assert dict(guild_only.owners) == {"0": guild}


async def test_an_event_that_comes_twice_is_the_same_interaction(
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
        await fake.until(lambda: len(fake.ledger.to("callback")) == 2)

    assert sorted(codes) == [0, 40060]
    assert len(general.messages) == 1
