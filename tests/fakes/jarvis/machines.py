"""Machines of the fake: their states, and the proxy in front of each running one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

JUPYTER = "<!doctype html><html><head><title>JupyterLab</title></head></html>"
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>"
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "content-encoding", "host"}

_ids = itertools.count(410_001)


@dataclass
class FakeMachine:
    """One machine, as the account lists it."""

    name: str
    status: str = "Paused"
    gpu_type: str = "A100"
    num_gpus: int = 1
    region: str = "india-noida-01"
    template: str = "pytorch"
    http_ports: str = ""
    is_spot: bool = False
    storage_gb: int = 100
    script_id: str | None = None  # only what the last resume gave; lost otherwise
    cost: float = 0.0
    machine_id: int = field(default_factory=lambda: next(_ids))
    endpoint: str = ""
    serves: bool = False  # whether the server on port 6006 listens

    def renew_id(self) -> None:
        """Take another id, as each resume does."""
        self.machine_id = next(_ids)

    def row(self) -> dict[str, Any]:
        """Return the machine as the control plane's JSON."""
        return {
            "machine_id": self.machine_id,
            "instance_name": self.name,
            "status": self.status,
            "gpu_type": self.gpu_type,
            "num_gpus": self.num_gpus,
            "region": self.region,
            "framework": self.template,
            "http_ports": self.http_ports,
            "is_spot": self.is_spot,
            "hdd": self.storage_gb,
            "cost": self.cost,
            "duration": "0",
            "frequency": "hour",
            "url": f"{self.endpoint}/lab?token=jupyter-secret",
            "vs_url": f"{self.endpoint}/vs",
            "endpoints": [self.endpoint] if self.endpoint else [],
            "fs_id": None,
        }


class Proxy:
    """HTTPS proxy of the cloud in front of one running machine, here on a loopback port."""

    def __init__(self, machine: FakeMachine, upstream: Callable[[], str]) -> None:
        self._machine = machine
        self._upstream = upstream  # root URL of the server on the machine's port 6006
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self.requests: list[tuple[str, str, bool]] = []  # method, path, whether it had a token

    async def start(self) -> str:
        """Listen on a free port; return the root URL."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, access_log=None)
        self._http = aiohttp.ClientSession(auto_decompress=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening: connections are refused from now on."""
        if self._runner is not None and self._http is not None:
            await self._runner.cleanup()
            await self._http.close()
            self._runner = None

    async def _pass(self, request: web.Request) -> web.Response:
        self.requests.append((request.method, request.path, "Authorization" in request.headers))
        if self._machine.script_id is None:
            # Nothing has started the server; the notebook answers in its place.
            return web.Response(text=JUPYTER, content_type="text/html")
        if not self._machine.serves:
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        assert self._http is not None
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP_BY_HOP}
        async with self._http.request(
            request.method,
            self._upstream() + request.path_qs,
            headers=headers,
            data=await request.read(),
            allow_redirects=False,
        ) as answer:
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_BY_HOP}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)
