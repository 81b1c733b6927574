"""Methods that return chats and files."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.files import MAX_DOWNLOAD
from tests.fakes.telegram.membership import set_member_status
from tests.fakes.telegram.models import Chat, MemberStatus
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.permissions import chat_of
from tests.fakes.telegram.serialise import chat_json, member_json
from tests.fakes.telegram.state import Method, State


async def get_chat(state: State, params: Params) -> Any:
    chat = chat_of(state, params)
    shown = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                *("unlimited_gifts", "limited_gifts", "unique_gifts"),
                *("premium_subscription", "gifts_from_channels"),
            ),
            True,
        ),
    }
    if chat.user is None:
        shown["permissions"] = {
            "can_send_messages": chat.may_write,
            "can_send_photos": chat.may_send_media,
            "can_send_documents": chat.may_send_media,
        }
    return shown


async def get_chat_member(state: State, params: Params) -> Any:
    chat = chat_of(state, params)
    user = state.chat_store.users.get(params.number("user_id"))
    if user is None:
        raise bad("invalid user_id specified")
    if user.id not in chat.member_statuses and user.id not in state.chat_store.known_users:
        raise bad("member not found")
    return member_json(user, chat.member_status(user))


async def get_chat_administrators(state: State, params: Params) -> Any:
    chat = _group(state, params)
    users = [user for user in chat.admins() if not user.is_bot or user is state.bot]
    return [member_json(user, chat.member_status(user)) for user in users]


async def get_chat_member_count(state: State, params: Params) -> Any:
    chat = chat_of(state, params)
    return sum(status.is_in for status in chat.member_statuses.values())


async def leave_chat(state: State, params: Params) -> Any:
    chat = _group(state, params)
    set_member_status(state, chat, state.bot, MemberStatus.LEFT, by=state.bot)
    return True


def _group(state: State, params: Params) -> Chat:
    chat = chat_of(state, params)
    if chat.user is not None:
        raise bad("there are no administrators in the private chat")
    return chat


async def get_file(state: State, params: Params) -> Any:
    file_id = params.text("file_id")
    if not file_id:
        raise bad("file_id not specified")
    file = state.files.named(file_id)
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > MAX_DOWNLOAD:
        raise bad("file is too big")
    state.files.links[file.path] = state.clock.now()
    return {
        "file_id": file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


METHODS: dict[str, Method] = {
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
    "getfile": get_file,
}
