"""Log records share one format and contain no secrets."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from core.runtime.log_setup import configure_logging, hide_in_urls
from tests.logging_state import logging_as_before

JOB = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    with logging_as_before():
        yield


@pytest.fixture
def records() -> Callable[[], list[dict[str, Any]]]:
    """Configure JSON logs, and return a function that reads the records written so far."""
    stream = io.StringIO()
    configure_logging("info", stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


Records = Callable[[], list[dict[str, Any]]]


def test_each_record_is_one_json_object(records: Records) -> None:
    structlog.get_logger("core.requests.service").info("job_accepted", uuid=JOB, position=3)

    (record,) = records()
    assert record.pop("timestamp").endswith("Z")
    assert record == {
        "event": "job_accepted",
        "level": "info",
        "logger": "core.requests.service",
        "uuid": str(JOB),
        "position": 3,
    }


def test_records_of_the_standard_library_have_the_same_form(records: Records) -> None:
    logging.getLogger("aiohttp.server").error("answered %d", 500)

    (record,) = records()
    assert record.pop("timestamp")
    assert record == {"event": "answered 500", "level": "error", "logger": "aiohttp.server"}


def test_records_have_columns_at_a_terminal() -> None:
    stream = Terminal()
    configure_logging("info", stream=stream)

    structlog.get_logger("core.requests.service").info("job_accepted", position=3)

    assert "job_accepted" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_context_variables_are_in_every_record(records: Records) -> None:
    with bound_contextvars(uuid=str(JOB)):
        structlog.get_logger("core.jobs.runner").info("job_claimed")
        logging.getLogger("asyncio").error("something")
    structlog.get_logger("core.jobs.runner").info("idle")

    assert [record.get("uuid") for record in records()] == [str(JOB), str(JOB), None]


def test_the_level_applies_to_comicai_and_libraries_log_from_warning_up() -> None:
    stream = io.StringIO()
    configure_logging("debug", stream=stream)

    for name in ("core.requests.service", "botocore.auth"):
        for level in (logging.DEBUG, logging.INFO, logging.WARNING):
            logging.getLogger(name).log(level, "said")

    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(record["logger"], record["level"]) for record in records] == [
        ("core.requests.service", "debug"),
        ("core.requests.service", "info"),
        ("core.requests.service", "warning"),
        ("botocore.auth", "warning"),
    ]


def test_records_below_the_level_are_not_logged(records: Records) -> None:
    structlog.get_logger("core.requests.service").debug("lease_renewed")

    assert records() == []


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "reply_token",
        "password",
        "Authorization",
        "Set-Cookie",
        "X-Amz-Signature",
        "jwt_secret",
        "apiKey",
    ],
)
def test_a_field_that_looks_like_a_secret_is_hidden_however_deep(
    name: str, records: Records
) -> None:
    log = structlog.get_logger("core.requests.service")
    log.info("called", **{name: "hunter2"})
    log.info("called", headers={"Accept": "*/*", name: "hunter2"})
    log.info("called", tries=[{"headers": ({name: ["hunter2"]},)}])

    shown = records()
    assert len(shown) == 3
    assert shown[0][name] == "(hidden)"
    assert shown[1]["headers"] == {"Accept": "*/*", name: "(hidden)"}
    assert "hunter2" not in json.dumps(shown)


def test_an_empty_secret_is_shown_as_empty(records: Records) -> None:
    structlog.get_logger("bots.web").info("off", token="", cookie=None)

    assert (records()[0]["token"], records()[0]["cookie"]) == ("", None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "https://b.example.org/k.png?X-Amz-Signature=1&b=2",
            "https://b.example.org/k.png?(hidden)",
        ),
        ("GET http://h/p?sig=1 failed", "GET http://h/p?(hidden) failed"),
        ("'http://h/?a=1', \"http://h/?b=2\"", "'http://h/?(hidden)', \"http://h/?(hidden)\""),
        ("mysql+aiomysql://me:hunter2@db:3306/c", "mysql+aiomysql://(hidden)@db:3306/c"),
        ("redis://:hunter2@host/0?x=1", "redis://(hidden)@host/0?(hidden)"),
        ("https://h/p@me", "https://h/p@me"),
        ("who? me", "who? me"),
    ],
)
def test_urls_lose_their_logins_and_queries(text: str, shown: str) -> None:
    assert hide_in_urls(text) == shown


def test_urls_are_cleaned_in_messages_fields_and_tracebacks(records: Records) -> None:
    url = "https://me:hunter2@b.example.org/k.png?sig=hunter2"
    try:
        int(f"cannot read {url}")
    except ValueError as error:
        structlog.get_logger("storage.image_stores").exception("read_failed", url=url, cause=error)
        logging.getLogger("urllib3").exception("cannot read %s", url)

    mine, theirs = records()
    assert "hunter2" not in json.dumps([mine, theirs])
    assert mine["url"] == "https://(hidden)@b.example.org/k.png?(hidden)"
    assert "cannot read https://(hidden)@b.example.org" in mine["exception"]
    assert "Traceback" in theirs["exception"]


def test_a_traceback_at_a_terminal_shows_no_local_variables() -> None:
    stream = Terminal()
    configure_logging("info", stream=stream)

    def fail(key: str) -> None:
        raise ValueError(len(key))

    try:
        fail("hunter" + "2")
    except ValueError:
        structlog.get_logger("core.requests.service").exception("failed")

    assert "ValueError: 7" in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def test_a_known_secret_is_hidden_everywhere() -> None:
    stream = io.StringIO()
    token, password = "123456:AAE-x9Kw7vQ2mB4vN6cR9yLpS3dF5hG", "horse"
    configure_logging("info", stream=stream, secrets={token, password, "a"})

    log = structlog.get_logger("core.requests.service")
    log.info("called", url=f"https://h/bot{token}/getMe", said=[{"why": f"no {password}!"}])
    log.info("horses_counted", of="a seahorse")
    try:
        int(token)
    except ValueError:
        logging.getLogger("other").exception("as %s", password)

    called, counted, other = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (called["url"], called["said"]) == (
        "https://h/bot(hidden)/getMe",
        [{"why": "no (hidden)!"}],
    )
    assert (counted["event"], counted["of"]) == ("horses_counted", "a seahorse")
    assert other["event"] == "as (hidden)"
    assert other["exception"].endswith("with base 10: '(hidden)'")


def test_warnings_become_records(records: Records) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("this goes away soon", UserWarning, stacklevel=1)

    (record,) = records()
    assert record["logger"] == "py.warnings"
    assert "this goes away soon" in record["event"]


def test_configuring_twice_writes_each_record_once() -> None:
    stream = io.StringIO()
    configure_logging("info", stream=stream)
    configure_logging("info", stream=stream)

    structlog.get_logger("core.requests.service").info("job_accepted")

    assert len(stream.getvalue().splitlines()) == 1
