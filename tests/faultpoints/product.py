"""Program of an instrumented process: the whole product, wired as usual, and instrumented."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import uvloop

from bots.process import run
from core.config.settings import Config
from core.runtime.log_setup import configure_logging
from tests.application import make_config
from tests.faultpoints.fault_points import CrashInjector, Point
from tests.faultpoints.instrumentation import instrument

URL = re.compile(r"ComicAI is ready: (\S+)")


def main(parent: socket.socket, spec: Mapping[str, Any]) -> None:
    """Run as *spec* says until killed, or until the parent has closed the connection.

    The parent receives each fault point and the URL; any message from it arms the injector.
    """
    _redirect_output(spec["log"])
    configure_logging()
    config = make_config(Path(spec["folder"]), spec["sections"])
    crash_point = Point(**spec["crash_point"]) if spec["crash_point"] else None
    uvloop.run(_serve(parent, config, crash_point, is_armed=spec["is_armed"]))


def _redirect_output(log: str) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(file, stream)


async def _serve(
    parent: socket.socket, config: Config, crash_point: Point | None, *, is_armed: bool
) -> None:
    def send(**message: Any) -> None:
        parent.sendall(json.dumps(message).encode() + b"\n")

    def report(point: Point | None) -> None:
        send(point=asdict(point) if point else None)

    injector = CrashInjector(report, crash_point)
    injector.is_armed = is_armed
    instrument(injector)
    stop = asyncio.Event()

    def receive() -> None:
        if parent.recv(16):
            injector.is_armed = True
            send(armed=True)
        else:
            asyncio.get_running_loop().remove_reader(parent)
            stop.set()

    def print_lines(lines: str) -> None:
        if match := URL.search(lines):
            send(url=match[1])

    asyncio.get_running_loop().add_reader(parent, receive)
    await run(config, say=print_lines, stop=stop)
