"""ETAs shown to users."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from core.models.identity import JobId
from core.models.jobs import JobState
from core.requests.eta import CACHE_SECONDS, DEFAULT_PANEL_SECONDS, EtaEstimator
from storage.tables import jobs
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import JobServices, make_requester


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
    change = update(jobs).where(jobs.c.id == drawn.job_id)

    def take(panel_seconds: float) -> None:
        with job_services.sync.begin() as connection:
            taken = panel_seconds * panels
            connection.execute(change.values(state=JobState.DRAWN, drawing_seconds=taken))

    assert (
        await eta_of(job_services, eta, job_id) == DEFAULT_PANEL_SECONDS * panels * 2
    )  # one ahead
    take(3.0)
    assert await eta_of(job_services, eta, job_id) == DEFAULT_PANEL_SECONDS * panels
    clock[0] = CACHE_SECONDS
    assert await eta_of(job_services, eta, job_id) == 3 * panels
    take(5.0)
    clock[0] = 2 * CACHE_SECONDS - 0.1
    assert await eta_of(job_services, eta, job_id) == 3 * panels
