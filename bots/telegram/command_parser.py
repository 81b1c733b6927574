"""Commands as they are typed: `/comic`, or `/comic@bot` where there are several bots.

What they are about may stand behind a colon or comma too: `/comic: a cat`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message

from bots.telegram.message_text import text_of

COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:[\s:,]+(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command, and what stands behind it."""

    name: str
    rest: str


def parse_command(message: Message, bot_name: str) -> TypedCommand | None:
    """Return the command that a message is; None if it is none, or for another bot."""
    match = COMMAND.fullmatch(text_of(message).strip())
    if match is None:
        return None
    if match["bot"] and match["bot"].casefold() != bot_name.casefold():
        return None
    return TypedCommand(match["name"].casefold(), (match["rest"] or "").strip())


def is_for_another(message: Message, bot_name: str) -> bool:
    """Say whether a message is a command for another bot."""
    match = COMMAND.fullmatch(text_of(message).strip())
    return bool(match and match["bot"] and match["bot"].casefold() != bot_name.casefold())


def without_mention(message: Message, bot_name: str) -> str | None:
    """Return what is said to the bot by its name; None where it is not spoken to."""
    text = text_of(message)
    mention = re.search(rf"(?<![\w@/.])@{re.escape(bot_name)}(?!\w)", text, re.IGNORECASE)
    if mention is None:
        return None
    return (text[: mention.start()] + text[mention.end() :]).strip(" \n,:")


def is_addressed(message: Message, bot_name: str, *, is_private: bool) -> bool:
    """Say whether a message is meant for the bot: by a command or a mention, and all in private."""
    if is_private:
        return not is_for_another(message, bot_name)
    return (
        parse_command(message, bot_name) is not None
        or without_mention(message, bot_name) is not None
    )
