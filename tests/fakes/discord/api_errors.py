"""Error responses in Discord's form: `{"code", "message", "errors"?}`.

Codes and messages: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

REFUSALS = {
    30034: "Max number of daily application command creates has been reached (200)",
    50001: "Missing Access",
}

Path = tuple[str | int, ...]


class ApiError(Exception):
    """An error response."""

    def __init__(
        self, status: int, code: int, message: str, errors: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


class Problems:
    """Collector of validation errors by field."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}

    def add(self, path: Path, code: str, message: str) -> None:
        node = self._tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: Path) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: Path, value: object, low: int, high: int) -> bool:
        """Return whether a text or a list is present and within the limits."""
        if value is None or (value == "" and low > 0):
            self.required(path)
            return False
        if not isinstance(value, (str, list)):
            self.add(path, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")
            return False
        if not low <= measure(value) <= high:
            text = f"Must be between {low} and {high} in length."
            if low == 0:
                self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
            else:
                self.add(path, "BASE_TYPE_BAD_LENGTH", text)
            return False
        return True

    def one_of(self, path: Path, value: object, allowed: set[Any]) -> bool:
        if value in allowed:
            return True
        values = ", ".join(map(str, sorted(allowed)))
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of ({values}).")
        return False

    def refuse(self) -> None:
        """Raise ApiError 50035 if there are errors."""
        if self._tree:
            raise ApiError(400, 50035, "Invalid Form Body", self._tree)


def measure(value: str | list[Any]) -> int:
    """Return a text's length as Discord counts it: in code points."""
    return len(value)


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def invalid_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def unknown(what: str) -> ApiError:
    codes = {"Channel": 10003, "Guild": 10004, "Message": 10008, "User": 10013, "Webhook": 10015}
    codes |= {"interaction": 10062, "application command": 10063, "Application": 10002}
    return ApiError(404, codes[what], f"Unknown {what}")


def refusal(status: int, code: int) -> ApiError:
    """Return an error that only Discord's internal state would cause."""
    return ApiError(status, code, REFUSALS.get(code, f"{status}: {HTTPStatus(status).phrase}"))


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def thread_archived() -> ApiError:
    return ApiError(400, 50083, "Thread is archived")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def too_large() -> ApiError:
    return ApiError(413, 40005, "Request entity too large")


def bad_form(path: Path, code: str, message: str) -> ApiError:
    problems = Problems()
    problems.add(path, code, message)
    return ApiError(400, 50035, "Invalid Form Body", problems._tree)
