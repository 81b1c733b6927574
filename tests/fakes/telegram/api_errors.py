"""Error responses of the Bot API, with Telegram's codes and descriptions.

Sources: telegram-bot-api `Client.cpp` and TDLib for what the Bot API server says itself; what the
servers behind it return is known from the error lists of Bot API clients.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An error response: `{"ok": false, "error_code", "description"}`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters  # `retry_after`, `migrate_to_chat_id`

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str) -> ApiError:
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    return ApiError(409, f"Conflict: {description}")


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat_id: int) -> ApiError:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, text, migrate_to_chat_id=chat_id)


def not_modified() -> ApiError:
    return bad(
        "message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )


def query_is_too_old() -> ApiError:
    return bad("query is too old and response timeout expired or query ID is invalid")
