"""What Discord's errors mean to us.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum

import aiohttp
import discord

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
MISSING_PERMISSIONS = 50013

EXPIRED = {50027, 10015, UNKNOWN_INTERACTION}  # invalid or unknown webhook: the token's time is up
GONE = {10003, 10004, 10008}  # unknown channel, guild, message
BLOCKED = {200000, 200001, 240000}  # AutoMod, or a link that Discord takes for harmful
TOO_LARGE = {40005, 50045}
CONTENT = {50006, 50035, 50046, 50109}  # an empty message, a bad form, file or body
ARCHIVED = 50083  # a thread: nothing in it can be edited, but a new message may open it again
# Slow mode, write limits, opening private chats too fast, edits of old messages.
PATIENCE = {20016, 20028, 40003, 30046}


class FailureKind(Enum):
    """What a failed call calls for."""

    EXPIRED = "expired"  # the reply token is of no use any more
    GONE = "gone"  # the message or its channel is not there
    FORBIDDEN = "forbidden"  # not for us, now or later
    BLOCKED = "blocked"  # the text is refused
    TOO_LARGE = "too_large"
    REFUSED = "refused"  # for a reason that is not listed here; a repetition changes nothing
    LATER = "later"  # the same call may work by and by
    INVALID = "invalid"  # what is in the message is refused, wherever it goes: our mistake


# Nothing can be put there, while another place may take the same message.
CLOSED = {FailureKind.GONE, FailureKind.FORBIDDEN, FailureKind.REFUSED}


class DiscordApiError(Exception):
    """A call of Discord's API failed; *retry_after* is in seconds, where Discord says it.

    *unsent*: it was not even made.
    """

    def __init__(
        self,
        kind: FailureKind,
        *,
        code: int = 0,
        retry_after: float | None = None,
        said: str = "",
        unsent: bool = False,
    ) -> None:
        super().__init__(f"{kind.value} ({code}) {said}".strip())
        self.kind = kind
        self.code = code
        self.retry_after = retry_after
        self.unsent = unsent

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be put there, now or later."""
        return self.kind in CLOSED


@asynccontextmanager
async def translated(seconds: float) -> AsyncIterator[None]:
    """Raise DiscordApiError for whatever a call within meets, also when it takes too long."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except discord.RateLimited as error:
        raise DiscordApiError(FailureKind.LATER, retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise fault_of(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DiscordApiError(FailureKind.LATER, said=type(error).__name__) from error


def fault_of(error: discord.HTTPException) -> DiscordApiError:
    """Return what the library's error means."""
    kind = _kind_of(error.status, error.code)
    return DiscordApiError(kind, code=error.code, said=f"HTTP {error.status}")


def _kind_of(status: int, code: int) -> FailureKind:
    if code in EXPIRED:
        kind = FailureKind.EXPIRED
    elif code in BLOCKED:
        kind = FailureKind.BLOCKED
    elif code in TOO_LARGE or status == 413:
        kind = FailureKind.TOO_LARGE
    elif code in PATIENCE or status in {401, 408, 429} or status >= 500:
        # 401 without a token's code is the bot's own token: a person has to change that.
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
