"""Leanest Telegram bot that draws comics: the floor of a crowd. It keeps nothing.

python -m bench.programs.floor_telegram API_BASE TOKEN GENERATOR_URL IMAGES PLACES

It sends a first message, has the comic drawn, and puts the picture into that message. There is no
database and no limit; its only retry is the one that flood control asks for. A crash loses every
comic that has not been posted.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import uvloop
from telegram import InputMediaPhoto, Update
from telegram.error import RetryAfter
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes

from bench.programs.generator_client import Drawings
from bench.programs.request_loop import serve_requests

AT_ONCE = 1_000  # updates that are handled concurrently
T = TypeVar("T")


class ComicCommand:
    """Handler of `/comic`."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        request = update.effective_message
        assert request is not None
        message = await within_limits(lambda: request.reply_text("Drawing…"))
        picture = await self._drawings.draw(" ".join(context.args or []))
        await within_limits(lambda: message.edit_media(InputMediaPhoto(picture)))


async def within_limits(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call, and repeat it when flood control says so."""
    while True:
        try:
            return await call()
        except RetryAfter as error:
            delay = error.retry_after
            await asyncio.sleep(
                delay.total_seconds() if isinstance(delay, timedelta) else float(delay)
            )


@asynccontextmanager
async def connected(bot: Application[Any, Any, Any, Any, Any, Any]) -> AsyncIterator[None]:
    """Poll for updates and handle them inside the context."""
    assert bot.updater is not None
    async with bot:
        await bot.start()
        await bot.updater.start_polling()
        try:
            yield
        finally:
            await bot.updater.stop()
            await bot.stop()


async def serve(api_base: str, token: str, generator: str, images: str, places: str) -> None:
    bot = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_base}/bot")
        .base_file_url(f"{api_base}/file/bot")
        .concurrent_updates(AT_ONCE)
        .build()
    )
    async with aiohttp.ClientSession() as http:
        drawings = Drawings(http, generator, Path(images), int(places))
        bot.add_handler(CommandHandler("comic", ComicCommand(drawings)))
        async with connected(bot):
            await serve_requests({})


if __name__ == "__main__":
    uvloop.run(serve(*sys.argv[1:]))
