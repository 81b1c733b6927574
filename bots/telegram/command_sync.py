"""Synchronization of the bot's command lists; only changed lists are written."""

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

from bots.telegram.api_errors import translated
from core.sentences import CATALOGUE, Catalogue
from core.sentences.languages import DEFAULT_LOCALE

log = structlog.get_logger(__name__)

CALL_SECONDS = 10.0
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
DESCRIPTION_KEYS = {
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


async def sync_commands(bot: Bot, catalogue: Catalogue = CATALOGUE) -> None:
    """Update the command lists in every language. Raises TelegramApiError."""
    # The list without a language code applies to users whose language has no list.
    codes = {"": DEFAULT_LOCALE} | {
        language.telegram: language.tag
        for language in catalogue.languages.values()
        if language.telegram is not None
    }
    for scope, names in SCOPES:
        for code, tag in codes.items():
            wanted = [
                BotCommand(name, catalogue.sentence(DESCRIPTION_KEYS[name], tag)) for name in names
            ]
            async with translated(CALL_SECONDS):
                current = await bot.get_my_commands(scope=scope, language_code=code)
                if list(current) != wanted:
                    await bot.set_my_commands(wanted, scope=scope, language_code=code)
                    log.info("commands_updated", scope=scope.type, language=code)
