"""Faults that tests can inject."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure of one call.

    *status* is the response's; without one the connection breaks. With *is_acted_upon* the call
    is executed, and only its response is lost. *seconds* (real ones) pass before anything else.
    """

    status: int | None = None
    is_acted_upon: bool = False
    seconds: float = 0.0
    retry_after: int = 1  # of a 429
    description: str = ""  # of a refusal that the fake cannot produce by itself


class Gate(asyncio.Event):
    """Holds up calls until it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()  # set when the first call waits

    async def passed(self) -> None:
        self.reached.set()
        await self.wait()


class FaultPlan:
    """Planned faults, in order, by method in lower case; `*` is any method."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = {}
        self._slow: dict[str, float] = {}
        self._gates: dict[str, Gate] = {}
        self._answer_gates: dict[str, Gate] = {}

    def add(self, method: str, fault: Fault, times: int) -> None:
        self._planned.setdefault(method.lower(), deque()).extend([fault] * times)

    def slow(self, method: str, seconds: float) -> None:
        """Delay every call by this time from now on."""
        self._slow[method.lower()] = seconds

    def hold(self, method: str) -> Gate:
        """Hold calls until the returned gate is set."""
        return self._gates.setdefault(method.lower(), Gate())

    def hold_answer(self, method: str) -> Gate:
        """Execute the call, and hold its response until the returned gate is set."""
        return self._answer_gates.setdefault(method.lower(), Gate())

    def clear(self) -> None:
        self._planned.clear()
        self._slow.clear()
        for gates in (self._gates, self._answer_gates):
            for gate in gates.values():
                gate.set()
            gates.clear()

    def of(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if planned := self._planned.get(name):
                return planned.popleft()
        return None

    async def delay(self, method: str) -> None:
        await asyncio.sleep(self._slow.get(method, self._slow.get("*", 0.0)))
        if gate := self._gates.get(method) or self._gates.get("*"):
            await gate.passed()

    async def delay_answer(self, method: str) -> None:
        if gate := self._answer_gates.get(method):
            await gate.passed()
