"""Tests of the metrics: documentation, alerts, values, and the endpoint of other processes."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bots.metrics_prometheus import PrometheusMetrics
from bots.web.middleware.metrics import HttpMetrics
from core.models.costs import Cost
from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import JobState, Stage
from core.operations.alerts import SENTENCES
from core.operations.fleet_stats import FleetSnapshot
from tests.processes import comicai, get

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ALERTS = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| `(comicai_\w+)` \| (\w+) \| (.*?) ?\| (.+) \|$", re.MULTILINE)
Metric = tuple[str, tuple[str, ...]]  # type and labels
SUFFIXES = re.compile(r"_(bucket|sum|count)$")


def exported() -> dict[str, Metric]:
    """Return all metrics of a process with a web server, by name."""
    metrics = PrometheusMetrics()
    HttpMetrics(metrics.registry)
    found: Any = metrics.registry._collector_to_names
    return {
        metric._name + ("_total" if metric._type == "counter" else ""): (
            metric._type,
            metric._labelnames,
        )
        for metric in found
        if getattr(metric, "_name", "").startswith("comicai_")
    }


def test_the_manual_lists_exactly_the_metrics_that_are_exported() -> None:
    documented = {
        name: (kind, tuple(re.findall(r"`(\w+)`", labels)))
        for name, kind, labels, _ in ROW.findall(MANUAL)
    }

    assert documented == exported()


@pytest.mark.parametrize("name", exported())
def test_names_follow_the_conventions_of_prometheus(name: str) -> None:
    kind, labels = exported()[name]

    assert re.fullmatch(r"comicai_[a-z]+(_[a-z]+)*", name)
    assert name.endswith("_total") == (kind == "counter")
    assert name.endswith("_seconds") or kind != "histogram"
    assert not {"job", "instance", "user", "chat"} & set(labels)


# --- Alerts ---------------------------------------------------------------------------------------

RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_uses_existing_metrics_and_is_explained_in_the_manual(
    rule: dict[str, Any],
) -> None:
    known = exported()
    queried = re.findall(r"(comicai_\w+)(?:\{(.*?)\})?", rule["expr"])
    assert queried
    for name, matchers in queried:
        _, labels = known[SUFFIXES.sub("", name)]
        assert set(re.findall(r"(\w+)(?:=~|!=|=)\"", matchers)) <= set(labels)
    assert rule["expr"].count("(") == rule["expr"].count(")")
    assert re.search(r"(>|>=|==) [\d.]+$", rule["expr"])
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]
    place = rule["annotations"]["runbook"].removeprefix("docs/operating.md#")
    assert f"### {rule['alert']}" in MANUAL
    assert place == rule["alert"].lower()


def test_every_operator_notice_has_an_alert() -> None:
    # An outage of the database is reported without a row, so it is no `AlertKind`.
    assert {rule["alert"] for rule in RULES} >= {
        "ComicAIDatabaseAway",
        *{
            {
                "old_job": "ComicAIOldJob",
                "undeliverable": "ComicAIUndeliverable",
                "generator": "ComicAIGeneratorAway",
                "generator_unauthorized": "ComicAIGeneratorBlocked",
                "generator_no_credit": "ComicAIGeneratorBlocked",
                "generator_blocked": "ComicAIGeneratorBlocked",
                "generator_refuses": "ComicAIGeneratorBlocked",
                "failures": "ComicAIFailures",
                "gpu_stuck": "ComicAIPartDown",
                "gpu_balance": "ComicAIPartDown",
                "sweep": "ComicAISweepLate",
            }[kind.value]
            for kind in SENTENCES
        },
    }


# --- Values ---------------------------------------------------------------------------------------


def value(metrics: PrometheusMetrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_events_are_counted() -> None:
    metrics = PrometheusMetrics()

    metrics.count_request(Platform.DISCORD, "accepted")
    metrics.count_job_end(JobState.DRAWN)
    metrics.observe_queue_wait(3)
    metrics.observe_stage(Stage.RENDERING, 12)
    metrics.count_retry("attempt")
    metrics.observe_delivery(Platform.TELEGRAM, DeliveryState.DELIVERED, 0.4)
    metrics.observe_rate_limit_wait(Platform.TELEGRAM, 2)
    metrics.count_restart("drawing")

    assert value(metrics, "comicai_requests_total", platform="discord", outcome="accepted") == 1
    assert value(metrics, "comicai_jobs_ended_total", state="drawn") == 1
    assert value(metrics, "comicai_job_wait_seconds_sum") == 3
    assert value(metrics, "comicai_job_stage_seconds_sum", stage="rendering") == 12
    assert value(metrics, "comicai_retries_total", what="attempt") == 1
    outcome = {"platform": "telegram", "outcome": "delivered"}
    assert value(metrics, "comicai_deliveries_total", **outcome) == 1
    assert value(metrics, "comicai_rate_limit_wait_seconds_sum", platform="telegram") == 2
    assert value(metrics, "comicai_restarts_total", part="drawing") == 1


def test_unknown_error_codes_share_one_time_series() -> None:
    metrics = PrometheusMetrics()
    for code in ("gpu_oom", "made_up_1", "made_up_2"):
        metrics.count_generator_failure(code)

    assert value(metrics, "comicai_generator_errors_total", code="gpu_oom") == 1
    assert value(metrics, "comicai_generator_errors_total", code="other") == 2


def test_unknown_values_are_not_exported() -> None:
    metrics = PrometheusMetrics()
    view = FleetSnapshot(
        open={JobState.QUEUED: 2},
        oldest={JobState.QUEUED: 61.5},
        sweep_age=4,
        cost_today=Cost(images=4, micro_usd=160_000),
    )
    metrics.show(view, {"generator": False})
    assert value(metrics, "comicai_oldest_job_age_seconds", state="queued") == 61.5
    assert value(metrics, "comicai_degraded", part="generator") == 1
    assert value(metrics, "comicai_paid_images_today") == 4
    assert value(metrics, "comicai_paid_usd_today") == 0.16

    metrics.show(None, {"generator": True})

    assert math.isnan(value(metrics, "comicai_paid_usd_today") or 0)
    assert value(metrics, "comicai_database_up") == 0
    assert value(metrics, "comicai_open_jobs", state="queued") is None
    assert value(metrics, "comicai_oldest_job_age_seconds", state="queued") is None
    assert value(metrics, "comicai_degraded", part="generator") == 0


# --- A process without a web server ---------------------------------------------------------------


@pytest.mark.servers
async def test_a_worker_serves_its_metrics_and_health(tmp_path: Path) -> None:
    settings = {"ops__metrics_address": "127.0.0.1:0"}
    async with comicai(tmp_path, "worker", **settings) as worker:
        await worker.wait_for_output("ComicAI draws")
        url = (await worker.wait_for_output(r"Metrics: (\S+)/metrics"))[1]

        status, metrics = await get(f"{url}/metrics")
        ready = await get(f"{url}/health/ready")
        elsewhere = await get(f"{url}/gallery")
        assert await worker.stop() == 0

    assert status == 200
    names = {family.name for family in text_string_to_metric_families(metrics.decode())}
    assert {"comicai_generator_breaker_open", "comicai_event_loop_lag_seconds"} <= names
    assert "comicai_http_requests" not in names
    assert ready[0] == 200
    assert (elsewhere[0], elsewhere[1]["error"]["code"]) == (404, "no_such_route")
