"""The fake generator's HTTP side."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from aiohttp import web

from tests.fakes.generator.faults import Fault, FaultPlan, JobFault
from tests.fakes.generator.jobs import MODEL, FakeJob, bad_end
from tests.fakes.generator.replies import faulty_reply, refusal
from tests.fakes.generator.stores import Put

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
    """A generator on a free port of this machine.

    Without *step_seconds* a drawing goes one step further at each look at it, so that tests decide
    how fast time passes; with it, it goes by itself.
    """

    def __init__(
        self,
        put: Put,
        *,
        level: int = 1,
        token: str = "",
        step_seconds: float | None = None,
        queue_looks: int = 0,
        tells_percent: bool = True,
        input_keys: tuple[str, ...] | None = INPUT_KEYS,
        retry_after: float = 2,
        ledger: Path | None = None,
    ) -> None:
        self.level = level
        self.token = token
        self.step_seconds = step_seconds
        self.queue_looks = queue_looks
        self.tells_percent = tells_percent
        self.input_keys = input_keys
        self.retry_after = retry_after
        self.faults = FaultPlan()
        self.calls: list[Call] = []
        self.drawn: list[tuple[str, int]] = []  # uuid and attempt of every drawing that was begun
        self.jobs: dict[str, FakeJob] = {}
        self.url = ""
        self._put = put
        self._ledger = ledger
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    # --- For tests --------------------------------------------------------------------------------

    def fail(self, fault: Fault | JobFault, *, route: str = "submit", times: int = 1) -> None:
        """Let the next requests on a route, or the next jobs, meet this fault."""
        self.faults.add(fault, route=route, times=times)

    @property
    def is_running(self) -> bool:
        return self._runner is not None

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
        application.router.add_get("/ledger", self._show_ledger, name="ledger")
        self._stopping.clear()
        self._runner = web.AppRunner(application, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self._port)
        await site.start()
        assert self._runner.addresses
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}/proxy/8000/generate"

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
        body = await _json(request)
        uuid, params = str(UUID(body["uuid"])), body["inputParams"]
        attempt = int(request.headers.get("ComicAI-Attempt", "1"))
        fault = self.faults.of_job()
        if fault is JobFault.PROMPT_REJECTED:
            return refusal(422, "prompt_rejected", f"cannot draw {params['prompt']!r}")
        if self.level == 0:
            return await self._draw_at_once(uuid, params, fault)
        known = self.jobs.get(uuid)
        if known is not None and known.attempt == attempt and known.params != params:
            return refusal(409, "conflict", "same uuid, other inputParams")
        if known is not None and known.attempt < attempt and not known.is_terminal:
            return refusal(409, "conflict", "an earlier attempt is not over")
        if known is None or known.attempt < attempt:
            known = self._begin(uuid, attempt, params, fault)
            if self.step_seconds is not None:
                self._watch(asyncio.create_task(self._run(known, self.step_seconds)))
        await self._hold(known, request.headers.get("Prefer", ""))
        if known.status == "succeeded":
            return web.json_response(known.shown())
        headers = {"Retry-After": str(self.retry_after), "Location": f"jobs/{uuid}"}
        return web.json_response(known.shown(), status=202, headers=headers)

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
        open_jobs = [job for job in self.jobs.values() if not job.is_terminal]
        health: dict[str, Any] = {
            "contract": "1",
            "ready": True,
            "features": ["async", "progress", "cancel"],
            "active": len(open_jobs),
            "queued": 0,
            "capacity": 2,
            "model": MODEL,
            "medianPanelMs": 9200,
        }
        if self.input_keys is not None:
            health["inputKeys"] = list(self.input_keys)
        return web.json_response(health)

    async def _control(self, request: web.Request) -> web.Response:
        """Let another process plan faults: `{"fault", "route"?, "times"?}` or `{"clear": true}`."""
        order = await _json(request)
        if order.get("clear"):
            self.faults.clear()
        else:
            self.fail(
                Fault(order["fault"]),
                route=order.get("route", "submit"),
                times=order.get("times", 1),
            )
        return web.json_response({})

    async def _show_ledger(self, _request: web.Request) -> web.Response:
        calls = [{"route": c.route, "uuid": c.uuid, "attempt": c.attempt} for c in self.calls]
        return web.json_response({"calls": calls, "drawn": self.drawn})

    # --- Drawing ----------------------------------------------------------------------------------

    def _begin(
        self, uuid: str, attempt: int, params: Mapping[str, Any], fault: JobFault | None
    ) -> FakeJob:
        job = FakeJob(
            uuid,
            attempt,
            params,
            fault,
            tells_percent=self.tells_percent,
            queue_looks=self.queue_looks,
        )
        self.jobs[uuid] = job
        self.drawn.append((uuid, attempt))
        self._write_ledger({"drawn": uuid, "attempt": attempt})
        return job

    async def _run(self, job: FakeJob, step_seconds: float) -> None:
        while not job.is_terminal:
            await asyncio.sleep(step_seconds)
            await job.advance(self._put)

    def _watch(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hold(self, job: FakeJob, prefer: str) -> None:
        if self.step_seconds is None or "wait=" not in prefer:
            return
        seconds = int(prefer.partition("wait=")[2].split(",")[0])
        try:
            async with asyncio.timeout(min(seconds, 20)):
                while not job.is_terminal:
                    await asyncio.sleep(self.step_seconds / 2)
        except TimeoutError:
            return

    async def _draw_at_once(
        self, uuid: str, params: Mapping[str, Any], fault: JobFault | None
    ) -> web.Response:
        job = self._begin(uuid, 1, params, fault)
        while not job.is_terminal:
            await asyncio.sleep(self.step_seconds or 0)
            await job.advance(self._put)
        if end := bad_end(fault):
            code, message, _ = end
            return refusal(422 if code == "output_rejected" else 500, code, message)
        return web.json_response({"s3Url": job.result["s3Url"]} if "s3Url" in job.result else {})

    # --- Faults -----------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        route = request.match_info.route.name or ""
        if route in {"", "control", "ledger"}:
            return await handler(request)
        await self._take_down(route, request)
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

    async def _take_down(self, route: str, request: web.Request) -> None:
        body = await request.json() if request.can_read_body else None
        uuid = request.match_info.get("uuid") or (body or {}).get("uuid", "")
        attempt = int(request.headers.get("ComicAI-Attempt", "1"))
        self.calls.append(Call(route, uuid, attempt, dict(request.headers), body))
        self._write_ledger({"call": route, "uuid": uuid, "attempt": attempt})

    def _write_ledger(self, entry: Mapping[str, Any]) -> None:
        """Append to the ledger's file, which outlives this process."""
        if self._ledger is not None:
            with self._ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")

    async def _fail(
        self, fault: Fault, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if fault is Fault.LOSE_JOB:
            self.jobs.pop(request.match_info.get("uuid", ""), None)
            return await handler(request)
        if fault.value.startswith("taken_then"):
            await handler(request)
        if fault in {Fault.HANG, Fault.TAKEN_THEN_HANG}:
            await self._stopping.wait()
        reply = faulty_reply(fault, self.retry_after)
        if reply is None and request.transport is not None:
            request.transport.abort()
        return reply or web.Response()


async def _json(request: web.Request) -> Any:
    return json.loads(await request.read())
