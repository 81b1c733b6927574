"""The fake's state, on which the Bot API methods operate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.fakes.telegram.clock import Changes, Clock
from tests.fakes.telegram.files import FileStore, StoredFile
from tests.fakes.telegram.flood_control import FloodControl
from tests.fakes.telegram.models import ChatStore, Message, User
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.pending_updates import Updates
from tests.fakes.telegram.webhooks import Webhook

CALLBACK_SECONDS = 30.0  # during which a callback query may be answered; not documented
INLINE_SECONDS = 15.0  # the same for inline queries


@dataclass
class BotSettings:
    """The settings made with BotFather."""

    has_privacy_mode: bool = True  # privacy mode: in groups it receives only messages meant for it
    receives_mentions: bool = True  # a message that names the bot is meant for it (not documented)
    has_inline: bool = True
    has_feedback: bool = True  # inline feedback: every chosen result is sent
    can_join_groups: bool = True


@dataclass(eq=False)
class CallbackQuery:
    """A callback query that waits for its answer."""

    id: str
    user: User
    message: Message
    data: str
    at: float
    answer: Mapping[str, Any] | None = None  # `text`, `show_alert`, `url`

    @property
    def is_answered(self) -> bool:
        return self.answer is not None

    @property
    def text(self) -> str:
        """The text the user was shown; empty if the answer had none."""
        assert self.answer is not None, "not answered"
        return str(self.answer.get("text", ""))


@dataclass(eq=False)
class InlineQuery:
    """An inline query and its results."""

    id: str
    user: User
    query: str
    offset: str
    at: float
    results: list[InlineResult] | None = None
    next_offset: str = ""
    button: dict[str, Any] = field(default_factory=dict)  # above the results

    def result(self, wanted: str) -> InlineResult:
        """Return the result with this id, or whose title contains it."""
        for shown in self.results or []:
            if shown.id == wanted or wanted in shown.title:
                return shown
        raise AssertionError(f"no result {wanted!r} among {self.results}")


@dataclass(frozen=True, eq=False)
class InlineResult:
    """One inline query result."""

    inline_query: InlineQuery
    given: Mapping[str, Any]  # as the bot sent it
    file: StoredFile | None = None  # of a cached photo or document

    @property
    def id(self) -> str:
        return str(self.given["id"])

    @property
    def title(self) -> str:
        return str(self.given.get("title", ""))

    def __repr__(self) -> str:
        return f"<{self.given['type']} {self.id}: {self.title!r}>"


class State:
    """The complete state of one bot's Telegram."""

    def __init__(self, bot: User) -> None:
        self.changes = Changes()
        self.clock = Clock(self.changes)
        self.bot = bot
        self.settings = BotSettings()
        self.chat_store = ChatStore(bot)
        self.files = FileStore(bot.id)
        self.updates = Updates(self.clock, self.changes)
        self.flood = FloodControl(self.clock)
        self.webhook = Webhook()
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_cache: dict[tuple[int, str, str], tuple[float, InlineQuery]] = {}
        self.inline_messages: dict[str, Message] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}  # name, description... by language
        self.http: aiohttp.ClientSession | None = None  # while the server listens
        self._last_id = 700_000_000_000_000

    def new_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)

    def changed(self) -> None:
        self.changes.notify()


Method = Callable[[State, Params], Awaitable[Any]]
