"""Fork server: the process that all instrumented processes are forked from.

It has run the product once. Forked processes inherit what a first start loads and caches (imports,
compiled statements, schemas, sentences), so each starts in a fraction of the time.

    python -m tests.faultpoints.fork_server FILE-DESCRIPTOR-OF-A-SOCKET

It receives specifications as JSON, each with one end of a socket pair, and returns the id of the
new process.
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

# The composition root imports these on first use; forked processes inherit them.
import bots.discord.client
import bots.discord.runner
import bots.telegram.runner
import core.jobs.redis_broker
from bots.process import run
from core.sentences import CATALOGUE, sentence
from tests.application import make_config
from tests.faultpoints.product import main

__all__ = ["bots", "core"]

SPEC_BYTES = 64 * 1024
UNUSED_GENERATOR = {"generator": {"url": "http://127.0.0.1:9/generate"}}


def serve(connection: socket.socket) -> None:
    """Fork a process for each specification, until the client closes the connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children need not be waited for
    while True:
        spec, sockets, _, _ = socket.recv_fds(connection, SPEC_BYTES, 1)
        if not spec:
            return
        pid = os.fork()
        if pid == 0:
            _run_product(connection, socket.socket(fileno=sockets[0]), json.loads(spec))
        os.close(sockets[0])
        connection.sendall(str(pid).encode())


def _run_product(connection: socket.socket, parent: socket.socket, spec: Any) -> None:
    """Run the product in this child process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.close()
    try:
        main(parent, spec)
    finally:
        os._exit(1)  # a process that is not killed has failed


async def _run_once() -> None:
    stop = asyncio.Event()
    with TemporaryDirectory() as folder:
        await run(make_config(Path(folder), UNUSED_GENERATOR), say=lambda _: stop.set(), stop=stop)


def warm_up() -> None:
    """Start and stop the product once, without log output."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(_run_once())
    structlog.reset_defaults()
    for locale in CATALOGUE.languages:
        sentence("canceled", locale)


if __name__ == "__main__":
    warm_up()
    serve(socket.socket(fileno=int(sys.argv[1])))
