"""What Telegram's errors mean to us.

The Bot API names them in prose only. Descriptions: https://github.com/tdlib/telegram-bot-api and
https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import Enum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)


class FailureKind(Enum):
    """What a failed call calls for."""

    UNCHANGED = "unchanged"  # it says so already
    GONE = "gone"  # the message is not there, or not to be changed any more
    THREAD_GONE = "thread_gone"  # the topic is deleted or closed; the chat may be open
    REPLY_GONE = "reply_gone"  # the message that is to be replied to is not there
    FORBIDDEN = "forbidden"  # not there, or not for us, now or later
    REFUSED = "refused"  # for a reason that is not listed here; a repetition changes nothing
    MIGRATED = "migrated"  # the group has another id now
    WRONG_FILE = "wrong_file"  # the file id is none of this bot's
    BAD_PICTURE = "bad_picture"  # too large, or of a shape that Telegram does not take
    NO_TEXT = "no_text"  # the message has a picture and a caption
    STALE = "stale"  # the query was not answered in time
    LATER = "later"  # the same call may work by and by
    INVALID = "invalid"  # what is in the message is refused, wherever it goes: our mistake


# Nothing can be sent there, while another chat may take the same message.
CLOSED = {
    FailureKind.THREAD_GONE,
    FailureKind.REPLY_GONE,
    FailureKind.FORBIDDEN,
    FailureKind.REFUSED,
}

# The first that matches counts.
DESCRIPTIONS: Mapping[FailureKind, tuple[str, ...]] = {
    FailureKind.UNCHANGED: ("message is not modified",),
    FailureKind.GONE: (
        "message to edit not found",
        "message to delete not found",
        "message can't be edited",
        "message can't be deleted",
        "message_id_invalid",
        "message_edit_time_expired",
    ),
    FailureKind.THREAD_GONE: (
        "thread not found",
        "topic not found",
        "topic_closed",
        "topic_deleted",
        "topic_id_invalid",
    ),
    FailureKind.REPLY_GONE: (
        "message to be replied not found",
        "reply message not found",
        "reply_message_id_invalid",
        "reply_to_invalid",
    ),
    FailureKind.FORBIDDEN: (
        "chat not found",
        "user not found",
        "peer_id_invalid",
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "chat_admin_required",
        "chat_write_forbidden",
        "chat_restricted",
        "chat_send_",
        "channel_private",
        "channel_invalid",
        "user_banned_in_channel",
        "user_is_blocked",
        "input_user_deactivated",
        "chat topic must be specified",
        "group chat was deactivated",
    ),
    FailureKind.WRONG_FILE: (
        "wrong file identifier",
        "wrong remote file",
        "can't use file of type",
        "file_reference",
        "wrong file_id",
    ),
    FailureKind.BAD_PICTURE: (
        "photo_invalid_dimensions",
        "image_process_failed",
        "photo_save_file_invalid",
        "photo_ext_invalid",
        "media_invalid",
        "media_new_invalid",
        "media_empty",
        "too big",
        "too large",
    ),
    FailureKind.NO_TEXT: ("there is no text in the message to edit",),
    FailureKind.STALE: ("query is too old", "query_id_invalid"),
    FailureKind.LATER: ("canceled by new", "flood_wait", "slowmode_wait", "try again later"),
    FailureKind.INVALID: (
        "can't parse",
        "text is empty",
        "text must be",
        "too long",
        "too_long",
        "entity_",
        "entities_",
        "entity beginning",
        "button_",
        "reply_markup_",
        "inline keyboard",
        "utf-8",
        "wrong http url",
    ),
}


class TelegramApiError(Exception):
    """A call of the Bot API failed; *retry_after* is in seconds, where Telegram says it."""

    def __init__(
        self,
        kind: FailureKind,
        said: str = "",
        *,
        retry_after: float | None = None,
        new_chat: str = "",
        ambiguous: bool = False,
    ) -> None:
        super().__init__(f"{kind.value} {said}".strip())
        self.kind = kind
        self.said = said
        self.retry_after = retry_after
        self.new_chat = new_chat  # the id of a group that became a supergroup
        self.ambiguous = ambiguous  # it may have been done all the same

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent to that place, now or later."""
        return self.kind in CLOSED


@asynccontextmanager
async def translated(seconds: float) -> AsyncIterator[None]:
    """Raise TelegramApiError for whatever a call within meets, also when it takes too long."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TelegramError as error:
        raise fault_of(error) from error
    except (TimeoutError, OSError) as error:
        raise TelegramApiError(FailureKind.LATER, type(error).__name__, ambiguous=True) from error


def fault_of(error: TelegramError) -> TelegramApiError:
    """Return what the library's error means. A bad request is a network error there."""
    match error:
        case RetryAfter():
            found = TelegramApiError(
                FailureKind.LATER, "flood control", retry_after=seconds_of(error)
            )
        case ChatMigrated():
            found = TelegramApiError(FailureKind.MIGRATED, new_chat=str(error.new_chat_id))
        case InvalidToken():
            found = TelegramApiError(
                FailureKind.LATER, "the bot's token is refused"
            )  # by a person's mistake
        case Forbidden():
            found = TelegramApiError(FailureKind.FORBIDDEN, error.message)
        case BadRequest():
            found = TelegramApiError(
                _described(error.message) or FailureKind.REFUSED, error.message
            )
        case _ if _described(error.message) is FailureKind.BAD_PICTURE:  # a proxy says so, too
            found = TelegramApiError(FailureKind.BAD_PICTURE, error.message)
        case _:
            found = TelegramApiError(FailureKind.LATER, type(error).__name__, ambiguous=True)
    return found


def seconds_of(error: RetryAfter) -> float:
    """Return how long to wait: a number or, by a setting of the library, a span of time."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _described(description: str) -> FailureKind | None:
    said = description.lower()
    for kind, phrases in DESCRIPTIONS.items():
        if any(phrase in said for phrase in phrases):
            return kind
    return None
