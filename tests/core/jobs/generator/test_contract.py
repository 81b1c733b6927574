"""Responses are parsed as untrusted input."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UnknownBucketError
from core.jobs.generator.contract import (
    BadResponseError,
    RemoteStatus,
    parse_error,
    parse_health,
    parse_job,
)
from core.models.comics import ImageRef
from core.models.costs import Cost
from core.models.requests import Notice

JOB = UUID("01997a3e-5b1c-7d2a-9f00-0123456789ab")
URL = "https://comics.s3.amazonaws.com/a.png"


def locate(url: str) -> ImageRef:
    bucket, _, key = url.removeprefix("https://").partition("/")
    if bucket != "comics.s3.amazonaws.com":
        raise UnknownBucketError(bucket)
    return ImageRef("comics", key)


def succeeded(**fields: Any) -> dict[str, Any]:
    return {"uuid": str(JOB), "status": "succeeded", "s3Url": URL, **fields}


def test_a_plain_response_is_a_succeeded_job() -> None:
    job = parse_job({"s3Url": URL}, JOB, locate)

    assert job.status is RemoteStatus.SUCCEEDED
    assert job.comic is not None
    assert job.comic.ref == ImageRef("comics", "a.png")


def test_the_example_in_the_contract_is_parsed() -> None:
    body = {
        "uuid": str(JOB),
        "attempt": 1,
        "status": "running",
        "seq": 5,
        "updatedAt": "2026-01-15T10:00:21Z",
        "progress": {"percent": 47, "stage": "rendering", "panel": 2, "panels": 4},
        "etaSeconds": 22,
        "somethingNew": [1, 2, 3],
    }

    job = parse_job(body, JOB, locate)

    assert (job.status, job.attempt, job.seq) == (RemoteStatus.RUNNING, 1, 5)
    assert (job.stage, job.percent, job.panel, job.panels) == ("rendering", 47, 2, 4)
    assert (job.updated_at, job.eta_seconds) == ("2026-01-15T10:00:21Z", 22)


def test_an_unknown_status_counts_as_running() -> None:
    assert parse_job({"status": "dreaming"}, JOB, locate).status is RemoteStatus.RUNNING


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"status": 7},
        {"status": "succeeded"},
        succeeded(s3Url=None),
        succeeded(s3Url=["a"]),
        succeeded(uuid="01997a3e-5b1c-7d2a-9f00-000000000000"),
        {"error": {"code": "internal"}},
    ],
)
def test_invalid_required_fields_are_refused(body: dict[str, Any] | None) -> None:
    with pytest.raises(BadResponseError):
        parse_job(body, JOB, locate)


def test_a_response_about_another_comic_is_refused() -> None:
    with pytest.raises(UnknownBucketError):
        parse_job(succeeded(s3Url="https://evil.example/a.png"), JOB, locate)


def test_invalid_optional_fields_are_omitted() -> None:
    job = parse_job(
        succeeded(
            seed=-1,
            model=["x"],
            title="  two\n lines\x00 ",
            altText="a\x07b\ud800c" * 3000,
            script=[{"scene": 5, "dialogue": ["no", {"text": "Hi"}]}, "nothing"],
            timing={"runMs": "long"},
            result={
                "sha256": "abc",
                "panels": [{"index": 1, "s3Url": URL}, {"index": "2", "s3Url": URL}, 3],
            },
        ),
        JOB,
        locate,
    )

    comic = job.comic
    assert comic is not None
    assert (comic.seed, comic.model, comic.sha256, comic.run_seconds) == (None, "", None, None)
    assert comic.title == "two lines"
    assert comic.alt_text.startswith("abcabc")
    assert len(comic.alt_text) <= 4000
    assert comic.script == (
        {
            "scene": "",
            "caption": "",
            "dialogue": [{"speaker": "", "text": "Hi", "kind": "speech"}],
        },
    )
    assert [panel.index for panel in comic.panels] == [1]


def test_notices_are_parsed_within_limits() -> None:
    notices = [
        {"code": "understood", "args": {"what": ["noir", " 3\n panels", 7], "panels": 3}},
        {"code": "planner_unavailable"},
        {"code": "no Code", "args": {}},
        {"code": "odd", "args": {"Bad Name": "x", "deep": {"a": 1}, "text": "a\x07b" * 200}},
        "planner_unavailable",
        {"args": {}},
    ]

    comic = parse_job(succeeded(notices=notices), JOB, locate).comic
    many = parse_job(succeeded(notices=[{"code": "again"}] * 90), JOB, locate).comic

    assert comic is not None
    assert many is not None
    first, second, odd = comic.notices
    assert first == Notice(
        key="generator.understood", facts={"what": ("noir", "3 panels"), "panels": 3}
    )
    assert second == Notice(key="generator.planner_unavailable")
    assert list(odd.facts) == ["text"]
    assert len(str(odd.facts["text"])) <= 200
    assert len(many.notices) <= 8


def continuation_of(value: object) -> object:
    comic = parse_job(succeeded(continuation=value), JOB, locate).comic
    assert comic is not None
    return comic.continuation


def test_a_continuation_is_kept_as_it_is() -> None:
    value = {"version": 1, "cast": [{"name": "Mimi\x07", "look": {"skin": [1, 2, 3]}}]}

    assert continuation_of(value) == {
        "version": 1,
        "cast": [{"name": "Mimi", "look": {"skin": [1, 2, 3]}}],
    }
    assert continuation_of(None) is None


@pytest.mark.parametrize(
    "value", [[], "x", {}, {"recap": "ä" * 4096}, {"a": float("nan")}, {"a": [float("inf")]}]
)
def test_a_continuation_that_cannot_be_sent_back_is_ignored(value: object) -> None:
    assert continuation_of(value) is None


THEIRS = "01997a3e-5b1c-7d2a-9f00-ba9876543210"
OTHERS_KEYS = [f"jobs/{THEIRS}/page.png", f"Jobs/{THEIRS.upper()}/2/page.png", "a.png.w320.webp"]


def url_of(key: str) -> str:
    return f"https://comics.s3.amazonaws.com/{key}"


@pytest.mark.parametrize("key", OTHERS_KEYS)
def test_a_page_under_a_key_of_another_job_or_of_a_rendition_is_refused(key: str) -> None:
    with pytest.raises(BadResponseError, match="s3Url"):
        parse_job({"s3Url": url_of(key)}, JOB, locate)


def test_panels_under_keys_of_other_jobs_or_of_renditions_are_omitted() -> None:
    kept = ["panels/1.png", f"jobs/{JOB}/panel-1.png"]
    panels = [{"index": 1, "s3Url": url_of(key)} for key in [*OTHERS_KEYS, *kept]]

    comic = parse_job(succeeded(result={"panels": panels}), JOB, locate).comic

    assert comic is not None
    assert [panel.ref.key for panel in comic.panels] == kept


def test_a_digest_is_stored_in_lower_case() -> None:
    comic = parse_job(succeeded(result={"sha256": "AB" * 32}), JOB, locate).comic

    assert comic is not None
    assert comic.sha256 == "ab" * 32


def test_an_error_with_an_invalid_code_is_unknown() -> None:
    error = parse_error({"error": {"code": "Robert'); DROP", "retryable": "yes"}})

    assert error is not None
    assert (error.code, error.retryable) == ("unknown", None)


def test_health_is_parsed_without_missing_fields() -> None:
    health = parse_health({"ready": True, "capacity": 0, "inputKeys": "all"})

    assert (health.ready, health.capacity, health.level) == (True, 1, 1)
    assert health.input_keys is None
    assert health.median_panel_seconds is None


@pytest.mark.parametrize(
    ("ready", "reason", "parsed", "blocked_by"),
    [
        (False, "no_credit", "no_credit", "no_credit"),
        (False, "loading", "loading", ""),
        (False, "out of paint", "", ""),
        (False, 7, "", ""),
        (True, "no_credit", "no_credit", ""),
    ],
)
def test_the_reason_of_an_unready_generator_is_a_code(
    *, ready: bool, reason: object, parsed: str, blocked_by: str
) -> None:
    health = parse_health({"ready": ready, "reason": reason})

    assert (health.reason, health.blocked_by) == (parsed, blocked_by)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["succeeded", "failed", "running", "queued", URL, str(JOB), "rendering"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = (
    *("uuid", "attempt", "status", "seq", "updatedAt", "progress", "etaSeconds", "queuePosition"),
    *("s3Url", "result", "seed", "model", "timing", "title", "altText", "script", "error"),
    *("notices", "continuation"),
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_response_crashes_the_parser(body: dict[str, Any]) -> None:
    body = json.loads(json.dumps(body))
    try:
        job = parse_job(body, JOB, locate)
    except (BadResponseError, UnknownBucketError):
        return

    assert (job.comic is not None) == (job.status is RemoteStatus.SUCCEEDED)
    parse_health(body)


# --- Costs and panels of a drawing in progress ----------------------------------------------------


def test_costs_are_read_in_every_status_with_the_name_of_the_painter() -> None:
    cost = {"images": 3, "amount": 0.12, "currency": "USD"}

    running = parse_job({"status": "running", "cost": cost}, JOB, locate)
    failed = parse_job({"status": "failed", "cost": cost, "model": "dear-1"}, JOB, locate)

    assert running.cost == Cost(images=3, micro_usd=120_000)
    assert failed.cost == Cost(images=3, micro_usd=120_000, painter="dear-1")
    assert parse_job({"status": "running"}, JOB, locate).cost is None
    free = parse_job({"status": "running", "cost": {"images": 2}}, JOB, locate)
    assert free.cost == Cost(images=2)


@pytest.mark.parametrize(
    "lie",
    [
        {"images": -1, "amount": 0.1},
        {"images": 4, "amount": -0.1},
        {"images": 4, "amount": float("nan")},
        {"images": 4, "amount": float("inf")},
        {"images": 4, "amount": 1e9},
        {"images": 10**30, "amount": 0.1},
        {"images": 1001, "amount": 0.1},
        {"images": 4, "amount": "0.16"},
        {"images": 4, "amount": None},
        {"images": True, "amount": 0.1},
        {"images": 4, "amount": 0.16, "currency": "EUR"},
        {"amount": 0.16},
        [4, 0.16],
        "free",
        None,
    ],
)
def test_impossible_costs_are_ignored(lie: object) -> None:
    assert parse_job({"status": "running", "cost": lie}, JOB, locate).cost is None


def test_painted_panels_have_to_carry_the_uuid_of_their_job() -> None:
    urls = [
        url_of(f"jobs/{JOB}/panel-1.png"),
        url_of("jobs/0193b3a0-0000-7000-8000-00000000ffff/panel-2.png"),
        url_of("shared/panel-3.png"),
        "https://evil.example/panel-4.png",
    ]
    painted = [{"index": n, "seed": n, "s3Url": url} for n, url in enumerate(urls, 1)]

    job = parse_job({"status": "running", "progress": {"painted": painted}}, JOB, locate)

    assert [panel.index for panel in job.painted] == [1]
