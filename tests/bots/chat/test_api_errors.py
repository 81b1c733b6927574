"""Errors of the platforms' APIs."""

from __future__ import annotations

import asyncio

import discord
import pytest
from telegram.error import RetryAfter

from bots.chat.api_errors import FailureKind, PlatformApiError, translated_errors
from bots.discord import api_errors as discord_errors
from bots.discord.api_errors import DiscordApiError
from bots.telegram import api_errors as telegram_errors
from bots.telegram.api_errors import TelegramApiError


def translation_of(error: Exception) -> PlatformApiError | None:
    if isinstance(error, OSError):  # TimeoutError is one
        return PlatformApiError(FailureKind.LATER, type(error).__name__)
    return None


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError()])
async def test_an_error_of_the_call_is_translated(error: Exception) -> None:
    with pytest.raises(PlatformApiError, match=f"later {type(error).__name__}") as caught:
        async with translated_errors(5, translation_of):
            raise error

    assert caught.value.__cause__ is error


async def test_a_call_that_takes_too_long_is_a_failed_one() -> None:
    with pytest.raises(PlatformApiError, match="TimeoutError"):
        async with translated_errors(0.01, translation_of):
            await asyncio.Event().wait()


@pytest.mark.parametrize(
    "error", [KeyError("key"), PlatformApiError(FailureKind.GONE), asyncio.CancelledError()]
)
async def test_other_exceptions_pass_unchanged(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        async with translated_errors(5, translation_of):
            raise error

    assert caught.value is error


async def test_both_platforms_raise_the_common_error_with_their_delay() -> None:
    with pytest.raises(PlatformApiError) as in_discord:
        async with discord_errors.translated(5):
            raise discord.RateLimited(7.5)
    with pytest.raises(PlatformApiError) as in_telegram:
        async with telegram_errors.translated(5):
            raise RetryAfter(7)

    assert [each.value.kind for each in (in_discord, in_telegram)] == [FailureKind.LATER] * 2
    assert [each.value.retry_after for each in (in_discord, in_telegram)] == [7.5, 7.0]


@pytest.mark.parametrize(
    ("kind", "discord_closed", "telegram_closed"),
    [
        (FailureKind.FORBIDDEN, True, True),
        (FailureKind.REFUSED, True, True),
        (FailureKind.GONE, True, False),  # Discord's code is the same for a message and its channel
        (FailureKind.THREAD_GONE, False, True),
        (FailureKind.LATER, False, False),
        (FailureKind.INVALID, False, False),
    ],
)
def test_a_closed_target_accepts_no_message(
    kind: FailureKind, *, discord_closed: bool, telegram_closed: bool
) -> None:
    assert DiscordApiError(kind).is_closed is discord_closed
    assert TelegramApiError(kind).is_closed is telegram_closed
