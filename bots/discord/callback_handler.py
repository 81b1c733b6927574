"""Common parts of component and modal handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bots.chat.callback_data import CallbackData
from bots.discord.context import Interaction

Handler: TypeAlias = Callable[[Interaction, CallbackData], Awaitable[None]]


def is_private(interaction: Interaction, callback: CallbackData) -> bool:
    """Return whether the response is ephemeral: as its message was, or for a user not its owner."""
    message = interaction.message
    was_private = message is not None and message.flags.ephemeral
    return was_private or str(interaction.user.id) != callback.extra
