"""What Discord's errors call for."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
import pytest

from bots.discord.errors import DiscordError, Trouble, translated


class Reply:
    reason = "as the test said"

    def __init__(self, status: int) -> None:
        self.status = status


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (401, 50027, Trouble.EXPIRED),
        (404, 10015, Trouble.EXPIRED),
        (404, 10062, Trouble.EXPIRED),
        (401, 0, Trouble.LATER),
        (404, 10008, Trouble.GONE),
        (404, 10003, Trouble.GONE),
        (403, 50001, Trouble.FORBIDDEN),
        (403, 50013, Trouble.FORBIDDEN),
        (403, 50007, Trouble.FORBIDDEN),
        (400, 200000, Trouble.BLOCKED),
        (400, 240000, Trouble.BLOCKED),
        (400, 40005, Trouble.TOO_LARGE),
        (413, 0, Trouble.TOO_LARGE),
        (429, 0, Trouble.LATER),
        (429, 20016, Trouble.LATER),
        (500, 0, Trouble.LATER),
        (503, 0, Trouble.LATER),
        (400, 50035, Trouble.INVALID),
        (400, 50006, Trouble.INVALID),
        (400, 50083, Trouble.FORBIDDEN),
        (403, 50083, Trouble.FORBIDDEN),
        (400, 50045, Trouble.TOO_LARGE),
        (400, 160005, Trouble.REFUSED),
        (400, 40058, Trouble.REFUSED),
        (400, 99999, Trouble.REFUSED),
        (405, 0, Trouble.REFUSED),
    ],
)
async def test_an_answer_of_discord_says_what_to_do(
    status: int, code: int, trouble: Trouble
) -> None:
    reply: Any = Reply(status)

    with pytest.raises(DiscordError) as caught:
        async with translated(1):
            raise discord.HTTPException(reply, {"code": code, "message": "no"})

    assert caught.value.trouble is trouble


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()]
)
async def test_what_the_network_does_is_tried_again(error: Exception) -> None:
    with pytest.raises(DiscordError) as caught:
        async with translated(1):
            raise error

    assert caught.value.trouble is Trouble.LATER
