from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from pipeline.errors import DrawingError, ErrorCode, WorkerDiedError, api_fault
from tests.pipeline.service.harness import ASYNC, WAIT, Json, Pipeline, new_body, open_pipeline
from tests.pipeline.service.manual_artist import PAGE, ManualArtist

LEVEL_0: dict[str, str] = {"User-Agent": "knows nothing"}

UNKNOWN = UUID(
    "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"
)  # fixed: xdist needs equal parameters in all workers


def refusal(answer_json: Json) -> Json:
    error: Json = answer_json["error"]
    assert isinstance(error["message"], str)
    assert isinstance(error["retryable"], bool)
    return error


# Level 0


async def test_a_level_0_caller_gets_only_the_url(
    pipeline: Pipeline,
) -> None:
    body = new_body()

    answer = await pipeline.post(body, LEVEL_0)

    assert answer.status == 200
    assert await answer.json() == {"s3Url": f"s3://local/jobs/{body['uuid']}/page.png"}
    page = pipeline.folder / "images" / "jobs" / body["uuid"] / "page.png"
    assert page.read_bytes() == PAGE


async def test_a_level_0_caller_gets_an_error_status_for_a_failure(
    pipeline: Pipeline,
) -> None:
    pipeline.artist.errors.append(DrawingError(api_fault(ErrorCode.GPU_OOM, "too large")))

    answer = await pipeline.post(new_body(), LEVEL_0)

    assert answer.status == 500
    assert (await answer.json())["error"] == {
        "code": "gpu_oom",
        "message": "too large",
        "retryable": True,
    }


async def test_a_held_level_0_request_gets_503_when_the_server_stops(
    pipeline: Pipeline,
) -> None:
    pipeline.artist.pause_at = ("rendering", 1)
    held = asyncio.create_task(pipeline.post(new_body(), LEVEL_0))
    await pipeline.artist.paused.wait()

    pipeline.server.close()

    answer = await held
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "5"
    assert (await answer.json())["error"]["code"] == "warming"


# Level 1: submit


async def test_an_asynchronous_submit_is_accepted_immediately(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    body = new_body()

    answer = await pipeline.post(body)

    assert answer.status == 202
    assert answer.headers["ComicAI-Contract"] == "1"
    assert answer.headers["Location"] == f"jobs/{body['uuid']}"
    assert answer.headers["Retry-After"] == "1"
    state = await answer.json()
    assert state["uuid"] == body["uuid"]
    assert state["attempt"] == 1
    assert state["status"] in {"queued", "running"}
    assert state["statusUrl"] == f"jobs/{body['uuid']}"
    assert state["cancelUrl"] == f"jobs/{body['uuid']}/cancel"


async def test_a_caller_that_waits_gets_the_finished_object(
    pipeline: Pipeline,
) -> None:
    body = new_body(seed=7, output={"panels": True, "format": "webp"}, panelCount=2)

    answer = await pipeline.post(body, WAIT)

    assert answer.status == 200
    state = await answer.json()
    folder = f"s3://local/jobs/{body['uuid']}"
    assert state["s3Url"] == f"{folder}/page.webp"
    assert state["result"]["panels"] == [
        {"index": 1, "seed": 7, "s3Url": f"{folder}/panel-1.webp"},
        {"index": 2, "seed": 8, "s3Url": f"{folder}/panel-2.webp"},
    ]
    assert state["result"]["bytes"] == len(PAGE)
    assert (state["result"]["width"], state["result"]["height"]) == (640, 480)
    assert state["result"]["contentType"] == "image/webp"
    assert state["result"]["expiresAt"] is None
    assert (state["seed"], state["model"], state["title"]) == (7, "by-hand", "A title")
    assert state["altText"] == "What is to be seen"
    assert state["notices"] == [{"code": "understood", "args": {"what": ["noir", "no text"]}}]
    assert state["continuation"]["recap"] == body["inputParams"]["prompt"]
    assert state["script"] == [
        {
            "scene": "a moon",
            "caption": "Once",
            "dialogue": [{"speaker": "Mimi", "text": "Hello!", "kind": "shout"}],
        }
    ]
    assert state["timing"]["runMs"] == 8000


async def test_a_failed_job_is_not_a_200(pipeline: Pipeline) -> None:
    pipeline.artist.errors.append(DrawingError(api_fault(ErrorCode.GENERATION_FAILED, "no luck")))

    answer = await pipeline.post(new_body(), WAIT)

    assert answer.status == 202
    state = await answer.json()
    assert state["status"] == "failed"
    assert state["error"] == {"code": "generation_failed", "message": "no luck", "retryable": True}


async def test_the_same_submission_twice_draws_once(pipeline: Pipeline) -> None:
    body = new_body()
    first = await (await pipeline.post(body, WAIT)).json()

    again = await pipeline.post(
        {**body, "inputParams": dict(reversed(body["inputParams"].items()))}
    )

    assert again.status == 200
    assert await again.json() == first
    assert len(pipeline.artist.orders) == 1


async def test_concurrent_equal_submissions_draw_once(pipeline: Pipeline) -> None:
    body = new_body()

    answers = await asyncio.gather(*(pipeline.post(body, WAIT) for _ in range(8)))

    assert {answer.status for answer in answers} == {200}
    assert len(pipeline.artist.orders) == 1


async def test_another_body_under_the_same_uuid_is_a_conflict(pipeline: Pipeline) -> None:
    body = new_body()
    await pipeline.post(body, WAIT)

    answer = await pipeline.post({**body, "inputParams": {"prompt": "A dog"}})

    assert answer.status == 409
    assert (await answer.json())["error"]["code"] == "conflict"


async def test_a_new_attempt_is_refused_until_the_previous_one_ended(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    body = new_body()
    await pipeline.post(body)

    early = await pipeline.post(body, {**ASYNC, "ComicAI-Attempt": "2"})
    pipeline.artist.resume.set()
    await pipeline.finish(body)
    late = await pipeline.post(body, {**WAIT, "ComicAI-Attempt": "2"})
    bygone = await pipeline.post(body)

    assert early.status == 409
    assert late.status == 200
    state = await late.json()
    assert state["attempt"] == 2
    assert state["s3Url"] == f"s3://local/jobs/{body['uuid']}/2/page.png"
    assert bygone.status == 409


async def test_a_new_attempt_may_have_other_params(pipeline: Pipeline) -> None:
    pipeline.artist.errors.append(DrawingError(api_fault(ErrorCode.GPU_OOM, "too large")))
    body = new_body(panelSize=1536)
    await pipeline.post(body, WAIT)
    smaller = {**body, "inputParams": {**body["inputParams"], "panelSize": 512}}

    answer = await pipeline.post(smaller, {**WAIT, "ComicAI-Attempt": "2"})

    assert answer.status == 200
    assert pipeline.artist.orders[-1].panel_size == 512


async def test_a_uuid_in_capitals_is_the_same_job(pipeline: Pipeline) -> None:
    body = new_body()
    await pipeline.post(body, WAIT)

    again = await pipeline.post({**body, "uuid": body["uuid"].upper()}, WAIT)

    assert again.status == 200
    assert len(pipeline.artist.orders) == 1


async def test_a_job_past_its_deadline_is_not_started(pipeline: Pipeline) -> None:
    body = new_body()

    await pipeline.post(body, {**ASYNC, "ComicAI-Deadline": "2026-01-15T10:20:00Z"})

    state = await pipeline.finish(body)
    assert state["status"] == "failed"
    assert state["error"]["code"] == "deadline_exceeded"
    assert state["error"]["retryable"] is False
    assert pipeline.artist.orders == []


async def test_a_queued_job_fails_at_its_deadline(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    await pipeline.post(new_body())
    await pipeline.artist.paused.wait()
    soon = datetime.now(UTC) + timedelta(milliseconds=50)
    body = new_body()

    await pipeline.post(body, {**ASYNC, "ComicAI-Deadline": soon.isoformat()})

    state = await pipeline.finish(body)
    assert state["error"]["code"] == "deadline_exceeded"


async def test_a_running_job_may_exceed_its_deadline(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    deadline = datetime.now(UTC) + timedelta(seconds=5)
    body = new_body()
    await pipeline.post(body, {**ASYNC, "ComicAI-Deadline": deadline.isoformat()})
    await pipeline.artist.paused.wait()

    pipeline.artist.resume.set()

    assert (await pipeline.finish(body))["status"] == "succeeded"


async def test_a_full_queue_returns_429_with_retry_after(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path, queue_limit=1) as pipeline:
        pipeline.artist.pause_at = ("planning", 0)
        await pipeline.post(new_body())
        await pipeline.artist.paused.wait()
        waiting = new_body()
        await pipeline.post(waiting)

        answer = await pipeline.post(new_body())
        known = await pipeline.post(waiting)

        assert answer.status == 429
        error = (await answer.json())["error"]
        assert (error["code"], error["retryable"]) == ("overloaded", True)
        assert answer.headers["Retry-After"] == str(error["retryAfterSeconds"])
        assert known.status == 202


async def test_a_prompt_with_a_blocked_word_is_rejected(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path, rejected=["forbidden thing"]) as pipeline:
        body = new_body("A FORBIDDEN thing happens")

        answer = await pipeline.post(body)

        assert answer.status == 422
        error = (await answer.json())["error"]
        assert (error["code"], error["retryable"]) == ("prompt_rejected", False)
        assert pipeline.service.find(body["uuid"]) is None


# Level 1: status


async def test_the_status_has_the_progress_of_a_running_job(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("rendering", 2)
    body = new_body(panelCount=4)
    first = await (await pipeline.post(body)).json()
    await pipeline.artist.paused.wait()

    state = await pipeline.status(body)

    assert state["status"] == "running"
    assert state["progress"] == {"percent": 25, "stage": "rendering", "panel": 2, "panels": 4}
    assert state["seq"] > first["seq"]
    assert datetime.fromisoformat(state["updatedAt"]).tzinfo is not None


async def test_a_new_queue_position_raises_seq(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    await pipeline.post(new_body())
    await pipeline.artist.paused.wait()
    second, third = new_body(), new_body()
    await pipeline.post(second)
    before = await (await pipeline.post(third)).json()

    await pipeline.client.post(f"/jobs/{second['uuid']}/cancel")

    after = await pipeline.status(third)
    assert (before["queuePosition"], after["queuePosition"]) == (2, 1)
    assert after["seq"] > before["seq"]


async def test_the_eta_is_based_on_measured_drawings(pipeline: Pipeline) -> None:
    unmeasured = await (await pipeline.post(new_body(panelCount=4), WAIT)).json()
    pipeline.artist.pause_at = ("rendering", 1)
    await pipeline.post(new_body(panelCount=4))
    await pipeline.artist.paused.wait()
    body = new_body(panelCount=2)

    state = await (await pipeline.post(body)).json()

    assert "etaSeconds" not in unmeasured
    # 2 s per panel were measured: 95 % of the four panels before it, then its own two.
    assert state["etaSeconds"] == 12


@pytest.mark.parametrize("uuid", [str(UNKNOWN), "no-uuid", "..%2f..%2fetc", "%00"])
async def test_an_unknown_job_is_not_found(pipeline: Pipeline, uuid: str) -> None:
    answer = await pipeline.client.get(f"/jobs/{uuid}")

    assert answer.status == 404
    assert (refusal(await answer.json()))["code"] == "not_found"


# Level 1: cancel


async def test_a_running_job_stops_after_the_current_panel(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("rendering", 2)
    body = new_body()
    await pipeline.post(body)
    await pipeline.artist.paused.wait()

    asked = await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")
    running = await asked.json()
    pipeline.artist.resume.set()
    state = await pipeline.finish(body)
    again = await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")

    assert asked.status == 202
    assert running["status"] == "running"
    assert state["status"] == "canceled"
    assert "s3Url" not in state
    assert again.status == 200


async def test_a_queued_job_is_canceled_immediately(pipeline: Pipeline) -> None:
    pipeline.artist.pause_at = ("planning", 0)
    await pipeline.post(new_body())
    await pipeline.artist.paused.wait()
    body = new_body()
    await pipeline.post(body)

    answer = await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")

    assert answer.status == 202
    assert (await answer.json())["status"] == "canceled"
    assert len(pipeline.artist.orders) == 1


async def test_a_finished_job_cannot_be_canceled(pipeline: Pipeline) -> None:
    body = new_body()
    finished = await (await pipeline.post(body, WAIT)).json()

    answer = await pipeline.client.post(f"/jobs/{body['uuid']}/cancel")

    assert answer.status == 409
    assert await answer.json() == finished


async def test_cancelling_an_unknown_job_is_not_found(pipeline: Pipeline) -> None:
    answer = await pipeline.client.post(f"/jobs/{uuid4()}/cancel")

    assert answer.status == 404


# Health, tokens, invalid requests


async def test_health_reports_features_and_capacity(pipeline: Pipeline) -> None:
    await pipeline.post(new_body(panelCount=4), WAIT)

    answer = await pipeline.client.get("/health")

    assert answer.status == 200
    health = await answer.json()
    assert "prompt" in health.pop("inputKeys")
    assert health == {
        "contract": "1",
        "ready": True,
        "features": ["async", "progress", "cancel", "notices"],
        "active": 0,
        "queued": 0,
        "capacity": 1,
        "model": "by-hand",
        "medianPanelMs": 2000,
    }


async def test_health_is_503_until_the_artist_is_loaded(tmp_path: Path) -> None:
    class SlowArtist(ManualArtist):
        async def warm(self) -> None:
            await self.resume.wait()

    async with open_pipeline(tmp_path, artists=[SlowArtist(ready=False)]) as pipeline:
        answer = await pipeline.client.get("/health")

        assert answer.status == 503
        assert answer.headers["Retry-After"] == "2"
        health = await answer.json()
        assert (health["ready"], health["reason"]) == (False, "loading")


@pytest.mark.parametrize("sent", ["", "Bearer wrong", "Basic s3cret", "Bearer s3cret2", "s3cret"])
async def test_without_the_token_every_route_but_health_is_401(tmp_path: Path, sent: str) -> None:
    async with open_pipeline(tmp_path, token="s3cret") as pipeline:
        body = new_body()

        answers = [
            await pipeline.post(body, {**ASYNC, "Authorization": sent}),
            await pipeline.client.get(f"/jobs/{body['uuid']}", headers={"Authorization": sent}),
            await pipeline.client.post(f"/jobs/{body['uuid']}/cancel"),
            await pipeline.client.get("/nowhere"),
        ]

        for answer in answers:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert (refusal(await answer.json()))["code"] == "unauthorized"
        assert pipeline.artist.orders == []


async def test_with_the_token_requests_succeed(tmp_path: Path) -> None:
    async with open_pipeline(tmp_path, token="s3cret") as pipeline:
        answer = await pipeline.post(new_body(), {**WAIT, "Authorization": "Bearer s3cret"})

        assert answer.status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b'{"uuid": ', 400),
        (b"[1, 2]", 400),
        (b'"text"', 400),
        (b"\xff\xfe", 400),
        (b'{"uuid": NaN}', 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'{"uuid": 5, "inputParams": {"prompt": "x"}}', 422),
        (b'{"uuid": "../../etc/passwd", "inputParams": {"prompt": "x"}}', 422),
        (b'{"uuid": "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70"}', 422),
        (b" " * 200_000, 413),
    ],
)
async def test_an_invalid_body_is_rejected_in_the_envelope(
    pipeline: Pipeline, body: bytes, status: int
) -> None:
    answer = await pipeline.client.post("/generate", data=body, headers=ASYNC)

    assert answer.status == status
    assert (refusal(await answer.json()))["code"] == "invalid_request"


async def test_a_body_that_cannot_be_decompressed_is_rejected(pipeline: Pipeline) -> None:
    headers = {**ASYNC, "Content-Encoding": "gzip"}

    answer = await pipeline.client.post("/generate", data=b"no gzip", headers=headers)

    assert answer.status == 400
    assert refusal(await answer.json())["code"] == "invalid_request"


async def test_an_invalid_param_is_named(pipeline: Pipeline) -> None:
    answer = await pipeline.post(new_body(panelCount=99))

    assert answer.status == 422
    error = refusal(await answer.json())
    assert (error["code"], error["param"], error["retryable"]) == (
        "invalid_request",
        "panelCount",
        False,
    )


@pytest.mark.parametrize(
    "header",
    [
        {"ComicAI-Attempt": "0"},
        {"ComicAI-Attempt": "two"},
        {"ComicAI-Attempt": "1.5"},
        {"ComicAI-Deadline": "tomorrow"},
        {"ComicAI-Deadline": "2026-01-15T10:20:00"},
    ],
)
async def test_an_invalid_header_is_named(pipeline: Pipeline, header: dict[str, str]) -> None:
    answer = await pipeline.post(new_body(), {**ASYNC, **header})

    assert answer.status == 400
    assert (refusal(await answer.json()))["param"] == next(iter(header))


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("GET", "/generate", 405, "invalid_request"),
        ("DELETE", "/health", 405, "invalid_request"),
        ("PUT", f"/jobs/{UNKNOWN}", 405, "invalid_request"),
    ],
)
async def test_an_unknown_route_or_method_is_rejected_in_the_envelope(
    pipeline: Pipeline, method: str, path: str, status: int, code: str
) -> None:
    answer = await pipeline.client.request(method, path)

    assert answer.status == status
    assert answer.headers["ComicAI-Contract"] == "1"
    assert (refusal(await answer.json()))["code"] == code


# Failures


async def test_a_job_whose_process_died_is_drawn_again(pipeline: Pipeline) -> None:
    pipeline.artist.errors.append(WorkerDiedError(-9))

    answer = await pipeline.post(new_body(seed=5), WAIT)

    assert answer.status == 200
    assert [order.seed for order in pipeline.artist.orders] == [5, 5]


async def test_a_job_that_kills_every_process_fails(pipeline: Pipeline) -> None:
    pipeline.artist.errors.extend([WorkerDiedError(-9), WorkerDiedError(-9)])

    state = await (await pipeline.post(new_body(), WAIT)).json()

    assert state["error"]["code"] == "internal"
    assert state["error"]["retryable"] is True


async def test_an_unexpected_error_fails_that_job_only(pipeline: Pipeline) -> None:
    pipeline.artist.errors.append(ZeroDivisionError())

    broken = await (await pipeline.post(new_body(), WAIT)).json()
    fine = await pipeline.post(new_body(), WAIT)

    assert broken["error"]["code"] == "internal"
    assert fine.status == 200


async def test_an_image_that_cannot_be_stored_fails_the_job(pipeline: Pipeline) -> None:
    (pipeline.folder / "images").write_text("a file where the folder should be")

    state = await (await pipeline.post(new_body(), WAIT)).json()

    assert state["error"]["code"] == "upload_failed"
    assert state["error"]["retryable"] is True


async def test_a_job_that_cannot_be_saved_is_refused(pipeline: Pipeline) -> None:
    jobs = pipeline.folder / "jobs"
    jobs.rename(pipeline.folder / "moved")
    body = new_body()

    refused = await pipeline.post(body)
    (pipeline.folder / "moved").rename(jobs)
    accepted = await pipeline.post(body, WAIT)

    assert refused.status == 500
    assert (refusal(await refused.json()))["code"] == "internal"
    assert accepted.status == 200
