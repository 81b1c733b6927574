"""Successful jobs at level 1: requests, responses, and progress."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from core.errors import GeneratorFailedError, GeneratorRetryError, GeneratorUnavailableError
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.polling import PollingSettings
from core.models.comics import ImageRef
from core.models.costs import Cost
from core.models.jobs import Stage
from tests.core.jobs.generator.conftest import Client, Time
from tests.fakes.generator import FakeGenerator, Fault, JobFault

ASYNC = {"Prefer": "respond-async"}


async def test_a_comic_is_drawn_and_its_object_exists(client: Client) -> None:
    drawn = await client.draw()

    assert drawn.ref == ImageRef("local", f"jobs/{client.job_id}/page.png")
    info = await client.images.inspect(drawn.ref, sha256=drawn.sha256)
    assert (info.content_type, info.width, info.height) == ("image/png", 32, 24)


async def test_all_metadata_of_the_comic_is_returned(client: Client) -> None:
    drawn = await client.draw()

    assert (drawn.seed, drawn.model, drawn.run_seconds) == (4242, "fake-1", 1.5)
    assert (drawn.title, drawn.alt_text) == ("A fake comic", "2 plain panels")
    assert [panel["caption"] for panel in drawn.script] == ["Panel 1", "Panel 2"]
    assert [panel.index for panel in drawn.panels] == [1, 2]
    for panel in drawn.panels:
        assert await client.images.read(panel.ref)


async def test_a_submission_is_the_plain_request_with_the_contracts_headers(
    client: Client, fake: FakeGenerator
) -> None:
    before = datetime.now(UTC)

    await client.draw(attempt=1)

    (call,) = fake.calls_to("submit")
    assert call.body == {
        "uuid": str(client.job_id),
        "inputParams": {"prompt": "a secret cat", "panelCount": 2},
    }
    assert call.headers["ComicAI-Contract"] == "1"
    assert call.headers["Prefer"] == "respond-async, wait=2"
    assert call.headers["Idempotency-Key"] == str(client.job_id)
    assert call.headers["ComicAI-Attempt"] == "1"
    deadline = datetime.fromisoformat(call.headers["ComicAI-Deadline"])
    assert timedelta(minutes=14) < deadline - before < timedelta(minutes=16)
    assert "Authorization" not in call.headers
    assert "ComicAI-Callback" not in call.headers


async def test_token_and_callback_url_are_sent_if_configured(
    http: aiohttp.ClientSession, fake: FakeGenerator, client: Client, time: Time
) -> None:
    fake.token = "s3cret"
    client.generator = HttpGenerator(
        http,
        fake.url + "/",
        token="s3cret",
        locate=client.images.locate,
        callback_url="https://app.example/hooks/generator",
        wait_seconds=0,
        polling=PollingSettings(clock=time.clock, sleep=time.sleep),
    )

    await client.draw()

    (call,) = fake.calls_to("submit")
    assert call.headers["Authorization"] == "Bearer s3cret"
    assert call.headers["ComicAI-Callback"] == "https://app.example/hooks/generator"
    assert call.headers["Prefer"] == "respond-async"


async def test_a_job_that_the_generator_cannot_start_is_postponed_and_resumed(
    client: Client, fake: FakeGenerator
) -> None:
    fake.queue_polls, fake.blocked_by = 5, "no_credit"

    for fresh in (True, False):
        with pytest.raises(GeneratorUnavailableError) as caught:
            await client.draw(fresh=fresh)
        assert (caught.value.reason, caught.value.retry_after) == ("no_credit", 60)
    fake.blocked_by = ""
    await client.generator.health()
    await client.draw(fresh=False)

    assert len(fake.calls_to("submit")) == 1
    assert fake.calls_to("cancel") == []


async def test_a_running_job_is_followed_although_no_other_could_start(
    client: Client, fake: FakeGenerator
) -> None:
    fake.blocked_by = "no_credit"
    with pytest.raises(GeneratorUnavailableError):
        await client.draw()

    await client.draw(fresh=False)

    assert (await client.generator.health()).blocked_by == "no_credit"
    assert len(fake.drawn) == 1


async def test_a_generator_that_loads_keeps_its_job(client: Client, fake: FakeGenerator) -> None:
    fake.queue_polls, fake.blocked_by = 5, "loading"

    await client.draw()

    assert (await client.generator.health()).blocked_by == ""


async def test_only_supported_options_are_sent(client: Client, fake: FakeGenerator) -> None:
    fake.input_keys = ("style",)

    await client.draw(style="manga", steps=30)

    (call,) = fake.calls_to("submit")
    assert call.body["inputParams"] == {"prompt": "a secret cat", "style": "manga"}


async def test_all_options_are_sent_to_a_generator_that_lists_none(
    client: Client, fake: FakeGenerator
) -> None:
    fake.input_keys = None

    await client.draw(steps=30)

    (call,) = fake.calls_to("submit")
    assert call.body["inputParams"]["steps"] == 30


async def test_health_is_requested_once_before_the_first_drawing(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw()
    client.runs.used = 0  # as for another job
    await client.draw(attempt=2)

    assert len(fake.calls_to("health")) == 1


async def test_progress_is_reported_stage_by_stage_and_never_decreases(
    client: Client, fake: FakeGenerator
) -> None:
    fake.queue_polls = 2

    await client.draw()

    stages = [progress.stage for progress in client.reported]
    assert list(dict.fromkeys(stages)) == [
        Stage.SUBMITTING,
        Stage.REMOTE_QUEUE,
        Stage.PLANNING,
        Stage.RENDERING,
        Stage.LETTERING,
        Stage.UPLOADING,
    ]
    percents = [progress.percent for progress in client.reported]
    assert percents == sorted(percents)
    panels = [p.panel for p in client.reported if p.stage is Stage.RENDERING and p.panel]
    assert panels == [1, 2]
    assert {p.panels for p in client.reported} == {2}
    assert client.reported[1].eta_seconds == 20


async def test_percent_is_computed_if_the_generator_reports_none(
    client: Client, fake: FakeGenerator
) -> None:
    fake.reports_percent = False

    await client.draw(panelCount=4)

    rendering = [p.percent for p in client.reported if p.stage is Stage.RENDERING]
    assert rendering[:4] == [5, 25, 45, 65]


async def test_a_status_older_than_the_last_is_ignored(client: Client, fake: FakeGenerator) -> None:
    fake.fail(JobFault.STALE_SEQ)

    drawn = await client.draw(panelCount=4)

    assert drawn.ref.key
    panels = [p.panel for p in client.reported if p.panel]
    assert panels == sorted(panels)


async def test_polls_start_frequent_and_become_less_so(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.retry_after = 2

    await client.draw(panelCount=8)

    # The first delay is the generator's Retry-After; a random value of 0.5 means no jitter.
    assert time.slept[:6] == [2, 1.5, 2.25, 3.375, 5, 5]


async def test_a_comic_that_is_ready_at_once_is_not_polled(
    client: Client, fake: FakeGenerator, time: Time
) -> None:
    fake.step_seconds = 0.001

    await client.draw()

    assert fake.calls_to("status") == []
    assert time.slept == []


async def test_routes_stay_below_the_prefix_of_a_proxy(client: Client, fake: FakeGenerator) -> None:
    await client.draw()

    assert fake.url.endswith("/proxy/8000/generate")
    assert fake.calls_to("status")[0].uuid == str(client.job_id)


async def test_a_second_attempt_is_a_second_drawing(client: Client, fake: FakeGenerator) -> None:
    await client.draw()

    drawn = await client.draw(attempt=2)

    assert drawn.ref.key == f"jobs/{client.job_id}/2/page.png"
    assert fake.drawn == [(str(client.job_id), 1), (str(client.job_id), 2)]


# --- Resuming -------------------------------------------------------------------------------------


async def test_a_running_drawing_is_resumed_and_not_submitted_again(
    client: Client, fake: FakeGenerator, http: aiohttp.ClientSession
) -> None:
    body = {"uuid": str(client.job_id), "inputParams": {"prompt": "a secret cat", "panelCount": 2}}
    await http.post(fake.url, json=body, headers=ASYNC)

    drawn = await client.draw(fresh=False)

    assert drawn.ref.key == f"jobs/{client.job_id}/page.png"
    assert len(fake.calls_to("submit")) == 1
    assert fake.drawn == [(str(client.job_id), 1)]


async def test_a_finished_drawing_is_fetched_at_once(client: Client, fake: FakeGenerator) -> None:
    first = await client.draw()

    assert await client.draw(fresh=False) == first
    assert len(fake.drawn) == 1


async def test_a_job_unknown_to_the_generator_is_submitted(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw(fresh=False)

    assert [call.route for call in fake.calls][:3] == ["health", "status", "submit"]
    assert len(fake.drawn) == 1


async def test_an_earlier_attempt_is_not_resumed_for_a_later_one(
    client: Client, fake: FakeGenerator
) -> None:
    await client.draw()

    drawn = await client.draw(attempt=2, fresh=False)

    assert drawn.ref.key == f"jobs/{client.job_id}/2/page.png"


async def test_a_fresh_job_is_submitted_without_a_poll(client: Client, fake: FakeGenerator) -> None:
    await client.draw()

    assert [call.route for call in fake.calls][:2] == ["health", "submit"]


# --- Health and cancelling ------------------------------------------------------------------------


async def test_health_contains_the_generators_features(client: Client) -> None:
    health = await client.generator.health()

    assert (health.ready, health.level, health.capacity) == (True, 1, 2)
    assert (health.model, health.median_panel_seconds) == ("fake-1", 9.2)
    assert health.input_keys is not None
    assert "style" in health.input_keys


async def test_cancelling_stops_the_drawing_at_the_generator(
    client: Client, fake: FakeGenerator, http: aiohttp.ClientSession
) -> None:
    body: dict[str, Any] = {"uuid": str(client.job_id), "inputParams": {"prompt": "a cat"}}
    await http.post(fake.url, json=body, headers=ASYNC)

    await client.generator.cancel(client.job_id, 1)

    assert fake.jobs[str(client.job_id)].status == "canceled"


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP, Fault.BAD_GATEWAY, Fault.HTML])
async def test_cancelling_raises_nothing(client: Client, fake: FakeGenerator, fault: Fault) -> None:
    if fault is Fault.HANG:
        client.shorten_timeouts()
    fake.fail(fault, route="cancel")

    await client.generator.cancel(client.job_id, 1)
    await client.generator.cancel(client.job_id, 1)  # a job that the generator does not know

    assert len(fake.calls_to("cancel")) == 2


# --- Costs and the choice of the painter ----------------------------------------------------------


async def test_costs_are_reported_with_the_progress(client: Client, fake: FakeGenerator) -> None:
    fake.usd_per_image = 0.04

    await client.draw()

    assert client.reported[-1].cost == Cost(images=2, micro_usd=80_000, painter="fake-1")


async def test_costs_of_a_failed_attempt_are_reported(client: Client, fake: FakeGenerator) -> None:
    fake.usd_per_image = 0.04
    fake.fail(JobFault.GPU_OOM)

    with pytest.raises(GeneratorRetryError):
        await client.draw()

    assert client.reported[-1].cost == Cost(images=1, micro_usd=40_000, painter="fake-1")


async def test_a_job_for_the_sketch_is_sent_only_to_a_generator_that_knows_the_key(
    client: Client, fake: FakeGenerator
) -> None:
    fake.input_keys = ("prompt", "painter")
    await client.draw(painter="sketch")

    (call,) = fake.calls_to("submit")
    assert call.body["inputParams"] == {"prompt": "a secret cat", "painter": "sketch"}


@pytest.mark.parametrize("keys", [("prompt", "style"), None])
async def test_a_job_for_the_sketch_is_never_painted_by_a_model(
    client: Client, fake: FakeGenerator, keys: tuple[str, ...] | None
) -> None:
    fake.input_keys = keys

    with pytest.raises(GeneratorFailedError, match="painter_unsupported"):
        await client.draw(painter="sketch")

    assert fake.calls_to("submit") == []


async def test_a_job_for_the_sketch_waits_until_the_generator_has_loaded(
    client: Client, fake: FakeGenerator
) -> None:
    fake.input_keys, fake.blocked_by = ("prompt",), "loading"
    with pytest.raises(GeneratorUnavailableError, match="not_ready"):
        await client.draw(painter="sketch")
    fake.input_keys, fake.blocked_by = ("prompt", "painter"), ""
    await client.generator.health()

    await client.draw(painter="sketch")

    (call,) = fake.calls_to("submit")
    assert call.body["inputParams"]["painter"] == "sketch"


async def test_the_list_of_a_generator_that_loads_drops_no_parameter(
    client: Client, fake: FakeGenerator
) -> None:
    fake.input_keys, fake.blocked_by = ("prompt",), "loading"
    await client.generator.health()

    await client.draw(safety="strict")

    (call,) = fake.calls_to("submit")
    assert call.body["inputParams"]["safety"] == "strict"
