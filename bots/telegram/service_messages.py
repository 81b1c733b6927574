"""Service messages: what Telegram itself reports in a chat, which nobody wants answered.

https://core.telegram.org/bots/api#message
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Telegram names almost all of them by what happened, so those that are still to come are known too.
HAPPENED = re.compile(r"\w+_(?:\w*ed|done|(?:un)?hidden|left|paid|sent|set)")
OTHERS = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
        *("delete_chat_photo", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message"),
        *("successful_payment", "refunded_payment", "gift", "unique_gift", "user_shared"),
        *("connected_website", "passport_data", "web_app_data"),
    }
)


def is_service(message: Mapping[str, Any]) -> bool:
    """Say whether a message, given as JSON, reports something instead of saying it."""
    return any(
        (HAPPENED.fullmatch(name) or name in OTHERS) and value not in (None, False)
        for name, value in message.items()
    )
