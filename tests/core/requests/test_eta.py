"""ETAs shown to users."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from core.models.identity import JobId
from core.models.jobs import Job, JobState, Progress, Stage
from core.requests.eta import CACHE_SECONDS, EtaEstimator
from storage.tables import jobs
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import JobServices, make_requester

PANEL_SECONDS = 10.0  # measured in these tests


def take(job_services: JobServices, job_id: UUID, panels: int, panel_seconds: float) -> None:
    """Let a job have been drawn at that speed."""
    change = update(jobs).where(jobs.c.id == job_id)
    with job_services.sync.begin() as connection:
        taken = panel_seconds * panels
        connection.execute(change.values(state=JobState.DRAWN, drawing_seconds=taken))


async def measured(job_services: JobServices) -> None:
    """Draw a comic, at PANEL_SECONDS a panel."""
    drawn = await job_services.request(requester=make_requester("earlier"))
    panels = (await job_services.job(drawn.job_id)).panels
    take(job_services, drawn.job_id, panels, PANEL_SECONDS)


async def eta_of(job_services: JobServices, eta: EtaEstimator, job_id: UUID) -> int | None:
    """Return the ETA in seconds."""
    job = await job_services.job(JobId(job_id))
    _, seconds = await job_services.database.read(
        lambda unit: eta.position_and_eta(unit, job, slots=1)
    )
    return seconds


async def test_the_speed_is_cached_and_measured_periodically(
    make_job_services: JobServicesFactory,
) -> None:
    job_services, clock = make_job_services(), [0.0]
    eta = EtaEstimator(lambda: clock[0])
    drawn = await job_services.request(requester=make_requester("1"))
    job_id = (await job_services.request(requester=make_requester("2"))).job_id
    panels = (await job_services.job(job_id)).panels

    assert await eta_of(job_services, eta, job_id) is None
    take(job_services, drawn.job_id, panels, 3.0)
    assert await eta_of(job_services, eta, job_id) is None
    clock[0] = CACHE_SECONDS
    assert await eta_of(job_services, eta, job_id) == 3 * panels
    take(job_services, drawn.job_id, panels, 5.0)
    clock[0] = 2 * CACHE_SECONDS - 0.1
    assert await eta_of(job_services, eta, job_id) == 3 * panels


async def estimate(
    job_services: JobServices, job: Job, *, slots: int = 1, is_blocked: bool = False
) -> tuple[int, int | None]:
    """Return the position and the ETA in seconds, at the speed measured so far."""
    eta = EtaEstimator(is_blocked=lambda: is_blocked)
    return await job_services.database.read(
        lambda unit: eta.position_and_eta(unit, job, slots=slots)
    )


@pytest.mark.parametrize(("slots", "rounds"), [(1, 3), (2, 2), (4, 1.5), (0, 3)])
async def test_queued_jobs_wait_for_those_ahead_of_them(
    make_job_services: JobServicesFactory, slots: int, rounds: float
) -> None:
    job_services = make_job_services()
    await measured(job_services)
    receipts = [await job_services.request(requester=make_requester(name)) for name in "abc"]
    job = await job_services.job(receipts[2].job_id)

    position, seconds = await estimate(job_services, job, slots=slots)

    assert (position, seconds) == (3, PANEL_SECONDS * job.panels * rounds)


@pytest.mark.parametrize(
    ("progress", "seconds"),
    [
        (None, 40),
        (Progress(stage=Stage.PLANNING), 40),
        (Progress(stage=Stage.RENDERING, percent=25), 30),
        (Progress(stage=Stage.RENDERING, percent=99), 1),
        (Progress(stage=Stage.VERIFYING, percent=100), 0),
        (Progress(stage=Stage.RENDERING, percent=25, eta_seconds=7), 7),
        (Progress(stage=Stage.RENDERING, percent=25, eta_seconds=0), 0),
    ],
)
async def test_a_job_being_drawn_takes_its_remaining_share_or_what_the_generator_says(
    job_services: JobServices, progress: Progress | None, seconds: int
) -> None:
    await measured(job_services)
    queued = await job_services.job((await job_services.request()).job_id)
    drawing = replace(queued, state=JobState.DRAWING, panels=4, progress=progress)

    assert await estimate(job_services, drawing) == (0, seconds)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.WAITING])
async def test_a_job_that_waits_has_no_eta_before_a_comic_was_drawn(
    job_services: JobServices, state: JobState
) -> None:
    job = await job_services.job((await job_services.request()).job_id)

    assert await estimate(job_services, replace(job, state=state)) == (1, None)


@pytest.mark.parametrize(
    ("progress", "seconds"),
    [
        (None, None),
        (Progress(stage=Stage.RENDERING, percent=25), None),
        (Progress(stage=Stage.RENDERING, percent=25, eta_seconds=7), 7),
    ],
)
async def test_before_a_comic_was_drawn_only_the_generator_knows_the_eta(
    job_services: JobServices, progress: Progress | None, seconds: int | None
) -> None:
    queued = await job_services.job((await job_services.request()).job_id)
    drawing = replace(queued, state=JobState.DRAWING, panels=4, progress=progress)

    assert await estimate(job_services, drawing) == (0, seconds)


async def test_a_single_panel_takes_the_time_of_one(job_services: JobServices) -> None:
    await measured(job_services)
    job = await job_services.job((await job_services.request()).job_id)

    assert await estimate(job_services, replace(job, panels=1)) == (1, PANEL_SECONDS)


@pytest.mark.parametrize("state", [state for state in JobState if state.is_terminal])
async def test_an_ended_job_has_neither_position_nor_eta(
    job_services: JobServices, state: JobState
) -> None:
    job = await job_services.job((await job_services.request()).job_id)

    assert await estimate(job_services, replace(job, state=state)) == (0, None)


@pytest.mark.parametrize(
    ("state", "progress", "seconds"),
    [
        (JobState.QUEUED, None, None),
        (JobState.DRAWING, None, None),
        (JobState.DRAWING, Progress(stage=Stage.REMOTE_QUEUE, eta_seconds=4), None),
        (JobState.DRAWING, Progress(stage=Stage.RENDERING, percent=25, eta_seconds=7), 7),
    ],
)
async def test_nothing_is_promised_while_the_generator_is_blocked(
    job_services: JobServices, state: JobState, progress: Progress | None, seconds: int | None
) -> None:
    await measured(job_services)
    job = await job_services.job((await job_services.request()).job_id)
    waiting = replace(job, state=state, progress=progress)

    assert (await estimate(job_services, waiting, is_blocked=True))[1] == seconds
