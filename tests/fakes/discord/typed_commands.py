"""Parser of commands typed as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.discord.command_options import BOOLEAN, INTEGER, NUMBER, TYPES_WITH_IDS
from tests.fakes.discord.command_registry import CHAT
from tests.fakes.discord.command_rules import GROUP, SUBCOMMAND

WORD = re.compile(r"""(?P<name>\w+:)?(?P<quote>["'])(?P<quoted>.*?)(?P=quote)(?=\s|$)|\S+""")


def parse_command(
    line: str, commands: list[dict[str, Any]], named: Callable[[str], Any] = str
) -> tuple[str, dict[str, Any]]:
    """Parse the command and the options of a line such as `/comic prompt:"a cat" panels:3`.

    Text without a name belongs to the first option; *named* finds users and channels. Raises
    ValueError.
    """
    words = list(WORD.finditer(line.removeprefix("/")))
    known = {
        str(command["name"]): command for command in commands if command.get("type", CHAT) == CHAT
    }
    if not words or words[0][0] not in known:
        raise ValueError(f"there are: {', '.join(known)}")
    names = [words.pop(0)[0]]
    options = list(known[names[0]].get("options", []))
    while words and (inner := _sub(options, words[0][0])) is not None:
        names.append(words.pop(0)[0])
        options = inner.get("options", [])
    kinds = {option["name"]: option["type"] for option in options}
    texts = _texts(words, kinds)
    if not kinds and texts:
        raise ValueError(f"/{' '.join(names)} takes no options")
    given = {
        name: named(text) if kinds[name] in TYPES_WITH_IDS else _value(text, kinds[name])
        for name, text in texts.items()
    }
    return " ".join(names), given


def _texts(words: list[re.Match[str]], kinds: Mapping[str, int]) -> dict[str, str]:
    """Return the options as typed, by name."""
    texts: dict[str, str] = {}
    unnamed: list[re.Match[str]] = []
    for word in words:
        name, colon, value = word[0].partition(":")
        if colon and name in kinds:
            texts[name] = word["quoted"] if word["name"] else value
        else:
            unnamed.append(word)
    if unnamed:
        # Quotes around the whole text are delimiters; those among other words are part of it.
        whole = unnamed[0]["quoted"] if len(unnamed) == 1 else None
        texts[next(iter(kinds), "")] = whole or " ".join(word[0] for word in unnamed)
    return texts


def _sub(options: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    groups = [option for option in options if option["type"] in {SUBCOMMAND, GROUP}]
    return next((option for option in groups if option["name"] == name), None)


def _value(text: str, kind: int) -> Any:
    if kind == INTEGER:
        return int(text)
    if kind == NUMBER:
        return float(text)
    return text.casefold() in {"true", "yes", "1"} if kind == BOOLEAN else text
