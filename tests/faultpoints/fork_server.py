"""The process that all watched ones are forked from: it has run the product once.

What a first start makes and keeps (imports, compiled statements, schemas, sentences) they have
from the beginning, so that each starts in a fraction of the time.

    python -m tests.faultpoints.fork_server NUMBER-OF-A-SOCKET

An order comes as JSON with one end of a socket pair; what goes back is the new process's id.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

# What the composition root imports late, every process shall have at once.
import bots.discord.client
import bots.discord.runner
import bots.telegram.runner
import core.jobs.redis_broker
from bots.process import run
from core.sentences import CATALOGUE, sentence
from tests.application import make_config
from tests.faultpoints.product import main

__all__ = ["bots", "core"]

ORDER_BYTES = 64 * 1024
NOWHERE = {"generator": {"url": "http://127.0.0.1:9/generate"}}


def serve(orders: socket.socket) -> None:
    """Fork a process for each order, until there can be none any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody has to wait for those that end
    while True:
        order, sockets, _, _ = socket.recv_fds(orders, ORDER_BYTES, 1)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            _become(orders, socket.socket(fileno=sockets[0]), json.loads(order))
        os.close(sockets[0])
        orders.sendall(str(pid).encode())


def _become(orders: socket.socket, parent: socket.socket, order: Any) -> None:
    """Be the product, and nothing else."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    orders.close()
    try:
        main(parent, order)
    finally:
        os._exit(1)  # only by killing does it end in good order


async def _run_once() -> None:
    stop = asyncio.Event()
    with TemporaryDirectory() as folder:
        await run(make_config(Path(folder), NOWHERE), say=lambda _: stop.set(), stop=stop)


def warm_up() -> None:
    """Have the product started and stopped once, in silence."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(_run_once())
    structlog.reset_defaults()
    for locale in CATALOGUE.languages:
        sentence("canceled", locale)


if __name__ == "__main__":
    warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])))
