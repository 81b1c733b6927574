"""Detection of service messages: events that Telegram reports in a chat, which need no reply.

https://core.telegram.org/bots/api#message
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Almost all are named with a past participle, so the pattern covers future ones as well.
EVENT_NAME = re.compile(r"\w+_(?:\w*ed|done|(?:un)?hidden|left|paid|sent|set)")
OTHER_EVENTS = frozenset(
    {
        *("new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"),
        *("delete_chat_photo", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message"),
        *("successful_payment", "refunded_payment", "gift", "unique_gift", "user_shared"),
        *("connected_website", "passport_data", "web_app_data"),
    }
)


def is_service(message: Mapping[str, Any]) -> bool:
    """Return whether a message, given as JSON, is a service message."""
    return any(
        (EVENT_NAME.fullmatch(name) or name in OTHER_EVENTS) and value not in (None, False)
        for name, value in message.items()
    )
