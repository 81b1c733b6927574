"""Leanest Discord bot that draws comics: the floor of a crowd. It keeps nothing.

python -m bench.programs.floor_discord API_BASE GATEWAY_URL TOKEN GENERATOR_URL IMAGES PLACES

It defers the response, has the comic drawn, and puts the picture into the response. There is no
database, no retry, no limit and no text; a crash loses every comic that has not been posted.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import discord
import uvloop

from bench.programs.bare_bot import BareBot
from bench.programs.generator_client import Drawings
from bench.programs.request_loop import serve_requests


class ComicCommand:
    """Handler of `/comic`."""

    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings

    async def __call__(self, interaction: discord.Interaction[Any], prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        picture = await self._drawings.draw(prompt)
        file = discord.File(BytesIO(picture), "comic.png")
        await interaction.edit_original_response(attachments=[file])


async def serve(  # noqa: PLR0917 - the arguments of the command line
    api_base: str, gateway_url: str, token: str, generator: str, images: str, places: str
) -> None:
    async with aiohttp.ClientSession() as http:
        drawings = Drawings(http, generator, Path(images), int(places))
        bot = BareBot(ComicCommand(drawings))
        async with bot.connected(api_base, gateway_url, token):
            await serve_requests({})


if __name__ == "__main__":
    uvloop.run(serve(*sys.argv[1:]))
