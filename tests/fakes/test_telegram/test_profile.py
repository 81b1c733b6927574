"""The bot's profile: name, descriptions, and commands by scope and language."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest

from tests.fakes.telegram import FakeTelegram, User


async def test_the_narrowest_list_of_commands_is_offered(
    fake: FakeTelegram, bot: Bot, ada: User
) -> None:
    grace = fake.user("Grace")
    group = await fake.group(ada, grace)
    lists: list[tuple[str, BotCommandScope, str]] = [
        ("help", BotCommandScopeDefault(), ""),
        ("comic", BotCommandScopeAllPrivateChats(), ""),
        ("quadrinho", BotCommandScopeAllPrivateChats(), "pt"),
        ("settings", BotCommandScopeAllChatAdministrators(), ""),
    ]
    for name, scope, language in lists:
        await bot.set_my_commands([(name, "do it")], scope=scope, language_code=language)

    assert fake.commands(ada, fake.private(ada)) == ["quadrinho"]
    assert fake.commands(grace, fake.private(grace)) == ["comic"]
    assert fake.commands(ada, group) == ["settings"]
    assert fake.commands(grace, group) == ["help"]
    await bot.set_my_commands([("here", "do it")], scope=BotCommandScopeChat(group.id))
    assert fake.commands(ada, group) == fake.commands(grace, group) == ["here"]
    (command,) = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "pt")
    assert command.command == "quadrinho"
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), "pt")
    assert fake.commands(ada, fake.private(ada)) == ["comic"]


@pytest.mark.parametrize(
    ("name", "description", "language", "why"),
    [
        ("Comic", "do it", "", "Bot_command_invalid"),
        ("my-gallery", "do it", "", "Bot_command_invalid"),
        ("c" * 33, "do it", "", "Command length must not exceed 32"),
        ("comic", "d" * 257, "", "Command description length must not exceed 256"),
        ("comic", " ", "", "Command description must be non-empty"),
        ("comic", "do it", "pt-BR", "Invalid language code specified"),
    ],
)
async def test_invalid_commands_are_refused(
    bot: Bot, name: str, description: str, language: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.set_my_commands([(name, description)], language_code=language)
    assert await bot.get_my_commands() == ()


async def test_a_bot_has_a_name_and_descriptions_by_language(bot: Bot) -> None:
    await bot.set_my_name("Quadrinhos", language_code="pt")
    await bot.set_my_description("Draws comics")
    await bot.set_my_short_description("Comics")

    assert (await bot.get_my_name()).name == "Comic"
    assert (await bot.get_my_name("pt")).name == "Quadrinhos"
    assert (await bot.get_my_description("pt")).description == "Draws comics"
    assert (await bot.get_my_short_description()).short_description == "Comics"


async def test_get_me_returns_the_botfather_settings(fake: FakeTelegram, bot: Bot) -> None:
    fake.settings.has_privacy_mode = False

    me = await bot.get_me()

    assert (me.username, me.can_read_all_group_messages) == ("ComicBot", True)
    assert me.supports_inline_queries
