"""Claims shared by the slots of a process: one transaction for all that wait for work."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedClaims(Generic[T]):
    """Claims as many jobs or deliveries at once as slots are waiting for one.

    *claim* is called with that number, by one slot at a time, and returns at most as many claims.
    """

    def __init__(self, claim: Callable[[int], Awaitable[Sequence[T]]]) -> None:
        self._claim = claim
        self._claiming = asyncio.Lock()
        self._waiting: list[asyncio.Future[T | None]] = []
        self._unused: deque[T] = deque()  # claimed for slots that were cancelled meanwhile

    async def next(self) -> T | None:
        """Return a claim for the calling slot; None if nothing is due. Raises what *claim* does."""
        own: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(own)
        try:
            async with self._claiming:
                if not own.done():
                    await self._serve_all()
        except BaseException:
            self._give_up(own)
            raise
        return own.result()

    async def _serve_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            claims = await self._claims_for(len(waiting))
        except Exception as error:  # noqa: BLE001 - raised in every slot
            for slot in waiting:
                if not slot.done():
                    slot.set_exception(error)
            return
        except BaseException:
            self._waiting = [*waiting, *self._waiting]  # the next slot claims for them
            raise
        for slot, claim in zip_longest(waiting, claims):
            if not slot.done():
                slot.set_result(claim)
            elif claim is not None:
                self._unused.append(claim)

    async def _claims_for(self, count: int) -> list[T]:
        claims: list[T] = []
        while self._unused and len(claims) < count:
            claims.append(self._unused.popleft())
        if len(claims) < count:
            claims += await self._claim(count - len(claims))
        return claims

    def _give_up(self, own: asyncio.Future[T | None]) -> None:
        if not own.done():
            own.cancel()
            if own in self._waiting:
                self._waiting.remove(own)
        elif own.exception() is None and (claim := own.result()) is not None:
            self._unused.append(claim)
