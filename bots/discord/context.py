"""Request context of an interaction, in the terms of the shared handlers and of the core."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import discord

from bots.chat.api_errors import FailureKind
from bots.chat.callback_data import Action, CallbackData, decode
from bots.chat.cards import Card
from bots.chat.context import ButtonContext
from bots.discord.api_errors import DiscordApiError
from bots.discord.interactions import destination_of, request_key, requester_of
from bots.discord.plain_text import heading_in
from bots.discord.rendering import RenderedMessage, render_card
from bots.discord.responder import Responder
from bots.discord.upload_sizes import upload_fitting
from core.errors import PrivateOnlyError
from core.gallery.renditions import Renditions
from core.models.chats import MessageKey
from core.models.deliveries import Destination
from core.models.identity import Platform, Requester
from core.sentences import sentence

T = TypeVar("T")


@dataclass(kw_only=True)
class DiscordContext(Responder):
    """Context of one interaction: a command, a pressed button or a submitted modal."""

    renditions: Renditions = field(repr=False)  # tracebacks show contexts, not all services

    # --- The interaction --------------------------------------------------------------------------

    @cached_property
    def requester(self) -> Requester:
        """The user who caused the interaction, and whether they moderate its chat."""
        return requester_of(self.interaction)

    async def requester_with_permissions(self) -> Requester:
        """Return the requester: Discord sends permissions along with each interaction."""
        return self.requester

    @property
    def request_key(self) -> str:
        """The key of this event, the same in every session that receives it."""
        return request_key(self.interaction)

    def destination(self) -> Destination:
        """Return the acknowledged response as a destination."""
        return destination_of(self.interaction, self.acknowledgement)

    @property
    def payload(self) -> Mapping[str, Any]:
        """The interaction's data: its custom_id, and the values of a modal's inputs."""
        data: Mapping[str, Any] = self.interaction.data or {}
        return data

    @cached_property
    def callback(self) -> CallbackData | None:
        """The decoded payload of the component or modal; None if it is malformed or unknown."""
        return decode(str(self.payload.get("custom_id", "")))

    @property
    def data(self) -> CallbackData:
        """The decoded payload of the component or modal. Raises LookupError if there is none."""
        if self.callback is None:
            raise LookupError("the interaction has no callback data")
        return self.callback

    @property
    def message_content(self) -> str:
        """The content of the message with the component; empty for a command."""
        return self.interaction.message.content if self.interaction.message else ""

    @property
    def message_url(self) -> str:
        """The link to the message with the component; empty for a command."""
        return self.interaction.message.jump_url if self.interaction.message else ""

    @property
    def message_key(self) -> MessageKey | None:
        """The key of the message with the component; None for a command."""
        message = self.interaction.message
        return self._key_of(str(message.id)) if message is not None else None

    @property
    def heading(self) -> Sequence[str] | None:
        """The lines of subtext of the message with the component, as plain text.

        None if the server blocked them: a gallery with a filter has a button that drops it.
        """
        lines = heading_in(self.message_content)
        return None if not lines and self._has_button(Action.ALL) else lines

    @property
    def stays_ephemeral(self) -> bool:
        """Whether the message with the component is ephemeral, or its owner another user."""
        message = self.interaction.message
        was_ephemeral = message is not None and message.flags.ephemeral
        return was_ephemeral or self.requester.identity.external_id != self.data.extra

    # --- The response -----------------------------------------------------------------------------

    async def show(self, card: Card) -> MessageKey:
        """Show a card in the acknowledged response, without its quote if Discord blocks that."""
        try:
            return self._key_of(await self._upload(card, quote=True))
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
        return self._key_of(await self._upload(card, quote=False))

    async def show_in_new_message(self, card: Card) -> None:
        """Show the card in the acknowledged response, which is a message of this event alone."""
        await self.show(card)

    async def remove_message(self, confirmation: Card) -> None:
        """Show the confirmation in an ephemeral follow-up, then delete the component's message."""
        await self.follow_up(render_card(confirmation))
        await self.delete()

    async def confirm(self, text: str) -> None:
        """Do nothing: Discord has no note that vanishes, and the changed message shows success."""

    async def with_allowed_destination(
        self, act: Callable[[Destination], Awaitable[T]]
    ) -> tuple[T, PrivateOnlyError | None]:
        """Call *act* with the response's destination, moved to an ephemeral one if core demands it.

        Returns the result and core's reason for the move. Raises HandledElsewhereError,
        DiscordApiError, and the exceptions of *act*.
        """
        try:
            return await act(self.destination()), None
        except PrivateOnlyError as error:
            reason = error
        await self.give_way()
        await self.move_to_follow_up(RenderedMessage(sentence("one_moment", self.locale)))
        return await act(self.destination()), reason

    def _key_of(self, message_id: str) -> MessageKey:
        return MessageKey(
            platform=Platform.DISCORD,
            application_id=str(self.interaction.application_id),
            chat=str(self.interaction.channel_id or ""),
            message_id=message_id,
        )

    def _has_button(self, action: Action) -> bool:
        """Return whether the message with the component has a button with this action."""
        message = self.interaction.message
        rows = message.components if message is not None else ()
        buttons = (
            each for row in rows if isinstance(row, discord.ActionRow) for each in row.children
        )
        codes = (decode(str(getattr(each, "custom_id", None) or "")) for each in buttons)
        return any(code is not None and code.action is action for code in codes)

    async def _upload(self, card: Card, *, quote: bool) -> str:
        """Edit the response to show the card; return the message's id."""
        limit = self.interaction.filesize_limit
        return await upload_fitting(card, self.edit, self.renditions, limit=limit, quote=quote)


_: type[ButtonContext] = DiscordContext
