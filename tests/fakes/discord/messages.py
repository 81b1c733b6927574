"""Messages and their visible content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag
from functools import cached_property
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.fakes.discord.clock import Changes
from tests.fakes.discord.models import Channel, User
from tests.fakes.discord.permissions import can_see

EMBED_TEXTS = {"title", "description", "name", "value", "text"}
SCHEME = "attachment://"


class Flag(IntFlag):
    """Message flags."""

    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    data: bytes
    description: str | None = None
    is_spoiler: bool = False

    @cached_property
    def kind(self) -> str:
        return content_type_of(self.data)

    @cached_property
    def size(self) -> tuple[int, int] | None:
        """Width and height of an image."""
        return picture_size(self.data)


@dataclass(frozen=True, slots=True)
class Version:
    """A former version of a message."""

    text: str
    pictures: int


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
    only_for: User | None = None  # set for an ephemeral message
    interaction: Mapping[str, Any] | None = None  # its metadata
    reference: Message | None = None
    replies_to: int | None = None
    nonce: str | None = None
    mentions: list[User] = field(default_factory=list)
    mentioned_roles: list[int] = field(default_factory=list)
    mentions_everyone: bool = False
    pinged: set[int] = field(default_factory=set)  # users and roles that were notified
    pinged_everyone: bool = False
    is_deleted: bool = False
    edits: int = 0
    history: list[Version] = field(default_factory=list)  # all versions after edits
    changes: Changes = field(default_factory=Changes, repr=False)

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & Flag.EPHEMERAL)

    @property
    def is_thinking(self) -> bool:
        """Whether users see "thinking…"."""
        return bool(self.flags & Flag.LOADING)

    @property
    def pictures(self) -> list[bytes]:
        """The bytes of all visible images: those in V2 components, else all."""
        shown = shown_files(self)
        return [file.data for file in self.attachments if file.filename in shown and file.size]

    @property
    def text(self) -> str:
        """The readable text: content, embeds and text displays."""
        return words_of(self.content, self.embeds, self.components)

    def is_seen_by(self, user: User) -> bool:
        return (self.only_for is None or self.only_for is user) and can_see(user, self.channel)


def walk(components: object) -> Iterator[dict[str, Any]]:
    """Yield every component, also nested ones."""
    if isinstance(components, list):
        for component in components:
            yield from walk(component)
    elif isinstance(components, dict):
        yield components
        for key in ("components", "component", "accessory", "items", "media", "file"):
            yield from walk(components.get(key))


def words_of(content: str, embeds: list[dict[str, Any]], components: list[dict[str, Any]]) -> str:
    """Return the readable text: content, embeds and text displays, without buttons."""
    shown = [str(part["content"]) for part in walk(components) if part.get("content")]
    return "\n".join([content, *_embedded_texts(embeds), *shown])


def _embedded_texts(parts: list[dict[str, Any]]) -> Iterator[str]:
    for part in parts:
        for key, value in part.items():
            if isinstance(value, str) and key in EMBED_TEXTS:
                yield value
            elif isinstance(value, dict):
                yield from _embedded_texts([value])
            elif isinstance(value, list):
                yield from _embedded_texts([item for item in value if isinstance(item, dict)])


def embedded_files(message: Message) -> set[str]:
    """Return the names of the files that embeds refer to by `attachment://`."""
    parts = [embed.get(key) or {} for embed in message.embeds for key in ("image", "thumbnail")]
    urls = {str(part.get("url", "")) for part in parts}
    return {url.removeprefix(SCHEME) for url in urls if url.startswith(SCHEME)}


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
