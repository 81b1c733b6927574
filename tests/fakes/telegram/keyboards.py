"""`reply_markup`, checked as Telegram checks it.

The limits on buttons in a message and in a row are undocumented; they were found by trial.
"""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.models import Keyboard
from tests.fakes.telegram.params import Params

MAX_DATA = 64  # bytes
MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_PLACEHOLDER = 64
_ACTIONS = (
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query"),
    *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "pay"),
)
_OTHERS = {"force_reply", "keyboard", "remove_keyboard"}


def read_markup(params: Params) -> tuple[Keyboard, dict[str, Any]]:
    """Return the inline keyboard, and the markup of the input field. Raises ApiError."""
    return markup_of(params.parsed("reply_markup"))


def markup_of(markup: Any) -> tuple[Keyboard, dict[str, Any]]:
    if markup in (None, ""):
        return [], {}
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _keyboard(markup["inline_keyboard"]), {}
    if not _OTHERS & markup.keys():
        return [], {}
    if len(markup.get("input_field_placeholder") or "") > MAX_PLACEHOLDER:
        raise bad("INPUT_FIELD_PLACEHOLDER_INVALID")
    return [], markup


def read_keyboard(params: Params) -> Keyboard:
    """Return the keyboard of an edit, which accepts no other markup. Raises ApiError."""
    keyboard, other = read_markup(params)
    if other:
        raise bad("inline keyboard expected")
    return keyboard


def _keyboard(rows: Any) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be an Array of Arrays')
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in keyboard):
        raise bad("reply markup is too long")
    return keyboard


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions or button.get("callback_data") == "":
        raise bad(
            "can't parse inline keyboard button: "
            "Text buttons are not allowed in the inline keyboard"
        )
    action = actions[0]  # Telegram uses the first known field; the others are dropped
    if action == "callback_data" and len(button[action].encode()) > MAX_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url":
        _check_url(button[action])
    return {"text": button["text"], action: button[action]}


def _check_url(url: str) -> None:
    """Refuse what TDLib does not accept as a link: hosts without a dot, such as `localhost`."""
    protocol, _, rest = url.partition("://")
    host = re.split("[/?#:]", rest or url)[0]
    why = ""
    if rest and protocol.lower() not in {"http", "https", "tg", "ton"}:
        why = "Unsupported URL protocol"
    elif protocol.lower() != "tg" and "." not in host.strip("."):
        why = "Wrong HTTP URL"
    if why:
        raise bad(f"inline keyboard button URL '{url}' is invalid: {why}")
