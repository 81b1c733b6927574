"""Fleet statistics are read from the rows, at most once a second."""

from __future__ import annotations

import pytest

from core.errors import StorageUnavailableError
from core.models.jobs import JobState
from core.operations.fleet_stats import FleetStats
from tests.core.job_services import LONG_AGO, JobServices


async def test_open_jobs_and_the_last_janitor_run_are_read(scene: JobServices) -> None:
    fleet_stats = FleetStats(scene.database)
    await scene.worker.sweep.run_once()
    await scene.ask()

    view = await fleet_stats.refresh()

    assert view is not None
    assert view.open == {JobState.WAITING: 0, JobState.QUEUED: 1, JobState.DRAWING: 0}
    assert set(view.oldest) == {JobState.QUEUED}
    assert view.sweep_age is not None
    assert view.sweep_age < 60
    assert fleet_stats.is_janitor_on_time


async def test_a_late_janitor_is_detected(scene: JobServices) -> None:
    now = 0.0
    fleet_stats = FleetStats(scene.database, clock=lambda: now)
    await fleet_stats.refresh()
    assert fleet_stats.is_janitor_on_time, "a fleet that has just begun"

    await scene.worker.sweep.run_once()
    scene.sql(f"UPDATE marks SET at = '{LONG_AGO}'")
    now += 2
    await fleet_stats.refresh()

    assert not fleet_stats.is_janitor_on_time


async def test_the_rows_are_read_once_a_second(
    scene: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    fleet_stats = FleetStats(scene.database, clock=lambda: now)
    first = await fleet_stats.refresh()
    await scene.ask()

    assert await fleet_stats.refresh() is first
    now += 1

    again = await fleet_stats.refresh()
    assert again is not None
    assert again.open[JobState.QUEUED] == 1


async def test_without_a_database_nobody_knows(
    scene: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(scene.database, "read", away)

    assert await FleetStats(scene.database).refresh() is None
