"""Base of the scenarios: what users do while a process is killed, and what must be true then."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from tests.faultpoints.environment import TestEnvironment

PROMPT = "a cat opens a bakery on the moon"


class Scenario(ABC):
    """One use of the product, with its preparation and its checks."""

    counts_from_start: ClassVar[bool] = False  # instead of from the end of `prepare`

    def __init__(self, environment: TestEnvironment) -> None:
        self.environment = environment

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mapping[str, Any]]:
        """Run the servers that it needs; yield the settings to reach them."""
        yield {}

    async def prepare(self) -> None:
        """Do what comes before the first fault point.

        A process is serving unless points count from its start: then none has been started.
        """
        await self.environment.process.wait_until_quiet()

    @abstractmethod
    async def act(self) -> None:
        """Do what users do, and repeat what had no effect; runs on while processes are killed."""

    async def pending_work(self) -> str:
        """Return work that the database does not know about, or an empty list."""
        return ""

    @abstractmethod
    async def violations(self) -> list[str]:
        """Return what is not as it should be at the end."""


def expect(name: str, actual: object, expected: object) -> list[str]:
    """Return what to report if a value is not as expected."""
    return [] if actual == expected else [f"{name}: {actual!r}, not {expected!r}"]
