"""Objects of the fake: users, guilds, channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fakes.discord.messages import Message

MIB = 1024 * 1024
DEFAULT_UPLOAD = 10 * MIB


class Permission(IntFlag):
    """The permissions that the bot uses. https://docs.discord.com/developers/topics/permissions"""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    USE_EXTERNAL_APPS = 1 << 50


NOTHING = Permission(0)
EVERYTHING = ~Permission(0)
EVERYDAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)


class Kind(IntEnum):
    """Channel types."""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    NEWS = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREADS = {Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD}


@dataclass(eq=False)
class User:
    id: int
    name: str
    locale: str = "en-US"
    is_bot: bool = False
    dms_open: bool = True  # to the bot
    has_installed: bool = False  # the application, as a user install
    upload_limit: int = DEFAULT_UPLOAD  # higher with Nitro


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: Permission


@dataclass(eq=False)
class Guild:
    """A guild. *has_bot*: the bot is a member; *has_commands*: the application is installed."""

    id: int
    name: str
    owner: User
    everyone: Role
    locale: str = "en-US"
    has_bot: bool = True
    has_commands: bool = True
    upload_limit: int = DEFAULT_UPLOAD  # higher with boosts
    blocked_words: set[str] = field(default_factory=set)  # AutoMod's
    members: dict[int, User] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    roles_of: dict[int, set[int]] = field(
        default_factory=dict
    )  # of members, in addition to @everyone
    channels: dict[int, Channel] = field(default_factory=dict)


@dataclass(eq=False)
class Channel:
    id: int
    kind: Kind
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: list[User] = field(default_factory=list)  # of a DM
    is_age_restricted: bool = False
    is_archived: bool = False
    is_locked: bool = False
    overwrites: dict[int, tuple[Permission, Permission]] = field(
        default_factory=dict
    )  # allowed, denied
    messages: dict[int, Message] = field(default_factory=dict)
    typing: list[datetime] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def nsfw(self) -> bool:
        """Whether it is age-restricted; threads inherit this from their parent."""
        return (self.parent or self).is_age_restricted

    @property
    def last_message(self) -> Message | None:
        return next(reversed(self.messages.values()), None)

    def messages_seen_by(self, user: User) -> list[Message]:
        """Return the messages that the user sees here, oldest first."""
        return [message for message in self.messages.values() if message.is_seen_by(user)]
