"""The lists of commands that Telegram offers to people, written only where they changed."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bots.telegram.errors import translated
from core.sentences import LOCALES, sentence

log = structlog.get_logger(__name__)

SECONDS = 10.0
PRIVATE = (
    "comic",
    "options",
    "mygallery",
    "queue",
    "cancel",
    "link",
    "settings",
    "help",
    "privacy",
)
GROUP = ("comic", "options", "mygallery", "help")
SAID = {
    "comic": "command_comic",
    "options": "command_options",
    "mygallery": "command_mygallery",
    "queue": "command_queue",
    "cancel": "command_cancel",
    "link": "command_link",
    "settings": "command_settings",
    "help": "command_help",
    "privacy": "command_privacy",
    "comicadmin": "command_comicadmin",
}
SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeAllPrivateChats(), PRIVATE),
    (BotCommandScopeAllGroupChats(), GROUP),
    (BotCommandScopeAllChatAdministrators(), (*GROUP, "comicadmin")),
)


async def sync_commands(bot: Bot) -> None:
    """Bring the lists up to date, in every language. Raises CallError."""
    for scope, names in SCOPES:
        for locale in LOCALES:
            # English is for everybody whose language we do not speak.
            language = "" if locale == "en" else locale.split("-", maxsplit=1)[0]
            wanted = [BotCommand(name, sentence(SAID[name], locale)) for name in names]
            async with translated(SECONDS):
                there = await bot.get_my_commands(scope=scope, language_code=language)
                if list(there) != wanted:
                    await bot.set_my_commands(wanted, scope=scope, language_code=language)
                    log.info("commands_written", scope=scope.type, language=language)
