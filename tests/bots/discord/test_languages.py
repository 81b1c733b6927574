"""Localizations of registered commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bots.discord.command_sync import sync_commands
from bots.discord.commands.comic import add_comic_commands
from core.sentences import CATALOGUE
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import Bot, pointed_to
from tests.german import MARK, with_german


async def test_a_new_language_folder_adds_localizations_of_commands(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    bot = Bot()
    unused: Any = None  # no command is run here
    add_comic_commands(bot.tree, unused)
    async with pointed_to(fake), bot:
        await bot.login(fake.token)
        assert await sync_commands(bot.tree)
        before = localizations(fake)
        assert await sync_commands(bot.tree, with_german(tmp_path / "one"))
        after = localizations(fake)
        assert not await sync_commands(bot.tree, with_german(tmp_path / "two"))

    assert set(before) == {"pt-BR", "es-ES", "es-419", "ja"}
    assert after == {**before, "de": MARK + CATALOGUE.sentence("command_comic", "en")}


def localizations(fake: FakeDiscord) -> dict[str, str]:
    """Return the descriptions of `/comic` by Discord's locale."""
    [comic] = [command for command in fake.registry.all() if command["name"] == "comic"]
    found: dict[str, str] = comic["description_localizations"]
    return found
