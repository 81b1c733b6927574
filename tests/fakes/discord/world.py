"""Who and what there is: people, servers, channels, messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

MIB = 1024 * 1024
DEFAULT_UPLOAD = 10 * MIB


class P(IntFlag):
    """Permissions that matter to us. https://docs.discord.com/developers/topics/permissions"""

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


NOTHING = P(0)
EVERYTHING = ~P(0)
EVERYDAY = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.READ_MESSAGE_HISTORY
    | P.USE_APPLICATION_COMMANDS
    | P.SEND_MESSAGES_IN_THREADS
    | P.USE_EXTERNAL_APPS
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


class Flag(IntFlag):
    """Message flags."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class User:
    id: int
    name: str
    locale: str = "en-US"
    is_bot: bool = False
    dms_open: bool = True  # towards the bot
    has_installed: bool = False  # the application, for themselves
    upload_limit: int = DEFAULT_UPLOAD  # higher with Nitro


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: P


@dataclass(eq=False)
class Guild:
    """A server. *has_bot* tells whether the bot is a member; with *has_commands* alone, only its
    commands are there.
    """

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
    roles_of: dict[int, set[int]] = field(default_factory=dict)  # of members, beside @everyone
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
    overwrites: dict[int, tuple[P, P]] = field(default_factory=dict)  # allowed, denied
    messages: dict[int, Message] = field(default_factory=dict)
    typing: list[datetime] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def nsfw(self) -> bool:
        """Threads take their parent's."""
        return (self.parent or self).is_age_restricted

    @property
    def last_message(self) -> Message | None:
        return next(reversed(self.messages.values()), None)

    def messages_seen_by(self, user: User) -> list[Message]:
        """Return what this person finds here, the oldest first."""
        return [message for message in self.messages.values() if message.is_seen_by(user)]


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    description: str | None = None
    is_spoiler: bool = False

    @property
    def kind(self) -> str:
        return content_type_of(self.data)

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of a picture."""
        return picture_size(self.data)


@dataclass(eq=False)
class Message:
    id: int
    channel: Channel
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: Flag = field(default_factory=lambda: Flag(0))
    kind: int = 0
    edited_at: datetime | None = None
    only_for: User | None = None  # an ephemeral one
    interaction: Mapping[str, Any] | None = None  # its metadata
    reference: Message | None = None
    replies_to: int | None = None
    nonce: str | None = None
    mentions: list[User] = field(default_factory=list)
    mentioned_roles: list[int] = field(default_factory=list)
    mentions_everyone: bool = False
    pinged: set[int] = field(default_factory=set)  # people and roles who were notified
    pinged_everyone: bool = False
    is_deleted: bool = False
    edits: int = 0

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & Flag.EPHEMERAL)

    @property
    def is_thinking(self) -> bool:
        """Whether people see "thinking…" here."""
        return bool(self.flags & Flag.LOADING)

    @property
    def pictures(self) -> list[bytes]:
        """The bytes of all pictures that can be seen: what V2 components show, or all."""
        shown = shown_files(self)
        return [file.data for file in self.attachments if file.filename in shown and file.size]

    @property
    def text(self) -> str:
        """All words that can be read: content, embeds and text displays."""
        return "\n".join([self.content, *texts_in(self.embeds), *texts_in(self.components)])

    def is_seen_by(self, user: User) -> bool:
        from tests.fakes.discord.access import can_see

        return (self.only_for is None or self.only_for is user) and can_see(user, self.channel)


def walk(components: object) -> Iterator[dict[str, Any]]:
    """Yield every component, whatever it is in."""
    if isinstance(components, list):
        for component in components:
            yield from walk(component)
    elif isinstance(components, dict):
        yield components
        for key in ("components", "component", "accessory", "items", "media", "file"):
            yield from walk(components.get(key))


def texts_in(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        for key, value in part.items():
            if isinstance(value, str) and key in {
                "title",
                "description",
                "content",
                "name",
                "value",
                "text",
            }:
                yield value
            elif isinstance(value, dict):
                yield from texts_in([value])
            elif isinstance(value, list):
                yield from texts_in([item for item in value if isinstance(item, dict)])


def shown_files(message: Message) -> set[str]:
    names = {file.filename for file in message.attachments}
    if not message.flags & Flag.COMPONENTS_V2:
        return names
    urls = {str(part.get("url", "")) for part in walk(message.components)}
    return {name for name in names if f"attachment://{name}" in urls}


def content_type_of(data: bytes) -> str:
    try:
        with Image.open(BytesIO(data)) as picture:
            return str(picture.get_format_mimetype() or "application/octet-stream")
    except UnidentifiedImageError:
        return "application/octet-stream"


def picture_size(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(BytesIO(data)) as picture:
            return picture.size
    except UnidentifiedImageError:
        return None
