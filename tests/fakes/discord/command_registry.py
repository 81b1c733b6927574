"""Registered application commands."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord.clock import Snowflakes
from tests.fakes.discord.command_rules import check_commands
from tests.fakes.discord.models import Channel, Guild, Kind, User

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2


class Registry:
    """Global commands (key None) and those of single guilds."""

    def __init__(self, ids: Snowflakes, application_id: int) -> None:
        self._ids = ids
        self._application_id = application_id
        self._commands: dict[int | None, list[dict[str, Any]]] = {}
        self.upserts = 0

    def all(self, guild_id: int | None = None) -> list[dict[str, Any]]:
        return self._commands.get(guild_id, [])

    def replace(self, commands: Any, guild_id: int | None = None) -> list[dict[str, Any]]:
        """Replace all commands of the scope. Raises ApiError."""
        check_commands(commands, is_global=guild_id is None)
        known = {(command["type"], command["name"]): command for command in self.all(guild_id)}
        new = [self._registered(command, known, guild_id) for command in commands]
        self._commands[guild_id] = new
        self.upserts += 1
        return new

    def create(self, command: Any, guild_id: int | None = None) -> dict[str, Any]:
        """Add one command, or replace the one of the same name. Raises ApiError."""
        key = (command.get("type", 1), command.get("name"))
        others = [one for one in self.all(guild_id) if (one["type"], one["name"]) != key]
        return self.replace([*others, command], guild_id)[-1]

    def delete(self, number: str, guild_id: int | None = None) -> bool:
        before = self.all(guild_id)
        self._commands[guild_id] = [one for one in before if one["id"] != number]
        return len(self.all(guild_id)) < len(before)

    def find(self, kind: int, name: str, guild: Guild | None) -> dict[str, Any] | None:
        """Return the command that a user sees under this name."""
        scopes = [guild.id] if guild is not None else []
        for scope in [*scopes, None]:
            for command in self.all(scope):
                if (command["type"], command["name"]) == (kind, name):
                    return command
        return None

    def _registered(
        self,
        command: dict[str, Any],
        known: dict[tuple[int, str], dict[str, Any]],
        guild_id: int | None,
    ) -> dict[str, Any]:
        kind = command.get("type", 1)
        before = known.get((kind, command["name"]))
        body: dict[str, Any] = {
            "id": before["id"] if before else str(self._ids.make()),
            "application_id": str(self._application_id),
            "version": str(self._ids.make()),
            "type": kind,
            "name": command["name"],
            "name_localizations": command.get("name_localizations"),
            "description": command.get("description", ""),
            "description_localizations": command.get("description_localizations"),
            "default_member_permissions": command.get("default_member_permissions"),
            "dm_permission": command.get("dm_permission", True),
            "nsfw": bool(command.get("nsfw")),
        }
        if command.get("options"):
            body["options"] = command["options"]
        if guild_id is not None:
            body["guild_id"] = str(guild_id)
        else:
            body["contexts"] = command.get("contexts")
            body["integration_types"] = command.get("integration_types") or [0]
        return body


def context_of(channel: Channel, bot: User) -> int:
    if channel.guild is not None:
        return IN_GUILD
    return IN_BOT_DM if channel.kind is Kind.DM and bot in channel.recipients else IN_PRIVATE


def is_offered(command: dict[str, Any], *, context: int, for_user_alone: bool) -> bool:
    """Whether clients show the command in this context."""
    contexts = command.get("contexts")
    if contexts is None:
        contexts = (
            [IN_GUILD, IN_BOT_DM, IN_PRIVATE] if command.get("dm_permission", True) else [IN_GUILD]
        )
    if context not in contexts:
        return False
    installs = command.get("integration_types") or [0]
    return (1 in installs) if for_user_alone else (0 in installs or context != IN_GUILD)
