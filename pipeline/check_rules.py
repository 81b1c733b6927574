"""The contract as rules that can be tested from outside, in the order they are tried."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.check_caller import (
    CheckClient,
    CheckResponse,
    ContractBrokenError,
    NotTestableError,
    new_uuid,
)

_STATUSES = frozenset({"queued", "running", "succeeded", "failed", "canceled"})
_TERMINAL = frozenset({"succeeded", "failed", "canceled"})
_STAGES = frozenset({"loading", "planning", "rendering", "lettering", "composing", "uploading"})

_S3_URL = re.compile(r"(s3|https?)://[^/\s@?#]+/[^\s?#]+(\?\S*)?")
_URL_LIMIT = 2048
_POLL_SECONDS = (0.02, 1.0)  # the first pause between two looks at a job, and the longest
_FINISH_SECONDS = 300
_WAIT_MARGIN_SECONDS = 5
_SEED = 4242

_SMALL: dict[str, Any] = {
    "prompt": "A cat opens a bakery on the moon",
    "panelCount": 2,
    "panelSize": 512,
    "quality": "draft",
    "seed": _SEED,
    "keyNobodyKnows": {"to": ["be", "ignored"]},
}
_LONG: dict[str, Any] = {**_SMALL, "panelCount": 12, "panelSize": 1024, "quality": "high"}
_ASYNC = {"Prefer": "respond-async, wait=0"}


@dataclass(slots=True)
class CheckState:
    """What one rule leaves for the following ones."""

    uuid: str = ""  # of the small comic
    first: dict[str, Any] | None = None  # its first status object
    last: dict[str, Any] | None = None  # its last one, if it succeeded


@dataclass(frozen=True, slots=True)
class Rule:
    """What has to hold, how that is tested, and what to do if it does not."""

    name: str
    fix: str
    test: Callable[[CheckClient, CheckState], Awaitable[None]]


# Level 0


async def _plain_answer(caller: CheckClient, _found: CheckState) -> None:
    body = {"uuid": new_uuid(), "inputParams": {"prompt": _SMALL["prompt"]}}
    answer = await caller.submit(body, knows_contract=False)
    if answer.status == 401:
        raise ContractBrokenError(
            "the server asks for a bearer token, and the checker has not the right one"
        )
    answer.must_be(200)
    _must_have_url(answer.json, answer.request)


# Level 1


async def _health(caller: CheckClient, _found: CheckState) -> None:
    answer = await caller.get("health")
    answer.must_be(200, 503)
    health = answer.json
    if health.get("contract") != "1":
        raise ContractBrokenError(f'{answer}, expected "contract": "1"')
    if not isinstance(health.get("ready"), bool):
        raise ContractBrokenError("health.ready is not true or false")
    if health["ready"] != (answer.status == 200):
        raise ContractBrokenError(
            f"health says ready {health['ready']} with status {answer.status}"
        )
    if not health["ready"] and "Retry-After" not in answer.headers:
        raise ContractBrokenError("health is not ready and has no Retry-After")
    for key in ("active", "queued", "capacity"):
        if not _is_count(health.get(key)):
            raise ContractBrokenError(f"health.{key} is {health.get(key)!r}, expected a number")
    if not isinstance(health.get("features"), list):
        raise ContractBrokenError("health.features is not a list")
    keys = health.get("inputKeys", ["prompt"])
    if not isinstance(keys, list) or "prompt" not in keys:
        raise ContractBrokenError("health.inputKeys is not a list with at least prompt")


async def _accepts(caller: CheckClient, found: CheckState) -> None:
    uuid = new_uuid()
    answer = await caller.submit({"uuid": uuid, "inputParams": _SMALL}, headers=_ASYNC)
    answer.must_be(202, 200)
    _must_be_status(answer.json, uuid, attempt=1)
    found.uuid, found.first = uuid, answer.json
    if answer.status == 202:
        _must_lead_on(answer, uuid)
    if answer.seconds > _WAIT_MARGIN_SECONDS:
        raise ContractBrokenError(f"wait=0 was answered after {answer.seconds:.0f} s")


def _must_lead_on(answer: CheckResponse, uuid: str) -> None:
    if answer.headers.get("Location") != f"jobs/{uuid}":
        raise ContractBrokenError(
            f"Location is {answer.headers.get('Location')!r}, expected 'jobs/{uuid}'"
        )
    if not answer.headers.get("Retry-After", "").isdigit():
        raise ContractBrokenError("202 without Retry-After in seconds")
    for key, url in (("statusUrl", f"jobs/{uuid}"), ("cancelUrl", f"jobs/{uuid}/cancel")):
        if answer.json.get(key) != url:
            raise ContractBrokenError(f"{key} is {answer.json.get(key)!r}, expected {url!r}")


async def _progresses(caller: CheckClient, found: CheckState) -> None:
    first = _needed(found.first)
    found.last = await _finish(caller, found.uuid, first, attempt=1)
    if found.last["status"] != "succeeded":
        ended, found.last = found.last, None
        raise ContractBrokenError(f"the comic ended as {ended['status']}: {ended.get('error')}")


async def _has_result(_caller: CheckClient, found: CheckState) -> None:
    last = _needed(found.last)
    _must_have_url(last, "the finished status object")
    result = last.get("result")
    if not isinstance(result, dict):
        raise ContractBrokenError("there is no result object")
    for key in ("width", "height", "bytes"):
        if not _is_count(result.get(key)) or result[key] < 1:
            raise ContractBrokenError(f"result.{key} is {result.get(key)!r}")
    if not str(result.get("contentType")).startswith("image/"):
        raise ContractBrokenError(f"result.contentType is {result.get('contentType')!r}")
    if not re.fullmatch(r"[0-9a-f]{64}", str(result.get("sha256"))):
        raise ContractBrokenError(f"result.sha256 is {result.get('sha256')!r}")
    if last.get("seed") != _SEED:
        raise ContractBrokenError(
            f"seed is {last.get('seed')!r}, expected the {_SEED} that was asked for"
        )
    if not isinstance(last.get("model"), str):
        raise ContractBrokenError(f"model is {last.get('model')!r}")


async def _repeats(caller: CheckClient, found: CheckState) -> None:
    last = _needed(found.last)
    answer = await caller.submit({"uuid": found.uuid, "inputParams": _SMALL}, headers=_ASYNC)
    answer.must_be(200)
    if answer.json.get("s3Url") != last["s3Url"]:
        raise ContractBrokenError(
            f"the s3Url became {answer.json.get('s3Url')!r}, it was {last['s3Url']!r}"
        )
    now = (await caller.get(f"jobs/{found.uuid}")).json
    if (now.get("status"), now.get("seq"), now.get("attempt")) != ("succeeded", last["seq"], 1):
        raise ContractBrokenError("the job moved, though nothing new was asked for")


async def _refuses_another_body(caller: CheckClient, found: CheckState) -> None:
    _needed(found.last)
    other = {"uuid": found.uuid, "inputParams": {**_SMALL, "prompt": "Something else"}}
    (await caller.submit(other, headers=_ASYNC)).must_refuse("conflict", 409)


async def _does_not_cancel_what_is_finished(caller: CheckClient, found: CheckState) -> None:
    _needed(found.last)
    answer = await caller.post(f"jobs/{found.uuid}/cancel")
    answer.must_be(409)
    _must_be_status(answer.json, found.uuid, attempt=1)
    if answer.json["status"] != "succeeded":
        raise ContractBrokenError(f"the finished job became {answer.json['status']}")


async def _starts_a_further_attempt(caller: CheckClient, found: CheckState) -> None:
    _needed(found.last)
    headers = {**_ASYNC, "ComicAI-Attempt": "2"}
    body = {"uuid": found.uuid, "inputParams": _SMALL}
    answer = await caller.submit(body, headers=headers)
    answer.must_be(200, 202)
    _must_be_status(answer.json, found.uuid, attempt=2)
    ended = await _finish(caller, found.uuid, answer.json, attempt=2)
    if ended["status"] != "succeeded":
        raise ContractBrokenError(f"attempt 2 ended as {ended['status']}")


async def _cancels(caller: CheckClient, _found: CheckState) -> None:
    uuid, body = await _start_long(caller)
    further = await caller.submit(body, headers={**_ASYNC, "ComicAI-Attempt": "2"})
    cancel = await caller.post(f"jobs/{uuid}/cancel")
    if cancel.status == 409 and cancel.json.get("status") == "succeeded":
        raise NotTestableError("twelve panels were drawn before a cancel could arrive")
    further.must_refuse("conflict", 409)
    cancel.must_be(202, 200)
    _must_be_status(cancel.json, uuid, attempt=1)
    ended = await _finish(caller, uuid, cancel.json, attempt=1)
    if ended["status"] != "canceled":
        raise ContractBrokenError(f"the cancelled job ended as {ended['status']}")
    (await caller.post(f"jobs/{uuid}/cancel")).must_be(200)


async def _start_long(caller: CheckClient) -> tuple[str, dict[str, Any]]:
    uuid = new_uuid()
    body = {"uuid": uuid, "inputParams": _LONG}
    answer = await caller.submit(body, headers=_ASYNC)
    answer.must_be(202, 200)
    if answer.status == 200:
        raise NotTestableError("twelve panels were drawn within the first answer")
    return uuid, body


async def _keeps_deadlines(caller: CheckClient, _found: CheckState) -> None:
    uuid = new_uuid()
    headers = {**_ASYNC, "ComicAI-Deadline": "2020-01-01T00:00:00Z"}
    answer = await caller.submit({"uuid": uuid, "inputParams": _SMALL}, headers=headers)
    answer.must_be(202, 200)
    ended = await _finish(caller, uuid, answer.json, attempt=1)
    code = (ended.get("error") or {}).get("code")
    if (ended["status"], code) != ("failed", "deadline_exceeded"):
        raise ContractBrokenError(
            f"a job whose deadline is long past ended as {ended['status']} ({code})"
        )


async def _holds_no_longer_than_asked(caller: CheckClient, _found: CheckState) -> None:
    body = {"uuid": new_uuid(), "inputParams": {**_SMALL, "panelCount": 1}}
    answer = await caller.submit(body, headers={"Prefer": "respond-async, wait=1"})
    answer.must_be(200, 202)
    if answer.seconds > 1 + _WAIT_MARGIN_SECONDS:
        raise ContractBrokenError(f"wait=1 was answered after {answer.seconds:.0f} s")
    if answer.status == 200:
        _must_have_url(answer.json, answer.request)


async def _knows_no_strangers(caller: CheckClient, _found: CheckState) -> None:
    route = f"jobs/{new_uuid()}"
    (await caller.get(route)).must_refuse("not_found", 404)
    (await caller.post(f"{route}/cancel")).must_refuse("not_found", 404)


async def _refuses_bad_json(caller: CheckClient, _found: CheckState) -> None:
    answer = await caller.submit(None, raw=b'{"uuid": ', headers=_ASYNC)
    answer.must_refuse("invalid_request", 400, 422)
    answer = await caller.submit(["no", "object"], headers=_ASYNC)
    answer.must_refuse("invalid_request", 400, 422)


async def _refuses_bad_params(caller: CheckClient, _found: CheckState) -> None:
    wrong: list[dict[str, Any]] = [
        {"inputParams": {"prompt": "No uuid"}},
        {"uuid": new_uuid()},
        {"uuid": new_uuid(), "inputParams": {"style": "noir"}},
        {"uuid": new_uuid(), "inputParams": {"prompt": ""}},
        {"uuid": new_uuid(), "inputParams": {"prompt": 17}},
    ]
    for body in wrong:
        answer = await caller.submit(body, headers=_ASYNC)
        answer.must_refuse("invalid_request", 400, 422)


async def _asks_for_the_token(caller: CheckClient, found: CheckState) -> None:
    if not caller.token:
        raise NotTestableError("no token was given to the checker")
    body = {"uuid": new_uuid(), "inputParams": _SMALL}
    for wrong in ("", f"{caller.token}x"):
        answer = await caller.submit(body, headers=_ASYNC, token=wrong)
        answer.must_refuse("unauthorized", 401)
        job = await caller.get(f"jobs/{found.uuid or new_uuid()}", token=wrong)
        job.must_refuse("unauthorized", 401)


async def _announces_everywhere(caller: CheckClient, _found: CheckState) -> None:
    if caller.unannounced:
        seen = ", ".join(dict.fromkeys(caller.unannounced))
        raise ContractBrokenError(f"the header is missing from {seen}")


# What the rules have in common


def _needed(state: dict[str, Any] | None) -> dict[str, Any]:
    if state is None:
        raise NotTestableError("an earlier rule has to hold first")
    return state


async def _finish(
    caller: CheckClient, uuid: str, first: dict[str, Any], *, attempt: int
) -> dict[str, Any]:
    """Follow a job to its end; every state on the way has to follow from the one before."""
    before = first
    pause, longest = _POLL_SECONDS
    give_up = time.monotonic() + _FINISH_SECONDS
    while before["status"] not in _TERMINAL:
        if time.monotonic() > give_up:
            raise ContractBrokenError(
                f"the job is still {before['status']} after {_FINISH_SECONDS} s"
            )
        await asyncio.sleep(pause)
        pause = min(pause * 1.2, longest)
        answer = await caller.get(f"jobs/{uuid}")
        answer.must_be(200)
        _must_be_status(answer.json, uuid, attempt=attempt)
        _must_follow(before, answer.json)
        before = answer.json
    return before


def _must_follow(before: dict[str, Any], after: dict[str, Any]) -> None:
    if after["seq"] < before["seq"]:
        raise ContractBrokenError(f"seq fell from {before['seq']} to {after['seq']}")
    if after["status"] != before["status"] and after["seq"] == before["seq"]:
        raise ContractBrokenError(f"status became {after['status']} without a new seq")
    if _percent(after) is not None and (_percent(before) or 0) > (_percent(after) or 0):
        raise ContractBrokenError(f"percent fell from {_percent(before)} to {_percent(after)}")


def _percent(state: dict[str, Any]) -> float | None:
    progress = state.get("progress")
    return progress.get("percent") if isinstance(progress, dict) else None


def _must_be_status(state: dict[str, Any], uuid: str, *, attempt: int) -> None:
    if state.get("uuid") != uuid:
        raise ContractBrokenError(f"uuid is {state.get('uuid')!r}, expected {uuid!r}")
    if state.get("attempt") != attempt:
        raise ContractBrokenError(f"attempt is {state.get('attempt')!r}, expected {attempt}")
    if state.get("status") not in _STATUSES:
        raise ContractBrokenError(f"status is {state.get('status')!r}")
    if not _is_count(state.get("seq")):
        raise ContractBrokenError(f"seq is {state.get('seq')!r}, expected a number")
    _must_be_time(state.get("updatedAt"))
    if state["status"] == "failed" and not isinstance(state.get("error"), dict):
        raise ContractBrokenError("a failed job has no error object")
    if state["status"] == "succeeded":
        _must_have_url(state, "a succeeded status object")
    _must_be_progress(state.get("progress"))


def _must_be_time(text: object) -> None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ContractBrokenError(f"updatedAt is {text!r}, expected a time") from None
    if moment.tzinfo is None:
        raise ContractBrokenError(f"updatedAt is {text!r}, without a time zone")


def _must_be_progress(progress: object) -> None:
    if progress is None:
        return
    if not isinstance(progress, dict):
        raise ContractBrokenError("progress is not an object")
    percent, stage = progress.get("percent"), progress.get("stage")
    if percent is not None and not (_is_number(percent) and 0 <= percent <= 100):
        raise ContractBrokenError(f"percent is {percent!r}")
    if stage not in _STAGES:
        raise ContractBrokenError(
            f"stage is {stage!r}, expected one of {', '.join(sorted(_STAGES))}"
        )
    panel, panels = progress.get("panel"), progress.get("panels")
    if panel is not None and not (_is_count(panel) and _is_count(panels) and 1 <= panel <= panels):
        raise ContractBrokenError(f"panel {panel!r} of {panels!r}")


def _must_have_url(state: dict[str, Any], where: str) -> None:
    url = state.get("s3Url")
    if not isinstance(url, str) or len(url) > _URL_LIMIT or not _S3_URL.fullmatch(url):
        raise ContractBrokenError(f"{where} has s3Url {url!r}, expected the URL of an S3 object")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


LEVEL_0 = (
    Rule(
        "plain answer",
        'answer POST {"uuid", "inputParams": {"prompt"}} with 200 {"s3Url": "…"} '
        "when the picture is stored",
        _plain_answer,
    ),
)

LEVEL_1 = (
    Rule("health", "serve GET health as in section 7 of the contract", _health),
    Rule(
        "asynchronous submit",
        "answer Prefer: respond-async, wait=0 at once with 202, Location, Retry-After and the "
        "status object; ignore keys you do not know",
        _accepts,
    ),
    Rule(
        "status and progress",
        "serve GET jobs/{uuid}: raise seq with every change, never let percent fall",
        _progresses,
    ),
    Rule(
        "result",
        "complete the status object of a finished job as in section 5 of the contract",
        _has_result,
    ),
    Rule(
        "same submission again",
        "same uuid, attempt and body: return the job there is, start nothing",
        _repeats,
    ),
    Rule(
        "same uuid, other body",
        "same uuid and attempt with other inputParams: 409 conflict",
        _refuses_another_body,
    ),
    Rule(
        "cancel after the end",
        "answer 409 with the status object, and change nothing",
        _does_not_cancel_what_is_finished,
    ),
    Rule(
        "further attempt",
        "start again when ComicAI-Attempt is higher and the earlier attempt has ended",
        _starts_a_further_attempt,
    ),
    Rule(
        "cancel, and no second attempt beside the first",
        "POST jobs/{uuid}/cancel: 202, stop after the panel, status canceled, then 200; "
        "a higher attempt before the end: 409 conflict",
        _cancels,
    ),
    Rule(
        "deadline",
        "do not start after ComicAI-Deadline: failed, deadline_exceeded",
        _keeps_deadlines,
    ),
    Rule("held no longer than asked", "hold wait=N at most N seconds", _holds_no_longer_than_asked),
    Rule("unknown job", "answer 404 not_found in the envelope", _knows_no_strangers),
    Rule("broken JSON", "answer 400 invalid_request in the envelope", _refuses_bad_json),
    Rule("bad inputParams", "answer 422 invalid_request in the envelope", _refuses_bad_params),
    Rule(
        "bearer token",
        "answer 401 unauthorized, in the envelope, without the right token",
        _asks_for_the_token,
    ),
    Rule(
        "header on every answer",
        "send ComicAI-Contract: 1 with every answer, errors too",
        _announces_everywhere,
    ),
)
