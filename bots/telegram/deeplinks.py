"""Deep links, which open the bot's private chat and trigger an action there.

The bot's questions also contain one, so that a reply to them identifies its subject after a
restart. https://core.telegram.org/bots/features#deep-linking
"""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from telegram import Message, MessageEntity

from bots.chat.callback_data import Action, CallbackData
from core.models.identity import JobId

PAYLOAD = re.compile(r"(?P<action>[a-z0-9]{1,8})_(?P<id>[A-Za-z0-9_-]{22})")
LINK = re.compile(r"link_(?P<code>[A-Za-z0-9]{4,20})")


def start_url(bot_name: str, payload: str = "") -> str:
    """Return the URL of the private chat with the bot."""
    url = f"https://t.me/{bot_name}"
    return f"{url}?start={payload}" if payload else url


def payload_of(action: Action, job_id: JobId) -> str:
    """Return the `start` parameter: at most 64 characters; letters, digits, `-` and `_`."""
    packed = base64.urlsafe_b64encode(job_id.bytes).decode().rstrip("=")
    return f"{action}_{packed}"


def parse_payload(payload: str) -> CallbackData | None:
    """Return the action of a `start` parameter; None if it is not one of the bot's."""
    match = PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    try:
        job_id = JobId(UUID(bytes=base64.urlsafe_b64decode(f"{match['id']}==")))
        return CallbackData(Action(match["action"]), job_id)
    except ValueError:
        return None


def parse_link_code(payload: str) -> str:
    """Return the account-linking code of a `start` parameter; empty if it has none."""
    match = LINK.fullmatch(payload)
    return match["code"] if match else ""


def question_in(message: Message, bot_name: str) -> CallbackData | None:
    """Return the subject of a question message; None if it is not a question."""
    for entity in message.entities:
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            parts = urlsplit(entity.url)
            if parts.hostname == "t.me" and parts.path == f"/{bot_name}":
                payload = parse_qs(parts.query).get("start", [""])[0]
                return parse_payload(payload)
    return None
