from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler, Middleware

from pipeline.check.conformance import CheckReport, Verdict, check, run_check
from pipeline.models import DrawingOrder
from pipeline.service.artist_process import OnOutput, OnStage, TimedDrawing, ignore_output
from tests.pipeline.service.harness import Json, open_pipeline
from tests.pipeline.service.manual_artist import ManualArtist
from tests.servers import free_port


class SteadyArtist(ManualArtist):
    """Takes some time for each stage, so that progress can be observed."""

    def __init__(self, stage_seconds: float) -> None:
        super().__init__()
        self.stage_seconds = stage_seconds

    async def draw(
        self,
        uuid: str,
        order: DrawingOrder,
        on_stage: OnStage,
        on_output: OnOutput = ignore_output,
    ) -> TimedDrawing:
        async def slowly(stage: str, panel: int) -> None:
            await on_stage(stage, panel)
            await asyncio.sleep(self.stage_seconds)

        return await super().draw(uuid, order, slowly, on_output)


@contextlib.asynccontextmanager
async def good_server(
    folder: Path,
    *,
    token: str | None = None,
    breaker: Middleware | None = None,
    stage_seconds: float = 0.03,
) -> AsyncIterator[str]:
    """Serve the contract, with *breaker* around every request; yield the submit URL."""
    async with open_pipeline(
        folder, artists=[SteadyArtist(stage_seconds)], token=token
    ) as pipeline:
        application = pipeline.server.application()
        if breaker:
            application.middlewares.insert(0, breaker)
        async with TestServer(application) as server:
            yield str(server.make_url("/generate"))


def missing(report: CheckReport) -> list[str]:
    return [finding.rule for finding in report.missing]


async def test_the_reference_server_is_level_1(tmp_path: Path) -> None:
    async with good_server(tmp_path, token="s3cret") as url:
        report = await check(url, "s3cret")

    assert [finding for finding in report.findings if finding.verdict is not Verdict.KEPT] == []
    assert report.level == 1
    assert report.matches_announcement


async def test_an_untestable_rule_is_reported_as_not_tested(tmp_path: Path) -> None:
    async with good_server(tmp_path) as url:
        report = await check(url)

    untested = [f.rule for f in report.findings if f.verdict is Verdict.NOT_TESTED]
    assert untested == ["bearer token"]
    assert report.level == 1


async def test_a_wrong_token_is_reported_as_the_reason(tmp_path: Path) -> None:
    async with good_server(tmp_path, token="s3cret") as url:
        report = await check(url, "wrong")

    assert report.level is None
    assert "bearer token" in report.findings[0].note


async def test_an_unreachable_server_has_no_level() -> None:
    report = await check(f"http://127.0.0.1:{free_port()}/generate")

    assert report.level is None
    assert missing(report) == ["connection"]


@pytest.mark.parametrize("url", ["", "foo", "ftp://host/generate", "http://[", "http:///generate"])
async def test_an_invalid_url_has_no_level(url: str) -> None:
    report = await check(url)

    assert report.level is None
    assert missing(report) == ["connection"]


# Servers with one defect: the conforming one, with its responses modified.


def spoil(change: Callable[[web.Request, int, Json], tuple[int, Json]]) -> Middleware:
    """Return a middleware that changes status and body of every JSON response."""

    @web.middleware
    async def breaker(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        assert isinstance(answer, web.Response)
        assert isinstance(answer.body, bytes)
        status, content = change(request, answer.status, json.loads(answer.body))
        kept = {k: v for k, v in answer.headers.items() if not k.startswith("Content-")}
        return web.json_response(content, status=status, headers=kept)

    return breaker


def without_header(paths: str, statuses: range) -> Middleware:
    @web.middleware
    async def breaker(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        if request.path.startswith(paths) and answer.status in statuses:
            del answer.headers["ComicAI-Contract"]
        return answer

    return breaker


def with_other_headers(**changed: str | None) -> Middleware:
    """Return a middleware that changes headers of the request; None removes one."""

    @web.middleware
    async def breaker(request: web.Request, handler: Handler) -> web.StreamResponse:
        headers = request.headers.copy()
        for name, value in changed.items():
            headers.popall(name.replace("_", "-"), None)
            if value is not None:
                headers[name.replace("_", "-")] = value
        return await handler(request.clone(headers=headers))

    return breaker


def is_job(content: Json) -> bool:
    return "status" in content


def frozen_seq(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return status, {**content, "seq": 1} if is_job(content) else content


def falling_percent(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if progress := content.get("progress"):
        progress["percent"] = 100 - progress["percent"]
    return status, content


def unknown_status(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return status, {**content, "status": "in_progress"} if is_job(content) else content


def naive_time(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return status, {**content, "updatedAt": "2026-01-15T10:00:00"} if is_job(content) else content


def no_checksum(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    content.get("result", {}).pop("sha256", None)
    return status, content


def own_seed(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return status, {**content, "seed": 1} if "seed" in content else content


def absolute_urls(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if "statusUrl" in content:
        content["statusUrl"] = "/" + content["statusUrl"]
    return status, content


def draws_again(request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if request.method == "POST" and "s3Url" in content:
        content["s3Url"] += "2"
    return status, content


def takes_any_body(request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return (202, {}) if status == 409 and request.path == "/generate" else (status, content)


def cancels_the_finished(request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return (200, content) if status == 409 and "cancel" in request.path else (status, content)


def empty_errors(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return status, {"detail": "no"} if "error" in content and not is_job(content) else content


def server_errors(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    return (500, content) if status == 422 else (status, content)


def vague_codes(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if status == 404:
        content["error"]["code"] = "missing"
    return status, content


def always_ready(request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if request.path == "/health":
        del content["capacity"]
    return status, content


@web.middleware
async def always_plain(request: web.Request, handler: Handler) -> web.StreamResponse:
    headers = request.headers.copy()
    headers.popall("Prefer", None)
    headers.popall("ComicAI-Contract", None)
    return await handler(request.clone(headers=headers))


@web.middleware
async def hangs_up(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.endswith("/cancel"):
        assert request.transport
        request.transport.abort()
    return await handler(request)


def loud_notices(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if content.get("status") == "succeeded":
        content["notices"] = [{"code": "A sentence.", "args": {}}]
    return status, content


def nested_notices(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    if content.get("status") == "succeeded":
        content["notices"] = [{"code": "understood", "args": {"what": {"deep": 1}}}]
    return status, content


def forgotten_notices(_request: web.Request, status: int, content: Json) -> tuple[int, Json]:
    content.pop("notices", None)
    return status, content


BROKEN = [
    (spoil(loud_notices), "notices"),
    (spoil(nested_notices), "notices"),
    (spoil(forgotten_notices), "notices"),
    (spoil(frozen_seq), "status and progress"),
    (spoil(falling_percent), "status and progress"),
    (spoil(unknown_status), "asynchronous submit"),
    (spoil(naive_time), "asynchronous submit"),
    (spoil(absolute_urls), "asynchronous submit"),
    (always_plain, "asynchronous submit"),
    (spoil(no_checksum), "result"),
    (spoil(own_seed), "result"),
    (spoil(draws_again), "repeated submission"),
    (spoil(takes_any_body), "same uuid, other body"),
    (spoil(takes_any_body), "cancel, and no concurrent attempt"),
    (spoil(cancels_the_finished), "cancel after the end"),
    (with_other_headers(ComicAI_Attempt=None), "further attempt"),
    (with_other_headers(ComicAI_Deadline=None), "deadline"),
    (spoil(empty_errors), "unknown job"),
    (spoil(empty_errors), "broken JSON"),
    (spoil(vague_codes), "unknown job"),
    (spoil(server_errors), "bad inputParams"),
    (spoil(always_ready), "health"),
    (without_header("/jobs", range(400, 500)), "header on every response"),
    (hangs_up, "cancel, and no concurrent attempt"),
]

SEEN_WHILE_DRAWING = {"status and progress", "cancel, and no concurrent attempt"}


@pytest.mark.parametrize(
    ("breaker", "rule"), BROKEN, ids=[f"{number}-{rule}" for number, (_, rule) in enumerate(BROKEN)]
)
async def test_a_broken_rule_is_reported(tmp_path: Path, breaker: Middleware, rule: str) -> None:
    stage_seconds = 0.03 if rule in SEEN_WHILE_DRAWING else 0

    async with good_server(tmp_path, breaker=breaker, stage_seconds=stage_seconds) as url:
        report = await check(url)

    assert rule in missing(report)
    assert report.level == 0
    assert not report.matches_announcement
    assert all(finding.fix and finding.note for finding in report.missing)


async def test_a_server_that_ignores_the_token_is_reported(tmp_path: Path) -> None:
    async with good_server(tmp_path) as url:
        report = await check(url, "s3cret")

    assert missing(report) == ["bearer token"]


# Servers of level 0 and below


@contextlib.asynccontextmanager
async def small_server(answer: Callable[[Any], web.Response]) -> AsyncIterator[str]:
    async def generate(request: web.Request) -> web.Response:
        return answer(await request.json())

    application = web.Application()
    application.router.add_post("/proxy/8000/generate", generate)
    async with TestServer(application) as server:
        yield str(server.make_url("/proxy/8000/generate"))


async def test_a_plain_server_is_level_0_as_announced() -> None:
    def answer(body: Any) -> web.Response:
        return web.json_response({"s3Url": f"https://b.s3.eu-west-1.amazonaws.com/{body['uuid']}"})

    async with small_server(answer) as url:
        report = await check(url)

    assert report.level == 0
    assert report.matches_announcement
    assert missing(report) == ["announces level 1"]


@pytest.mark.parametrize(
    "answer",
    [
        web.json_response({}),
        web.json_response({"s3Url": None}),
        web.json_response({"s3Url": ["https://b.s3.amazonaws.com/x"]}),
        web.json_response({"s3Url": "javascript:alert(1)"}),
        web.json_response({"s3Url": "https://user@b.s3.amazonaws.com/x"}),
        web.json_response({"s3Url": "https://b.s3.amazonaws.com/" + "x" * 2048}),
        web.json_response(["https://b.s3.amazonaws.com/x"]),
        web.json_response({"s3Url": "https://b.s3.amazonaws.com/x"}, status=201),
        web.Response(text="<html>Jupyter</html>", content_type="text/html"),
        web.Response(body=b"[" * 100_000, content_type="application/json"),
    ],
)
async def test_a_response_without_an_image_has_no_level(answer: web.Response) -> None:
    async with small_server(lambda _: answer) as url:
        report = await check(url)

    assert report.level is None
    assert "plain response" in missing(report)


async def test_the_report_prints_a_fix_for_every_broken_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with good_server(tmp_path, breaker=spoil(no_checksum)) as url:
        status = await asyncio.to_thread(run_check, url)

    printed = capsys.readouterr().out
    assert status == 1
    assert "  MISSING     result: result.sha256 is None\n" in printed
    assert "  -> complete the status object" in printed
    assert printed.endswith("level 0: announces level 1, but 1 of its rules are not kept\n")


async def test_the_report_of_a_conforming_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with good_server(tmp_path) as url:
        status = await asyncio.to_thread(run_check, url)

    assert status == 0
    assert capsys.readouterr().out.endswith("level 1: the whole contract\n")
