"""The fake's data model: users, chats, topics and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.fakes.telegram.files import StoredFile
from tests.fakes.telegram.text import Entity, cut

Keyboard = list[list[dict[str, Any]]]


class MemberStatus(StrEnum):
    """A user's membership in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def is_admin(self) -> bool:
        return self in {MemberStatus.CREATOR, MemberStatus.ADMINISTRATOR}

    @property
    def is_in(self) -> bool:
        return self not in {MemberStatus.LEFT, MemberStatus.KICKED}


@dataclass(eq=False)
class User:
    """A user, or a bot."""

    id: int
    first_name: str
    username: str = ""
    last_name: str = ""
    language_code: str = ""
    is_bot: bool = False
    is_deactivated: bool = False

    def __repr__(self) -> str:
        return f"<{self.first_name} {self.id}>"


GENERAL = 1  # the general topic of every forum


@dataclass(eq=False)
class Topic:
    """A topic of a forum; its id is that of its first message."""

    id: int
    name: str
    is_closed: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a message's content."""

    body: str
    file: StoredFile | None
    keyboard: Keyboard


@dataclass(eq=False)
class Message:
    """A message as users see it."""

    id: int
    chat: Chat
    sender: User
    date: int
    body: str = ""  # its text, or its caption
    entities: list[Entity] = field(default_factory=list)
    file: StoredFile | None = None
    keyboard: Keyboard = field(default_factory=list)  # below the message
    markup: dict[str, Any] = field(
        default_factory=dict
    )  # markup of the input field: `force_reply`, ...
    reply_to: Message | None = None
    thread_id: int = 0
    via_bot: User | None = None
    inline_id: str = ""  # `inline_message_id` of an inline message
    album: str = ""  # media_group_id
    service: dict[str, Any] = field(default_factory=dict)  # of a service message
    rich: list[dict[str, Any]] = field(default_factory=list)  # the blocks of a rich message
    other: dict[str, Any] = field(default_factory=dict)  # content of any other type, as JSON
    quote: str = ""  # the quoted part of the replied-to message
    forwarded: Message | None = None  # the forwarded message
    sender_chat: Chat | None = None  # `sender_chat`: on whose behalf it was sent
    is_automatic: bool = False  # a channel's post, forwarded to its discussion group
    is_silent: bool = False
    is_protected: bool = False
    edit_date: int = 0
    is_deleted: bool = False
    is_hidden: bool = False  # from the bot: inaccessible in callback queries
    notified: set[int] = field(default_factory=set)  # users it notified
    history: list[Version] = field(default_factory=list)  # oldest first, the current one last

    @property
    def text(self) -> str:
        return "" if self.file else self.body

    @property
    def caption(self) -> str:
        return self.body if self.file else ""

    @property
    def kind(self) -> str:
        """Return text, photo, document, voice, sticker, rich, service or other."""
        for kind in ("service", "rich", "other"):
            if getattr(self, kind):
                return kind
        return self.file.kind.lower() if self.file else "text"

    @property
    def picture(self) -> bytes:
        """The uploaded bytes of its photo or document."""
        assert self.file, f"no file in {self!r}"
        return self.file.data

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [button for row in self.keyboard for button in row]

    @property
    def words(self) -> list[str]:
        """The labels of its buttons."""
        return [button["text"] for button in self.buttons]

    def button(self, wanted: str) -> dict[str, Any]:
        """Return the button whose text contains this, or with this data."""
        exact = [b for b in self.buttons if wanted in {b["text"], b.get("callback_data")}]
        near = [b for b in self.buttons if wanted in b["text"]]
        assert exact or near, f"no button {wanted!r} among {self.words}"
        return (exact or near)[0]

    def part(self, entity: Entity) -> str:
        """Return the text of an entity."""
        return cut(self.body, entity["offset"], entity["length"])

    def version(self) -> Version:
        return Version(self.body, self.file, self.keyboard)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} in {self.chat.id}: {self.body[:60]!r} {self.words}>"


@dataclass(eq=False)
class Chat:
    """A private chat with the bot or between users, a group or a supergroup."""

    id: int
    type: str  # private, group, supergroup
    title: str = ""
    user: User | None = None  # of a private chat
    member_statuses: dict[int, MemberStatus] = field(default_factory=dict)
    members: dict[int, User] = field(default_factory=dict)
    everything: list[Message] = field(default_factory=list)  # including deleted messages
    topics: dict[int, Topic] = field(default_factory=dict)
    is_forum: bool = False
    is_started: bool = False  # the user has written to the bot privately
    is_deleted: bool = False
    migrated_to: int = 0
    may_write: bool = True  # applies to members, and to bots that are not admins
    may_send_media: bool = True
    is_write_forbidden: bool = False  # the servers refuse the bot regardless of its rights
    refusal: str = ""  # the error for every message there, such as CHANNEL_PRIVATE
    is_direct_messages: bool = False  # users' direct messages to a channel, one topic for each user
    actions: list[str] = field(default_factory=list)  # `typing`, `upload_photo`, ...
    last_bot: User | None = None  # the last sender

    @property
    def has_topics(self) -> bool:
        """Whether it is a forum, or a private chat with topics."""
        return self.is_forum or bool(self.topics)

    @property
    def messages(self) -> list[Message]:
        """The visible messages, oldest first, without service messages."""
        return [m for m in self.everything if not m.is_deleted and not m.service]

    @property
    def last(self) -> Message:
        assert self.messages, f"nothing in {self!r}"
        return self.messages[-1]

    def from_bot(self, *, kind: str = "") -> list[Message]:
        """Return the bot's messages, of one kind or all."""
        return [m for m in self.messages if m.sender.is_bot and kind in {"", m.kind}]

    def pictures(self) -> list[Message]:
        return [m for m in self.messages if m.kind in {"photo", "document"}]

    def find(self, message_id: int) -> Message | None:
        return next((m for m in self.everything if m.id == message_id and not m.is_deleted), None)

    def member_status(self, user: User) -> MemberStatus:
        return self.member_statuses.get(user.id, MemberStatus.LEFT)

    def admins(self) -> Iterator[User]:
        return (user for user in self.members.values() if self.member_status(user).is_admin)

    def __repr__(self) -> str:
        return f"<{self.type} {self.id}>"


class ChatStore:
    """All users and chats, and the allocation of their ids."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.known_users: set[int] = set()  # users that the bot may identify by their ids
        self._next_user = 5_000_000_001  # beyond 32 bits, as new accounts have them
        self._next_group = 4_000_000_001
        self._messages = 100  # of private chats and basic groups, which share one counter
        self._supergroup_messages: dict[int, int] = {}

    def add_user(self, first_name: str, **about: Any) -> User:
        user = User(self._next_user, first_name, **about)
        self._next_user += 1
        self.users[user.id] = user
        return user

    def private(self, user: User) -> Chat:
        """Return a user's private chat with the bot."""
        if user.id not in self.chats:
            self._keep(Chat(user.id, "private", user=user), user, self.bot)
        return self.chats[user.id]

    def add_group(self, title: str, kind: str, *members: User, is_forum: bool = False) -> Chat:
        """Create a group or supergroup by its first member; return it."""
        number = self._next_group
        self._next_group += 1
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number % 1_000_000_000
        chat = self._keep(Chat(chat_id, kind, title, is_forum=is_forum), *members)
        if is_forum:
            chat.topics[GENERAL] = Topic(GENERAL, "General")
        if members:
            chat.member_statuses[members[0].id] = MemberStatus.CREATOR
        return chat

    def add_private_between(self, one: User, other: User) -> Chat:
        """Return a chat of two users, which the bot is not in and cannot address."""
        return self._keep(Chat(10**15 + len(self.chats), "private", user=other), one, other)

    def _keep(self, chat: Chat, *members: User) -> Chat:
        self.chats[chat.id] = chat
        for user in members:
            chat.members[user.id] = user
            chat.member_statuses[user.id] = MemberStatus.MEMBER
        return chat

    def post(self, chat: Chat, sender: User, date: int, **fields: Any) -> Message:
        """Add a message to a chat."""
        reply_to = fields.get("reply_to")
        if chat.type == "supergroup" and not chat.is_forum and reply_to is not None:
            # A reply is in a thread, even in chats without topics.
            fields["thread_id"] = reply_to.thread_id or reply_to.id
        message = Message(self._new_message_id(chat), chat, sender, date, **fields)
        message.history.append(message.version())
        if sender.is_bot and not message.is_silent:
            message.notified = set(_notified_users(message)) - {sender.id}
        chat.everything.append(message)
        return message

    def _new_message_id(self, chat: Chat) -> int:
        if chat.type == "supergroup":
            last = self._supergroup_messages.get(chat.id, 1)
            self._supergroup_messages[chat.id] = last + 1
            return last + 1
        self._messages += 1
        return self._messages


def _notified_users(message: Message) -> Iterator[int]:
    """Yield the users that a message notifies: in a group, those it replies to or mentions."""
    chat = message.chat
    if chat.user is not None:
        yield chat.user.id
        return
    if message.reply_to is not None:
        yield message.reply_to.sender.id
    for entity in message.entities:
        if entity["type"] == "text_mention":
            yield int(entity["user"]["id"])
        if entity["type"] == "mention":
            name = message.part(entity).removeprefix("@").lower()
            yield from (user.id for user in chat.members.values() if user.username.lower() == name)
