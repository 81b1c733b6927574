"""Replies to updates that the library cannot parse, reduced to their essential fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot, Update

from bots.telegram.callback_answer import CallbackAnswer
from bots.telegram.command_parser import is_addressed
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_text import text_in, text_of
from bots.telegram.service_messages import is_service
from bots.telegram.update_context import context_of
from core.sentences import sentence

MESSAGE_FIELDS = ("message_thread_id", "is_topic_message", "is_automatic_forward")


async def answer_unparsed(deps: HandlerDeps, payload: Mapping[str, Any], error_id: str) -> None:
    """Reply that the update failed, or that only text is understood if it has none."""
    update = essentials(payload, deps.api.parser)
    context = context_of(update, deps) if update is not None else None
    if update is None or context is None:
        return
    crashed = sentence("crashed", context.locale, reference=error_id)
    if update.callback_query is not None:
        await CallbackAnswer(api=deps.api, query=update.callback_query.id).say(crashed, alert=True)
        return
    message = update.message
    if message is None or is_service(payload["message"]):
        return
    if is_addressed(message, await deps.bot_username(), is_private=context.is_private):
        text = crashed if text_of(message) else sentence("only_text", context.locale)
        await context.reply_text(text)


def essentials(payload: Mapping[str, Any], parser: Bot) -> Update | None:
    """Return an update reduced to its user, chat and text.

    None if it is neither a message nor a callback query, or if even these fields are malformed. The
    replied-to message and the forward origin are dropped, so the result must not become a request.
    """
    try:
        reduced: dict[str, Any] = {"update_id": payload["update_id"]}
        if "callback_query" in payload:
            reduced["callback_query"] = _query(payload["callback_query"])
        else:
            reduced["message"] = _message(payload["message"])
        return Update.de_json(reduced, parser)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    reduced = {"id": query["id"], "from": _user(query["from"]), "chat_instance": ""}
    if "message" in query:
        reduced["message"] = _message(query["message"])
    return reduced


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    reduced = {name: message[name] for name in MESSAGE_FIELDS if name in message}
    reduced |= {name: _user(message[name]) for name in ("from", "via_bot") if name in message}
    reduced |= {name: _chat(message[name]) for name in ("chat", "sender_chat") if name in message}
    return {**reduced, "message_id": message["message_id"], "date": 1, "text": text_in(message)}


def _user(user: Mapping[str, Any]) -> dict[str, Any]:
    language = user.get("language_code")
    return {
        "id": user["id"],
        "is_bot": user["is_bot"],
        "first_name": "",
        "language_code": language if isinstance(language, str) else "en",
    }


def _chat(chat: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": chat["id"], "type": chat["type"]}
