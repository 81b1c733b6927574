"""Classification of Discord's API errors."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
import pytest

from bots.chat.api_errors import FailureKind
from bots.discord.api_errors import DiscordApiError, translated


class Reply:
    reason = "as the test said"

    def __init__(self, status: int) -> None:
        self.status = status


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, 50027, FailureKind.EXPIRED),
        (404, 10015, FailureKind.EXPIRED),
        (404, 10062, FailureKind.EXPIRED),
        (401, 0, FailureKind.LATER),
        (404, 10008, FailureKind.GONE),
        (404, 10003, FailureKind.GONE),
        (403, 50001, FailureKind.FORBIDDEN),
        (403, 50013, FailureKind.FORBIDDEN),
        (403, 50007, FailureKind.FORBIDDEN),
        (400, 200000, FailureKind.BLOCKED),
        (400, 240000, FailureKind.BLOCKED),
        (400, 40005, FailureKind.TOO_LARGE),
        (413, 0, FailureKind.TOO_LARGE),
        (429, 0, FailureKind.LATER),
        (429, 20016, FailureKind.LATER),
        (500, 0, FailureKind.LATER),
        (503, 0, FailureKind.LATER),
        (400, 50035, FailureKind.INVALID),
        (400, 50006, FailureKind.INVALID),
        (400, 50083, FailureKind.FORBIDDEN),
        (403, 50083, FailureKind.FORBIDDEN),
        (400, 50045, FailureKind.TOO_LARGE),
        (400, 160005, FailureKind.REFUSED),
        (400, 40058, FailureKind.REFUSED),
        (400, 99999, FailureKind.REFUSED),
        (405, 0, FailureKind.REFUSED),
    ],
)
async def test_http_errors_are_classified(status: int, code: int, kind: FailureKind) -> None:
    reply: Any = Reply(status)

    with pytest.raises(DiscordApiError) as caught:
        async with translated(1):
            raise discord.HTTPException(reply, {"code": code, "message": "no"})

    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()]
)
async def test_network_errors_are_temporary(error: Exception) -> None:
    with pytest.raises(DiscordApiError) as caught:
        async with translated(1):
            raise error

    assert caught.value.kind is FailureKind.LATER
