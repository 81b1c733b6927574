"""What can be made to go wrong."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure of one call.

    *status* is what is answered; without one the connection breaks. With *is_acted_upon* the call
    is done all the same, and only its answer is lost. *seconds* (real ones) pass before anything.
    """

    status: int | None = None
    is_acted_upon: bool = False
    seconds: float = 0.0
    retry_after: int = 1  # of a 429
    description: str = ""  # of a refusal that the fake cannot bring about by itself


class Gate(asyncio.Event):
    """Holds up calls until it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()  # set when the first call waits

    async def passed(self) -> None:
        self.reached.set()
        await self.wait()


class FaultPlan:
    """Faults to come, in order, by method in lower case; `*` is any."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = {}
        self._slow: dict[str, float] = {}
        self._gates: dict[str, Gate] = {}
        self._answer_gates: dict[str, Gate] = {}

    def add(self, method: str, fault: Fault, times: int) -> None:
        self._planned.setdefault(method.lower(), deque()).extend([fault] * times)

    def slow(self, method: str, seconds: float) -> None:
        """Let every call take so long from now on."""
        self._slow[method.lower()] = seconds

    def hold(self, method: str) -> Gate:
        """Let calls wait until what is returned is set."""
        return self._gates.setdefault(method.lower(), Gate())

    def hold_answer(self, method: str) -> Gate:
        """Do what is called for, and answer when what is returned is set."""
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
