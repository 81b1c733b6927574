"""What handlers of buttons and forms have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bots.chat.callback_data import CallbackData
from bots.discord.context import Interaction

Handler: TypeAlias = Callable[[Interaction, CallbackData], Awaitable[None]]


def is_private(interaction: Interaction, callback: CallbackData) -> bool:
    """Say whether the answer is for the person alone: as that message was, or for a stranger."""
    message = interaction.message
    was_private = message is not None and message.flags.ephemeral
    return was_private or str(interaction.user.id) != callback.extra
