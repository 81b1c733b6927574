"""Methods that edit and delete messages."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.api_errors import bad, not_modified
from tests.fakes.telegram.keyboards import read_keyboard
from tests.fakes.telegram.media import EDIT_REFUSAL, MEDIA, file_of, is_upload
from tests.fakes.telegram.message_text import formatted_caption, formatted_text
from tests.fakes.telegram.models import Message
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.permissions import chat_of, check_media, own_message
from tests.fakes.telegram.serialise import message_json
from tests.fakes.telegram.state import Method, State

DELETABLE_SECONDS = 48 * 3600
MAX_DELETED = 100


async def edit_message_text(state: State, params: Params) -> Any:
    body, entities = formatted_text(
        params.text("text"), params.text("parse_mode"), params.parsed("entities")
    )
    keyboard = read_keyboard(params)
    message = own_message(state, params)
    if message.file is not None:
        raise bad("there is no text in the message to edit")
    return _change(state, message, body=body, entities=entities, keyboard=keyboard)


async def edit_message_caption(state: State, params: Params) -> Any:
    body, entities = formatted_caption(
        params.text("caption"), params.text("parse_mode"), params.parsed("caption_entities")
    )
    keyboard = read_keyboard(params)
    message = own_message(state, params)
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    return _change(state, message, body=body, entities=entities, keyboard=keyboard)


async def edit_message_media(state: State, params: Params) -> Any:
    media = params.parsed("media")
    if not isinstance(media, dict) or media.get("type") not in MEDIA:
        raise bad("can't parse InputMedia: unsupported media type")
    body, entities = formatted_caption(
        media.get("caption", ""), media.get("parse_mode", ""), media.get("caption_entities")
    )
    keyboard = read_keyboard(params)
    message = own_message(state, params)
    kind = media["type"]
    if message.album and message.kind != kind:
        raise bad("can't use the media of the specified type in the album")
    if message.inline_id and is_upload(media.get("media")):
        raise bad("invalid message content specified")  # tdlib/td issue 3157
    check_media(state, message.chat, kind)
    file = await file_of(
        state,
        params,
        kind,
        media.get("media"),
        EDIT_REFUSAL,
        detects_type=not media.get("disable_content_type_detection"),
    )
    if file.kind == "Sticker":
        body, entities = "", []  # stickers have no caption
    return _change(state, message, file=file, body=body, entities=entities, keyboard=keyboard)


async def edit_message_reply_markup(state: State, params: Params) -> Any:
    keyboard = read_keyboard(params)
    message = own_message(state, params)
    return _change(state, message, keyboard=keyboard)


def _change(state: State, message: Message, **fields: Any) -> Any:
    """Replace a message's content; a call without a keyboard removes the keyboard."""
    if message.is_deleted:  # deleted while the file was uploaded
        raise bad("message to edit not found")
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise not_modified()
    state.flood.count(message.chat.id)
    for name, value in fields.items():
        setattr(message, name, value)
    if fields.keys() != {"keyboard"}:
        message.edit_date = state.clock.date()
    message.history.append(message.version())
    state.changed()
    return True if message.inline_id else message_json(message, state.files)


async def delete_message(state: State, params: Params) -> Any:
    chat = chat_of(state, params)
    message = chat.find(params.number("message_id"))
    if message is None:
        raise bad("message to delete not found")
    _delete(state, message)
    return True


def _delete(state: State, message: Message) -> None:
    chat = message.chat
    is_old = state.clock.now() - message.date > DELETABLE_SECONDS
    is_mine = message.sender is state.bot or chat.user is not None
    if is_old or not (is_mine or chat.member_status(state.bot).is_admin):
        raise bad("message can't be deleted for everyone" if is_old else "message can't be deleted")
    message.is_deleted = True
    state.changed()


async def delete_messages(state: State, params: Params) -> Any:
    """Delete several messages; missing ones are skipped."""
    ids = params.parsed("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MAX_DELETED:
        raise bad("message identifiers are not specified")
    chat = chat_of(state, params)
    for message in [found for found in map(chat.find, map(int, ids)) if found is not None]:
        _delete(state, message)
    return True


METHODS: dict[str, Method] = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
