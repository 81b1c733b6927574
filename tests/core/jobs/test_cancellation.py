"""A drawing that nobody waits for is stopped, also where its worker died over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from core.errors import GeneratorUnavailableError
from core.models.comics import DrawnComic, ImageRef
from core.models.identity import JobId
from core.models.jobs import JobState, Progress
from core.ports.jobs import GenerationRequest
from tests.core.job_services import LONG_AGO, JobServices, Process, TellableGenerator, somebody


class Memorious(TellableGenerator):
    """Knows what it has drawn, whoever asks, unless it is away."""

    is_away = False
    known: DrawnComic | None = None

    async def draw(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        if self.is_away:
            raise GeneratorUnavailableError("unreachable")
        return self.known or await super().draw(order, report)


@pytest.fixture
def generator(scene: JobServices) -> Memorious:
    return Memorious(scene.images)


@pytest.fixture
def other(scene: JobServices, generator: Memorious) -> Process:
    """Whoever is left when a worker is dead."""
    return scene.process("worker-2", generator=generator)


async def drawn_for_somebody_dead(scene: JobServices, generator: Memorious) -> JobId:
    """Have a worker die whose generator draws on; nothing of it is known but to that."""
    receipt = await scene.ask()
    await scene.claim("dead")
    scene.let_leases_run_out()
    ref = ImageRef("local", f"jobs/{receipt.job_id}/page.png")
    await scene.images.put(ref, b"a picture", "image/png")
    generator.known = DrawnComic(ref=ref, seed=7, model="told")
    return receipt.job_id


def objects(scene: JobServices) -> list[str]:
    return [path.name for path in (scene.path.parent / "images").rglob("*.png")]


async def test_what_was_canceled_while_its_worker_was_dead_is_stopped_and_purged(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    job_id = await drawn_for_somebody_dead(scene, generator)
    await scene.comics.cancel(job_id, somebody())

    await other.sweep.run_once()
    await other.sweep.run_once()

    assert generator.canceled == [(job_id, 1)], "once"
    assert objects(scene) == []
    assert scene.query("SELECT count(*) FROM comics") == [(0,)]
    assert (await scene.job(job_id)).state is JobState.CANCELED


async def test_what_was_handed_back_and_waited_too_long_is_stopped_and_purged(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    job_id = await drawn_for_somebody_dead(scene, generator)
    await other.sweep.run_once()
    assert objects(scene), "it is somebody's, still"
    scene.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await other.sweep.run_once()

    assert (await scene.job(job_id)).state is JobState.EXPIRED
    assert generator.canceled == [(job_id, 1)]
    assert objects(scene) == []


async def test_what_killed_its_workers_is_stopped_and_purged(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    job_id = await drawn_for_somebody_dead(scene, generator)
    scene.sql("UPDATE jobs SET lost_claims = 19")

    await other.sweep.run_once()

    assert (await scene.job(job_id)).state is JobState.FAILED
    assert generator.canceled == [(job_id, 1)]
    assert objects(scene) == []


async def test_a_generator_that_is_away_is_asked_again_later(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    job_id = await drawn_for_somebody_dead(scene, generator)
    await scene.comics.cancel(job_id, somebody())
    generator.is_away = True
    await other.sweep.run_once()
    generator.is_away = False
    await other.sweep.run_once()
    assert objects(scene), "not so soon"
    scene.let_leases_run_out()

    await other.sweep.run_once()

    assert objects(scene) == []


async def test_a_worker_that_lives_stops_its_own_and_nobody_else_does(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    reached = asyncio.Event()

    async def endless(order: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    scene.generator.answers = [endless]
    receipt = await scene.ask()
    drawing = asyncio.create_task(scene.worker.drawing.run_next())
    await reached.wait()
    await scene.comics.cancel(receipt.job_id, somebody())
    await other.sweep.run_once()
    assert generator.canceled == []

    await scene.worker.progress.flush()
    await drawing

    assert scene.generator.canceled == [(receipt.job_id, 1)]
    job = await scene.job(receipt.job_id)
    assert (job.lease_owner, job.lease_until) == (None, None), "settled"


async def test_what_the_generator_does_not_know_is_settled_without_being_drawn(
    scene: JobServices, generator: Memorious, other: Process
) -> None:
    receipt = await scene.ask()
    await scene.claim("dead")
    scene.let_leases_run_out()
    await scene.comics.cancel(receipt.job_id, somebody())

    await other.sweep.run_once()

    assert generator.orders == []
    assert (await scene.job(receipt.job_id)).lease_until is None
