from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.errors import RefusedError
from pipeline.service.submission_parser import ResponseMode, parse_submission, response_mode

BODY = {"uuid": "6f1d2c1e-8a5b-4b7e-9d1a-2f3c4d5e6f70", "inputParams": {"prompt": "A cat"}}
RAW = json.dumps(BODY).encode()


@pytest.mark.parametrize(
    ("contract", "prefer", "manner"),
    [
        (None, None, ResponseMode(knows_contract=False, hold_seconds=None)),
        (None, "wait=5", ResponseMode(knows_contract=False, hold_seconds=None)),
        (None, "respond-async", ResponseMode(knows_contract=False, hold_seconds=0)),
        ("2", None, ResponseMode(knows_contract=False, hold_seconds=None)),
        ("1", None, ResponseMode(knows_contract=True, hold_seconds=30)),
        ("1", "respond-async", ResponseMode(knows_contract=True, hold_seconds=0)),
        ("1", "respond-async, wait=20", ResponseMode(knows_contract=True, hold_seconds=20)),
        ("1", "wait=20, respond-async", ResponseMode(knows_contract=True, hold_seconds=20)),
        ("1", 'Respond-Async; x=1 , WAIT = "7"', ResponseMode(knows_contract=True, hold_seconds=7)),
        ("1", "respond-async, wait=0", ResponseMode(knows_contract=True, hold_seconds=0)),
        (
            "1",
            "respond-async, wait=999999999999",
            ResponseMode(knows_contract=True, hold_seconds=30),
        ),
        ("1", "respond-async, wait=soon", ResponseMode(knows_contract=True, hold_seconds=0)),
        ("1", "respond-async, wait=-3", ResponseMode(knows_contract=True, hold_seconds=0)),
        ("1", "wait=4", ResponseMode(knows_contract=True, hold_seconds=4)),
        ("1", ",;=,", ResponseMode(knows_contract=True, hold_seconds=30)),
    ],
)
def test_hold_time_of_a_response(
    contract: str | None, prefer: str | None, manner: ResponseMode
) -> None:
    headers = {"ComicAI-Contract": contract, "Prefer": prefer}

    assert response_mode({key: text for key, text in headers.items() if text is not None}) == manner


def test_without_headers_it_is_the_first_attempt_without_a_deadline() -> None:
    submission = parse_submission(RAW, {}, takes_callbacks=True)

    assert submission.uuid == BODY["uuid"]
    assert (submission.attempt, submission.deadline, submission.callback) == (1, None, None)


def test_a_deadline_may_have_any_time_zone() -> None:
    headers = {"ComicAI-Deadline": "2026-01-15T12:20:00+02:00"}

    submission = parse_submission(RAW, headers, takes_callbacks=True)

    assert submission.deadline == datetime(2026, 1, 15, 10, 20, tzinfo=UTC)


def test_the_digest_ignores_whitespace_and_key_order() -> None:
    spaced = b'{"inputParams": {"style": "noir",  "prompt": "\\u0041"}, "uuid": "%s"}'
    tight = b'{"uuid":"%s","inputParams":{"prompt":"A","style":"noir"}}'
    uuid = BODY["uuid"].encode()  # type: ignore[attr-defined] # the dict's values are mixed

    digests = {
        parse_submission(raw % uuid, {}, takes_callbacks=False).digest for raw in (spaced, tight)
    }

    assert len(digests) == 1


def test_text_with_lone_surrogates_has_a_digest() -> None:
    raw = RAW.replace(b"A cat", b"A \\ud83d cat")

    assert parse_submission(raw, {}, takes_callbacks=False).order.prompt == "A  cat"


def test_a_callback_url_is_kept_only_if_callbacks_are_enabled() -> None:
    headers = {"ComicAI-Callback": "https://app.example/hooks/generator"}

    taken = parse_submission(RAW, headers, takes_callbacks=True)
    ignored = parse_submission(RAW, headers, takes_callbacks=False)

    assert taken.callback == "https://app.example/hooks/generator"
    assert ignored.callback is None


@pytest.mark.parametrize(
    "url", ["ftp://app.example/x", "/hooks", "http://", "https://[", "file:///etc/passwd", ""]
)
def test_a_callback_url_must_be_http(url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_submission(RAW, {"ComicAI-Callback": url}, takes_callbacks=True)

    assert caught.value.fault.param == "ComicAI-Callback"
