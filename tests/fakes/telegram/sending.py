"""Methods that send messages."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.keyboards import read_markup
from tests.fakes.telegram.media import MEDIA, file_of
from tests.fakes.telegram.message_text import formatted_caption, formatted_text
from tests.fakes.telegram.models import Message
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.permissions import SendTarget, chat_of, send_target_of
from tests.fakes.telegram.serialise import message_json
from tests.fakes.telegram.state import Method, State

MAX_ALBUM = 10
ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note"),
    "upload_video_note",
}


async def send_message(state: State, params: Params) -> Any:
    body, entities = formatted_text(
        params.text("text"), params.text("parse_mode"), params.parsed("entities")
    )
    keyboard, markup = read_markup(params)
    target = send_target_of(state, params)
    state.flood.count(target.chat.id)
    message = _post(
        state, params, target, body=body, entities=entities, keyboard=keyboard, markup=markup
    )
    return message_json(message, state.files)


async def send_photo(state: State, params: Params) -> Any:
    return await _send_file(state, params, "photo")


async def send_document(state: State, params: Params) -> Any:
    return await _send_file(state, params, "document")


async def _send_file(state: State, params: Params, kind: str) -> Any:
    body, entities = formatted_caption(
        params.text("caption"), params.text("parse_mode"), params.parsed("caption_entities")
    )
    keyboard, markup = read_markup(params)
    target = send_target_of(state, params, f"{kind}s")
    file = await file_of(
        state,
        params,
        kind,
        params.values.get(kind),
        detects_type=not params.flag("disable_content_type_detection"),
    )
    if file.kind == "Sticker":
        body, entities = "", []  # stickers have no caption
    state.flood.count(target.chat.id)
    fields = {"body": body, "entities": entities, "keyboard": keyboard, "markup": markup}
    message = _post(state, params, target, file=file, **fields)
    return message_json(message, state.files)


async def send_media_group(state: State, params: Params) -> Any:
    media = params.parsed("media")
    if not isinstance(media, list) or not media:
        raise bad("there are no messages to send")
    if len(media) > MAX_ALBUM:
        raise bad("too many messages to send as an album")
    kinds = {item.get("type") for item in media if isinstance(item, dict)}
    if len(kinds) != 1 or not kinds <= MEDIA.keys():
        raise bad("can't use the media of the specified type in the album")
    kind = str(kinds.pop())
    target = send_target_of(state, params, f"{kind}s")
    contents = []
    for item in media:
        body, entities = formatted_caption(
            item.get("caption", ""), item.get("parse_mode", ""), item.get("caption_entities")
        )
        # "Always True, if the document is sent as part of an album"
        file = await file_of(state, params, kind, item.get("media"), detects_type=False)
        contents.append({"body": body, "entities": entities, "file": file})
    state.flood.count(target.chat.id, len(contents))
    album = state.new_id() if len(contents) > 1 else ""  # one item is an ordinary message
    messages = [_post(state, params, target, album=album, **content) for content in contents]
    return [message_json(message, state.files) for message in messages]


async def send_chat_action(state: State, params: Params) -> Any:
    action = params.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = chat_of(state, params)
    chat.actions.append(action)
    state.changed()
    return True


def _post(state: State, params: Params, target: SendTarget, **fields: Any) -> Message:
    message = state.chat_store.post(
        target.chat,
        state.bot,
        state.clock.date(),
        thread_id=target.thread_id,
        reply_to=target.reply_to,
        is_silent=params.flag("disable_notification"),
        is_protected=params.flag("protect_content"),
        **fields,
    )
    target.chat.last_bot = state.bot
    state.changed()
    return message


METHODS: dict[str, Method] = {
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendmediagroup": send_media_group,
    "sendchataction": send_chat_action,
}
