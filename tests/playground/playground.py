"""Start and stop of everything that runs in the playground."""

from __future__ import annotations

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.example import add_example_data
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.console import Console
from tests.playground.product import START_SECONDS, Product, running


class PortTakenError(Exception):
    """Another program listens on a requested port."""

    def __init__(self, option: str, port: int) -> None:
        super().__init__(
            f"Port {port} is in use by another program; choose another one with {option}."
        )


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports of the pages; 0 is any free port."""

    discord: int = 0
    telegram: int = 0
    web: int = 0

    def check(self) -> None:
        """Check that they are free. Raises PortTakenError."""
        for name in ("discord", "telegram", "web"):
            port = getattr(self, name)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    raise PortTakenError(f"--{name}-port", port) from None


@dataclass(frozen=True, slots=True)
class RunningPlayground:
    """URLs of the pages of a running playground, and the product."""

    discord: str
    telegram: str
    web: str
    product: Product


@asynccontextmanager
async def open_playground(ports: Ports) -> AsyncIterator[RunningPlayground]:
    """Start everything in a temporary folder; on exit, stop it and remove the folder.

    Raises PortTakenError and ProductError before anything can be used.
    """
    ports.check()
    discord, telegram = FakeDiscord(), FakeTelegram()
    console = Console(telegram)
    add_example_data(discord)
    folder = Path(tempfile.mkdtemp(prefix="comicai-playground-"))
    try:
        async with (
            discord.running(ports.discord),
            telegram.running(ports.telegram, add_routes=console.add_routes),
            running(
                folder,
                port=ports.web,
                discord__token=discord.token,
                discord__api_base=discord.api_base,
                discord__gateway_url=discord.gateway_url,
                telegram__token=telegram.token,
                telegram__api_base=telegram.url,
            ) as product,
        ):
            await console.add_chats()
            web = await product.ready()
            await _wait_until_ready(discord, telegram)
            yield RunningPlayground(f"{discord.base}/", f"{telegram.url}/", f"{web}/", product)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _wait_until_ready(discord: FakeDiscord, telegram: FakeTelegram) -> None:
    """Wait until the bots are logged in, and the commands are registered with Discord."""
    await discord.until(
        lambda: discord.gateway.sessions.connected and discord.registry.all(),
        "the Discord bot",
        START_SECONDS,
    )
    await telegram.until(
        lambda: telegram.call_log.to("getMe", status=200), "the Telegram bot", seconds=START_SECONDS
    )
