"""Leases are renewed and lost leases detected, and no call starts that may outlast its lease."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import pytest

from core.errors import StorageUnavailableError
from core.jobs.leases import LeaseKeeper, LeaseLostError, ShuttingDownError
from core.models.identity import JobId

JOB = JobId(UUID(int=7))
LEASE = timedelta(seconds=60)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def keeper(clock: Clock, answer: dict[JobId, int] | Exception) -> LeaseKeeper:
    async def renew(job_ids: Collection[JobId]) -> dict[JobId, int]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return LeaseKeeper(renew, lease=LEASE, clock=clock)


async def forever() -> None:
    await asyncio.Event().wait()


async def test_a_lease_reports_whether_it_outlasts_an_operation() -> None:
    clock = Clock()
    with keeper(clock, {}).hold(JOB, 1, clock.now) as held:
        clock.now += 50

        assert held.outlasts(timedelta(seconds=9))
        assert not held.outlasts(timedelta(seconds=10))


async def test_a_renewed_lease_starts_when_the_renewal_was_requested() -> None:
    clock = Clock()
    leases = keeper(clock, {JOB: 1})
    with leases.hold(JOB, 1, clock.now) as held:
        clock.now += 50

        await leases._renew_once()

        assert held.outlasts(timedelta(seconds=59))


async def test_a_failed_renewal_neither_extends_nor_loses_the_lease() -> None:
    clock = Clock()
    leases = keeper(clock, StorageUnavailableError("away"))
    with leases.hold(JOB, 1, clock.now) as held:
        clock.now += 61

        await leases._renew_once()

        assert not held.lost.is_set()
        assert not held.outlasts(timedelta(0))


@pytest.mark.parametrize("answer", [{}, {JOB: 2}])
async def test_a_lease_held_by_another_worker_is_lost(answer: dict[JobId, int]) -> None:
    clock = Clock()
    leases = keeper(clock, answer)
    with leases.hold(JOB, 1, clock.now) as held:
        await leases._renew_once()

        with pytest.raises(LeaseLostError):
            await held.run(forever(), stopping=asyncio.Event())


async def test_the_result_of_the_work_is_returned() -> None:
    clock = Clock()

    async def work() -> int:
        return 5

    with keeper(clock, {}).hold(JOB, 1, clock.now) as held:
        assert await held.run(work(), stopping=asyncio.Event()) == 5


async def test_stopping_cancels_the_work() -> None:
    clock, stopping, ended = Clock(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            stopping.set()
            await forever()
        finally:
            ended.set()

    with (
        keeper(clock, {}).hold(JOB, 1, clock.now) as held,
        pytest.raises(ShuttingDownError),
    ):
        await held.run(work(), stopping=stopping)

    assert ended.is_set()


async def test_a_lease_is_renewed_only_while_it_is_held() -> None:
    clock = Clock()
    leases = keeper(clock, {})
    with leases.hold(JOB, 3, clock.now):
        assert leases.held == {JOB: 3}

    assert leases.held == {}
