"""The fakes of this package as programs; each prints its base URL as soon as it listens.

python -m tests.fakes.painting --kind KIND [--port N] [--token T] [--fault NAME@ROUTE[:TIMES]] ...
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import signal

from tests.fakes.painting.endpoint import FakeEndpoint

KINDS = {
    "a1111": "tests.fakes.painting.a1111:FakeA1111",
    "images": "tests.fakes.painting.images:FakeImages",
    "moderation": "tests.fakes.painting.moderation:FakeModeration",
    "planner": "tests.fakes.painting.planner:FakePlanner",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.painting")
    parser.add_argument("--kind", choices=sorted(KINDS), required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="sk-fake", help="the API key; default: %(default)s")
    parser.add_argument("--seconds", type=float, default=0.0, help="that an answer takes")
    parser.add_argument("--fault", action="append", default=[], help="NAME@ROUTE[:TIMES]")
    return parser.parse_args()


def fake_of(options: argparse.Namespace) -> FakeEndpoint:
    module, _, name = KINDS[options.kind].partition(":")
    fake: FakeEndpoint = getattr(importlib.import_module(module), name)(
        options.token, seconds=options.seconds
    )
    for text in options.fault:
        what, _, times = text.partition(":")
        fault, _, route = what.partition("@")
        fake.fail(fault, route=route, times=int(times or 1))
    return fake


async def serve(options: argparse.Namespace) -> None:
    fake = fake_of(options)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with fake.running(options.port):
        print(fake.url, flush=True)  # noqa: T201 - how its parent learns the port
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
