"""A command as a person types it."""

from __future__ import annotations

import shlex
from typing import Any

from tests.fakes.discord.command_rules import GROUP, SUBCOMMAND
from tests.fakes.discord.options import BOOLEAN, INTEGER, NUMBER, STRING


def typed(line: str, commands: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return the command and the options of a line such as `/comic prompt:"a cat" panels:3`.

    What has no name belongs to the first option. Raises ValueError.
    """
    words = shlex.split(line.removeprefix("/"))
    known = {str(command["name"]): command for command in commands}
    if not words or words[0] not in known:
        raise ValueError(f"there are: {', '.join(known)}")
    names = [words.pop(0)]
    options = list(known[names[0]].get("options", []))
    while words and (inner := _sub(options, words[0])) is not None:
        names.append(words.pop(0))
        options = inner.get("options", [])
    kinds = {option["name"]: option["type"] for option in options}
    given: dict[str, Any] = {}
    for word in words:
        name, colon, value = word.partition(":")
        if not colon or name not in kinds:
            name, value = (options[0]["name"] if options else ""), word
            value = f"{given[name]} {value}" if name in given else value
        given[name] = _value(value, kinds.get(name, STRING))
    return " ".join(names), given


def _sub(options: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    groups = [option for option in options if option["type"] in {SUBCOMMAND, GROUP}]
    return next((option for option in groups if option["name"] == name), None)


def _value(text: str, kind: int) -> Any:
    if kind == INTEGER:
        return int(text)
    if kind == NUMBER:
        return float(text)
    return text.casefold() in {"true", "yes", "1"} if kind == BOOLEAN else text
