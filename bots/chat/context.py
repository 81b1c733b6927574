"""Request contexts: one event of a user, and the means to respond to it, on any chat platform."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bots.chat.callback_data import CallbackData
from bots.chat.cards import Card, Rows
from core.models.chats import MessageKey
from core.models.deliveries import Destination
from core.models.identity import Requester


class RequestContext(Protocol):
    """Context of a command or of a pressed button.

    The methods that call the platform raise its API errors. A handler acknowledges first: Discord
    waits for 3 seconds only.
    """

    @property
    def requester(self) -> Requester:
        """The user who caused the event, without permissions that have to be fetched."""

    @property
    def locale(self) -> str:
        """The user's language, as the platform names it."""

    def destination(self) -> Destination:
        """Return where a comic requested by this event is delivered."""

    async def acknowledge(self, *, private: bool = False) -> None:
        """Announce a response in a new message; *private*: only the user sees it."""

    async def show(self, card: Card) -> MessageKey | None:
        """Show the card in the acknowledged response; return the key of its message, if known.

        The response to a command of the user's own data is a private message. After
        `acknowledge_update` it is the message with the pressed button, or one that replaces it.
        """

    async def say(self, text: str) -> None:
        """Say a sentence to the user alone where possible, such as why a request is refused."""


class ButtonContext(RequestContext, Protocol):
    """Context of a pressed button."""

    @property
    def data(self) -> CallbackData:
        """The decoded payload of the button."""

    @property
    def message_key(self) -> MessageKey | None:
        """The key of the message with the button; None if its chat is unknown."""

    @property
    def heading(self) -> Sequence[str] | None:
        """The heading's lines of the message with the button, as plain text; None if hidden."""

    async def requester_with_permissions(self) -> Requester:
        """Return the requester with whether they moderate the chat, fetched where necessary."""

    async def acknowledge_update(self) -> None:
        """Announce that the response edits the message with the button, or needs none."""

    async def show_buttons(self, rows: Rows) -> None:
        """Replace the buttons of the message."""

    async def show_in_new_message(self, card: Card) -> None:
        """Show the card in a separate message, once: a second press must not add a copy."""

    async def remove_message(self, confirmation: Card) -> None:
        """Delete the message, and show the confirmation to the user alone."""

    async def confirm(self, text: str) -> None:
        """Confirm success in a note that disappears by itself, on platforms that have one."""
