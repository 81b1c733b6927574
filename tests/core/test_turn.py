"""Turns: one process at a time, also through outages and kills."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.turn import Turn, TurnLostError
from tests.core.scene import Scene

SHORT = timedelta(seconds=0.06)


async def test_one_takes_it_and_the_other_when_it_is_given_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.turn.STAND_BY_SECONDS", 0.01)
    one, other = Turn(scene.database, "t", "one"), Turn(scene.database, "t", "other")
    await one.take()
    waiting = asyncio.create_task(other.take())
    await asyncio.sleep(0.05)
    assert not waiting.done()

    await one.give_back()

    async with asyncio.timeout(10):
        await waiting


async def test_who_lost_it_is_told(scene: Scene) -> None:
    one = Turn(scene.database, "t", "one", lifetime=SHORT)
    await one.take()
    await scene.database.write(lambda unit: unit.locks.release("t", "one"))
    await Turn(scene.database, "t", "other").take()

    with pytest.raises(TurnLostError):
        async with asyncio.timeout(10):
            await one.keep()


async def test_while_the_database_is_away_it_stays_ours(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = Turn(scene.database, "t", "one", lifetime=SHORT)
    await turn.take()
    tries = asyncio.Semaphore(0)

    async def fail(_work: Any) -> None:
        tries.release()
        raise StorageUnavailableError

    monkeypatch.setattr(scene.database, "write", fail)
    keeping = asyncio.create_task(turn.keep())
    async with asyncio.timeout(10):
        await tries.acquire()
        await tries.acquire()

    assert not keeping.done()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
