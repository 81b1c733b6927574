"""Errors of the platforms' APIs, by the reaction that they require."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import Enum
from typing import ClassVar

from core.errors import ComicAIError


class FailureKind(Enum):
    """The kind of a failed call, which decides how it is handled."""

    LATER = "later"  # temporary: the same call may succeed later
    FORBIDDEN = "forbidden"  # the bot lacks access to the chat; permanent
    REFUSED = "refused"  # for a reason not listed here; permanent
    INVALID = "invalid"  # the message's form or content is rejected in every chat: a bug
    GONE = "gone"  # the message is deleted or can no longer be edited; in Discord, or its channel
    # Discord only
    EXPIRED = "expired"  # the reply token is invalid
    BLOCKED = "blocked"  # the text is rejected by moderation
    TOO_LARGE = "too_large"
    # Telegram only
    UNCHANGED = "unchanged"  # the message already has this content
    THREAD_GONE = "thread_gone"  # the topic is deleted or closed; the chat may be open
    REPLY_GONE = "reply_gone"  # the replied-to message does not exist
    MIGRATED = "migrated"  # the group became a supergroup with another id
    WRONG_FILE = "wrong_file"  # the file id is not valid for this bot
    BAD_PICTURE = "bad_picture"  # too large, or of unsupported dimensions
    NO_TEXT = "no_text"  # the message has a caption instead of a text
    STALE = "stale"  # the query expired before it was answered


class PlatformApiError(ComicAIError):
    """A failed call of a platform's API; *retry_after* is in seconds, if the platform gives it."""

    # With these, the target accepts no message, while another may accept the same one.
    closed_kinds: ClassVar[frozenset[FailureKind]] = frozenset(
        {FailureKind.FORBIDDEN, FailureKind.REFUSED}
    )

    def __init__(
        self, kind: FailureKind, detail: str = "", *, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{kind.value} {detail}".strip())
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent to that target, now or later."""
        return self.kind in self.closed_kinds


@asynccontextmanager
async def translated_errors(
    seconds: float, translate: Callable[[Exception], PlatformApiError | None]
) -> AsyncIterator[None]:
    """Translate the errors of the enclosed call, also its time-out after *seconds*.

    *translate* returns None for an exception that is not an error of the API; it passes unchanged.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except Exception as error:
        translation = translate(error)
        if translation is None:
            raise
        raise translation from error
