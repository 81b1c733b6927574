"""The fake Telegram as a program: prints its `telegram.api_base` as soon as it listens.

python -m tests.fakes.telegram [--port N] [--token TOKEN] [--username NAME]

The page at its address lets a user send messages and see the replies.
"""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.fakes.telegram.console import Console
from tests.fakes.telegram.server import TOKEN, FakeTelegram


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN, help="of the bot; default: %(default)s")
    parser.add_argument("--username", default="ComicBot", help="of the bot")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    fake = FakeTelegram(options.token, username=options.username)
    console = Console(fake)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with fake.running(options.port, add_routes=console.add_routes):
        await console.add_chats()
        print(fake.url, flush=True)  # noqa: T201 - how its parent learns the port
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
