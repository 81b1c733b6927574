"""Validation of application commands.

https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from tests.fakes.discord.api_errors import ApiError, Path, Problems

MOST_OF_KIND = {1: 100, 2: 15, 3: 15}
MOST_SIZE = 8000
LOCALES = {
    *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr"),
    *("hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th"),
    *("tr", "uk", "vi", "zh-CN", "zh-TW"),
}
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
WITH_CHOICES = {STRING, INTEGER, NUMBER}


def check_commands(commands: Any, *, is_global: bool) -> None:
    """Raise ApiError if any command of the list is invalid."""
    if not isinstance(commands, list):
        raise ApiError(400, 50035, "Invalid Form Body")
    problems = Problems()
    for at, command in enumerate(commands):
        _check_command(problems, (at,), command, is_global=is_global)
    seen = Counter((command.get("type", 1), command.get("name")) for command in commands)
    for at, command in enumerate(commands):
        if seen[command.get("type", 1), command.get("name")] > 1:
            text = "Application command names must be unique"
            problems.add((at, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
    problems.refuse()
    for kind, most in MOST_OF_KIND.items():
        if sum(1 for command in commands if command.get("type", 1) == kind) > most:
            raise ApiError(400, 30032, f"Maximum number of application commands reached ({most})")


def _check_command(problems: Problems, path: Path, command: Any, *, is_global: bool) -> None:
    if not isinstance(command, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    kind = command.get("type", 1)
    if not problems.one_of((*path, "type"), kind, {1, 2, 3, 4}):
        return
    if kind == 1:
        _check_named(problems, path, command)
        _check_options(
            problems, (*path, "options"), command.get("options") or [], {SUBCOMMAND, GROUP}
        )
    else:
        problems.length((*path, "name"), command.get("name"), 1, 32)
        if command.get("description"):
            text = "Context menu commands cannot have description"
            problems.add(
                (*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text
            )
        if command.get("options"):
            text = "Context menu commands cannot have options"
            problems.add((*path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", text)
    if size_of(command) > MOST_SIZE:
        text = f"Command exceeds maximum size ({MOST_SIZE})"
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", text)
    _check_reach(problems, path, command, is_global=is_global)


def _check_reach(
    problems: Problems, path: Path, command: dict[str, Any], *, is_global: bool
) -> None:
    for key, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        if command.get(key) is not None and not is_global:
            text = f"Guild commands cannot have {key}"
            problems.add((*path, key), "APPLICATION_COMMAND_INVALID_CONTEXTS", text)
        for at, value in enumerate(command.get(key) or []):
            problems.one_of((*path, key, at), value, set(allowed))
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        text = "Value is not a bitset."
        problems.add((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", text)


def _check_named(problems: Problems, path: Path, thing: dict[str, Any]) -> None:
    _check_name(problems, (*path, "name"), thing.get("name"))
    problems.length((*path, "description"), thing.get("description"), 1, 100)
    for key in ("name_localizations", "description_localizations"):
        for locale, text in (thing.get(key) or {}).items():
            problems.one_of((*path, key, locale), locale, LOCALES)
            if key.startswith("name"):
                _check_name(problems, (*path, key, locale), text)
            else:
                problems.length((*path, key, locale), text, 1, 100)


def _check_name(problems: Problems, path: Path, name: Any) -> None:
    if not problems.length(path, name, 1, 32):
        return
    if not all(_fits_a_name(sign) for sign in name) or name != name.lower():
        text = f'Command name "{name}" is invalid'
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", text)


def _fits_a_name(sign: str) -> bool:
    """Return whether it matches ^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$."""
    if sign in "-_'" or unicodedata.category(sign)[0] in "LN":
        return True
    return unicodedata.name(sign, "").startswith(("DEVANAGARI", "THAI"))


def _check_options(problems: Problems, path: Path, options: Any, allowed: set[int]) -> None:
    if not problems.length(path, options, 0, 25):
        return
    names = Counter(option.get("name") for option in options)
    optional_before = False
    for at, option in enumerate(options):
        option_path = (*path, at)
        _check_named(problems, option_path, option)
        if names[option.get("name")] > 1:
            text = "Option names must be unique"
            problems.add(
                (*option_path, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", text
            )
        if option.get("required") and optional_before:
            text = "Required options must be placed before non-required options"
            problems.add(option_path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_before = optional_before or not option.get("required")
        kind = option.get("type")
        if not problems.one_of((*option_path, "type"), kind, set(range(1, 12))):
            continue
        if kind in {SUBCOMMAND, GROUP}:
            if kind not in allowed:
                text = "Sub-commands are nested too deep"
                problems.add(
                    (*option_path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text
                )
            _check_options(
                problems,
                (*option_path, "options"),
                option.get("options") or [],
                {SUBCOMMAND} if kind == GROUP else set(),
            )
        else:
            _check_value(problems, option_path, option)


def _check_value(problems: Problems, path: Path, option: dict[str, Any]) -> None:
    kind, choices = option["type"], option.get("choices") or []
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete cannot be used together"
        problems.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", text)
    if (choices or option.get("autocomplete")) and kind not in WITH_CHOICES:
        text = "Only text and numbers may have choices"
        problems.add((*path, "choices"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    check_choices(problems, (*path, "choices"), choices, kind)
    for key, low in (("min_length", 0), ("max_length", 1)):
        value = option.get(key)
        if value is not None and (kind != STRING or not low <= value <= 6000):
            problems.add((*path, key), "NUMBER_TYPE_MAX", f"Must be between {low} and 6000.")
    for key in ("min_value", "max_value"):
        if option.get(key) is not None and kind not in {INTEGER, NUMBER}:
            problems.add((*path, key), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Not a number.")


def check_choices(problems: Problems, path: Path, choices: Any, kind: int) -> None:
    """Collect the errors of an option's choices, or those of an autocomplete."""
    if not problems.length(path, choices, 0, 25):
        return
    for at, choice in enumerate(choices):
        problems.length((*path, at, "name"), choice.get("name"), 1, 100)
        value = choice.get("value")
        if kind == STRING:
            problems.length((*path, at, "value"), value, 1, 100)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            problems.add((*path, at, "value"), "NUMBER_TYPE_COERCE", "Value is not a number.")


def size_of(thing: dict[str, Any]) -> int:
    """Return the length of all names, descriptions and values; the longest translation counts."""
    total = 0
    for key in ("name", "description"):
        texts = [thing.get(key), *(thing.get(f"{key}_localizations") or {}).values()]
        total += max((len(str(text)) for text in texts if text), default=0)
    total += len(str(thing["value"])) if "value" in thing else 0
    for key in ("options", "choices"):
        total += sum(size_of(inner) for inner in thing.get(key) or [])
    return total
