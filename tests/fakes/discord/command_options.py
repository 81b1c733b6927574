"""Options of a command, as a user gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.command_rules import GROUP, SUBCOMMAND
from tests.fakes.discord.messages import Attachment
from tests.fakes.discord.models import Channel, Guild, Role, User
from tests.fakes.discord.serialise import channel_json, member_json, role_json, user_json

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(3, 12)
TYPES_WITH_IDS = {USER, CHANNEL, ROLE, MENTIONABLE}
PYTHON: dict[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    USER: User,
    CHANNEL: Channel,
    ROLE: Role,
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}


class InvalidValueError(ValueError):
    """A real client would not accept this value."""


def options_of(
    command: Mapping[str, Any],
    path: list[str],
    given: Mapping[str, Any],
    *,
    guild: Guild | None,
    partial: bool,
    focused: str | None = None,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the options of a command's interaction data, and their resolved objects.

    *path* leads to a sub-command. *partial* is an autocomplete, where options may be missing or
    invalid. Raises InvalidValueError.
    """
    known = list(command.get("options", []))
    if path:
        inner = _named(known, path[0])
        if inner["type"] not in {SUBCOMMAND, GROUP}:
            raise InvalidValueError(f"{path[0]!r} is no sub-command")
        options, resolved = options_of(
            inner, path[1:], given, guild=guild, partial=partial, focused=focused
        )
        return [{"name": inner["name"], "type": inner["type"], "options": options}], resolved
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in known):
        raise InvalidValueError("this command is used by its sub-commands")
    found: dict[str, Any] = {}
    sending = []
    for name, value in given.items():
        option = _named(known, name)
        if not partial:
            _check(option, value)
        _resolve(value, found, guild)
        sent: dict[str, Any] = {"name": name, "type": option["type"], "value": _wire(value)}
        if name == focused:
            _check_completes(option)
            sent["focused"] = True
        sending.append(sent)
    missing = [o["name"] for o in known if o.get("required") and o["name"] not in given]
    if missing and not partial:
        raise InvalidValueError(f"{missing} must be given")
    if focused is not None and focused not in given:
        raise InvalidValueError(f"{focused!r} must be among what is typed")
    return sending, found


def _named(options: list[dict[str, Any]], name: str) -> dict[str, Any]:
    for option in options:
        if option["name"] == name:
            return option
    raise InvalidValueError(f"no option {name!r}; there are {[o['name'] for o in options]}")


def _check(option: Mapping[str, Any], value: Any) -> None:
    kind, name = option["type"], option["name"]
    if kind not in PYTHON:
        raise InvalidValueError(f"the fake knows no value for options of type {kind}")
    if not isinstance(value, PYTHON[kind]) or (kind != BOOLEAN and isinstance(value, bool)):
        raise InvalidValueError(f"{name} does not take {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise InvalidValueError(f"{name} is one of {choices}")
    _check_size(option, value)


def _check_size(option: Mapping[str, Any], value: Any) -> None:
    kind, name = option["type"], option["name"]
    if kind == STRING and not option.get("min_length", 0) <= len(value) <= option.get(
        "max_length", 6000
    ):
        raise InvalidValueError(f"{name} has {len(value)} characters")
    if kind in {INTEGER, NUMBER}:
        low, high = option.get("min_value", value), option.get("max_value", value)
        if not low <= value <= high:
            raise InvalidValueError(f"{name} goes from {low} to {high}")


def _check_completes(option: Mapping[str, Any]) -> None:
    if not option.get("autocomplete"):
        raise InvalidValueError(f"{option['name']} has no autocomplete")


def _wire(value: Any) -> Any:
    return str(value.id) if isinstance(value, User | Channel | Role | Attachment) else value


def _resolve(value: Any, resolved: dict[str, Any], guild: Guild | None) -> None:
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = user_json(value)
        if guild is not None and value.id in guild.members:
            member = member_json(value, guild) | {"permissions": "0"}
            del member["user"]
            resolved.setdefault("members", {})[str(value.id)] = member
    elif isinstance(value, Channel):
        body = channel_json(value) | {"permissions": "0"}
        resolved.setdefault("channels", {})[str(value.id)] = body
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = role_json(value, 1)
