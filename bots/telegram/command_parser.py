"""Parser of typed commands: `/comic`, or `/comic@bot` in groups with several bots.

Arguments may also follow a colon or comma: `/comic: a cat`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message

from bots.telegram.message_text import text_of

COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:[\s:,]+(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command and its arguments."""

    name: str
    arguments: str


def parse_command(message: Message, bot_name: str) -> TypedCommand | None:
    """Return the command of a message; None if it is none, or addressed to another bot."""
    match = COMMAND.fullmatch(text_of(message).strip())
    if match is None:
        return None
    if match["bot"] and match["bot"].casefold() != bot_name.casefold():
        return None
    return TypedCommand(match["name"].casefold(), (match["rest"] or "").strip())


def is_for_another(message: Message, bot_name: str) -> bool:
    """Return whether a message is a command for another bot."""
    match = COMMAND.fullmatch(text_of(message).strip())
    return bool(match and match["bot"] and match["bot"].casefold() != bot_name.casefold())


def without_mention(message: Message, bot_name: str) -> str | None:
    """Return the text without the bot's mention; None if the bot is not mentioned."""
    text = text_of(message)
    mention = re.search(rf"(?<![\w@/.])@{re.escape(bot_name)}(?!\w)", text, re.IGNORECASE)
    if mention is None:
        return None
    return (text[: mention.start()] + text[mention.end() :]).strip(" \n,:")


def is_addressed(message: Message, bot_name: str, *, is_private: bool) -> bool:
    """Return whether a message is for the bot: a command, a mention or any private message."""
    if is_private:
        return not is_for_another(message, bot_name)
    return (
        parse_command(message, bot_name) is not None
        or without_mention(message, bot_name) is not None
    )
