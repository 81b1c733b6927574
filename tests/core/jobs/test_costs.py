"""Costs of jobs: stored once per attempt, however the job ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import (
    GeneratorFailedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
    ImageMissingError,
)
from core.models.comics import DrawnComic, ImageRef, PanelImage
from core.models.costs import Cost, micros
from core.models.identity import JobId
from core.models.jobs import JobState, Progress, Stage
from core.ports.jobs import GenerationRequest
from tests.core.job_services import Answer, JobServices


def paid(images: int) -> Cost:
    return Cost(images=images, micro_usd=micros(0.04 * images), painter="dear-1")


def panel_ref(job_id: JobId, index: int) -> ImageRef:
    return ImageRef("local", f"jobs/{job_id}/panel-{index}.png")


def spends(
    job_services: JobServices, *images: int, error: Exception | None = None, panels: int = 0
) -> Answer:
    """Answer that reports these numbers of paid images, then draws or fails."""

    async def answer(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        for count in images:
            painted = tuple(
                PanelImage(index=n, seed=1, ref=panel_ref(request.job_id, n))
                for n in range(1, panels + 1)
            )
            report(Progress(stage=Stage.RENDERING, cost=paid(count), painted=painted))
        if error is not None:
            raise error
        return await job_services.generator.draw_at_once(request, report)

    return answer


def costs_of(job_services: JobServices) -> list[tuple[int, int, int]]:
    rows = job_services.query("SELECT attempt, images, micro_usd FROM costs ORDER BY attempt")
    return [(int(attempt), int(images), int(amount)) for attempt, images, amount in rows]


async def test_a_drawn_comic_has_the_cost_that_was_reported_last(job_services: JobServices) -> None:
    job_services.generator.answers = [spends(job_services, 1, 4)]
    await job_services.request()

    await job_services.draw_all()

    assert costs_of(job_services) == [(1, 4, 160_000)]


async def test_a_job_without_reported_costs_stores_none(job_services: JobServices) -> None:
    await job_services.request()

    await job_services.draw_all()

    assert costs_of(job_services) == []


async def test_each_attempt_has_a_cost_of_its_own(job_services: JobServices) -> None:
    job_services.generator.answers = [
        spends(job_services, 3, error=GeneratorRetryError("internal")),
        spends(job_services, 1),
    ]
    receipt = await job_services.request()

    await job_services.draw_all()

    assert (await job_services.job(receipt.job_id)).state is JobState.DRAWN
    assert costs_of(job_services) == [(1, 3, 120_000), (2, 1, 40_000)]


async def test_what_a_failed_job_paid_is_counted_and_its_panels_are_purged(
    job_services: JobServices,
) -> None:
    failing = spends(job_services, 2, error=GeneratorFailedError("output_rejected"), panels=2)
    job_services.generator.answers = [failing]
    receipt = await job_services.request()
    panel = panel_ref(receipt.job_id, 2)
    await job_services.images.put(panel, b"a panel", "image/png")

    await job_services.draw_all()
    await job_services.worker.sweep.run_once()

    assert costs_of(job_services) == [(1, 2, 80_000)]
    with pytest.raises(ImageMissingError):
        await job_services.images.read(panel)


async def test_an_attempt_that_is_resumed_is_counted_once(job_services: JobServices) -> None:
    interrupted = spends(job_services, 2, error=GeneratorUnavailableError("unreachable"))
    job_services.generator.answers = [interrupted, spends(job_services, 2, 4)]
    await job_services.request()

    await job_services.draw_all()
    job_services.make_retries_due()
    await job_services.draw_all()

    assert costs_of(job_services) == [(1, 4, 160_000)]


async def test_pictures_of_a_drawing_that_the_generator_lost_stay_paid(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [spends(job_services, 1, 3, 1, 4)]
    await job_services.request()

    await job_services.draw_all()

    assert costs_of(job_services) == [(1, 7, 280_000)]


async def test_what_a_canceled_job_paid_is_counted_when_the_generator_has_stopped(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    await job_services.claim("dead")
    await job_services.database.write(lambda unit: unit.job_transitions.cancel(receipt.job_id))
    job_services.expire_leases()
    job_services.generator.answers = [
        spends(job_services, 3, error=GeneratorRetryError("canceled"))
    ]

    async def knows_the_job(
        request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        return await job_services.generator.answers.pop(0)(request, report)

    job_services.generator.draw = knows_the_job  # type: ignore[method-assign]
    await job_services.worker.sweep.run_once()

    assert costs_of(job_services) == [(1, 3, 120_000)]
