"""Remote jobs of ended jobs are canceled, even if their worker was killed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from core.errors import GeneratorUnavailableError
from core.models.comics import DrawnComic, ImageRef
from core.models.identity import JobId
from core.models.jobs import JobState, Progress
from core.ports.jobs import GenerationRequest
from tests.core.job_services import (
    LONG_AGO,
    JobServices,
    Process,
    ScriptedGenerator,
    make_requester,
)


class RememberingGenerator(ScriptedGenerator):
    """Generator that remembers its result and can be made unavailable."""

    is_unavailable = False
    known: DrawnComic | None = None

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        if self.is_unavailable:
            raise GeneratorUnavailableError("unreachable")
        return self.known or await super().draw(request, report)


@pytest.fixture
def generator(job_services: JobServices) -> RememberingGenerator:
    return RememberingGenerator(job_services.images)


@pytest.fixture
def other(job_services: JobServices, generator: RememberingGenerator) -> Process:
    """Worker that remains after the other one was killed."""
    return job_services.process("worker-2", generator=generator)


async def drawn_for_dead_worker(
    job_services: JobServices, generator: RememberingGenerator
) -> JobId:
    """Kill a worker whose generator continues drawing; only the generator knows the result."""
    receipt = await job_services.request()
    await job_services.claim("dead")
    job_services.expire_leases()
    ref = ImageRef("local", f"jobs/{receipt.job_id}/page.png")
    await job_services.images.put(ref, b"a picture", "image/png")
    generator.known = DrawnComic(ref=ref, seed=7, model="scripted")
    return receipt.job_id


def objects(job_services: JobServices) -> list[str]:
    return [path.name for path in (job_services.path.parent / "images").rglob("*.png")]


async def test_a_job_canceled_after_its_worker_died_is_stopped_and_purged(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    job_id = await drawn_for_dead_worker(job_services, generator)
    await job_services.cancellation.cancel(job_id, make_requester())

    await other.sweep.run_once()
    await other.sweep.run_once()

    assert generator.canceled == [(job_id, 1)], "once"
    assert objects(job_services) == []
    assert job_services.query("SELECT count(*) FROM comics") == [(0,)]
    assert (await job_services.job(job_id)).state is JobState.CANCELED


async def test_a_returned_job_that_expired_is_stopped_and_purged(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    job_id = await drawn_for_dead_worker(job_services, generator)
    await other.sweep.run_once()
    assert objects(job_services), "the job still owns it"
    job_services.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await other.sweep.run_once()

    assert (await job_services.job(job_id)).state is JobState.EXPIRED
    assert generator.canceled == [(job_id, 1)]
    assert objects(job_services) == []


async def test_a_job_that_killed_its_workers_is_stopped_and_purged(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    job_id = await drawn_for_dead_worker(job_services, generator)
    job_services.sql("UPDATE jobs SET lost_claims = 19")

    await other.sweep.run_once()

    assert (await job_services.job(job_id)).state is JobState.FAILED
    assert generator.canceled == [(job_id, 1)]
    assert objects(job_services) == []


async def test_a_cancellation_at_an_unavailable_generator_is_retried_later(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    job_id = await drawn_for_dead_worker(job_services, generator)
    await job_services.cancellation.cancel(job_id, make_requester())
    generator.is_unavailable = True
    await other.sweep.run_once()
    generator.is_unavailable = False
    await other.sweep.run_once()
    assert objects(job_services), "not so soon"
    job_services.expire_leases()

    await other.sweep.run_once()

    assert objects(job_services) == []


async def test_only_the_live_worker_of_a_job_stops_its_drawing(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    reached = asyncio.Event()

    async def endless(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    job_services.generator.answers = [endless]
    receipt = await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await reached.wait()
    await job_services.cancellation.cancel(receipt.job_id, make_requester())
    await other.sweep.run_once()
    assert generator.canceled == []

    await job_services.worker.progress.flush()
    await drawing

    assert job_services.generator.canceled == [(receipt.job_id, 1)]
    job = await job_services.job(receipt.job_id)
    assert (job.lease_owner, job.lease_until) == (None, None), "settled"


async def test_a_job_unknown_to_the_generator_is_settled_without_being_drawn(
    job_services: JobServices, generator: RememberingGenerator, other: Process
) -> None:
    receipt = await job_services.request()
    await job_services.claim("dead")
    job_services.expire_leases()
    await job_services.cancellation.cancel(receipt.job_id, make_requester())

    await other.sweep.run_once()

    assert generator.requests == []
    assert (await job_services.job(receipt.job_id)).lease_until is None
