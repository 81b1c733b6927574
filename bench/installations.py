"""Installations for benchmarks: ComicAI connected to fakes, each in its own process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.child_processes import Child, running


async def chat_settings(fake: Child, platform: str = "discord") -> dict[str, object]:
    """Return the settings that point ComicAI to this fake of a chat platform."""
    settings = await fake.call("connection_settings")
    return {f"{platform}__{name}": value for name, value in settings.items()}


@asynccontextmanager
async def connected(
    folder: Path,
    fake: Child,
    generator: Child,
    *parts: str,
    platform: str = "discord",
    **settings: object,
) -> AsyncIterator[Child]:
    """Run ComicAI with its bot connected to the fake of a chat platform."""
    given = {
        "generator__url": await generator.call("submit_url"),
        "images__folder": folder / "images",
        **await chat_settings(fake, platform),
        **settings,
    }
    async with running("app", *parts, folder=folder, settings=given) as app:
        await app.call("ready")
        await fake.call("connected")
        yield app


@asynccontextmanager
async def bare_bot(folder: Path) -> AsyncIterator[tuple[Child, Child]]:
    """Run a bare bot connected to its own fake Discord; yield both, the fake first."""
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(running("discord", folder=folder))
        where = await fake.call("connection_settings")
        arguments = (where["api_base"], where["gateway_url"], where["token"])
        bot = await stack.enter_async_context(running("bare_bot", *arguments, folder=folder))
        await fake.call("connected")
        yield fake, bot


@asynccontextmanager
async def floor_bot(
    folder: Path, fake: Child, generator: Child, *, platform: str, places: int
) -> AsyncIterator[Child]:
    """Run the leanest bot that draws comics, which uses *places* of the generator at once."""
    where = await fake.call("connection_settings")
    arguments = (
        *where.values(),
        await generator.call("submit_url"),
        str(folder / "images"),
        str(places),
    )
    async with running(f"floor_{platform}", *arguments, folder=folder) as bot:
        await fake.call("connected")
        yield bot
