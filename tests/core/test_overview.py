"""How the fleet stands: read from the rows, and not more often than needed."""

from __future__ import annotations

import pytest

from core.errors import StorageUnavailableError
from core.models import JobState
from core.overview import Overview
from tests.core.scene import LONG_AGO, Scene


async def test_the_line_and_the_last_sweep_are_seen(scene: Scene) -> None:
    overview = Overview(scene.database)
    await scene.worker.sweep.once()
    await scene.ask()

    view = await overview.look()

    assert view is not None
    assert view.open == {JobState.WAITING: 0, JobState.QUEUED: 1, JobState.DRAWING: 0}
    assert set(view.oldest) == {JobState.QUEUED}
    assert view.sweep_age is not None
    assert view.sweep_age < 60
    assert overview.is_swept


async def test_that_nobody_sweeps_is_noticed(scene: Scene) -> None:
    now = 0.0
    overview = Overview(scene.database, clock=lambda: now)
    await overview.look()
    assert overview.is_swept, "a fleet that has just begun"

    await scene.worker.sweep.once()
    scene.sql(f"UPDATE marks SET at = '{LONG_AGO}'")
    now += 2
    await overview.look()

    assert not overview.is_swept


async def test_the_rows_are_read_once_a_second(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    overview = Overview(scene.database, clock=lambda: now)
    first = await overview.look()
    await scene.ask()

    assert await overview.look() is first
    now += 1

    again = await overview.look()
    assert again is not None
    assert again.open[JobState.QUEUED] == 1


async def test_without_a_database_nobody_knows(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(scene.database, "read", away)

    assert await Overview(scene.database).look() is None
