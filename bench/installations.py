"""Installations for benchmarks: ComicAI connected to fakes, each in its own process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.children import Child, running


async def discord_settings(fake: Child) -> dict[str, object]:
    """Return the settings that point ComicAI to this fake Discord."""
    return {
        f"discord__{name}": value
        for name, value in (await fake.call("connection_settings")).items()
    }


@asynccontextmanager
async def connected(
    folder: Path,
    fake: Child,
    generator: Child,
    *parts: str,
    **settings: object,
) -> AsyncIterator[Child]:
    """Run ComicAI with its bot connected to the fake Discord."""
    given = {
        "generator__url": await generator.call("submit_url"),
        "images__folder": folder / "images",
        **await discord_settings(fake),
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
