"""Classification of Bot API errors.

The Bot API describes errors in prose only. Sources of the descriptions:
https://github.com/tdlib/telegram-bot-api and https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bots.chat.api_errors import FailureKind, PlatformApiError, translated_errors

# The first match wins.
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


class TelegramApiError(PlatformApiError):
    """A failed call of the Bot API.

    *new_chat* is the id of a group that became a supergroup. *ambiguous*: the call may have
    succeeded.
    """

    closed_kinds = PlatformApiError.closed_kinds | {FailureKind.THREAD_GONE, FailureKind.REPLY_GONE}

    def __init__(
        self,
        kind: FailureKind,
        detail: str = "",
        *,
        retry_after: float | None = None,
        new_chat: str = "",
        ambiguous: bool = False,
    ) -> None:
        super().__init__(kind, detail, retry_after=retry_after)
        self.new_chat = new_chat
        self.ambiguous = ambiguous


def translated(seconds: float) -> AbstractAsyncContextManager[None]:
    """Translate the errors of a call, also its time-out, into TelegramApiError."""
    return translated_errors(seconds, _translation_of)


def api_error_of(error: TelegramError) -> TelegramApiError:
    """Return the translated error. The library's BadRequest is a subclass of NetworkError."""
    match error:
        case RetryAfter():
            translation = TelegramApiError(
                FailureKind.LATER, "flood control", retry_after=seconds_of(error)
            )
        case ChatMigrated():
            translation = TelegramApiError(FailureKind.MIGRATED, new_chat=str(error.new_chat_id))
        case InvalidToken():
            translation = TelegramApiError(
                FailureKind.LATER, "the bot's token is refused"
            )  # misconfigured: an operator can still correct it
        case Forbidden():
            translation = TelegramApiError(FailureKind.FORBIDDEN, error.message)
        case BadRequest():
            translation = TelegramApiError(
                _kind_of(error.message) or FailureKind.REFUSED, error.message
            )
        case _ if _kind_of(error.message) is FailureKind.BAD_PICTURE:  # a proxy's status 413
            translation = TelegramApiError(FailureKind.BAD_PICTURE, error.message)
        case _:
            translation = TelegramApiError(FailureKind.LATER, type(error).__name__, ambiguous=True)
    return translation


def seconds_of(error: RetryAfter) -> float:
    """Return the seconds to wait: a number or, by a setting of the library, a timedelta."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _translation_of(error: Exception) -> TelegramApiError | None:
    match error:
        case TelegramError():
            return api_error_of(error)
        case TimeoutError() | OSError():
            return TelegramApiError(FailureKind.LATER, type(error).__name__, ambiguous=True)
        case _:
            return None


def _kind_of(description: str) -> FailureKind | None:
    lowered = description.lower()
    for kind, phrases in DESCRIPTIONS.items():
        if any(phrase in lowered for phrase in phrases):
            return kind
    return None
