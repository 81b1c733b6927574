"""The contract as testable rules, in the order in which they are run."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.check.caller import (
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
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_URL_LIMIT = 2048
_POLL_SECONDS = (0.02, 1.0)  # the first and the longest delay between two polls of a job
_FINISH_SECONDS = 300
_WAIT_MARGIN_SECONDS = 5
_SEED = 4242

_SMALL: dict[str, Any] = {
    "prompt": "A cat opens a bakery on the moon",
    "panelCount": 2,
    "panelSize": 512,
    "quality": "draft",
    "seed": _SEED,
    "unknownKey": {"to": ["be", "ignored"]},
}
_LONG: dict[str, Any] = {**_SMALL, "panelCount": 12, "panelSize": 1024, "quality": "high"}
_ASYNC = {"Prefer": "respond-async, wait=0"}


@dataclass(slots=True)
class CheckState:
    """What a rule records for the rules after it."""

    features: tuple[str, ...] = ()  # that health announces
    uuid: str = ""  # of the small comic
    first: dict[str, Any] | None = None  # its first status object
    last: dict[str, Any] | None = None  # its last status object, if it succeeded


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the fix if it is broken, and its test."""

    name: str
    fix: str
    test: Callable[[CheckClient, CheckState], Awaitable[None]]


# Level 0


async def _plain_answer(client: CheckClient, _state: CheckState) -> None:
    body = {"uuid": new_uuid(), "inputParams": {"prompt": _SMALL["prompt"]}}
    response = await client.submit(body, knows_contract=False)
    if response.status == 401:
        raise ContractBrokenError(
            "the server requires a bearer token, and the checker does not have the right one"
        )
    response.expect_status(200)
    _check_url(response.json, response.request)


# Level 1


async def _health(client: CheckClient, state: CheckState) -> None:
    response = await client.get("health")
    response.expect_status(200, 503)
    health = response.json
    if health.get("contract") != "1":
        raise ContractBrokenError(f'{response}, expected "contract": "1"')
    if not isinstance(health.get("ready"), bool):
        raise ContractBrokenError("health.ready is not true or false")
    if health["ready"] != (response.status == 200):
        raise ContractBrokenError(
            f"health reports ready {health['ready']} with status {response.status}"
        )
    if not health["ready"] and "Retry-After" not in response.headers:
        raise ContractBrokenError("health is not ready and lacks Retry-After")
    if not isinstance(health.get("reason", ""), str):
        raise ContractBrokenError("health.reason is not text")
    for key in ("active", "queued", "capacity"):
        if not _is_count(health.get(key)):
            raise ContractBrokenError(f"health.{key} is {health.get(key)!r}, expected a number")
    if not isinstance(health.get("features"), list):
        raise ContractBrokenError("health.features is not a list")
    state.features = tuple(map(str, health["features"]))
    keys = health.get("inputKeys", ["prompt"])
    if not isinstance(keys, list) or "prompt" not in keys:
        raise ContractBrokenError("health.inputKeys is not a list that includes prompt")


async def _accepts_async_submit(client: CheckClient, state: CheckState) -> None:
    uuid = new_uuid()
    response = await client.submit({"uuid": uuid, "inputParams": _SMALL}, headers=_ASYNC)
    response.expect_status(202, 200)
    _check_status(response.json, uuid, attempt=1)
    state.uuid, state.first = uuid, response.json
    if response.status == 202:
        _check_links(response, uuid)
    if response.seconds > _WAIT_MARGIN_SECONDS:
        raise ContractBrokenError(f"wait=0 got a response after {response.seconds:.0f} s")


def _check_links(response: CheckResponse, uuid: str) -> None:
    if response.headers.get("Location") != f"jobs/{uuid}":
        raise ContractBrokenError(
            f"Location is {response.headers.get('Location')!r}, expected 'jobs/{uuid}'"
        )
    if not response.headers.get("Retry-After", "").isdigit():
        raise ContractBrokenError("202 without Retry-After in seconds")
    for key, url in (("statusUrl", f"jobs/{uuid}"), ("cancelUrl", f"jobs/{uuid}/cancel")):
        if response.json.get(key) != url:
            raise ContractBrokenError(f"{key} is {response.json.get(key)!r}, expected {url!r}")


async def _reports_progress(client: CheckClient, state: CheckState) -> None:
    first = _require(state.first)
    state.last = await _finish(client, state.uuid, first, attempt=1)
    if state.last["status"] != "succeeded":
        ended, state.last = state.last, None
        raise ContractBrokenError(f"the comic ended as {ended['status']}: {ended.get('error')}")


async def _has_notices(_client: CheckClient, state: CheckState) -> None:
    if "notices" not in state.features:
        raise NotTestableError("optional: health.features does not announce notices")
    notices = _require(state.last).get("notices")
    if not isinstance(notices, list):
        raise ContractBrokenError(f"notices is {notices!r}, expected a list")
    for notice in notices:
        if not isinstance(notice, dict) or not _CODE.fullmatch(str(notice.get("code"))):
            raise ContractBrokenError(f"notice {notice!r} has no code in lower case")
        args = notice.get("args", {})
        if not isinstance(args, dict) or not all(map(_is_argument, args.values())):
            raise ContractBrokenError(f"args of the notice {notice['code']} is {args!r}")


def _is_argument(value: object) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str) for item in items) or _is_count(value)


async def _has_result(_client: CheckClient, state: CheckState) -> None:
    last = _require(state.last)
    _check_url(last, "the finished status object")
    result = last.get("result")
    if not isinstance(result, dict):
        raise ContractBrokenError("the result object is missing")
    for key in ("width", "height", "bytes"):
        if not _is_count(result.get(key)) or result[key] < 1:
            raise ContractBrokenError(f"result.{key} is {result.get(key)!r}")
    if not str(result.get("contentType")).startswith("image/"):
        raise ContractBrokenError(f"result.contentType is {result.get('contentType')!r}")
    if not re.fullmatch(r"[0-9a-f]{64}", str(result.get("sha256"))):
        raise ContractBrokenError(f"result.sha256 is {result.get('sha256')!r}")
    if last.get("seed") != _SEED:
        raise ContractBrokenError(f"seed is {last.get('seed')!r}, expected the requested {_SEED}")
    if not isinstance(last.get("model"), str):
        raise ContractBrokenError(f"model is {last.get('model')!r}")


async def _returns_same_job(client: CheckClient, state: CheckState) -> None:
    last = _require(state.last)
    response = await client.submit({"uuid": state.uuid, "inputParams": _SMALL}, headers=_ASYNC)
    response.expect_status(200)
    if response.json.get("s3Url") != last["s3Url"]:
        raise ContractBrokenError(
            f"the s3Url became {response.json.get('s3Url')!r}, it was {last['s3Url']!r}"
        )
    now = (await client.get(f"jobs/{state.uuid}")).json
    if (now.get("status"), now.get("seq"), now.get("attempt")) != ("succeeded", last["seq"], 1):
        raise ContractBrokenError("the job changed, although nothing new was requested")


async def _refuses_other_body(client: CheckClient, state: CheckState) -> None:
    _require(state.last)
    other = {"uuid": state.uuid, "inputParams": {**_SMALL, "prompt": "Something else"}}
    (await client.submit(other, headers=_ASYNC)).expect_error("conflict", 409)


async def _refuses_cancel_after_end(client: CheckClient, state: CheckState) -> None:
    _require(state.last)
    response = await client.post(f"jobs/{state.uuid}/cancel")
    response.expect_status(409)
    _check_status(response.json, state.uuid, attempt=1)
    if response.json["status"] != "succeeded":
        raise ContractBrokenError(f"the finished job became {response.json['status']}")


async def _starts_next_attempt(client: CheckClient, state: CheckState) -> None:
    _require(state.last)
    headers = {**_ASYNC, "ComicAI-Attempt": "2"}
    body = {"uuid": state.uuid, "inputParams": _SMALL}
    response = await client.submit(body, headers=headers)
    response.expect_status(200, 202)
    _check_status(response.json, state.uuid, attempt=2)
    ended = await _finish(client, state.uuid, response.json, attempt=2)
    if ended["status"] != "succeeded":
        raise ContractBrokenError(f"attempt 2 ended as {ended['status']}")


async def _cancels(client: CheckClient, _state: CheckState) -> None:
    uuid, body = await _start_long(client)
    next_attempt = await client.submit(body, headers={**_ASYNC, "ComicAI-Attempt": "2"})
    cancel = await client.post(f"jobs/{uuid}/cancel")
    if cancel.status == 409 and cancel.json.get("status") == "succeeded":
        raise NotTestableError("twelve panels were drawn before a cancel could arrive")
    next_attempt.expect_error("conflict", 409)
    cancel.expect_status(202, 200)
    _check_status(cancel.json, uuid, attempt=1)
    ended = await _finish(client, uuid, cancel.json, attempt=1)
    if ended["status"] != "canceled":
        raise ContractBrokenError(f"the canceled job ended as {ended['status']}")
    (await client.post(f"jobs/{uuid}/cancel")).expect_status(200)


async def _start_long(client: CheckClient) -> tuple[str, dict[str, Any]]:
    uuid = new_uuid()
    body = {"uuid": uuid, "inputParams": _LONG}
    response = await client.submit(body, headers=_ASYNC)
    response.expect_status(202, 200)
    if response.status == 200:
        raise NotTestableError("twelve panels were drawn within the first response")
    return uuid, body


async def _enforces_deadline(client: CheckClient, _state: CheckState) -> None:
    uuid = new_uuid()
    headers = {**_ASYNC, "ComicAI-Deadline": "2020-01-01T00:00:00Z"}
    response = await client.submit({"uuid": uuid, "inputParams": _SMALL}, headers=headers)
    response.expect_status(202, 200)
    ended = await _finish(client, uuid, response.json, attempt=1)
    code = (ended.get("error") or {}).get("code")
    if (ended["status"], code) != ("failed", "deadline_exceeded"):
        raise ContractBrokenError(
            f"a job whose deadline is long past ended as {ended['status']} ({code})"
        )


async def _honors_wait(client: CheckClient, _state: CheckState) -> None:
    body = {"uuid": new_uuid(), "inputParams": {**_SMALL, "panelCount": 1}}
    response = await client.submit(body, headers={"Prefer": "respond-async, wait=1"})
    response.expect_status(200, 202)
    if response.seconds > 1 + _WAIT_MARGIN_SECONDS:
        raise ContractBrokenError(f"wait=1 got a response after {response.seconds:.0f} s")
    if response.status == 200:
        _check_url(response.json, response.request)


async def _reports_unknown_jobs(client: CheckClient, _state: CheckState) -> None:
    route = f"jobs/{new_uuid()}"
    (await client.get(route)).expect_error("not_found", 404)
    (await client.post(f"{route}/cancel")).expect_error("not_found", 404)


async def _refuses_bad_json(client: CheckClient, _state: CheckState) -> None:
    response = await client.submit(None, raw=b'{"uuid": ', headers=_ASYNC)
    response.expect_error("invalid_request", 400, 422)
    response = await client.submit(["no", "object"], headers=_ASYNC)
    response.expect_error("invalid_request", 400, 422)


async def _refuses_bad_params(client: CheckClient, _state: CheckState) -> None:
    wrong: list[dict[str, Any]] = [
        {"inputParams": {"prompt": "No uuid"}},
        {"uuid": new_uuid()},
        {"uuid": new_uuid(), "inputParams": {"style": "noir"}},
        {"uuid": new_uuid(), "inputParams": {"prompt": ""}},
        {"uuid": new_uuid(), "inputParams": {"prompt": 17}},
    ]
    for body in wrong:
        response = await client.submit(body, headers=_ASYNC)
        response.expect_error("invalid_request", 400, 422)


async def _requires_token(client: CheckClient, state: CheckState) -> None:
    if not client.token:
        raise NotTestableError("no token was given to the checker")
    body = {"uuid": new_uuid(), "inputParams": _SMALL}
    for wrong in ("", f"{client.token}x"):
        response = await client.submit(body, headers=_ASYNC, token=wrong)
        response.expect_error("unauthorized", 401)
        job = await client.get(f"jobs/{state.uuid or new_uuid()}", token=wrong)
        job.expect_error("unauthorized", 401)


async def _always_sends_header(client: CheckClient, _state: CheckState) -> None:
    if client.unannounced:
        seen = ", ".join(dict.fromkeys(client.unannounced))
        raise ContractBrokenError(f"the header is missing from {seen}")


# Shared helpers


def _require(state: dict[str, Any] | None) -> dict[str, Any]:
    if state is None:
        raise NotTestableError("depends on an earlier rule that is broken")
    return state


async def _finish(
    client: CheckClient, uuid: str, first: dict[str, Any], *, attempt: int
) -> dict[str, Any]:
    """Poll a job to its terminal state, checking every transition on the way."""
    previous = first
    delay, longest_delay = _POLL_SECONDS
    give_up_at = time.monotonic() + _FINISH_SECONDS
    while previous["status"] not in _TERMINAL:
        if time.monotonic() > give_up_at:
            raise ContractBrokenError(
                f"the job is still {previous['status']} after {_FINISH_SECONDS} s"
            )
        await asyncio.sleep(delay)
        delay = min(delay * 1.2, longest_delay)
        response = await client.get(f"jobs/{uuid}")
        response.expect_status(200)
        _check_status(response.json, uuid, attempt=attempt)
        _check_transition(previous, response.json)
        previous = response.json
    return previous


def _check_transition(previous: dict[str, Any], current: dict[str, Any]) -> None:
    if current["seq"] < previous["seq"]:
        raise ContractBrokenError(f"seq fell from {previous['seq']} to {current['seq']}")
    if current["status"] != previous["status"] and current["seq"] == previous["seq"]:
        raise ContractBrokenError(f"status became {current['status']} without a new seq")
    if _percent(current) is not None and (_percent(previous) or 0) > (_percent(current) or 0):
        raise ContractBrokenError(f"percent fell from {_percent(previous)} to {_percent(current)}")


def _percent(state: dict[str, Any]) -> float | None:
    progress = state.get("progress")
    return progress.get("percent") if isinstance(progress, dict) else None


def _check_status(state: dict[str, Any], uuid: str, *, attempt: int) -> None:
    if state.get("uuid") != uuid:
        raise ContractBrokenError(f"uuid is {state.get('uuid')!r}, expected {uuid!r}")
    if state.get("attempt") != attempt:
        raise ContractBrokenError(f"attempt is {state.get('attempt')!r}, expected {attempt}")
    if state.get("status") not in _STATUSES:
        raise ContractBrokenError(f"status is {state.get('status')!r}")
    if not _is_count(state.get("seq")):
        raise ContractBrokenError(f"seq is {state.get('seq')!r}, expected a number")
    _check_time(state.get("updatedAt"))
    if state["status"] == "failed" and not isinstance(state.get("error"), dict):
        raise ContractBrokenError("a failed job has no error object")
    if state["status"] == "succeeded":
        _check_url(state, "a succeeded status object")
    _check_progress(state.get("progress"))


def _check_time(text: object) -> None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ContractBrokenError(f"updatedAt is {text!r}, expected a time") from None
    if moment.tzinfo is None:
        raise ContractBrokenError(f"updatedAt is {text!r}, without a time zone")


def _check_progress(progress: object) -> None:
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


def _check_url(state: dict[str, Any], where: str) -> None:
    url = state.get("s3Url")
    if not isinstance(url, str) or len(url) > _URL_LIMIT or not _S3_URL.fullmatch(url):
        raise ContractBrokenError(f"{where} has s3Url {url!r}, expected the URL of an S3 object")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


LEVEL_0 = (
    Rule(
        "plain response",
        'answer POST {"uuid", "inputParams": {"prompt"}} with 200 {"s3Url": "…"} '
        "when the picture is stored",
        _plain_answer,
    ),
)

LEVEL_1 = (
    Rule("health", "serve GET health as in section 7 of the contract", _health),
    Rule(
        "asynchronous submit",
        "answer Prefer: respond-async, wait=0 immediately with 202, Location, Retry-After and the "
        "status object; ignore keys you do not know",
        _accepts_async_submit,
    ),
    Rule(
        "status and progress",
        "serve GET jobs/{uuid}: raise seq with every change, never let percent fall",
        _reports_progress,
    ),
    Rule(
        "result",
        "complete the status object of a finished job as in section 5 of the contract",
        _has_result,
    ),
    Rule(
        "notices",
        "list remarks as code and args in the status object, as in section 5 of the contract",
        _has_notices,
    ),
    Rule(
        "repeated submission",
        "same uuid, attempt and body: return the existing job, start nothing",
        _returns_same_job,
    ),
    Rule(
        "same uuid, other body",
        "same uuid and attempt with other inputParams: 409 conflict",
        _refuses_other_body,
    ),
    Rule(
        "cancel after the end",
        "answer 409 with the status object, and change nothing",
        _refuses_cancel_after_end,
    ),
    Rule(
        "further attempt",
        "start again if ComicAI-Attempt is higher and the earlier attempt has ended",
        _starts_next_attempt,
    ),
    Rule(
        "cancel, and no concurrent attempt",
        "POST jobs/{uuid}/cancel: 202, stop after the panel, status canceled, then 200; "
        "a higher attempt before the end: 409 conflict",
        _cancels,
    ),
    Rule(
        "deadline",
        "do not start after ComicAI-Deadline: failed, deadline_exceeded",
        _enforces_deadline,
    ),
    Rule("wait limit", "hold the response for wait=N at most N seconds", _honors_wait),
    Rule("unknown job", "answer 404 not_found in the envelope", _reports_unknown_jobs),
    Rule("broken JSON", "answer 400 invalid_request in the envelope", _refuses_bad_json),
    Rule("bad inputParams", "answer 422 invalid_request in the envelope", _refuses_bad_params),
    Rule(
        "bearer token",
        "answer 401 unauthorized, in the envelope, without the right token",
        _requires_token,
    ),
    Rule(
        "header on every response",
        "send ComicAI-Contract: 1 with every response, including errors",
        _always_sends_header,
    ),
)
