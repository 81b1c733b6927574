"""Creation, editing and deletion of messages, and their notifications."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.clock import Changes, Clock, Snowflakes
from tests.fakes.discord.message_rules import Draft, Upload, draft_of, refuse_blocked_words
from tests.fakes.discord.messages import Flag, Message, Version
from tests.fakes.discord.models import DEFAULT_UPLOAD, Channel, Permission, User
from tests.fakes.discord.permissions import permissions_of

USER_MENTION = re.compile(r"<@!?(\d+)>")
ROLE_MENTION = re.compile(r"<@&(\d+)>")
NO_FLAGS = Flag(0)
EVERYONE = re.compile(r"@(?:everyone|here)")


class MessageWriter:
    """Writer of messages to channels, which applies the rules for all routes."""

    def __init__(self, clock: Clock, ids: Snowflakes, changes: Changes) -> None:
        self._clock = clock
        self._ids = ids
        self._changes = changes
        self.users: dict[int, User] = {}

    def post(
        self,
        channel: Channel,
        author: User,
        body: Mapping[str, Any],
        uploads: list[Upload],
        *,
        file_limit: int = DEFAULT_UPLOAD,
        flags: Flag = NO_FLAGS,
        default_parse: tuple[str, ...] = ("users", "roles", "everyone"),
        **more: Any,
    ) -> Message:
        """Add a message; *more* are further attributes. Raises ApiError."""
        draft = draft_of(
            body, uploads, existing=None, next_id=self._ids.make, file_limit=file_limit
        )
        refuse_blocked_words(draft, channel.guild)
        message = Message(
            self._ids.make(), channel, author, self._clock.now(), flags=draft.flags | flags, **more
        )
        self._fill(message, draft)
        self._mention(message, draft, default_parse, pings=True)
        channel.messages[message.id] = message
        self._changes.notify()
        return message

    def post_thinking(self, channel: Channel, author: User, flags: Flag, **more: Any) -> Message:
        """Add the placeholder of a deferred response."""
        message = Message(
            self._ids.make(), channel, author, self._clock.now(), flags=flags | Flag.LOADING, **more
        )
        channel.messages[message.id] = message
        self._changes.notify()
        return message

    def edit(
        self,
        message: Message,
        body: Mapping[str, Any],
        uploads: list[Upload],
        *,
        file_limit: int = DEFAULT_UPLOAD,
        default_parse: tuple[str, ...] = ("users", "roles", "everyone"),
    ) -> Message:
        """Change the fields that the request has, keep the others. Raises ApiError.

        An edit notifies no one, not even one that ends "thinking…".
        """
        draft = draft_of(
            body, uploads, existing=message, next_id=self._ids.make, file_limit=file_limit
        )
        refuse_blocked_words(draft, message.channel.guild)
        message.flags = draft.flags & ~Flag.LOADING
        self._fill(message, draft)
        self._mention(message, draft, default_parse, pings=False)
        message.edited_at = self._clock.now()
        message.edits += 1
        message.history.append(Version(message.text, len(message.pictures)))
        self._notify(message)
        return message

    def delete(self, message: Message) -> None:
        message.is_deleted = True
        message.channel.messages.pop(message.id, None)
        self._notify(message)

    def _notify(self, message: Message) -> None:
        message.changes.notify()
        self._changes.notify()

    def _fill(self, message: Message, draft: Draft) -> None:
        message.content = draft.content
        message.embeds = draft.embeds
        message.components = _numbered(draft.components)
        message.attachments = draft.attachments

    def _mention(
        self, message: Message, draft: Draft, default_parse: tuple[str, ...], *, pings: bool
    ) -> None:
        allowed = draft.allowed_mentions
        parse = set(default_parse if allowed is None else allowed.get("parse") or [])
        named = {int(one) for key in ("users", "roles") for one in (allowed or {}).get(key) or []}
        text = message.text
        users = [int(one) for one in USER_MENTION.findall(text)]
        roles = [int(one) for one in ROLE_MENTION.findall(text)]
        message.mentions = [self.users[one] for one in dict.fromkeys(users) if one in self.users]
        message.mentioned_roles = list(dict.fromkeys(roles))
        granted = permissions_of(message.author, message.channel)
        may_ping_all = (
            bool(granted & Permission.MENTION_EVERYONE) or message.interaction is not None
        )
        all_meant = bool(EVERYONE.search(text)) and "everyone" in parse and may_ping_all
        message.mentions_everyone = all_meant
        if not pings or message.flags & Flag.SUPPRESS_NOTIFICATIONS:
            return
        message.pinged |= {one for one in users if "users" in parse or one in named}
        message.pinged |= {one for one in roles if "roles" in parse or one in named}
        message.pinged_everyone = all_meant
        if message.reference is not None and (allowed or {}).get("replied_user", allowed is None):
            message.pinged.add(message.reference.author.id)


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each component without an id the one that Discord would assign."""
    counter = 0

    def visit(part: Any) -> Any:
        nonlocal counter
        if isinstance(part, list):
            return [visit(inner) for inner in part]
        if not isinstance(part, dict) or "type" not in part:
            return part
        counter += 1
        part = {**part, "id": part.get("id") or counter}
        for key in ("components", "component", "accessory"):
            if key in part:
                part[key] = visit(part[key])
        return part

    numbered: list[dict[str, Any]] = visit(components)
    return numbered
