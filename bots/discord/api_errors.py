"""Classification of Discord's API errors.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

import aiohttp
import discord

from core.errors import ComicAIError

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


class FailureKind(Enum):
    """The kind of a failed call, by the reaction that it requires."""

    EXPIRED = "expired"  # the reply token is invalid
    GONE = "gone"  # the message or its channel does not exist
    FORBIDDEN = "forbidden"  # the bot lacks access; a retry changes nothing
    BLOCKED = "blocked"  # the text is rejected by moderation
    TOO_LARGE = "too_large"
    REFUSED = "refused"  # for a reason not listed here; a retry changes nothing
    LATER = "later"  # temporary: the same call may succeed later
    INVALID = "invalid"  # the message's form is rejected in any channel: a bug


# The channel accepts no message, while another may accept the same one.
CLOSED = {FailureKind.GONE, FailureKind.FORBIDDEN, FailureKind.REFUSED}


class DiscordApiError(ComicAIError):
    """A call of Discord's API failed; *retry_after* is in seconds, where Discord gives it.

    *unsent*: the call was not made.
    """

    def __init__(
        self,
        kind: FailureKind,
        *,
        code: int = 0,
        retry_after: float | None = None,
        detail: str = "",
        unsent: bool = False,
    ) -> None:
        super().__init__(f"{kind.value} ({code}) {detail}".strip())
        self.kind = kind
        self.code = code
        self.retry_after = retry_after
        self.unsent = unsent

    @property
    def is_closed(self) -> bool:
        """Whether the channel accepts no message, now or later."""
        return self.kind in CLOSED


@asynccontextmanager
async def translated(seconds: float) -> AsyncIterator[None]:
    """Translate the errors of a call, also its time-out, into DiscordApiError."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except discord.RateLimited as error:
        raise DiscordApiError(FailureKind.LATER, retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise api_error_of(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DiscordApiError(FailureKind.LATER, detail=type(error).__name__) from error


def api_error_of(error: discord.HTTPException) -> DiscordApiError:
    """Translate the library's error."""
    kind = _kind_of(error.status, error.code)
    return DiscordApiError(kind, code=error.code, detail=f"HTTP {error.status}")


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
