"""Fleet statistics are read from the rows, at most once a second."""

from __future__ import annotations

import pytest

from core.errors import StorageUnavailableError
from core.models.jobs import JobState
from core.operations.fleet_stats import FleetStats
from tests.core.job_services import LONG_AGO, JobServices


async def test_open_jobs_and_the_last_janitor_run_are_read(job_services: JobServices) -> None:
    fleet_stats = FleetStats(job_services.database)
    await job_services.worker.sweep.run_once()
    await job_services.request()

    view = await fleet_stats.refresh()

    assert view is not None
    assert view.open == {JobState.WAITING: 0, JobState.QUEUED: 1, JobState.DRAWING: 0}
    assert set(view.oldest) == {JobState.QUEUED}
    assert view.sweep_age is not None
    assert view.sweep_age < 60
    assert fleet_stats.is_janitor_on_time


async def test_a_late_janitor_is_detected(job_services: JobServices) -> None:
    now = 0.0
    fleet_stats = FleetStats(job_services.database, clock=lambda: now)
    await fleet_stats.refresh()
    assert fleet_stats.is_janitor_on_time, "a fleet that has just begun"

    await job_services.worker.sweep.run_once()
    job_services.sql(f"UPDATE marks SET at = '{LONG_AGO}'")
    now += 2
    await fleet_stats.refresh()

    assert not fleet_stats.is_janitor_on_time


async def test_the_rows_are_read_once_a_second(
    job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    fleet_stats = FleetStats(job_services.database, clock=lambda: now)
    first = await fleet_stats.refresh()
    await job_services.request()

    assert await fleet_stats.refresh() is first
    now += 1

    again = await fleet_stats.refresh()
    assert again is not None
    assert again.open[JobState.QUEUED] == 1


async def test_without_a_database_the_numbers_are_unknown(
    job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_work: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(job_services.database, "read", fail)

    assert await FleetStats(job_services.database).refresh() is None
