"""Moderation as the operator, on the database directly, whether or not a server is running."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bots.app import open_app
from bots.parts import WEB
from bots.process import migrate_if_needed
from core.chats.moderation_admin import ModerationAdmin
from core.config.settings import Config

T = TypeVar("T")


async def as_operator(config: Config, act: Callable[[ModerationAdmin], Awaitable[T]]) -> T:
    """Return the result of *act*, with this machine's user as the operator in the log."""
    await migrate_if_needed(config)
    async with open_app(config, frozenset({WEB})) as app:
        return await act(ModerationAdmin(database=app.services.database, operator=_user()))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
