"""Tests of claims that the slots of a process share."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from core.errors import StorageUnavailableError
from core.jobs.shared_claims import SharedClaims


class GatedQueue:
    """Jobs to claim, with a gate that each transaction has to pass."""

    def __init__(self, *due: str) -> None:
        self.due = list(due)
        self.counts: list[int] = []
        self.gate = asyncio.Semaphore(0)
        self.error: Exception | None = None

    async def claim(self, count: int) -> Sequence[str]:
        self.counts.append(count)
        await self.gate.acquire()
        if self.error is not None:
            raise self.error
        taken, self.due = self.due[:count], self.due[count:]
        return taken

    def open(self, times: int) -> None:
        for _ in range(times):
            self.gate.release()


async def waiting_slots(claims: SharedClaims[str], count: int) -> list[asyncio.Task[str | None]]:
    slots = [asyncio.create_task(claims.next()) for _ in range(count)]
    await asyncio.sleep(0.01)
    return slots


async def test_waiting_slots_share_the_next_transaction() -> None:
    queue = GatedQueue("a", "b", "c")
    claims = SharedClaims(queue.claim)
    slots = await waiting_slots(claims, 5)

    queue.open(2)

    assert await asyncio.gather(*slots) == ["a", "b", "c", None, None]
    assert queue.counts == [1, 4]


async def test_an_error_is_raised_in_every_slot_that_waited_for_it() -> None:
    queue = GatedQueue("a")
    queue.error = StorageUnavailableError()
    claims = SharedClaims(queue.claim)
    slots = await waiting_slots(claims, 3)

    queue.open(2)
    results = await asyncio.gather(*slots, return_exceptions=True)

    assert [type(result) for result in results] == [StorageUnavailableError] * 3
    queue.error = None
    queue.open(1)
    assert await claims.next() == "a"


async def test_what_was_claimed_for_a_cancelled_slot_goes_to_the_next_one() -> None:
    queue = GatedQueue("a", "b", "c")
    claims = SharedClaims(queue.claim)
    first, second, third = await waiting_slots(claims, 3)
    queue.open(1)
    assert await first == "a"
    await asyncio.sleep(0.01)  # now the second slot claims for itself and the third
    third.cancel()
    with pytest.raises(asyncio.CancelledError):
        await third
    queue.open(2)

    assert await second == "b"
    assert await claims.next() == "c"
    assert await claims.next() is None


async def test_a_slot_cancelled_while_it_claims_leaves_the_others_waiting() -> None:
    queue = GatedQueue("a", "b")
    claims = SharedClaims(queue.claim)
    first, second, third = await waiting_slots(claims, 3)

    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    queue.open(3)

    assert (await second, await third) == ("a", "b")
    assert await claims.next() is None
