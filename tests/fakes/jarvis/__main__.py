"""The fake Jarvis Labs as a program: prints its URL as soon as it listens.

python -m tests.fakes.jarvis --upstream http://127.0.0.1:6006 [--name NAME] [--port N] [--script ID]

It rents one paused machine of that name. `jarvislabs.constants.REGION_URLS` leads its client here.
"""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.fakes.jarvis.server import FakeJarvis


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.jarvis")
    parser.add_argument("--upstream", required=True, help="root URL of the generator")
    parser.add_argument("--name", default="comics", help="of the machine")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", default="7", help="id of the script that starts the generator")
    parser.add_argument("--resume-seconds", type=float, default=5.0)
    parser.add_argument("--boot-seconds", type=float, default=5.0)
    parser.add_argument("--pause-seconds", type=float, default=5.0)
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    fake = FakeJarvis(
        upstream=options.upstream,
        script_id=options.script,
        resume_seconds=options.resume_seconds,
        boot_seconds=options.boot_seconds,
        pause_seconds=options.pause_seconds,
    )
    fake.add(options.name)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with fake.running(options.port):
        print(fake.url, flush=True)  # noqa: T201 - how its parent learns the port
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
