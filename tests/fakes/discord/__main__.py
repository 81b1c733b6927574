"""The fake Discord as a program: a guild with two users, and a page to act as either of them.

python -m tests.fakes.discord [--port N]

It prints the settings that point ComicAI to it, and the page's URL.
"""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.fakes.discord.example import add_example_data
from tests.fakes.discord.server import FakeDiscord


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.discord")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


async def serve(port: int) -> None:
    fake = FakeDiscord()
    add_example_data(fake)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with fake.running(port):
        lines = [
            f"COMICAI_DISCORD__API_BASE={fake.api_base}",
            f"COMICAI_DISCORD__GATEWAY_URL={fake.gateway_url}",
            f"COMICAI_DISCORD__TOKEN={fake.token}",
            f"# the page: {fake.base}/",
        ]
        print("\n".join(lines), flush=True)  # noqa: T201 - tells the caller the port
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments().port))
