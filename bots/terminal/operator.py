"""Acting as the operator: on the database itself, whether a server runs or not."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bots.app import WEB, open_app
from bots.running import bring_up_to_date
from core.community import Community
from core.config import Config

T = TypeVar("T")


async def as_operator(config: Config, act: Callable[[Community], Awaitable[T]]) -> T:
    """Return what *act* did; the log names the user of this machine."""
    await bring_up_to_date(config)
    async with open_app(config, frozenset({WEB})) as app:
        return await act(Community(database=app.services.database, operator=_user()))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
