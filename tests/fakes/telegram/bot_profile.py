"""Methods of the bot's profile: name, descriptions and commands."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.telegram.api_errors import bad
from tests.fakes.telegram.models import Chat, User
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.serialise import user_json
from tests.fakes.telegram.state import Method, State

MAX_COMMANDS = 100
MAX_NAME = 32
MAX_DESCRIPTION = 256
_PLAIN_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}
_CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


async def get_me(state: State, params: Params) -> Any:
    settings = state.settings
    return user_json(state.bot) | {
        "can_join_groups": settings.can_join_groups,
        "can_read_all_group_messages": not settings.has_privacy_mode,
        "supports_inline_queries": settings.has_inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


# --- Commands -------------------------------------------------------------------------------------


async def set_my_commands(state: State, params: Params) -> Any:
    key = _commands_key(state, params)
    commands = params.parsed("commands")
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    state.commands[key] = [_command(command) for command in commands]
    return True


async def get_my_commands(state: State, params: Params) -> Any:
    """Return the commands set for exactly this scope and language."""
    return state.commands.get(_commands_key(state, params), [])


async def delete_my_commands(state: State, params: Params) -> Any:
    state.commands.pop(_commands_key(state, params), None)
    return True


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad("expected an Object as BotCommand")
    name = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not name or not description:
        raise bad(f"command{'' if not name else ' description'} must be non-empty")
    if len(name) > MAX_NAME:
        raise bad(f"command length must not exceed {MAX_NAME}")
    if len(description) > MAX_DESCRIPTION:
        raise bad(f"command description length must not exceed {MAX_DESCRIPTION}")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _commands_key(state: State, params: Params) -> tuple[str, str]:
    scope = params.parsed("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _CHAT_SCOPES:
        if int(scope.get("chat_id") or 0) not in state.chat_store.chats:
            raise bad("chat not found")
        parts = [kind, str(scope["chat_id"]), str(scope.get("user_id", ""))]
        return ":".join(part for part in parts if part), _language(params)
    if kind not in _PLAIN_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    return str(kind), _language(params)


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def commands_seen(state: State, user: User, chat: Chat) -> list[dict[str, str]]:
    """Return the commands that a user is offered in a chat: those of the narrowest scope.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    scopes = [f"chat:{chat.id}", "all_private_chats"]
    if chat.user is None:
        is_admin = chat.member_status(user).is_admin
        scopes = [
            f"chat_member:{chat.id}:{user.id}",
            *([f"chat_administrators:{chat.id}"] if is_admin else []),
            f"chat:{chat.id}",
            *(["all_chat_administrators"] if is_admin else []),
            "all_group_chats",
        ]
    for scope in [*scopes, "default"]:
        for language in (user.language_code[:2], ""):
            if found := state.commands.get((scope, language)):
                return found
    return []


# --- Name and descriptions ------------------------------------------------------------------------


def _setter(what: str) -> Method:
    async def set_it(state: State, params: Params) -> Any:
        text = params.text(what)
        if len(text) > _PROFILE_LIMITS[what]:
            raise bad(f"{what.replace('_', ' ')} is too long")
        state.profile[what, _language(params)] = text
        return True

    return set_it


def _getter(what: str) -> Method:
    async def get_it(state: State, params: Params) -> Any:
        own = state.profile.get((what, _language(params))) or state.profile.get((what, ""))
        return {what: own or (state.bot.first_name if what == "name" else "")}

    return get_it


METHODS: dict[str, Method] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    **{f"setmy{what.replace('_', '')}": _setter(what) for what in _PROFILE_LIMITS},
    **{f"getmy{what.replace('_', '')}": _getter(what) for what in _PROFILE_LIMITS},
}
