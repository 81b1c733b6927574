"""Commands as they are typed: `/comic`, or `/comic@bot` where there are several bots.

What they are about may stand behind a colon or comma too: `/comic: a cat`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity

COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:[\s:,]+(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what stands behind it."""

    name: str
    rest: str


def read_command(message: Message, bot_name: str) -> Command | None:
    """Return the command that a message is; None if it is none, or for another bot."""
    match = COMMAND.fullmatch((message.text or message.caption or "").strip())
    if match is None:
        return None
    if match["bot"] and match["bot"].casefold() != bot_name.casefold():
        return None
    return Command(match["name"].casefold(), (match["rest"] or "").strip())


def is_for_another(message: Message, bot_name: str) -> bool:
    """Say whether a message is a command for another bot."""
    match = COMMAND.fullmatch((message.text or "").strip())
    return bool(match and match["bot"] and match["bot"].casefold() != bot_name.casefold())


def without_mention(message: Message, bot_name: str) -> str | None:
    """Return what is said to the bot by its name; None where it is not spoken to."""
    wanted = f"@{bot_name}".casefold()
    text = message.text or ""
    for entity, said in message.parse_entities([MessageEntity.MENTION]).items():
        if said.casefold() == wanted:
            units = text.encode("utf-16-le")
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            rest = (units[:start] + units[end:]).decode("utf-16-le", "replace")
            return rest.strip(" \n,:")
    return None
