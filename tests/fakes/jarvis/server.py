"""Fake control plane of Jarvis Labs, for its own client `jarvislabs` 0.2.19.

The routes and shapes are those that the client's source sends and parses. It forgets on a resume
what the original forgets: the id, the address, the start-up script and the ports.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.jarvis.machines import FakeMachine, Proxy

API_KEY = "jl-key-of-the-tests"
CLOUD_PAGE = "<html><body>error code: 522</body></html>"


@dataclass
class Fault:
    """What the next requests to a route get instead of an answer."""

    status: int = 0  # 0: none; the body is a page
    html: bool = False  # status 200 with a page
    hang: bool = False
    cut: bool = False  # the request takes effect, and the connection is cut before the answer
    times: int = 1_000_000


@dataclass
class FakeJarvis:
    """The control plane and its machines; times are in seconds."""

    upstream: str = ""  # root URL of the generator that a started machine serves
    script_id: str = "7"  # the script that starts it; another one starts nothing
    resume_seconds: float = 0.05
    boot_seconds: float = 0.05
    pause_seconds: float = 0.05
    free_gpus: int = 8
    balance: float = 100.0
    currency: str = "USD"
    usd_per_hour: float = 0.89
    machines: list[FakeMachine] = field(default_factory=list)
    broken_rows: list[dict[str, Any]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    resumed: list[str] = field(default_factory=list)  # names, in order
    paused: list[str] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)  # by route
    proxies: list[Proxy] = field(default_factory=list)
    url: str = ""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _running: dict[str, Proxy] = field(default_factory=dict)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[FakeJarvis]:
        """Serve while the context lasts."""
        app = web.Application(middlewares=[self._answer])
        app.router.add_get("/users/fetch", self._list)
        app.router.add_get("/users/fetch/{id:[0-9]+}", self._get)
        app.router.add_get("/users/balance", self._balance)
        app.router.add_get("/misc/", self._account_currency)
        app.router.add_get("/misc/status", self._status)
        app.router.add_get("/misc/server_meta", self._server_meta)
        app.router.add_post("/templates/{template}/resume", self._resume)
        app.router.add_post("/misc/pause", self._pause)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            yield self
        finally:
            self._closing.set()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for proxy in self._running.values():
                await proxy.stop()
            await runner.cleanup()

    @contextmanager
    def found_by_the_client(self) -> Iterator[None]:
        """Point the client of this process here while the context lasts."""
        from jarvislabs import constants

        before = dict(constants.REGION_URLS)
        constants.REGION_URLS.update(dict.fromkeys(before, self.url))
        try:
            yield
        finally:
            constants.REGION_URLS.update(before)

    # --- What tests do ----------------------------------------------------------------------------

    def add(self, name: str, **changes: Any) -> FakeMachine:
        """Rent a machine, which is paused."""
        machine = FakeMachine(name, **changes)
        self.machines.append(machine)
        return machine

    async def start(self, machine: FakeMachine) -> None:
        """Let a machine run with its server at once, as somebody may do by hand."""
        machine.script_id = self.script_id
        await self._run(machine)
        machine.serves = True

    async def reclaim(self, machine: FakeMachine) -> None:
        """Pause a machine without being asked: a spot instance, or an empty wallet."""
        machine.status, machine.serves = "Paused", False
        await self._withdraw(machine)

    def fail(self, route: str, **fault: Any) -> None:
        """Let the next requests to *route*, like `resume`, meet a fault."""
        self.faults[route] = Fault(**fault)

    def mend(self) -> None:
        """End all faults."""
        self.faults.clear()

    # --- Routes -----------------------------------------------------------------------------------

    @web.middleware
    async def _answer(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        route = request.path.rstrip("/").rpartition("/")[2]
        route = "fetch" if "/users/fetch" in request.path else route
        self.calls[route] += 1
        if request.headers.get("Authorization") != f"Bearer {API_KEY}":
            return web.json_response({"message": "Invalid token"}, status=401)
        fault = self.faults.get(route)
        if fault is None or fault.times <= 0:
            return await handler(request)
        fault.times -= 1
        if fault.cut:
            await handler(request)
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.hang:
            await self._closing.wait()
        status = fault.status or 200
        return web.Response(status=status, text=CLOUD_PAGE, content_type="text/html")

    async def _list(self, _: web.Request) -> web.Response:
        rows = [machine.row() for machine in self.machines] + self.broken_rows
        return web.json_response({"success": True, "instances": rows})

    async def _get(self, request: web.Request) -> web.Response:
        machine = self._by_id(request.match_info["id"])
        if machine is None:
            return web.json_response({"message": "Instance not found"}, status=404)
        return web.json_response({"success": True, "instance": machine.row()})

    async def _balance(self, _: web.Request) -> web.Response:
        return web.json_response({"balance": self.balance, "grants": 0.0})

    async def _account_currency(self, _: web.Request) -> web.Response:
        return web.json_response({"success": str(self.currency == "INR")})

    async def _status(self, request: web.Request) -> web.Response:
        machine = self._by_id(request.query["machine_id"])
        if machine is None:
            return web.json_response({"message": "no such machine"}, status=404)
        return web.json_response({"status": machine.status, "error": "None", "code": "None"})

    async def _server_meta(self, _: web.Request) -> web.Response:
        row = {
            "gpu_type": "A100",
            "region": "india-noida-01",
            "num_free_devices": self.free_gpus,
            "spot_num_free_devices": self.free_gpus,
            "price_per_hour": self.usd_per_hour,
            "spot_price": self.usd_per_hour / 2,
            "workload_type": "container",
        }
        vm = {**row, "workload_type": "vm", "price_per_hour": 9.99}
        other = {**row, "region": "europe-01", "gpu_type": "H100", "price_per_hour": 2.69}
        return web.json_response({"server_meta": [vm, other, row], "cpu_meta": {}})

    async def _resume(self, request: web.Request) -> web.Response:
        body = await request.json()
        machine = self._by_id(body["machine_id"])
        if machine is None:
            return web.json_response({"message": "Instance not found"}, status=404)
        if self.balance <= 0:
            return web.json_response({"message": "Insufficient balance"}, status=403)
        if self.free_gpus <= 0:
            message = f"No free {machine.gpu_type} GPUs in IN2 right now. Try again later."
            return web.json_response({"message": message}, status=400)
        if machine.status != "Paused":
            return web.json_response({"message": "Instance is not paused"}, status=400)
        self.resumed.append(machine.name)
        machine.renew_id()
        machine.status = "Resuming"
        machine.http_ports = body["http_ports"]
        machine.script_id = body["script_id"]
        machine.is_spot = body["is_spot"]
        self._spawn(self._wake(machine))
        return web.json_response({"success": True, "machine_id": machine.machine_id})

    async def _pause(self, request: web.Request) -> web.Response:
        machine = self._by_id(request.query["machine_id"])
        if machine is None:
            return web.json_response({"message": "Instance not found"}, status=404)
        self.paused.append(machine.name)
        machine.status, machine.serves = "Pausing", False
        self._spawn(self._sleep(machine))
        return web.json_response({"success": True})

    # --- Transitions ------------------------------------------------------------------------------

    async def _wake(self, machine: FakeMachine) -> None:
        await asyncio.sleep(self.resume_seconds)
        await self._run(machine)
        await asyncio.sleep(self.boot_seconds)
        machine.serves = machine.status == "Running" and machine.script_id == self.script_id

    async def _sleep(self, machine: FakeMachine) -> None:
        await self._withdraw(machine)
        await asyncio.sleep(self.pause_seconds)
        machine.status = "Paused"

    async def _run(self, machine: FakeMachine) -> None:
        proxy = Proxy(machine, lambda: self.upstream)
        machine.endpoint = await proxy.start()
        machine.status = "Running"
        self.proxies.append(proxy)
        self._running[machine.name] = proxy

    async def _withdraw(self, machine: FakeMachine) -> None:
        machine.endpoint, machine.script_id, machine.http_ports = "", None, ""
        if proxy := self._running.pop(machine.name, None):
            await proxy.stop()

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _by_id(self, machine_id: object) -> FakeMachine | None:
        for machine in self.machines:
            if str(machine.machine_id) == str(machine_id):
                return machine
        return None
