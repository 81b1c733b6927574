"""HTTP server of the fake generator."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.generator.error_responses import faulty_reply, refusal
from tests.fakes.generator.faults import Fault, FaultPlan, JobFault
from tests.fakes.generator.jobs import MODEL, FakeJob, Named, bad_end
from tests.fakes.generator.stores import Put
from tests.fakes.generator.submissions import (
    Submission,
    SubmissionError,
    attempt_of,
    json_or_none,
    submission_of,
)

CONTRACT = {"ComicAI-Contract": "1"}
INPUT_KEYS = ("prompt", "style", "panelCount", "layout", "aspect", "seed", "language")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that arrived."""

    route: str  # submit, status, cancel, health
    uuid: str
    attempt: int
    headers: Mapping[str, str]
    body: Any


class FakeGenerator:
    """Generator on a free local port.

    Without *step_seconds*, a drawing advances by one step at each poll, so tests control its
    speed; with it, drawings advance by themselves. With *resumes*, it resumes the unfinished
    drawings in its call log.
    """

    def __init__(
        self,
        put: Put,
        *,
        level: int = 1,
        token: str = "",
        step_seconds: float | None = None,
        queue_polls: int = 0,
        reports_percent: bool = True,
        input_keys: tuple[str, ...] | None = INPUT_KEYS,
        retry_after: float = 2,
        usd_per_image: float | None = None,
        capacity: int = 2,
        call_log: Path | None = None,
        resumes: bool = False,
    ) -> None:
        self.level = level
        self.token = token
        self.step_seconds = step_seconds
        self.queue_polls = queue_polls
        self.reports_percent = reports_percent
        self.input_keys = input_keys
        self.retry_after = retry_after
        self.usd_per_image = usd_per_image  # of each panel; None: it reports no costs
        self.capacity = capacity
        self.blocked_by = ""  # the reason for which it starts no job
        self.faults = FaultPlan()
        self.calls: list[Call] = []
        self.drawn: list[tuple[str, int]] = []  # UUID and attempt of each started drawing
        self.jobs: dict[str, FakeJob] = {}
        self.url = ""
        self._put = put
        self._named: deque[Named] = deque()
        self._call_log = call_log
        self._resumes = resumes
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    # --- For tests --------------------------------------------------------------------------------

    def fail(self, fault: Fault | JobFault, *, route: str = "submit", times: int = 1) -> None:
        """Inject a fault into the next requests on a route, or into the next jobs."""
        self.faults.add(fault, route=route, times=times)

    def name(self, *, page: str | None = None, panels: Sequence[str] | None = None) -> None:
        """Let the next job return these URLs instead of the stored ones."""
        self._named.append(Named(page=page, panels=panels))

    @property
    def is_running(self) -> bool:
        return self._runner is not None

    @property
    def busy(self) -> int:
        """Number of drawings that have not ended."""
        return sum(not job.is_terminal for job in self.jobs.values())

    def calls_to(self, route: str) -> list[Call]:
        return [call for call in self.calls if call.route == route]

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[FakeGenerator]:
        await self.start(port)
        try:
            yield self
        finally:
            await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen; after `stop` on the same port as before."""
        application = web.Application(middlewares=[self._guard])
        application.router.add_post("/proxy/8000/generate", self._submit, name="submit")
        application.router.add_get("/proxy/8000/jobs/{uuid}", self._status, name="status")
        application.router.add_post("/proxy/8000/jobs/{uuid}/cancel", self._cancel, name="cancel")
        application.router.add_get("/proxy/8000/health", self._health, name="health")
        application.router.add_post("/control", self._control, name="control")
        application.router.add_get("/calls", self._show_calls, name="calls")
        self._stopping.clear()
        self._runner = web.AppRunner(application, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self._port)
        await site.start()
        assert self._runner.addresses
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}/proxy/8000/generate"
        if self._resumes:
            self._resume_drawings()
        self._log_entry({"started": True, "resumes": self._resumes})

    async def stop(self) -> None:
        """Close the port; connections are refused from now on."""
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # --- Routes -----------------------------------------------------------------------------------

    async def _submit(self, request: web.Request) -> web.Response:
        try:
            wanted = submission_of(await request.read(), request.headers)
        except SubmissionError as error:
            return refusal(422, "invalid_request", str(error), param=error.param)
        fault = self.faults.of_job() or (JobFault.DEADLINE_EXCEEDED if wanted.is_late else None)
        if fault is JobFault.PROMPT_REJECTED:
            return refusal(422, "prompt_rejected", f"cannot draw {wanted.params['prompt']!r}")
        if self.level == 0:
            return await self._plain(self._begin(wanted, fault))
        job = self.jobs.get(wanted.uuid)
        if job is not None and (conflict := job.conflict_with(wanted.attempt, wanted.params)):
            return refusal(409, "conflict", conflict)
        if job is None or job.attempt < wanted.attempt:
            job = self._begin(wanted, fault)
        if wanted.is_plain:
            return await self._plain(job)
        await self._hold(job, wanted.wait_seconds)
        headers = {"Retry-After": f"{self.retry_after:g}", "Location": f"jobs/{job.uuid}"}
        done = job.status == "succeeded"
        return web.json_response(
            job.shown(), status=200 if done else 202, headers=None if done else headers
        )

    async def _status(self, request: web.Request) -> web.Response:
        job = self.jobs.get(request.match_info["uuid"])
        if self.level == 0 or job is None:
            return refusal(404, "not_found", "no such job")
        if self.step_seconds is None:
            await job.advance(self._put)
        return web.json_response(job.shown())

    async def _cancel(self, request: web.Request) -> web.Response:
        job = self.jobs.get(request.match_info["uuid"])
        if self.level == 0 or job is None:
            return refusal(404, "not_found", "no such job")
        if job.is_terminal:
            status = 200 if job.status == "canceled" else 409
            return web.json_response(job.shown(), status=status)
        job.cancel()
        return web.json_response(job.shown(), status=202)

    async def _health(self, _request: web.Request) -> web.Response:
        if self.level == 0:
            raise web.HTTPNotFound
        health: dict[str, Any] = {
            "contract": "1",
            "ready": True,
            "features": ["async", "progress", "cancel"],
            "active": self.busy,
            "queued": 0,
            "capacity": self.capacity,
            "model": MODEL,
            "medianPanelMs": 9200,
        }
        if self.input_keys is not None:
            health["inputKeys"] = list(self.input_keys)
        if self.blocked_by:
            health |= {"ready": False, "reason": self.blocked_by}
        return web.json_response(health, status=503 if self.blocked_by else 200)

    async def _control(self, request: web.Request) -> web.Response:
        """Let another process plan faults: `{"fault", "route"?, "times"?}` or `{"clear": true}`."""
        body = json.loads(await request.read())
        if body.get("clear"):
            self.faults.clear()
        else:
            self.fail(
                Fault(body["fault"]),
                route=body.get("route", "submit"),
                times=body.get("times", 1),
            )
        return web.json_response({})

    async def _show_calls(self, _request: web.Request) -> web.Response:
        calls = [{"route": c.route, "uuid": c.uuid, "attempt": c.attempt} for c in self.calls]
        return web.json_response({"calls": calls, "drawn": self.drawn})

    # --- Drawing ----------------------------------------------------------------------------------

    def _begin(self, wanted: Submission, fault: JobFault | None) -> FakeJob:
        if not wanted.is_late:  # which fails without a drawing
            self.drawn.append((wanted.uuid, wanted.attempt))
        self._log_entry(
            {"drawn": wanted.uuid, "attempt": wanted.attempt, "params": dict(wanted.params)}
        )
        return self._draw(wanted.uuid, wanted.attempt, wanted.params, fault)

    def _resume_drawings(self) -> None:
        """Resume all drawings in the call log, like a generator with a durable queue."""
        if self._call_log is None or not self._call_log.exists():
            return
        for line in self._call_log.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "drawn" in entry:
                self._draw(entry["drawn"], entry["attempt"], entry["params"], None)

    def _draw(
        self, uuid: str, attempt: int, params: Mapping[str, Any], fault: JobFault | None
    ) -> FakeJob:
        job = FakeJob(
            uuid,
            attempt,
            params,
            fault,
            reports_percent=self.reports_percent,
            queue_polls=self.queue_polls,
            usd_per_image=self.usd_per_image,
            named=self._named.popleft() if self._named else Named(),
        )
        self.jobs[uuid] = job
        if self.step_seconds is not None:
            job.drawing = task = asyncio.create_task(self._run(job, self.step_seconds))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return job

    async def _run(self, job: FakeJob, step_seconds: float) -> None:
        while not job.is_terminal:
            await asyncio.sleep(step_seconds)
            await job.advance(self._put)

    async def _hold(self, job: FakeJob, seconds: float) -> None:
        """Wait for the end of a drawing that advances by itself."""
        if self.step_seconds is None:
            return
        try:
            async with asyncio.timeout(seconds):
                while not job.is_terminal:
                    await asyncio.sleep(self.step_seconds / 2)
        except TimeoutError:
            return

    async def _plain(self, job: FakeJob) -> web.Response:
        """Respond as level 0 does: at the end, and with the URL only."""
        await self._hold(job, 60)
        while not job.is_terminal:
            await job.advance(self._put)
        if end := bad_end(job.fault):
            code, message, _ = end
            return refusal(422 if code == "output_rejected" else 500, code, message)
        return web.json_response({"s3Url": job.result["s3Url"]} if "s3Url" in job.result else {})

    # --- Faults -----------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        route = request.match_info.route.name or ""
        if route in {"", "control", "calls"}:
            return await handler(request)
        await self._log_call(route, request)
        fault = self.faults.of_request(route)
        if fault is not None:
            response = await self._fail(fault, request, handler)
        elif self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            response = refusal(401, "unauthorized", "a valid bearer token is needed")
        else:
            response = await handler(request)
        if self.level == 1 and response.content_type == "application/json":
            response.headers.update(CONTRACT)
        return response

    async def _log_call(self, route: str, request: web.Request) -> None:
        body = json_or_none(await request.read())
        uuid_sent = body.get("uuid") if isinstance(body, dict) else None
        uuid = request.match_info.get("uuid") or str(uuid_sent)
        attempt = attempt_of(request.headers)
        self.calls.append(Call(route, uuid, attempt, dict(request.headers), body))
        self._log_entry({"call": route, "uuid": uuid, "attempt": attempt})

    def _log_entry(self, entry: Mapping[str, Any]) -> None:
        """Append to the call log's file, which outlives this process."""
        if self._call_log is not None:
            with self._call_log.open("a", encoding="utf-8") as file:
                file.write(json.dumps({**entry, "at": time.time()}) + "\n")

    async def _fail(
        self, fault: Fault, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if fault is Fault.LOSE_JOB:
            self.jobs.pop(request.match_info.get("uuid", ""), None)
            return await handler(request)
        if fault.value.startswith("taken_then"):
            await handler(request)
        if fault is Fault.CLAIMS_OK:
            response = await handler(request)
            assert isinstance(response, web.Response)
            return web.json_response({"status": "ok", **json.loads(response.text or "{}")})
        if fault in {Fault.HANG, Fault.TAKEN_THEN_HANG}:
            await self._stopping.wait()
        reply = faulty_reply(fault, self.retry_after)
        if reply is None and request.transport is not None:
            request.transport.abort()
        return reply or web.Response()
