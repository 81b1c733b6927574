"""The bot's responses to interactions: callbacks, `@original` and follow-ups.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.api_errors import (
    ApiError,
    Problems,
    already_acknowledged,
    bad_form,
    unknown,
)
from tests.fakes.discord.clock import Changes, Clock
from tests.fakes.discord.command_rules import check_choices
from tests.fakes.discord.component_rules import check_modal
from tests.fakes.discord.interactions import MOST_FOLLOW_UPS, Interaction, Type
from tests.fakes.discord.message_rules import Upload
from tests.fakes.discord.message_writer import MessageWriter
from tests.fakes.discord.messages import Flag, Message
from tests.fakes.discord.models import User

REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
PARSED = ("users",)  # default of allowed mentions in a response
ALLOWED = {
    Type.COMMAND: {REPLY, DEFER, MODAL},
    Type.COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    Type.AUTOCOMPLETE: {CHOICES},
    Type.MODAL_SUBMIT: {REPLY, DEFER},
}
MESSAGE_KIND = {Type.COMMAND: 20}  # a slash command's response; others are replies or plain


class ResponseProcessor:
    """Processor of responses, which accepts one callback in time, as Discord does."""

    def __init__(
        self, clock: Clock, changes: Changes, message_writer: MessageWriter, bot: User
    ) -> None:
        self._clock = clock
        self._changes = changes
        self._message_writer = message_writer
        self._bot = bot

    # --- Callback ---------------------------------------------------------------------------------

    def acknowledge(
        self, interaction: Interaction, body: Mapping[str, Any], uploads: list[Upload]
    ) -> Message | None:
        """Accept the callback; return the message that it creates or edits. Raises ApiError."""
        if interaction.is_acknowledged:
            raise already_acknowledged()
        kind = body.get("type")
        allowed = ALLOWED[interaction.type]
        if interaction.type is Type.MODAL_SUBMIT and interaction.message is not None:
            allowed = allowed | {DEFER_UPDATE, UPDATE}
        if kind not in allowed:
            values = ", ".join(map(str, sorted(allowed)))
            text = f"Value must be one of {{{values}}}."
            interaction.refused.append(f"type {kind}")
            raise bad_form(("type",), "BASE_TYPE_CHOICES", text)
        data = body.get("data") or {}
        try:
            message = self._respond(interaction, int(kind), data, uploads)
        except ApiError as error:
            interaction.refused.append(str(error))
            raise
        interaction.acknowledged_at = self._clock.now()
        interaction.response_type = int(kind)
        interaction.changes.notify()
        self._changes.notify()
        return message

    def _respond(
        self, interaction: Interaction, kind: int, data: dict[str, Any], uploads: list[Upload]
    ) -> Message | None:
        if kind == CHOICES:
            interaction.choices = self._choices(interaction, data)
            return None
        if kind == MODAL:
            problems = Problems()
            check_modal(problems, data)
            problems.refuse()
            interaction.modal = data
            return None
        if kind in {DEFER_UPDATE, UPDATE}:
            interaction.original = interaction.message
            assert interaction.message is not None
            if kind == UPDATE:
                self._edit(interaction, interaction.message, data, uploads)
            return interaction.message
        flags = self._flags(interaction, data)
        if kind == DEFER:
            extra = Flag(data.get("flags") or 0) & ~(Flag.EPHEMERAL | Flag.SUPPRESS_EMBEDS)
            if extra:
                text = "Only EPHEMERAL can be set on a deferred answer."
                raise bad_form(("data", "flags"), "MESSAGE_FLAGS_INVALID", text)
            interaction.original = self._message_writer.post_thinking(
                interaction.channel, self._bot, flags, **self._origin(interaction, flags)
            )
        else:
            interaction.original = self._post(interaction, data, uploads, flags)
        return interaction.original

    def _choices(self, interaction: Interaction, data: dict[str, Any]) -> list[dict[str, Any]]:
        problems = Problems()
        choices = data.get("choices")
        kind = next(o["type"] for o in leaves(interaction.data) if o.get("focused"))
        check_choices(problems, ("data", "choices"), choices if choices is not None else [], kind)
        problems.refuse()
        return list(choices or [])

    # --- With the interaction's token -------------------------------------------------------------

    def find(self, interaction: Interaction, name: str) -> Message:
        """Return `@original`, a follow-up or the message with the component. Raises ApiError."""
        if name == "@original":
            found = [interaction.original] if interaction.original else []
        else:
            own = [interaction.original, interaction.message, *interaction.follow_ups]
            found = [message for message in own if message and str(message.id) == name]
        if not found or found[0].is_deleted:
            raise unknown("Message")
        return found[0]

    def edit(
        self, interaction: Interaction, name: str, body: Mapping[str, Any], uploads: list[Upload]
    ) -> Message:
        return self._edit(interaction, self.find(interaction, name), body, uploads)

    def delete(self, interaction: Interaction, name: str) -> None:
        self._message_writer.delete(self.find(interaction, name))

    def follow_up(
        self, interaction: Interaction, body: Mapping[str, Any], uploads: list[Upload]
    ) -> Message:
        """Add a message; the first one after a deferral replaces the placeholder."""
        if interaction.is_for_user_alone and interaction.follow_ups_made >= MOST_FOLLOW_UPS:
            text = "Maximum number of follow-up messages reached for this interaction"
            raise ApiError(400, 40094, text)
        interaction.follow_ups_made += 1
        if interaction.original is not None and interaction.is_thinking:
            return self._edit(interaction, interaction.original, body, uploads)
        flags = self._flags(interaction, body)
        message = self._post(interaction, body, uploads, flags)
        interaction.follow_ups.append(message)
        return message

    # --- Helpers ----------------------------------------------------------------------------------

    def _post(
        self,
        interaction: Interaction,
        data: Mapping[str, Any],
        uploads: list[Upload],
        flags: Flag,
    ) -> Message:
        return self._message_writer.post(
            interaction.channel,
            self._bot,
            data,
            uploads,
            file_limit=interaction.file_limit,
            flags=flags,
            default_parse=PARSED,
            **self._origin(interaction, flags),
        )

    def _edit(
        self,
        interaction: Interaction,
        message: Message,
        body: Mapping[str, Any],
        uploads: list[Upload],
    ) -> Message:
        limit = interaction.file_limit
        return self._message_writer.edit(
            message, body, uploads, file_limit=limit, default_parse=PARSED
        )

    def _flags(self, interaction: Interaction, data: Mapping[str, Any]) -> Flag:
        requested = Flag(data.get("flags") or 0) & Flag.EPHEMERAL
        return Flag.EPHEMERAL if interaction.must_be_private else requested

    def _origin(self, interaction: Interaction, flags: Flag) -> dict[str, Any]:
        return {
            "only_for": interaction.user if flags & Flag.EPHEMERAL else None,
            "interaction": interaction.metadata(),
            "kind": MESSAGE_KIND.get(interaction.type, 0),
        }


def leaves(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a command's options that have values, at any depth."""
    found: list[dict[str, Any]] = []
    for option in data.get("options", []):
        found += leaves(option) if option["type"] in {1, 2} else [option]
    return found
