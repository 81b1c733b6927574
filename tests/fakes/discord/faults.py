"""Injected faults."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure of one request.

    *status* is the response of a proxy or, with a *code*, of Discord itself; without one the
    connection breaks. With *is_acted_upon* the request is executed, and only its response is lost.
    *seconds* is the delay before that.
    """

    status: int | None = None
    is_acted_upon: bool = False
    seconds: float = 0.0
    retry_after: float = 0.05  # of a 429
    is_global: bool = False  # of a 429
    is_ban: bool = False  # a 429 by Discord's proxy, without `Via`
    code: int = 0  # of an error response that the fake's state cannot cause


class FaultPlan:
    """Queued faults by route; `*` is any route."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = {}
        self._slow: dict[str, float] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.waiting = 0  # requests that wait at a closed gate

    def add(self, route: str, fault: Fault, times: int) -> None:
        self._planned.setdefault(route, deque()).extend([fault] * times)

    def slow(self, route: str, seconds: float) -> None:
        """Delay every request on a route."""
        self._slow[route] = seconds

    def clear(self) -> None:
        self._planned.clear()
        self._slow.clear()
        for gate in self.gates.values():
            gate.set()
        self.gates.clear()

    def of(self, route: str) -> Fault | None:
        for name in (route, "*"):
            if planned := self._planned.get(name):
                return planned.popleft()
        return None

    def hold(self, route: str) -> asyncio.Event:
        """Block the requests on a route until the returned event is set."""
        return self.gates.setdefault(route, asyncio.Event())

    async def delay(self, route: str) -> None:
        """Wait for the delay and the gate of the route."""
        gate = self.gates.get(route) or self.gates.get("*")
        if gate is not None and not gate.is_set():
            self.waiting += 1
            await gate.wait()
            self.waiting -= 1
        await asyncio.sleep(self._slow.get(route, self._slow.get("*", 0.0)))
