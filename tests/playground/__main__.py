"""Command line of the playground: `make playground`.

python -m tests.playground [--discord-port N] [--telegram-port N] [--web-port N]

Prints the pages on which to act as a user of Discord, Telegram and the web, and runs until Ctrl+C,
SIGTERM, or the death of the process that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys

from tests.playground.playground import Ports, PortTakenError, RunningPlayground, open_playground
from tests.playground.product import ProductError

POLL_SECONDS = 1.0  # between checks whether the parent still lives


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make playground", usage='make playground ARGS="[--web-port N] ..."'
    )
    for name in ("discord", "telegram", "web"):
        help_text = f"port of the {name.capitalize()} page; default: any free port"
        parser.add_argument(f"--{name}-port", type=int, default=0, metavar="N", help=help_text)
    return parser.parse_args()


def say(lines: str) -> None:
    print(lines, flush=True)  # noqa: T201 - this is a program


async def play(ports: Ports) -> None:
    """Run the playground until a signal. Raises PortTakenError and ProductError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    # A task, so that a signal during the start does not have to wait for its end.
    work = asyncio.create_task(_open(ports), name="playground")
    ends = {
        work,
        asyncio.create_task(stop.wait(), name="stop"),
        asyncio.create_task(_orphaned(), name="parent"),
    }
    done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if work not in done:
        say("Stopping ...")
    for task in ends - done:
        task.cancel()
    await asyncio.wait(ends)
    if not work.cancelled():
        work.result()


async def _open(ports: Ports) -> None:
    say("Starting ComicAI, a Discord and a Telegram on this machine ...")
    async with open_playground(ports) as playground:
        say(_pages(playground))
        await playground.product.ended()


async def _orphaned() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(POLL_SECONDS)


def _pages(playground: RunningPlayground) -> str:
    return "\n".join(
        [
            "",
            f"  Discord   {playground.discord}  act as ada or bob, in a server or a direct message",
            f"  Telegram  {playground.telegram}  write to the bot, in private or in a group",
            f"  Browser   {playground.web}  the product's own web page",
            "",
            "  Try: /comic a cat opens a bakery on the moon",
            f"  Log: {playground.product.log}",
            "  Ctrl+C stops everything; nothing is kept.",
        ]
    )


def main() -> int:
    options = arguments()
    ports = Ports(options.discord_port, options.telegram_port, options.web_port)
    try:
        asyncio.run(play(ports))
    except (PortTakenError, ProductError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
