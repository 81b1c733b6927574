"""Users' actions: commands, components, modals. As in a client, only those that are offered."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.command_options import options_of
from tests.fakes.discord.command_registry import (
    CHAT,
    MESSAGE_MENU,
    Registry,
    context_of,
    is_offered,
)
from tests.fakes.discord.component_rules import SELECTS, Component
from tests.fakes.discord.interactions import Interaction, Type
from tests.fakes.discord.messages import Flag, Message, walk
from tests.fakes.discord.modal_submissions import filled
from tests.fakes.discord.models import Channel, Permission, User
from tests.fakes.discord.permissions import can_see, permissions_of
from tests.fakes.discord.serialise import message_json
from tests.fakes.discord.server_state import ServerState


class NotOfferedError(Exception):
    """A real client would not let this user do that."""


class UserActions:
    """Factory of the interactions that the bot receives, from users' actions."""

    def __init__(self, fake: ServerState, registry: Registry, cdn: Cdn) -> None:
        self._fake = fake
        self._registry = registry
        self._cdn = cdn

    # --- Commands ---------------------------------------------------------------------------------

    def slash(
        self, user: User, channel: Channel, name: str, given: Mapping[str, Any]
    ) -> Interaction:
        """Return the interaction of a slash command; *name* may be `group sub`.

        Raises NotOfferedError.
        """
        command, rest = self._command(user, channel, name)
        options, resolved = options_of(command, rest, given, guild=channel.guild, partial=False)
        data = self._command_data(command, options, resolved)
        return self._make(Type.COMMAND, user, channel, data, command=command)

    def autocomplete(
        self, user: User, channel: Channel, name: str, focused: str, given: Mapping[str, Any]
    ) -> Interaction:
        """Return the autocomplete interaction of a command's option. Raises NotOfferedError."""
        command, rest = self._command(user, channel, name)
        options, resolved = options_of(
            command, rest, given, guild=channel.guild, partial=True, focused=focused
        )
        data = self._command_data(command, options, resolved)
        return self._make(Type.AUTOCOMPLETE, user, channel, data, command=command)

    def menu(self, user: User, message: Message, name: str) -> Interaction:
        """Return the interaction of a message command. Raises NotOfferedError."""
        channel = message.channel
        command = self._offered(MESSAGE_MENU, user, channel, name)
        if message.flags & Flag.EPHEMERAL or not message.is_seen_by(user):
            raise NotOfferedError(
                "message commands apply only to visible messages that are not ephemeral"
            )
        target = message_json(message, self._cdn)
        resolved: dict[str, Any] = {"messages": {str(message.id): target}}
        data = self._command_data(command, [], resolved) | {"target_id": str(message.id)}
        return self._make(Type.COMMAND, user, channel, data, command=command)

    def _command(self, user: User, channel: Channel, name: str) -> tuple[dict[str, Any], list[str]]:
        first, *rest = name.split()
        return self._offered(CHAT, user, channel, first), rest

    def _offered(self, kind: int, user: User, channel: Channel, name: str) -> dict[str, Any]:
        self._check_presence(user, channel)
        command = self._registry.find(kind, name, channel.guild)
        if command is None:
            raise NotOfferedError(f"no command {name!r} is registered here")
        context = context_of(channel, self._fake.bot)
        alone = not self._is_known_to(user, channel)
        if alone and not user.has_installed:
            raise NotOfferedError(f"{user.name} has not installed the app, nor has this guild")
        if not (
            is_offered(command, context=context, for_user_alone=alone)
            or (user.has_installed and is_offered(command, context=context, for_user_alone=True))
        ):
            raise NotOfferedError(f"{name!r} is not offered in this context")
        if command["nsfw"] and channel.guild is not None and not channel.nsfw:
            raise NotOfferedError(f"{name!r} is for age-restricted channels")
        wanted = command.get("default_member_permissions")
        if wanted is not None and channel.guild is not None:
            granted = int(permissions_of(user, channel))
            if int(wanted) & ~granted or (
                int(wanted) == 0 and not granted & Permission.ADMINISTRATOR
            ):
                raise NotOfferedError(f"{user.name} lacks the permissions for {name!r}")
        if (
            channel.guild is not None
            and not permissions_of(user, channel) & Permission.USE_APPLICATION_COMMANDS
        ):
            raise NotOfferedError(f"{user.name} may not use commands here")
        return command

    def _command_data(
        self, command: dict[str, Any], options: list[dict[str, Any]], resolved: dict[str, Any]
    ) -> dict[str, Any]:
        data: dict[str, Any] = {
            "id": command["id"],
            "name": command["name"],
            "type": command["type"],
        }
        if options:
            data["options"] = options
        if resolved:
            data["resolved"] = resolved
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data

    # --- Components -------------------------------------------------------------------------------

    def press(
        self, user: User, message: Message, which: str, values: list[str] | None = None
    ) -> Interaction:
        """Return the interaction of the button or select with this custom_id or label.

        Raises NotOfferedError.
        """
        self._check_presence(user, message.channel)
        if message.is_deleted or not message.is_seen_by(user):
            raise NotOfferedError(f"{user.name} does not see this message")
        part = find_component(message, which)
        if part.get("disabled"):
            raise NotOfferedError(f"{which!r} is disabled")
        if "custom_id" not in part:
            raise NotOfferedError(f"{which!r} is a link")
        data: dict[str, Any] = {
            "custom_id": part["custom_id"],
            "component_type": part["type"],
            "id": part["id"],
        }
        if part["type"] in SELECTS:
            data["values"] = chosen(part, values)
        return self._make(Type.COMPONENT, user, message.channel, data, message=message)

    def submit(self, opened: Interaction, fields: Mapping[str, Any]) -> Interaction:
        """Return the submission of the modal of this interaction. Raises NotOfferedError."""
        if opened.modal is None:
            raise NotOfferedError("no form was opened")
        try:
            components = filled(opened.modal["components"], fields)
        except ValueError as error:
            raise NotOfferedError(str(error)) from None
        data = {"custom_id": opened.modal["custom_id"], "components": components}
        return self._make(
            Type.MODAL_SUBMIT,
            opened.user,
            opened.channel,
            data,
            message=opened.message,
            parent=opened,
        )

    # --- Helpers ----------------------------------------------------------------------------------

    def _check_presence(self, user: User, channel: Channel) -> None:
        if channel.id not in self._fake.channels or not can_see(user, channel):
            raise NotOfferedError(f"{user.name} does not see {channel.name}")

    def _is_known_to(self, user: User, channel: Channel) -> bool:
        """Whether the app is installed in the channel's guild, or by the user."""
        if channel.guild is not None:
            return channel.guild.has_commands
        if self._fake.bot in channel.recipients:
            return self._fake.shares_guild(user) or not user.has_installed
        return False

    def _owners(
        self,
        user: User,
        channel: Channel,
        message: Message | None,
        parent: Interaction | None,
        command: dict[str, Any] | None,
    ) -> dict[str, str]:
        """Return who installed the app. A component has the owners of its message's interaction."""
        if parent is not None:
            return dict(parent.owners)
        if message is not None and message.interaction is not None:
            return dict(message.interaction["authorizing_integration_owners"])
        found: dict[str, str] = {}
        installs = {0, 1} if command is None else set(command.get("integration_types") or [0])
        if self._is_known_to(user, channel) and 0 in installs:
            found["0"] = str(channel.guild.id) if channel.guild else "0"
        if user.has_installed and 1 in installs and message is None:
            found["1"] = str(user.id)
        return found

    def _make(
        self,
        kind: Type,
        user: User,
        channel: Channel,
        data: Mapping[str, Any],
        *,
        message: Message | None = None,
        parent: Interaction | None = None,
        command: dict[str, Any] | None = None,
    ) -> Interaction:
        return Interaction(
            id=self._fake.ids.make(),
            token=f"aW50ZXJhY3Rpb24{token_urlsafe(60)}",
            type=kind,
            user=user,
            channel=channel,
            created_at=self._fake.clock.now(),
            data=data,
            owners=self._owners(user, channel, message, parent, command),
            context=context_of(channel, self._fake.bot),
            message=message,
            parent=parent,
        )


def find_component(message: Message, which: str) -> dict[str, Any]:
    """Return the component with this custom_id, label or placeholder. Raises NotOfferedError."""
    parts = [
        part
        for part in walk(message.components)
        if part.get("type") in SELECTS | {Component.BUTTON}
    ]
    for key in ("custom_id", "label", "placeholder"):
        for part in parts:
            if part.get(key) == which:
                return part
    there = [part.get("label") or part.get("custom_id") for part in parts]
    raise NotOfferedError(f"no component {which!r} on this message; there are {there}")


def chosen(part: dict[str, Any], values: list[str] | None) -> list[str]:
    """Return the values chosen in a select. Raises NotOfferedError if it does not offer them."""
    values = values or []
    if not part.get("min_values", 1) <= len(values) <= part.get("max_values", 1):
        raise NotOfferedError(f"{len(values)} values are not as many as may be chosen")
    offered = {option["value"] for option in part.get("options", [])}
    if part["type"] == Component.STRING_SELECT and not set(values) <= offered:
        raise NotOfferedError(f"{values} are not all offered; there are {sorted(offered)}")
    return values
