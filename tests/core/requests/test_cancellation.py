"""Jobs are canceled by their owners."""

from __future__ import annotations

from core.models.jobs import JobState
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import (
    JobServices,
    make_requester,
)


async def test_canceling_ends_a_job_and_releases_the_next(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=1)
    first, second = await job_services.request(), await job_services.request()

    cancellation = await job_services.cancellation.cancel(first.job_id, make_requester())

    assert cancellation.canceled
    assert (await job_services.job(first.job_id)).state is JobState.CANCELED
    assert (await job_services.job(second.job_id)).state is JobState.QUEUED


async def test_canceling_a_drawn_comic_answers_with_the_comic(job_services: JobServices) -> None:
    receipt = await job_services.request()
    await job_services.draw_all()

    cancellation = await job_services.cancellation.cancel(receipt.job_id, make_requester())

    assert not cancellation.canceled
    assert cancellation.status.comic is not None
