"""Jobs run from the queue to their terminal state, while other processes interfere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from core.errors import (
    CommitUnconfirmedError,
    GeneratorError,
    GeneratorFailedError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorSilentError,
    GeneratorUnavailableError,
    StorageUnavailableError,
)
from core.models.comics import DrawnComic, ImageRef, Visibility
from core.models.identity import JobId, Platform
from core.models.jobs import JobState, Progress, Stage
from core.models.requests import ComicRequest, Notice
from core.ports.database import UnitOfWork, Work
from core.ports.jobs import GenerationRequest
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import (
    LONG_AGO,
    Answer,
    JobServices,
    PausedDraw,
    ScriptedGenerator,
    discord_destination,
    fails_with,
    make_requester,
)
from tests.pictures import make_picture
from tests.unit_pause import UnitPause

T = TypeVar("T")


async def test_a_job_becomes_a_comic_of_its_owner(job_services: JobServices) -> None:
    receipt = await job_services.request()

    await job_services.draw_all()

    job, comic = await job_services.job(receipt.job_id), await job_services.comic(receipt.job_id)
    assert comic is not None
    assert job.state is JobState.DRAWN
    assert (comic.profile_id, comic.title, comic.width) == (job.profile_id, "A comic", 40)
    assert comic.visibility is Visibility.LINK


async def test_a_job_of_a_chat_becomes_as_visible_as_the_chat(job_services: JobServices) -> None:
    receipt = await job_services.request(
        requester=make_requester(platform=Platform.DISCORD), destination=discord_destination()
    )

    await job_services.draw_all()

    comic = await job_services.comic(receipt.job_id)
    assert comic is not None
    assert comic.visibility is Visibility.CHAT


async def test_a_terminal_state_makes_the_delivery_due_and_notifies_workers(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request(
        requester=make_requester(platform=Platform.DISCORD), destination=discord_destination()
    )
    before = await job_services.delivery(receipt.job_id)

    await job_services.draw_all()

    after = await job_services.delivery(receipt.job_id)
    assert before.next_attempt_at is None
    assert after.next_attempt_at is not None
    assert job_services.job_queue.delivering >= 1


async def test_a_terminal_state_releases_the_users_next_job(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=1)
    receipts = [await job_services.request() for _ in range(3)]

    await job_services.draw_all()

    assert {(await job_services.job(r.job_id)).state for r in receipts} == {JobState.DRAWN}


async def test_a_request_admitted_while_another_job_ends_does_not_wait_forever(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=1)
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()
    stored = UnitPause()
    real = job_services.database.write

    async def writes_slowly(work: Work[T]) -> T:
        async def slow(unit: UnitOfWork) -> T:
            result = await work(unit)
            await stored.pause()
            return result

        return await real(slow)

    job_services.database.write = writes_slowly  # type: ignore[method-assign]
    asking = asyncio.create_task(job_services.request())
    await stored.reached()
    job_services.database.write = real  # type: ignore[method-assign]
    paused.resume.set()
    await asyncio.sleep(0.1)  # the other job ends, and has to wait for the lock
    stored.resume()
    receipt = await asking
    await drawing

    assert receipt.state is JobState.WAITING
    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED


async def test_jobs_are_drawn_in_the_order_of_the_requests(job_services: JobServices) -> None:
    job_ids = [
        (await job_services.request(requester=make_requester(name))).job_id for name in "abc"
    ]

    await job_services.draw_all()

    assert [request.job_id for request in job_services.generator.requests] == job_ids


async def test_no_more_jobs_are_drawn_at_once_than_the_capacity_allows(
    job_services: JobServices,
) -> None:
    job_services.capacity = 1
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    await job_services.request()
    await job_services.request()
    first = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    claimed_a_second = await job_services.process("worker-2").drawing.run_next()

    paused.resume.set()
    await first
    assert not claimed_a_second


ENDS = [
    (GeneratorRejectedError("prompt_rejected"), JobState.REJECTED, "prompt_rejected"),
    (GeneratorFailedError("bad_response"), JobState.FAILED, "bad_response"),
    (GeneratorError("odd"), JobState.FAILED, "odd"),
]


@pytest.mark.parametrize(("error", "state", "code"), ENDS)
async def test_a_job_that_cannot_be_drawn_ends_with_the_reason(
    job_services: JobServices, error: GeneratorError, state: JobState, code: str
) -> None:
    job_services.generator.answers = [fails_with(error)]
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code) == (state, code)
    assert len(job_services.generator.requests) == 1


FORBIDDEN_TEXTS = [
    {"title": "Forbidden fruit"},
    {"alt_text": "Two panels of a forbidden place."},
    {"script": ({"scene": "", "caption": "a forbidden path", "dialogue": []},)},
    {"script": ({"dialogue": [{"speaker": "Mimi", "text": "Forbidden!", "kind": "shout"}]},)},
    {"title": "A toddler", "alt_text": "Naked."},
]


@pytest.mark.parametrize("texts", FORBIDDEN_TEXTS)
async def test_a_comic_with_forbidden_words_of_the_generator_is_never_shown(
    job_services: JobServices, texts: dict[str, Any]
) -> None:
    async def answer(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        drawn = await job_services.generator.draw_at_once(request, report)
        return replace(drawn, **texts)

    job_services.generator.answers = [answer]
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code) == (JobState.REJECTED, "output_rejected")
    assert await job_services.comic(receipt.job_id) is None
    assert await to_purge(job_services) == [(ImageRef("local", f"jobs/{receipt.job_id}/page.png"),)]


async def test_the_words_of_a_generator_are_checked_against_those_of_the_chat(
    job_services: JobServices,
) -> None:
    destination = discord_destination()
    await job_services.database.write(
        lambda unit: unit.moderation.set_chat_settings(
            Platform.DISCORD, destination.chat, {"words": ["comic"]}
        )
    )
    requester = make_requester(platform=Platform.DISCORD)
    here = await job_services.request(requester=requester, destination=destination)
    elsewhere = await job_services.request()

    await job_services.draw_all()

    assert (await job_services.job(here.job_id)).error_code == "output_rejected"
    assert (await job_services.job(elsewhere.job_id)).state is JobState.DRAWN


async def test_a_lost_attempt_is_followed_by_the_next_one(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(GeneratorRetryError("upload_failed"))]
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert [request.attempt for request in job_services.generator.requests] == [1, 2]
    assert (job.state, job.generator_attempt) == (JobState.DRAWN, 2)


async def test_a_job_fails_after_three_lost_attempts(job_services: JobServices) -> None:
    reasons = ("internal", "generation_failed", "upload_failed", "stalled")
    job_services.generator.answers = [fails_with(GeneratorRetryError(each)) for each in reasons]
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code, job.generator_attempt) == (
        JobState.FAILED,
        "upload_failed",
        3,
    )


async def test_an_unavailable_generator_uses_up_no_attempt(job_services: JobServices) -> None:
    job_services.generator.answers = [fails_with(GeneratorUnavailableError("refused"))]
    receipt = await job_services.request()

    await job_services.draw_all()
    waiting = await job_services.job(receipt.job_id)
    job_services.make_retries_due()
    await job_services.draw_all()

    drawn = await job_services.job(receipt.job_id)
    assert (waiting.state, waiting.error_code) == (JobState.QUEUED, "refused")
    assert waiting.not_before is not None
    assert (drawn.state, drawn.generator_attempt, drawn.claim_no) == (JobState.DRAWN, 1, 2)


async def test_a_job_claimed_before_is_polled_before_it_is_submitted(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(GeneratorUnavailableError("refused"))]
    await job_services.request()

    await job_services.draw_all()
    job_services.make_retries_due()
    await job_services.draw_all()

    assert [request.fresh for request in job_services.generator.requests] == [True, False]


def promises(ref: ImageRef, sha256: str | None = None, notices: tuple[Notice, ...] = ()) -> Answer:
    async def answer(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        return DrawnComic(ref=ref, sha256=sha256, notices=notices)

    return answer


async def test_a_missing_picture_starts_another_attempt(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [promises(ImageRef("local", "jobs/nowhere/page.png"))]
    receipt = await job_services.request()

    await job_services.draw_all()

    assert (await job_services.job(receipt.job_id)).generator_attempt == 2


async def test_a_picture_with_a_wrong_checksum_starts_another_attempt(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    ref = ImageRef("local", f"jobs/{receipt.job_id}/broken.png")
    await job_services.images.put(ref, make_picture(), "image/png")
    job_services.generator.answers = [promises(ref, sha256="0" * 64)]

    await job_services.draw_all()

    assert (await job_services.job(receipt.job_id)).generator_attempt == 2


async def test_remarks_of_the_generator_are_kept_beside_those_on_the_request(
    job_services: JobServices,
) -> None:
    adjusted = ComicRequest(text="a cat", options={"layout": "strip", "panelCount": 12}, clamp=True)
    receipt = await job_services.comics.request(adjusted, make_requester())
    before = (await job_services.job(receipt.job_id)).notices
    ref = ImageRef("local", f"jobs/{receipt.job_id}/page.png")
    await job_services.images.put(ref, make_picture(), "image/png")
    remarks = (Notice(key="generator.understood", facts={"what": ("noir", "3 panels")}),)
    job_services.generator.answers = [promises(ref, notices=remarks)]

    await job_services.draw_all()

    assert before
    assert (await job_services.job(receipt.job_id)).notices == (*before, *remarks)


async def test_an_object_that_another_comic_holds_is_refused(job_services: JobServices) -> None:
    first = await job_services.request()
    await job_services.draw_all()
    stolen = ImageRef("local", f"jobs/{first.job_id}/page.png")
    job_services.generator.answers = [promises(stolen)]
    second = await job_services.request(requester=make_requester("1002"))

    await job_services.draw_all()

    job = await job_services.job(second.job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "bad_response")
    assert await job_services.comic(second.job_id) is None


async def test_progress_is_written_in_a_batch_and_published(job_services: JobServices) -> None:
    paused = PausedDraw(job_services.generator)

    async def reports_first(
        request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        report(Progress(stage=Stage.RENDERING, percent=40, panel=2, panels=4))
        return await paused(request, report)

    job_services.generator.answers = [reports_first]
    receipt = await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    await job_services.worker.progress.flush()

    progress = (await job_services.job(receipt.job_id)).progress
    paused.resume.set()
    await drawing
    assert progress == Progress(stage=Stage.RENDERING, percent=40, panel=2, panels=4)


async def test_canceling_stops_the_drawing_here_and_at_the_generator(
    job_services: JobServices,
) -> None:
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    receipt = await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    await job_services.cancellation.cancel(receipt.job_id, make_requester())
    await job_services.worker.progress.flush()
    await drawing

    assert (await job_services.job(receipt.job_id)).state is JobState.CANCELED
    assert job_services.generator.canceled == [(receipt.job_id, 1)]
    assert await job_services.comic(receipt.job_id) is None


async def to_purge(job_services: JobServices) -> list[tuple[ImageRef, ...]]:
    due = await job_services.database.write(
        lambda unit: unit.comics.due_to_purge(undo=timedelta(0), limit=10)
    )
    return [refs for _, refs in due]


async def test_a_comic_drawn_after_the_cancel_is_never_shown_and_is_purged(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()

    async def canceled_at_the_last_moment(
        request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        drawn = await job_services.generator.draw_at_once(request, report)
        await job_services.cancellation.cancel(request.job_id, make_requester())
        return drawn

    job_services.generator.answers = [canceled_at_the_last_moment]
    await job_services.draw_all()

    assert await job_services.comic(receipt.job_id) is None
    assert await to_purge(job_services) == [(ImageRef("local", f"jobs/{receipt.job_id}/page.png"),)]


async def test_a_comic_drawn_before_the_generator_received_the_cancel_is_purged(
    job_services: JobServices,
) -> None:
    class RememberingGenerator(ScriptedGenerator):
        """Generator that remembers its result."""

        known: DrawnComic | None = None

        async def draw(
            self, request: GenerationRequest, report: Callable[[Progress], None]
        ) -> DrawnComic:
            return self.known or await super().draw(request, report)

    generator = RememberingGenerator(job_services.images)
    drawn = asyncio.Event()

    async def draw_and_report_late(
        request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        generator.known = await generator.draw_at_once(request, report)
        drawn.set()
        await asyncio.Event().wait()
        raise AssertionError

    generator.answers = [draw_and_report_late]
    worker = job_services.process("worker-2", generator=generator)
    receipt = await job_services.request()
    drawing = asyncio.create_task(worker.drawing.run_next())
    await drawn.wait()

    await job_services.cancellation.cancel(receipt.job_id, make_requester())
    await worker.progress.flush()
    await drawing

    assert generator.canceled == [(receipt.job_id, 1)]
    assert await to_purge(job_services) == [(ImageRef("local", f"jobs/{receipt.job_id}/page.png"),)]


async def test_a_worker_that_lost_its_claim_writes_nothing(job_services: JobServices) -> None:
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    receipt = await job_services.request()
    slow = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()
    job_services.expire_leases()
    other = job_services.process("worker-2")
    await other.sweep.run_once()
    await job_services.draw_all(other)
    done_by_other = await job_services.job(receipt.job_id)

    paused.resume.set()
    await slow

    assert done_by_other.state is JobState.DRAWN
    assert await job_services.job(receipt.job_id) == done_by_other
    assert (await job_services.comic(receipt.job_id)) is not None


async def test_a_claim_with_a_lost_commit_expires_while_its_worker_continues(
    job_services: JobServices,
) -> None:
    real = job_services.database.write

    async def breaks_after_commit(work: Work[T]) -> T:
        await real(work)
        raise CommitUnconfirmedError

    unconfirmed, confirmed = await job_services.request(), await job_services.request()
    job_services.database.write = breaks_after_commit  # type: ignore[method-assign]
    with pytest.raises(CommitUnconfirmedError):
        await job_services.worker.drawing.run_next()
    job_services.database.write = real  # type: ignore[method-assign]
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    job_services.expire_leases()
    await job_services.worker.leases._renew_once()
    await job_services.worker.sweep.run_once()

    assert (await job_services.job(unconfirmed.job_id)).state is JobState.QUEUED
    assert (await job_services.job(confirmed.job_id)).state is JobState.DRAWING
    paused.resume.set()
    await drawing


async def test_stopping_returns_the_running_job_to_the_queue(job_services: JobServices) -> None:
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    receipt = await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    job_services.worker.drawing.stop()
    await drawing

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.lease_owner) == (JobState.QUEUED, None)
    assert not job_services.generator.canceled
    await job_services.draw_all(job_services.process("worker-2"))
    assert (await job_services.job(receipt.job_id)).state is JobState.DRAWN


async def test_cancellation_returns_the_job_to_the_queue_and_propagates(
    job_services: JobServices,
) -> None:
    paused = PausedDraw(job_services.generator)
    job_services.generator.answers = [paused]
    receipt = await job_services.request()
    drawing = asyncio.create_task(job_services.worker.drawing.run_next())
    await paused.started.wait()

    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing

    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED


async def test_an_unexpected_error_returns_the_job_to_the_queue(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(KeyError("oops"))]
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code) == (JobState.QUEUED, "internal")


async def test_a_job_that_fails_unexpectedly_in_every_worker_ends_after_twenty_claims(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(KeyError("oops"))] * 9
    receipt = await job_services.request()
    job_services.sql("UPDATE jobs SET claim_no = 18")

    for _ in range(3):
        await job_services.draw_all()
        job_services.make_retries_due()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code, job.claim_no) == (JobState.FAILED, "internal", 20)


async def test_an_outage_of_days_uses_up_no_drawing_time(job_services: JobServices) -> None:
    async def away(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        job_services.sql(f"UPDATE jobs SET claimed_at = '{LONG_AGO}'")
        raise GeneratorUnavailableError("unreachable")

    job_services.generator.answers = [away]
    receipt = await job_services.request()

    await job_services.draw_all()
    job_services.make_retries_due()
    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert job.state is JobState.DRAWN
    assert job.drawing_seconds < 60


async def test_an_outage_while_a_job_is_finished_only_delays_the_comic(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    real, failures = job_services.database.write, 2

    async def fails_twice_then_writes(work: Work[T]) -> T:
        nonlocal failures
        if job_services.generator.requests and failures:
            failures -= 1
            raise StorageUnavailableError("away")
        return await real(work)

    job_services.database.write = fails_twice_then_writes  # type: ignore[method-assign]
    await job_services.draw_all()

    assert failures == 0
    assert (await job_services.job(receipt.job_id)).state is JobState.DRAWN


async def test_an_unconfirmed_commit_that_took_effect_is_not_repeated(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()
    real, broken = job_services.database.write, False

    async def breaks_once_after_drawing(work: Work[T]) -> T:
        nonlocal broken
        result = await real(work)
        if job_services.generator.requests and not broken:
            broken = True
            raise CommitUnconfirmedError
        return result

    job_services.database.write = breaks_once_after_drawing  # type: ignore[method-assign]
    await job_services.draw_all()

    assert broken
    assert (await job_services.job(receipt.job_id)).state is JobState.DRAWN
    assert job_services.job_queue.delivering == 1  # only once there is something to deliver


async def test_drawing_time_adds_up_over_claims(job_services: JobServices) -> None:
    receipt = await job_services.request()
    await job_services.claim("dead")
    job_services.sql("UPDATE jobs SET drawing_seconds = 100")

    async def free(unit: UnitOfWork) -> int:
        return await unit.job_expiry.free_leases(["dead"])

    await job_services.database.write(free)
    await job_services.worker.sweep.run_once()
    await job_services.draw_all()

    assert (await job_services.job(receipt.job_id)).drawing_seconds >= 100


async def test_a_job_that_used_up_its_time_expires(job_services: JobServices) -> None:
    async def never(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        await asyncio.Event().wait()
        raise AssertionError

    job_services.generator.answers = [never]
    receipt = await job_services.request()
    job_services.sql("UPDATE jobs SET drawing_seconds = 1799.9")

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code) == (JobState.EXPIRED, "deadline_exceeded")
    assert job_services.generator.canceled == [(receipt.job_id, 1)]


async def test_an_unknown_holder_has_no_claim(job_services: JobServices) -> None:
    receipt = await job_services.request()

    async def renew(unit: UnitOfWork) -> dict[JobId, int]:
        return await unit.job_claims.renew("nobody", [receipt.job_id], lease=timedelta(seconds=1))

    assert await job_services.database.write(renew) == {}
    assert replace(await job_services.job(receipt.job_id)).state is JobState.QUEUED


@pytest.mark.parametrize(
    "reason", ["internal", "generation_failed", "upload_failed", "stalled", "canceled"]
)
async def test_each_failure_allows_one_more_attempt_with_the_same_parameters(
    job_services: JobServices, reason: str
) -> None:
    job_services.generator.answers = [fails_with(GeneratorRetryError(reason))] * 5
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    first, second = job_services.generator.requests
    assert (job.state, job.error_code, second.attempt) == (JobState.FAILED, reason, 2)
    assert first.params == second.params


async def test_a_rejected_drawing_is_repeated_once_with_another_seed(
    job_services: JobServices,
) -> None:
    error = GeneratorRetryError("output_rejected")
    job_services.generator.answers = [fails_with(error)] * 5
    receipt = await job_services.request()

    await job_services.draw_all()

    job = await job_services.job(receipt.job_id)
    first, second = job_services.generator.requests
    assert (job.state, job.error_code) == (JobState.REJECTED, "output_rejected")
    assert first.params.get("seed") != second.params["seed"]
    assert job.params == second.params  # what is stored is what was sent


async def test_a_gpu_out_of_memory_gets_a_smaller_order_once_and_the_user_is_told(
    job_services: JobServices,
) -> None:
    smaller = GeneratorRetryError("gpu_oom", changes={"panelSize": 768})
    job_services.generator.answers = [fails_with(smaller)]
    receipt = await job_services.request()

    await job_services.draw_all()

    comic = await job_services.comic(receipt.job_id)
    assert job_services.generator.requests[1].params["panelSize"] == 768
    assert comic is not None
    keys = [notice.key for notice in (await job_services.job(receipt.job_id)).notices]
    assert "notice_lowered_size" in keys


async def test_a_gpu_out_of_memory_for_which_nothing_can_be_lowered_fails_at_once(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(GeneratorRetryError("gpu_oom"))]
    receipt = await job_services.request()

    await job_services.draw_all()

    assert (await job_services.job(receipt.job_id)).state is JobState.FAILED
    assert len(job_services.generator.requests) == 1


async def test_a_job_whose_status_is_unreadable_waits_outside_the_slots_and_fails_in_the_end(
    job_services: JobServices,
) -> None:
    silent = fails_with(GeneratorSilentError("status_unreadable", seconds=35))
    job_services.generator.answers = [silent] * 20
    receipt = await job_services.request()
    for _ in range(6):
        await job_services.draw_all()
        job = await job_services.job(receipt.job_id)
        job_services.make_retries_due()

    attempts = [request.attempt for request in job_services.generator.requests]
    assert attempts == [1, 1, 1, 2, 2, 2]
    assert (job.state, job.error_code) == (JobState.FAILED, "status_unreadable")
    assert job_services.generator.canceled == [(receipt.job_id, 1), (receipt.job_id, 2)]


async def test_runs_are_counted_over_claims(job_services: JobServices) -> None:
    async def submit(request: GenerationRequest, _report: Callable[[Progress], None]) -> DrawnComic:
        began = await request.runs.begin()
        raise GeneratorUnavailableError("no_answer") if began else GeneratorFailedError("job_lost")

    job_services.generator.answers = [submit] * 5
    receipt = await job_services.request()

    for _ in range(5):
        await job_services.draw_all()
        job_services.make_retries_due()

    job = await job_services.job(receipt.job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "job_lost")
    assert len(job_services.generator.requests) == 4  # the last one found that 3 are used up
    assert job.history is not None
    assert job.history.runs == 3


async def test_a_run_of_a_process_that_died_is_counted(job_services: JobServices) -> None:
    used = []

    async def submit(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        used.append(request.runs.used)
        return await job_services.generator.draw_at_once(request, report)

    receipt = await job_services.request()
    await job_services.claim("a worker that died")
    job_services.expire_leases()
    await job_services.worker.sweep.run_once()
    job_services.generator.answers = [submit]

    await job_services.draw_all()

    assert used == [1]
    assert (await job_services.job(receipt.job_id)).state is JobState.DRAWN
