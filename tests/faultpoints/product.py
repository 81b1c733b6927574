"""What a watched process runs: the product, whole and wired as ever, with its borders watched."""

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
from tests.faultpoints.fault_points import Fate, Point
from tests.faultpoints.instrumentation import watch

URL = re.compile(r"ComicAI is ready: (\S+)")


def main(parent: socket.socket, order: Mapping[str, Any]) -> None:
    """Run as *order* says until killed, or until the parent is gone.

    The parent hears of each point and of the address; whatever it says means that points count.
    """
    _write_to(order["log"])
    configure_logging()
    config = make_config(Path(order["folder"]), order["sections"])
    fatal = Point(**order["fatal"]) if order["fatal"] else None
    uvloop.run(_serve(parent, config, fatal, is_armed=order["is_armed"]))


def _write_to(log: str) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(file, stream)


async def _serve(
    parent: socket.socket, config: Config, fatal: Point | None, *, is_armed: bool
) -> None:
    def tell(**what: Any) -> None:
        parent.sendall(json.dumps(what).encode() + b"\n")

    fate = Fate(lambda point: tell(point=asdict(point) if point else None), fatal)
    fate.is_armed = is_armed
    watch(fate)
    stop = asyncio.Event()

    def hear() -> None:
        if parent.recv(16):
            fate.is_armed = True
            tell(armed=True)
        else:
            asyncio.get_running_loop().remove_reader(parent)
            stop.set()

    def say(lines: str) -> None:
        if match := URL.search(lines):
            tell(url=match[1])

    asyncio.get_running_loop().add_reader(parent, hear)
    await run(config, say=say, stop=stop)
