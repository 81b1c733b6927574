"""Classification of Discord's API errors.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import aiohttp
import discord

from bots.chat.api_errors import FailureKind, PlatformApiError, translated_errors

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
MISSING_PERMISSIONS = 50013

EXPIRED = {50027, 10015, UNKNOWN_INTERACTION}  # invalid or unknown webhook: the token expired
GONE = {10003, 10004, 10008}  # unknown channel, guild, message
BLOCKED = {200000, 200001, 240000}  # AutoMod, or a link that Discord considers harmful
TOO_LARGE = {40005, 50045}
CONTENT = {50006, 50035, 50046, 50109}  # an empty message, a bad form, file or body
ARCHIVED = 50083  # a thread: its messages cannot be edited, but a new one may reopen it
# Slow mode, write limits, opening DM channels too fast, edits of old messages.
TEMPORARY = {20016, 20028, 40003, 30046}


class DiscordApiError(PlatformApiError):
    """A failed call of Discord's API, with Discord's error code or 0.

    *unsent*: the call was not made.
    """

    # Discord's codes do not distinguish a deleted message from a deleted channel.
    closed_kinds = PlatformApiError.closed_kinds | {FailureKind.GONE}

    def __init__(
        self,
        kind: FailureKind,
        detail: str = "",
        *,
        code: int = 0,
        retry_after: float | None = None,
        unsent: bool = False,
    ) -> None:
        super().__init__(kind, f"({code}) {detail}".strip(), retry_after=retry_after)
        self.code = code
        self.unsent = unsent


def translated(seconds: float) -> AbstractAsyncContextManager[None]:
    """Translate the errors of a call, also its time-out, into DiscordApiError."""
    return translated_errors(seconds, _translation_of)


def api_error_of(error: discord.HTTPException) -> DiscordApiError:
    """Translate the library's error."""
    kind = _kind_of(error.status, error.code)
    return DiscordApiError(kind, f"HTTP {error.status}", code=error.code)


def _translation_of(error: Exception) -> DiscordApiError | None:
    match error:
        case discord.RateLimited():
            return DiscordApiError(FailureKind.LATER, retry_after=error.retry_after)
        case discord.HTTPException():
            return api_error_of(error)
        case aiohttp.ClientError() | TimeoutError() | OSError():
            return DiscordApiError(FailureKind.LATER, type(error).__name__)
        case _:
            return None


def _kind_of(status: int, code: int) -> FailureKind:
    if code in EXPIRED:
        kind = FailureKind.EXPIRED
    elif code in BLOCKED:
        kind = FailureKind.BLOCKED
    elif code in TOO_LARGE or status == 413:
        kind = FailureKind.TOO_LARGE
    elif code in TEMPORARY or status in {401, 408, 429} or status >= 500:
        # 401 without the code of a webhook token concerns the bot's own token: an operator has to
        # change it.
        kind = FailureKind.LATER
    elif code in GONE or status == 404:
        kind = FailureKind.GONE
    elif status == 403 or code == ARCHIVED:
        kind = FailureKind.FORBIDDEN
    elif code in CONTENT:
        kind = FailureKind.INVALID
    else:
        kind = FailureKind.REFUSED
    return kind
