"""Tests of health probes and metrics."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from core.errors import StorageUnavailableError
from tests.application import SECRET, RunningApp, call, draw, running_app


async def test_a_process_that_runs_is_alive_and_ready(app: RunningApp) -> None:
    client = await app.browser()

    live = await call(client, "GET", "/health/live")
    ready = await call(client, "GET", "/health/ready")

    assert (live.status, live.json) == (200, {"status": "alive"})
    assert (ready.status, ready.json["status"], ready.json["reason"]) == (200, "ready", "")


async def test_other_outages_degrade_but_do_not_make_unready(app: RunningApp) -> None:
    app.services.health.watch("telegram", lambda: False)

    reply = await call(await app.browser(), "GET", "/health/ready")

    assert reply.status == 200
    assert reply.json["degraded"] == ["telegram"]


async def test_a_draining_process_is_not_ready(app: RunningApp) -> None:
    app.services.health.draining = True

    reply = await call(await app.browser(), "GET", "/health/ready")

    assert (reply.status, reply.json["status"], reply.json["reason"]) == (
        503,
        "unready",
        "draining",
    )
    assert (await call(await app.browser(), "GET", "/health/live")).status == 200


async def test_without_a_database_every_route_returns_503_with_retry_after(
    app: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageUnavailableError

    client = await app.browser()
    uuid = await draw(client)
    for name in ("read", "write", "ping"):
        monkeypatch.setattr(app.services.database, name, fail)

    for method, path, options in (
        ("POST", "/ml/generate", {"json": {"inputParams": {"prompt": "a cat"}}}),
        ("GET", f"/ml/{uuid}", {}),
        ("GET", "/gallery", {}),
        ("DELETE", f"/gallery/{uuid}", {}),
    ):
        reply = await call(client, method, path, **options)
        assert (reply.status, reply.code) == (503, "storage_unavailable")
        assert reply.json["error"]["retryable"] is True
        assert int(reply.headers["Retry-After"]) > 0
    ready = await call(client, "GET", "/health/ready")
    assert (ready.status, ready.json["reason"]) == (503, "database")
    metrics = await call(client, "GET", "/metrics")
    assert metrics.status == 200
    assert "comicai_open_jobs{" not in metrics.text


async def test_an_unexpected_error_has_a_reference_to_the_log(
    app: RunningApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret details")

    monkeypatch.setattr(app.services.database, "read", broken)

    reply = await call(await app.browser(), "GET", f"/ml/{'0' * 8}-0000-0000-0000-{'0' * 12}")

    assert (reply.status, reply.code) == (500, "unforeseen")
    assert "secret details" not in reply.text
    (reference,) = {
        word.strip(".") for word in reply.json["error"]["message"].split() if is_reference(word)
    }
    assert reference in capsys.readouterr().out


def is_reference(word: str) -> bool:
    word = word.strip(".")
    return len(word) == 12 and all(char in "0123456789abcdef" for char in word)


async def test_requests_are_counted_by_route_and_never_by_path(app: RunningApp) -> None:
    client = await app.browser()
    uuid = await draw(client)
    await call(client, "GET", f"/ml/{uuid}")
    await call(client, "GET", f"/{uuid}?secret=1")

    reply = await call(client, "GET", "/metrics")

    assert reply.status == 200
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
        if sample.name == "comicai_http_requests_total"
    }
    assert counted[("POST", "/ml/generate", "200")] == 1
    assert counted[("GET", "/ml/{uuid}", "200")] == 1
    assert counted[("GET", "(none)", "404")] == 1
    assert uuid not in reply.text


async def test_open_jobs_are_counted_by_state(app: RunningApp) -> None:
    client = await app.browser()
    await draw(client)
    app.generator.hold()
    body = {"inputParams": {"prompt": "a cat"}}
    await call(client, "POST", "/ml/generate", json=body, headers={"Prefer": "respond-async"})
    await app.generator.next_submission()
    await app.generator.next_submission()

    reply = await call(client, "GET", "/metrics")

    assert 'comicai_open_jobs{state="drawing"} 1.0' in reply.text
    assert 'comicai_open_jobs{state="queued"} 0.0' in reply.text
    assert 'comicai_open_jobs{state="drawn"}' not in reply.text


async def test_unknown_methods_share_one_label(app: RunningApp) -> None:
    client = await app.browser()
    for method in ("PROPFIND", "MKCOL", "LOCK"):
        await call(client, method, "/")

    reply = await call(client, "GET", "/metrics")

    assert 'method="other"' in reply.text
    assert "PROPFIND" not in reply.text


async def test_the_loops_lag_is_measured(app: RunningApp) -> None:
    reply = await call(await app.browser(), "GET", "/metrics")

    assert "comicai_event_loop_lag_seconds_count" in reply.text


async def test_metrics_are_not_shown_through_a_proxy(app: RunningApp) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1"}

    reply = await call(await app.browser(), "GET", "/metrics", headers=headers)

    assert (reply.status, reply.code) == (401, "unauthorized")


async def test_metrics_are_shown_with_the_token(tmp_path: Path, migrated_file: Path) -> None:
    web = {"port": 0, "jwt_secret": SECRET, "metrics_token": "let me see"}
    async with running_app(tmp_path, migrated=migrated_file, web=web) as app:
        client = await app.browser()
        statuses = [
            (await call(client, "GET", "/metrics", headers=headers)).status
            for headers in (
                {},
                {"Authorization": "Bearer let me"},
                {"Authorization": "Bearer let me see", "X-Forwarded-For": "203.0.113.9"},
            )
        ]

    assert statuses == [401, 401, 200]


async def test_requests_are_measured_end_to_end(app: RunningApp) -> None:
    client = await app.browser()
    await draw(client)
    await call(client, "POST", "/ml/generate", json={"inputParams": {"prompt": ""}})
    app.generator.refuse(422, "gpu_oom")
    refused = await call(client, "POST", "/ml/generate", json={"inputParams": {"prompt": "a cat"}})
    assert refused.status == 502

    reply = await call(client, "GET", "/metrics")

    shown = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }
    assert shown["comicai_requests_total", "accepted", "web"] == 2
    assert shown["comicai_requests_total", "empty_prompt", "web"] == 1
    assert shown["comicai_jobs_ended_total", "drawn"] == 1
    assert shown["comicai_jobs_ended_total", "failed"] == 1
    assert shown["comicai_generator_errors_total", "gpu_oom"] == 1
    assert shown["comicai_job_wait_seconds_count",] == 2
    assert shown["comicai_job_stage_seconds_count", "submitting"] == 2
    assert shown["comicai_job_stage_seconds_count", "verifying"] == 1
    assert shown["comicai_database_up",] == 1
    assert shown["comicai_degraded", "generator"] == 0
