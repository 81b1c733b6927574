"""What people do while a process dies, and what has to be true in the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.faultpoints.environment import TestEnvironment

PROMPT = "a cat opens a bakery on the moon"


class Journey(ABC):
    """One way of using the product, from before to after."""

    from_the_start: ClassVar[bool] = False  # points count from the start of a process

    def __init__(self, world: TestEnvironment) -> None:
        self.world = world

    @asynccontextmanager
    async def around(self) -> AsyncIterator[Mapping[str, Any]]:
        """Have what it needs of the outside run; gives the settings that lead there."""
        yield {}

    async def prepare(self) -> None:
        """Come to where points count, with a process that serves or, from the start, with none."""
        await self.world.process.quiet()

    @abstractmethod
    async def act(self) -> None:
        """Do it, and do again what came to nothing; goes on while processes die."""

    async def waits_for(self) -> str:
        """Return what is still to come that the database does not know; empty: nothing."""
        return ""

    @abstractmethod
    async def broken(self) -> list[str]:
        """Return what is not as it should be, in the end."""


def expect(what: str, found: object, wanted: object) -> list[str]:
    """Return what to report where something is not as wanted."""
    return [] if found == wanted else [f"{what}: {found!r}, not {wanted!r}"]
