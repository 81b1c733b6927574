from __future__ import annotations

from pathlib import Path

from pipeline.errors import (
    ArtistUnreadyError,
    DrawingError,
    ErrorCode,
    UnreadyReason,
    api_fault,
)
from pipeline.service.readiness import ArtistReadiness
from tests.pipeline.service.harness import ASYNC, WAIT, new_body, open_pipeline

CRASH = DrawingError(api_fault(ErrorCode.INTERNAL, "the process exited"))


def no_credit(retry: int) -> ArtistUnreadyError:
    return ArtistUnreadyError(
        UnreadyReason.NO_CREDIT, "the account is empty", retry_after_seconds=retry
    )


def test_a_reason_stays_known_until_a_success() -> None:
    now = 100.0
    readiness = ArtistReadiness(lambda: now)

    readiness.record_failure(no_credit(60))
    seconds = readiness.retry_seconds
    now += 61

    assert (seconds, readiness.retry_seconds) == (60, 0)
    assert (readiness.reason, readiness.is_explained) == (UnreadyReason.NO_CREDIT, True)
    readiness.record_success()
    assert (readiness.reason, readiness.is_explained) == (None, False)


def test_a_crash_while_loading_has_a_reason_but_no_delay() -> None:
    readiness = ArtistReadiness()

    delay = readiness.record_failure(CRASH)

    assert (delay, readiness.retry_seconds) == (0, 0)
    assert (readiness.reason, readiness.is_explained) == (UnreadyReason.LOAD_FAILED, False)


async def test_a_job_whose_artist_has_no_credit_stays_queued_and_health_says_why(
    tmp_path: Path,
) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        await pipeline.post(new_body(), WAIT)  # the speed is known
        pipeline.artist.errors.append(no_credit(90))
        first, second = new_body(), new_body()
        later = {**ASYNC, "ComicAI-Deadline": "2099-01-01T00:00:00Z"}
        await pipeline.post(first, later)
        await pipeline.until_unready()

        health = await pipeline.client.get("/health")
        refused = await pipeline.post(second)
        again = await pipeline.post(first, later)

        assert (health.status, (await health.json())["reason"]) == (503, "no_credit")
        assert 80 < int(health.headers["Retry-After"]) <= 90
        assert (refused.status, refused.headers["Retry-After"]) == (
            503,
            health.headers["Retry-After"],
        )
        assert (await refused.json())["error"]["code"] == "warming"
        assert again.status == 202
        state = await pipeline.status(first)
        assert (state["status"], state["queuePosition"]) == ("queued", 1)
        assert "etaSeconds" not in state  # credit may take days
        live = pipeline.service.find(first["uuid"])
        assert live
        assert live.job.deadline is None  # it was started in time

        await pipeline.client.post(f"/jobs/{first['uuid']}/cancel")
        assert (await pipeline.status(first))["status"] == "canceled"


async def test_the_artist_is_tried_again_with_the_same_job_first(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        pipeline.artist.errors += [no_credit(0), no_credit(0)]
        first = new_body("the first")
        await pipeline.post(first)
        state = await pipeline.finish(first)

        assert state["status"] == "succeeded"
        assert [order.prompt for order in pipeline.artist.orders] == ["the first"] * 3
        health = await pipeline.client.get("/health")
        assert health.status == 200
        assert "reason" not in await health.json()


async def test_a_failure_of_one_job_does_not_make_the_artist_unready(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        pipeline.artist.errors += [no_credit(0), CRASH]
        body = new_body()
        await pipeline.post(body)

        assert (await pipeline.finish(body))["status"] == "failed"
        assert (await pipeline.client.get("/health")).status == 200


async def test_after_the_delay_a_server_without_jobs_accepts_one_to_try(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path) as pipeline:
        pipeline.artist.errors.append(no_credit(0))
        pipeline.artist.pause_at = ("planning", 0)
        body = new_body()
        await pipeline.post(body)
        await pipeline.artist.paused.wait()

        while_tried = await pipeline.post(new_body())
        pipeline.artist.resume.set()
        await pipeline.finish(body)
        afterwards = await pipeline.post(new_body())

        assert (while_tried.status, afterwards.status) == (503, 202)
