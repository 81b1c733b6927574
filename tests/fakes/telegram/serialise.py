"""Serialization of users, chats and messages to Bot API JSON.

Shapes: https://core.telegram.org/bots/api#available-types
"""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.files import FileStore, StoredFile
from tests.fakes.telegram.models import Chat, MemberStatus, Message, User
from tests.fakes.telegram.text import units

Json = dict[str, Any]

# The user that represents anonymous admins: https://core.telegram.org/bots/api#message
GROUP = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
# The users that represent channels as senders, and that forward a channel's posts to its group.
CHANNEL = User(136_817_688, "Channel", username="Channel_Bot", is_bot=True)
TELEGRAM = User(777_000, "Telegram")


def user_json(user: User) -> Json:
    shown: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    for name in ("last_name", "username", "language_code"):
        if value := getattr(user, name):
            shown[name] = value
    return shown


def chat_json(chat: Chat) -> Json:
    shown: Json = {"id": chat.id, "type": chat.type}
    if chat.user is not None:
        user = user_json(chat.user)
        shown |= {k: user[k] for k in ("first_name", "last_name", "username") if k in user}
    else:
        shown["title"] = chat.title
    if chat.type == "group":
        shown["all_members_are_administrators"] = False
    if chat.is_forum:
        shown["is_forum"] = True
    if chat.is_direct_messages:
        shown["is_direct_messages"] = True
    return shown


def member_json(user: User, member_status: MemberStatus) -> Json:
    shown: Json = {"user": user_json(user), "status": member_status.value}
    if member_status is MemberStatus.CREATOR:
        shown["is_anonymous"] = False
    elif member_status is MemberStatus.ADMINISTRATOR:
        rights = dict.fromkeys(_RIGHTS, True)
        shown |= {"can_be_edited": False, "is_anonymous": False, **rights}
    elif member_status is MemberStatus.KICKED:
        shown["until_date"] = 0
    return shown


_RIGHTS = (
    *("can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users"),
    *("can_restrict_members", "can_pin_messages", "can_promote_members", "can_manage_video_chats"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)


def message_json(message: Message, files: FileStore, *, is_nested: bool = False) -> Json:
    """Return a message; a *nested* one omits the message it replies to."""
    shown: Json = {
        "message_id": message.id,
        **_author_json(message),
        "chat": chat_json(message.chat),
        "date": message.date,
    }
    if message.edit_date:
        shown["edit_date"] = message.edit_date
    if message.thread_id:
        shown |= {"message_thread_id": message.thread_id}
        if message.chat.has_topics:
            shown["is_topic_message"] = True
    shown |= _sources_json(message, files, is_nested=is_nested)
    if message.album:
        shown["media_group_id"] = message.album
    if message.is_protected:
        shown["has_protected_content"] = True
    shown |= message.service
    shown |= _content_json(message, files)
    if message.keyboard:
        shown["reply_markup"] = {"inline_keyboard": message.keyboard}
    return shown


def _author_json(message: Message) -> Json:
    if message.sender_chat is None:
        return {"from": user_json(message.sender)}
    shown = {"sender_chat": chat_json(message.sender_chat)}
    if message.is_automatic:
        return {"from": user_json(TELEGRAM), "is_automatic_forward": True, **shown}
    return {"from": user_json(GROUP if message.sender_chat is message.chat else CHANNEL), **shown}


def _sources_json(message: Message, files: FileStore, *, is_nested: bool) -> Json:
    """Return the origin of a message and the message it replies to."""
    shown: Json = {}
    if message.reply_to is not None and not is_nested:
        shown["reply_to_message"] = message_json(message.reply_to, files, is_nested=True)
        if message.quote:
            position = units(message.reply_to.body.partition(message.quote)[0])
            shown["quote"] = {"text": message.quote, "position": position, "is_manual": True}
    if message.forwarded is not None:
        shown["forward_origin"] = _origin_json(message.forwarded)
    if message.via_bot is not None:
        shown["via_bot"] = user_json(message.via_bot)
    return shown


def _origin_json(message: Message) -> Json:
    """Return the origin of a forwarded message. https://core.telegram.org/bots/api#messageorigin"""
    return {"type": "user", "sender_user": user_json(message.sender), "date": message.date}


def inaccessible_json(message: Message) -> Json:
    """Return a deleted or hidden message. https://core.telegram.org/bots/api#inaccessiblemessage"""
    return {"chat": chat_json(message.chat), "message_id": message.id, "date": 0}


def _content_json(message: Message, files: FileStore) -> Json:
    text, entities = ("caption", "caption_entities") if message.file else ("text", "entities")
    shown: Json = {text: message.body} if message.body else {}
    shown |= message.other
    if message.rich:
        shown["rich_message"] = {"blocks": message.rich}
    if message.entities:
        shown[entities] = message.entities
    if message.file is not None:
        shown |= media_json(message.file, files)
    return shown


def media_json(file: StoredFile, files: FileStore) -> Json:
    about = {"file_unique_id": file.unique_id, "file_size": len(file.data)}
    if file.kind == "Photo":
        return {"photo": photo_sizes_json(file, files)}
    about["file_id"] = files.new_id(file)
    if file.kind == "Document":
        return {"document": {"file_name": file.name, "mime_type": file.mime, **about}}
    if file.kind == "Voice":
        return {"voice": {"duration": 3, "mime_type": file.mime, **about}}
    sticker = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": {"type": "regular", "emoji": "\N{GRINNING FACE}", **sticker, **about}}


def photo_sizes_json(file: StoredFile, files: FileStore) -> list[Json]:
    sizes = file.sizes()
    return [
        {
            "file_id": files.new_id(file),
            "file_unique_id": file.unique_id
            if number == len(sizes)
            else f"{file.unique_id}{number}",
            "width": width,
            "height": height,
            "file_size": max(1, len(file.data) * width * height // (file.width * file.height)),
        }
        for number, (width, height) in enumerate(sizes, start=1)
    ]
