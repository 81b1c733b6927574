"""Failures of a generator, and the exceptions that the client raises for them."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from structlog.testing import capture_logs

from core.errors import (
    GeneratorError,
    GeneratorFailedError,
    GeneratorRefusesError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
)
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.contract import RemoteError
from core.jobs.generator.error_codes import failure_of
from core.jobs.generator.polling import PollingSettings
from core.models.identity import JobId
from core.models.jobs import Progress, Stage
from tests.core.jobs.generator.conftest import Client, Time
from tests.fakes.generator import FakeGenerator, Fault, JobFault
from tests.tls_server import tls_server

HANGING = {Fault.HANG, Fault.TAKEN_THEN_HANG}

# --- The job fails --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (JobFault.PROMPT_REJECTED, GeneratorRejectedError, "prompt_rejected"),
        (JobFault.OUTPUT_REJECTED, GeneratorRejectedError, "output_rejected"),
        (JobFault.OUTPUT_REJECTED_FOR_NOW, GeneratorRetryError, "output_rejected"),
        (JobFault.GENERATION_FAILED, GeneratorRetryError, "generation_failed"),
        (JobFault.GPU_OOM, GeneratorRetryError, "gpu_oom"),
        (JobFault.UPLOAD_FAILED, GeneratorRetryError, "upload_failed"),
        (JobFault.CANCELED, GeneratorRetryError, "canceled"),
        (JobFault.DEADLINE_EXCEEDED, GeneratorFailedError, "deadline_exceeded"),
        (JobFault.BAD_URL, GeneratorRefusesError, "wrong_bucket"),
        (JobFault.NO_URL, GeneratorFailedError, "bad_response"),
    ],
)
async def test_a_drawing_that_fails_ends_its_attempt(
    client: Client, fake: FakeGenerator, fault: JobFault, kind: type[GeneratorError], reason: str
) -> None:
    fake.fail(fault)

    with pytest.raises(kind) as caught:
        await client.draw()

    assert caught.value.reason == reason
    assert len(fake.calls_to("submit")) == 1


async def test_a_new_attempt_after_a_failure_draws_the_comic(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(JobFault.GPU_OOM)
    with pytest.raises(GeneratorRetryError):
        await client.draw()

    drawn = await client.draw(attempt=2)

    assert drawn.ref.key == f"jobs/{client.job_id}/2/page.png"


async def test_a_resumed_drawing_that_failed_fails_without_another_run(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(JobFault.GENERATION_FAILED)
    with pytest.raises(GeneratorRetryError):
        await client.draw()

    with pytest.raises(GeneratorRetryError):
        await client.draw(fresh=False)

    assert len(fake.drawn) == 1


async def test_a_foreign_url_is_neither_fetched_nor_logged_except_for_its_bucket(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(JobFault.BAD_URL)

    with capture_logs() as logs, pytest.raises(GeneratorRefusesError):
        await client.draw()

    (entry,) = [entry for entry in logs if entry["event"] == "image_url_rejected"]
    assert (entry["bucket"], entry["setting"]) == ("somebody-elses", "generator.buckets")
    assert "amazonaws" not in json.dumps(logs, default=str)


async def test_a_panel_with_a_foreign_url_is_omitted(client: Client, fake: FakeGenerator) -> None:
    fake.fail(JobFault.BAD_PANEL_URL)

    with capture_logs() as logs:
        drawn = await client.draw()

    assert [panel.index for panel in drawn.panels] == [2]
    (entry,) = [entry for entry in logs if entry["event"] == "panel_url_rejected"]
    assert entry["bucket"] == "somebody-elses"


async def test_a_stalled_drawing_is_canceled_and_fails_the_attempt(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.fail(JobFault.STALL)
    started = time.now

    with pytest.raises(GeneratorRetryError) as caught:
        await client.draw(panelCount=4)

    assert caught.value.reason == "stalled"
    assert 60 + 4 * 90 < time.now - started < 60 + 4 * 90 + 40
    assert fake.jobs[str(client.job_id)].status == "canceled"


async def test_a_long_wait_in_the_generators_queue_is_no_stall(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.queue_polls = 60
    started = time.now

    await client.draw()

    assert time.now - started > 200


# --- The generator is unavailable -----------------------------------------------------------------


async def test_a_closed_port_is_retried_several_times_before_the_job_is_postponed(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    await fake.stop()

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw()

    assert caught.value.reason == "unreachable"
    assert len(time.slept) == 5
    assert {progress.stage for progress in client.reported} == {Stage.SUBMITTING}


async def test_a_generator_that_starts_during_the_retries_draws(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    await fake.stop()

    async def sleep(seconds: float) -> None:
        time.now += seconds
        if not fake.is_running and time.now > 1002:
            await fake.start()

    client.generator._polling = PollingSettings(clock=time.clock, sleep=sleep, random=lambda: 0.9)

    assert (await client.draw()).ref.key


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.WARMING, "warming"),
        (Fault.OVERLOADED, "overloaded"),
        (Fault.HTML, "not_ready"),
        (Fault.HTML_NOT_FOUND, "not_ready"),
        (Fault.REDIRECT, "not_ready"),
    ],
)
async def test_a_generator_that_accepts_nothing_is_retried_several_times(
    client: Client, fake: FakeGenerator, fault: Fault, reason: str
) -> None:
    fake.fail(fault, times=50)

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw()

    assert caught.value.reason == reason
    assert len(fake.calls_to("submit")) == 6
    assert fake.drawn == []


@pytest.mark.parametrize(
    "fault", [Fault.WARMING, Fault.OVERLOADED, Fault.HTML, Fault.REDIRECT, Fault.BAD_GATEWAY]
)
async def test_a_generator_that_accepts_a_retry_draws_once(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    fake.fail(fault, times=2)

    await client.draw()

    assert len(fake.drawn) == 1


async def test_the_generators_retry_after_is_respected(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.retry_after = 17
    fake.fail(Fault.WARMING)

    await client.draw()

    assert time.slept[0] == 17


async def test_a_very_long_retry_after_postpones_the_job(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.retry_after = 600
    fake.fail(Fault.OVERLOADED)

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw()

    assert caught.value.retry_after == 600
    assert time.slept == []


async def test_a_busy_generator_without_a_retry_after_gets_a_default_delay(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.retry_after = 0
    fake.fail(Fault.OVERLOADED)

    await client.draw()

    assert time.slept[0] == 15


# --- Unconfirmed submissions ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        Fault.TAKEN_THEN_DROP,
        Fault.TAKEN_THEN_HANG,
        Fault.TAKEN_THEN_BAD_GATEWAY,
        Fault.TAKEN_THEN_NONSENSE,
    ],
)
async def test_after_a_lost_response_the_status_is_polled_before_resending(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    if fault in HANGING:
        client.shorten_timeouts()
    fake.fail(fault)

    await client.draw()

    assert len(fake.calls_to("submit")) == 1
    assert len(fake.drawn) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HANG, Fault.BAD_GATEWAY])
async def test_a_lost_request_is_sent_again_with_the_same_attempt(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    if fault in HANGING:
        client.shorten_timeouts()
    fake.fail(fault, times=2)

    await client.draw()

    routes = [call.route for call in fake.calls if call.route != "health"][:5]
    assert routes == ["submit", "status", "submit", "status", "submit"]
    assert {call.attempt for call in fake.calls_to("submit")} == {1}
    assert {call.headers["Idempotency-Key"] for call in fake.calls_to("submit")} == {
        str(client.job_id)
    }
    assert len(fake.drawn) == 1


async def test_requests_that_are_lost_repeatedly_fail_the_job(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.DROP, times=50)

    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw()

    assert caught.value.reason == "job_lost"
    assert len(fake.calls_to("submit")) == 3


async def test_an_outage_uses_up_no_further_run(client: Client, fake: FakeGenerator) -> None:
    fake.fail(Fault.DROP, times=2)
    fake.fail(Fault.BAD_GATEWAY, route="health", times=2)  # the first one: before any drawing

    with pytest.raises(GeneratorUnavailableError):
        await client.draw()

    assert (len(fake.calls_to("submit")), client.runs.used) == (1, 1)


async def test_requests_to_a_generator_that_hangs_time_out(
    client: Client, fake: FakeGenerator
) -> None:
    client.shorten_timeouts()
    for route in ("health", "submit", "status"):
        fake.fail(Fault.HANG, route=route, times=50)

    with pytest.raises(GeneratorUnavailableError) as caught:
        async with asyncio.timeout(20):
            await client.draw()

    assert caught.value.reason == "unreachable"


# --- Failing polls --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        Fault.BAD_GATEWAY,
        Fault.CRASH,
        Fault.WARMING,
        Fault.OVERLOADED,
        Fault.HTML,
        Fault.HTML_NOT_FOUND,
        Fault.REDIRECT,
        Fault.DROP,
        Fault.HANG,
    ],
)
async def test_a_failed_poll_does_not_fail_the_job(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    if fault in HANGING:
        client.shorten_timeouts()
    fake.fail(fault, route="status", times=3)

    await client.draw()

    assert len(fake.drawn) == 1
    assert len(fake.calls_to("submit")) == 1


async def test_a_drawing_that_cannot_be_polled_for_long_is_postponed(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.BAD_GATEWAY, route="status", times=10)

    with pytest.raises(GeneratorUnavailableError):
        await client.draw()
    assert len(fake.calls_to("status")) == 10

    assert (await client.draw(fresh=False)).ref.key
    assert len(fake.drawn) == 1


async def test_one_invalid_status_is_tolerated_but_not_two(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.NONSENSE, route="status")
    await client.draw()

    fake.fail(Fault.NONSENSE, route="status", times=2)
    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw(attempt=2)

    assert caught.value.reason == "bad_response"


async def test_an_oversized_response_is_not_read(client: Client, fake: FakeGenerator) -> None:
    fake.fail(Fault.HUGE, route="status", times=2)

    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw()

    assert caught.value.reason == "bad_response"


async def test_a_lost_job_is_submitted_again_with_the_same_attempt(
    client: Client, fake: FakeGenerator
) -> None:
    reports = 0

    def report(progress: Progress) -> None:
        nonlocal reports
        reports += 1
        client.reported.append(progress)
        if reports == 4:
            fake.fail(Fault.LOSE_JOB, route="status")

    await client.generator.draw(client.request(), report)

    assert fake.drawn == [(str(client.job_id), 1)] * 2
    percents = [progress.percent for progress in client.reported]
    assert percents == sorted(percents)
    assert percents[3] > 0


async def test_a_job_that_the_generator_loses_repeatedly_fails(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.LOSE_JOB, route="status", times=50)

    with pytest.raises(GeneratorFailedError) as caught:
        await client.draw()

    assert caught.value.reason == "job_lost"
    assert len(fake.calls_to("submit")) == 3


async def test_a_later_attempt_of_another_worker_is_not_disturbed(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw(attempt=2)

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw(attempt=1, fresh=False)

    assert caught.value.reason == "later_attempt"


# --- Rejections -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (Fault.UNAUTHORIZED, GeneratorRefusesError, "unauthorized"),
        (Fault.INVALID_REQUEST, GeneratorFailedError, "invalid_request"),
        (Fault.CONFLICT, GeneratorFailedError, "conflict"),
        (Fault.NONSENSE, GeneratorFailedError, "bad_response"),
        (Fault.HUGE, GeneratorFailedError, "bad_response"),
        (Fault.CRASH, GeneratorRetryError, "internal"),
    ],
)
async def test_a_refusal_ends_the_attempt_at_once(
    client: Client, fake: FakeGenerator, fault: Fault, kind: type[GeneratorError], reason: str
) -> None:
    fake.fail(fault)

    with pytest.raises(kind) as caught:
        await client.draw()

    assert caught.value.reason == reason
    assert len(fake.calls_to("submit")) == 1


async def test_a_wrong_token_is_detected_while_polling(client: Client, fake: FakeGenerator) -> None:
    fake.fail(Fault.UNAUTHORIZED, route="status")

    with pytest.raises(GeneratorRefusesError) as caught:
        await client.draw()

    assert caught.value.reason == "unauthorized"


async def test_a_new_attempt_waits_for_the_end_of_the_previous_one(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.BAD_GATEWAY, route="status", times=10)
    with pytest.raises(GeneratorUnavailableError):
        await client.draw(panelCount=1)

    drawn = await client.draw(attempt=2, panelCount=1)

    assert drawn.ref.key == f"jobs/{client.job_id}/2/page.png"
    assert {attempt for _, attempt in fake.drawn} == {1, 2}


# --- Leases, cancellation, secrets ----------------------------------------------------------------


async def test_nothing_is_submitted_under_a_lease_that_may_expire(
    client: Client, fake: FakeGenerator
) -> None:
    client.lease_seconds = 30

    with pytest.raises(GeneratorUnavailableError) as caught:
        await client.draw()

    assert caught.value.reason == "lease"
    assert fake.calls_to("submit") == []


async def test_the_lease_is_checked_before_every_submission(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.WARMING, times=2)

    await client.draw()

    assert [extension.total_seconds() for extension in client.lease_checks] == [35, 35, 35]


async def test_cancelling_the_task_stops_waiting_but_not_the_drawing(
    client: Client, fake: FakeGenerator
) -> None:
    fake.fail(Fault.HANG, route="status")
    drawing = asyncio.ensure_future(client.draw())
    async with asyncio.timeout(30):
        while not fake.calls_to("status"):
            await asyncio.sleep(0.01)

    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing

    assert not fake.calls_to("cancel")
    assert not fake.jobs[str(client.job_id)].is_terminal


async def test_prompts_urls_and_tokens_are_not_logged(
    client: Client, fake: FakeGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    faults: list[Fault | JobFault] = [Fault.WARMING, Fault.DROP, Fault.HTML, Fault.NONSENSE]
    faults += [JobFault.PROMPT_REJECTED, JobFault.BAD_URL, JobFault.GPU_OOM]
    with capture_logs() as logs:
        for fault in faults:
            fake.fail(fault)
            try:
                await client.draw(fresh=False)
            except GeneratorError as error:
                logs.append({"event": "raised", "error": str(error), "log_level": "error"})
            fake.jobs.clear()

    ours = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    text = json.dumps([logs, ours], default=str)
    assert len(logs) > 6
    assert "secret cat" not in text
    assert "http" not in text


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP, Fault.HTML, Fault.BAD_GATEWAY])
async def test_a_generator_of_unknown_health_still_draws(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    if fault in HANGING:
        client.shorten_timeouts()
    fake.fail(fault, route="health")

    await client.draw()

    assert len(fake.drawn) == 1


@pytest.mark.parametrize(
    "fault", [Fault.HANG, Fault.DROP, Fault.HTML, Fault.BAD_GATEWAY, Fault.UNAUTHORIZED]
)
async def test_a_generator_without_a_health_response_is_unavailable(
    client: Client, fake: FakeGenerator, fault: Fault
) -> None:
    if fault in HANGING:
        client.shorten_timeouts()
    fake.fail(
        fault, route="health", times=2
    )  # aiohttp itself retries once after a dropped connection

    with pytest.raises(GeneratorUnavailableError):
        await client.generator.health()


# --- Error codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "retryable", "kind"),
    [
        ("gpu_oom", None, GeneratorRetryError),
        ("gpu_oom", False, GeneratorFailedError),
        ("internal", True, GeneratorRetryError),
        ("prompt_rejected", True, GeneratorRejectedError),
        ("output_rejected", None, GeneratorRejectedError),
        ("letters_missing", None, GeneratorRejectedError),
        ("invalid_request", True, GeneratorFailedError),
        ("deadline_exceeded", True, GeneratorFailedError),
        ("overloaded", True, GeneratorUnavailableError),
        ("cosmic_rays", True, GeneratorRetryError),
        ("cosmic_rays", None, GeneratorFailedError),
        ("unknown", None, GeneratorFailedError),
    ],
)
def test_the_stricter_of_code_and_retryable_decides(
    code: str, retryable: bool | None, kind: type[GeneratorError]
) -> None:
    error = failure_of(RemoteError(code=code, retryable=retryable))

    assert type(error) is kind
    assert error.reason == code


# --- The generator refuses this installation ------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.UNAUTHORIZED, "unauthorized"),
        (Fault.PAYMENT_REQUIRED, "no_credit"),
        (JobFault.BAD_URL, "wrong_bucket"),
    ],
)
async def test_a_refusal_is_remembered_until_a_comic_is_drawn(
    client: Client, fake: FakeGenerator, fault: Fault | JobFault, reason: str
) -> None:
    found = [client.generator.refusal]
    fake.fail(fault)
    with pytest.raises(GeneratorRefusesError):
        await client.draw()
    assert (await client.generator.health()).ready  # which says nothing about it
    found.append(client.generator.refusal)
    client.job_id = JobId(uuid4())
    await client.draw()
    found.append(client.generator.refusal)

    assert [refusal.reason if refusal else None for refusal in found] == [None, reason, None]


async def test_one_comic_in_a_foreign_bucket_among_others_fails_alone(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw()
    client.job_id = JobId(uuid4())
    fake.fail(JobFault.BAD_URL)

    with pytest.raises(GeneratorFailedError):
        await client.draw()

    assert client.generator.refusal is None


async def test_access_is_checked_without_a_drawing(
    client: Client, fake: FakeGenerator, http: aiohttp.ClientSession
) -> None:
    hour = timedelta(hours=1)
    generator = HttpGenerator(
        http, fake.url, token="", locate=client.images.locate, start_within=-hour
    )
    await generator.check_access()

    for fault in (Fault.UNAUTHORIZED, Fault.PAYMENT_REQUIRED):
        fake.fail(fault)
        with pytest.raises(GeneratorRefusesError):
            await generator.check_access()
    assert fake.drawn == []


async def test_a_certificate_that_is_not_valid_is_a_reason_of_its_own(
    client: Client, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    async with tls_server(tmp_path) as url:
        client.generator = HttpGenerator(http, url, token="", locate=client.images.locate)

        with pytest.raises(GeneratorUnavailableError) as caught:
            await client.generator.health()

    assert caught.value.reason == "tls"
