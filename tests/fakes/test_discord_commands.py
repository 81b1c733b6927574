"""Registration of commands, and the validation of commands and modals."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import Channel, FakeDiscord, InvalidValueError, Kind, NotOfferedError, User
from tests.fakes.discord.api_errors import ApiError, Problems
from tests.fakes.discord.command_rules import check_commands, size_of
from tests.fakes.discord.component_rules import check_modal
from tests.fakes.discord_bot import Bot, logged_in


def command(**changes: Any) -> dict[str, Any]:
    return {"name": "comic", "description": "Draw", **changes}


def option(name: str = "prompt", **changes: Any) -> dict[str, Any]:
    return {"name": name, "description": "What happens", "type": 3, **changes}


def choices(count: int) -> list[dict[str, Any]]:
    return [{"name": f"n{number}", "value": f"v{number}"} for number in range(count)]


def error_paths(commands: list[dict[str, Any]], *, is_global: bool = True) -> list[str]:
    """Return the paths of the validation errors."""
    with pytest.raises(ApiError) as refused:
        check_commands(commands, is_global=is_global)
    return list(paths(refused.value.errors or {}))


def paths(errors: Any, path: str = "") -> list[str]:
    found = [path] if "_errors" in errors else []
    for key, inner in errors.items():
        if key != "_errors":
            found += paths(inner, f"{path}.{key}" if path else key)
    return found


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": ""}, "name"),
        ({"name": "Comic"}, "name"),
        ({"name": "my comic"}, "name"),
        ({"name": "x" * 33}, "name"),
        ({"description": ""}, "description"),
        ({"description": "x" * 101}, "description"),
        ({"name_localizations": {"pt": "quadrinho"}}, "name_localizations.pt"),
        ({"name_localizations": {"ja": "x" * 33}}, "name_localizations.ja"),
        ({"description_localizations": {"ja": ""}}, "description_localizations.ja"),
        ({"contexts": [3]}, "contexts.0"),
        ({"integration_types": [2]}, "integration_types.0"),
        ({"default_member_permissions": "all"}, "default_member_permissions"),
        ({"options": [option()] * 2}, "options.0.name"),
        ({"options": [option(f"o{n}") for n in range(26)]}, "options"),
        ({"options": [option(), option("style", required=True)]}, "options.1"),
        ({"options": [option(type=12)]}, "options.0.type"),
        ({"options": [option(max_length=6001)]}, "options.0.max_length"),
        ({"options": [option(type=5, min_value=1)]}, "options.0.min_value"),
        ({"options": [option(choices=choices(26))]}, "options.0.choices"),
        (
            {"options": [option(choices=choices(1), autocomplete=True)]},
            "options.0.autocomplete",
        ),
        (
            {"options": [option(choices=[{"name": "x" * 101, "value": "x"}])]},
            "options.0.choices.0.name",
        ),
        ({"options": [option(type=4, choices=choices(1))]}, "options.0.choices.0.value"),
        ({"options": [option(type=1, options=[option(type=2)])]}, "options.0.options.0.type"),
        ({"type": 3}, "description"),
        ({"type": 3, "description": "", "options": [option()]}, "options"),
    ],
)
def test_an_invalid_command_is_refused_with_the_path_of_the_error(
    changes: dict[str, Any], where: str
) -> None:
    assert f"0.{where}" in error_paths([command(**changes)])


def test_a_command_has_at_most_8000_characters_with_its_longest_translations() -> None:
    long = [
        option(f"o{n}", choices=[{"name": "x" * 100, "value": "y" * 100}] * 20) for n in range(2)
    ]
    fits = command(options=long)
    assert size_of(fits) == 5 + 4 + 2 * (2 + 12 + 20 * 200)

    assert error_paths([fits]) == ["0"]
    short = command(description_localizations={"ja": "x" * 100, "de": "y" * 50})
    assert size_of(short) == 5 + 100


def test_names_are_unique_per_type_and_their_number_is_limited() -> None:
    check_commands([command(), {"name": "comic", "type": 3}], is_global=True)

    assert error_paths([command(), command()]) == ["0.name", "1.name"]
    assert error_paths([command(contexts=[0])], is_global=False) == ["0.contexts"]
    with pytest.raises(ApiError, match="30032"):
        check_commands([command(name=f"c{number}") for number in range(101)], is_global=True)


@pytest.mark.parametrize("name", ["quadrinho", "漫画を描く", "คอมิก", "कॉमिक", "o'neill-1_2"])
def test_names_may_have_letters_of_any_script(name: str) -> None:
    check_commands([command(name=name)], is_global=True)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": "x" * 46}, "data.title"),
        ({"custom_id": "x" * 101}, "data.custom_id"),
        ({"components": []}, "data.components"),
        ({"components": [{"type": 18}] * 6}, "data.components"),
        ({"components": [{"type": 18, "label": "x" * 46}]}, "data.components.0.label"),
        ({"components": [{"type": 2}]}, "data.components.0.type"),
    ],
)
def test_an_invalid_modal_is_refused_with_the_path_of_the_error(
    changes: dict[str, Any], where: str
) -> None:
    field = {"type": 4, "custom_id": "x", "style": 1}
    good = {
        "title": "Edit",
        "custom_id": "edit",
        "components": [{"type": 18, "label": "Prompt", "component": field}],
    }
    problems = Problems()
    check_modal(problems, good)
    problems.refuse()
    check_modal(problems, good | changes)
    with pytest.raises(ApiError) as refused:
        problems.refuse()

    assert where in paths(refused.value.errors)


# --- With the real client -------------------------------------------------------------------------


async def test_a_synced_command_keeps_its_id_and_returns_its_localizations(
    fake: FakeDiscord,
) -> None:
    bot = Bot()

    class Portuguese(app_commands.Translator):
        async def translate(
            self,
            string: app_commands.locale_str,
            locale: discord.Locale,
            context: app_commands.TranslationContextTypes,
        ) -> str | None:
            wanted = locale is discord.Locale.brazil_portuguese
            return "quadrinho" if wanted and string.message == "comic" else None

    @bot.tree.command(name=app_commands.locale_str("comic"), description="Draw")
    async def comic(_: discord.Interaction[Any]) -> None: ...

    await bot.login(fake.token)
    await bot.tree.set_translator(Portuguese())
    [first] = await bot.tree.sync()
    [again] = await bot.tree.sync()
    [fetched] = await bot.tree.fetch_commands()
    await bot.close()

    assert first.id == again.id == fetched.id
    assert fake.registry.all()[0]["name_localizations"] == {"pt-BR": "quadrinho"}
    assert fake.registry.all()[0]["contexts"] == [0, 1, 2]
    assert fake.registry.upserts == 3


async def test_the_library_names_refused_commands(fake: FakeDiscord) -> None:
    bot = Bot()

    @bot.tree.command(description="Draw")
    @app_commands.choices(style=[app_commands.Choice(name="x" * 101, value="x")])
    async def comic(_: discord.Interaction[Any], style: str) -> None: ...

    with pytest.raises(app_commands.CommandSyncFailure, match="comic"):
        await bot.login(fake.token)
    await bot.close()


async def test_groups_and_every_type_of_option_are_received(
    fake: FakeDiscord, ada: User, bob: User, general: Channel
) -> None:
    bot = Bot()
    got: list[Any] = []
    group: app_commands.Group = app_commands.Group(name="admin", description="Admin")

    @group.command(description="Set things")
    async def set_all(  # noqa: PLR0917 - options
        interaction: discord.Interaction[Any],
        who: discord.Member,
        where: discord.TextChannel,
        flag: bool,
        size: app_commands.Range[float, 0, 1],
        role: discord.Role | None = None,
    ) -> None:
        got.extend([who.id, where.id, flag, size, role])
        await interaction.response.send_message("ok", ephemeral=True)

    bot.tree.add_command(group)
    async with logged_in(fake, bot):
        await bot.wait_until_ready()
        used = await fake.slash(
            ada, general, "admin set_all", who=bob, where=general, flag=True, size=0.5
        )
        await fake.responded(used)
        with pytest.raises(InvalidValueError, match="sub-commands"):
            await fake.slash(ada, general, "admin")
        with pytest.raises(InvalidValueError, match="goes from"):
            await fake.slash(
                ada, general, "admin set_all", who=bob, where=general, flag=True, size=2.0
            )

    assert got == [bob.id, general.id, True, 0.5, None]


async def test_age_restricted_commands_are_offered_in_age_restricted_channels(
    fake: FakeDiscord, ada: User, general: Channel
) -> None:
    assert general.guild is not None
    adult = fake.add_channel(general.guild, "adults", Kind.TEXT, is_age_restricted=True)
    thread = fake.add_thread(adult, "a thread")
    bot = Bot()

    @bot.tree.command(description="Draw", nsfw=True)
    async def comic(interaction: discord.Interaction[Any]) -> None:
        assert isinstance(interaction.channel, discord.TextChannel | discord.Thread)
        await interaction.response.send_message(str(interaction.channel.is_nsfw()))

    async with logged_in(fake, bot):
        await bot.wait_until_ready()
        for messageable in (adult, thread):
            used = await fake.slash(ada, messageable, "comic")
            await fake.responded(used)
            assert used.messages[0].content == "True"
        with pytest.raises(NotOfferedError, match="age-restricted"):
            await fake.slash(ada, general, "comic")
