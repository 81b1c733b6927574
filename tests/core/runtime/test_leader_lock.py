"""The leader lock has one holder at a time, also through outages and kills."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.runtime.leader_lock import LeaderLock, LeaderLockLostError
from tests.core.job_services import JobServices

SHORT = timedelta(seconds=0.06)


async def test_a_released_lock_is_acquired_by_the_waiting_process(
    job_services: JobServices,
) -> None:
    one = LeaderLock(job_services.database, "t", "one")
    other = LeaderLock(job_services.database, "t", "other", retry_seconds=0.01)
    await one.acquire()
    waiting = asyncio.create_task(other.acquire())
    await asyncio.sleep(0.05)
    assert not waiting.done()

    await one.release()

    async with asyncio.timeout(30):
        await waiting


async def test_losing_the_lock_raises(job_services: JobServices) -> None:
    one = LeaderLock(job_services.database, "t", "one", lifetime=SHORT)
    await one.acquire()
    await job_services.database.write(lambda unit: unit.locks.release("t", "one"))
    await LeaderLock(job_services.database, "t", "other").acquire()

    with pytest.raises(LeaderLockLostError):
        async with asyncio.timeout(30):
            await one.keep_renewed()


async def test_the_lock_is_kept_while_the_database_is_unavailable(
    job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = LeaderLock(job_services.database, "t", "one", lifetime=SHORT)
    await lock.acquire()
    tries = asyncio.Semaphore(0)

    async def fail(_work: Any) -> None:
        tries.release()
        raise StorageUnavailableError

    monkeypatch.setattr(job_services.database, "write", fail)
    keeping = asyncio.create_task(lock.keep_renewed())
    async with asyncio.timeout(30):
        await tries.acquire()
        await tries.acquire()

    assert not keeping.done()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
