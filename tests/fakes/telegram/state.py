"""What the fake knows, as the methods of the Bot API work on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.fakes.telegram.clock import Changes, Clock
from tests.fakes.telegram.files import FileStore, StoredFile
from tests.fakes.telegram.flood import FloodControl
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhooks import Webhook
from tests.fakes.telegram.world import Message, User, World

CALLBACK_SECONDS = 30.0  # in which a press may be answered; not documented
INLINE_SECONDS = 15.0  # the same of an inline query


@dataclass
class BotSettings:
    """What its owner told BotFather."""

    is_private: bool = True  # privacy mode: in groups it hears what is meant for it
    hears_mentions: bool = True  # a message that names the bot is meant for it (not documented)
    has_inline: bool = True
    has_feedback: bool = True  # inline feedback: every chosen result is told
    can_join_groups: bool = True


@dataclass(eq=False)
class Press:
    """Somebody pressed a button, and waits for what the bot says."""

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
        """What the person was told; empty where the button just stopped glowing."""
        assert self.answer is not None, "not answered"
        return str(self.answer.get("text", ""))


@dataclass(eq=False)
class InlineAsk:
    """Somebody typed the bot's name and some words, and sees what the bot offers."""

    id: str
    user: User
    query: str
    offset: str
    at: float
    results: list[InlineResult] | None = None
    next_offset: str = ""
    button: dict[str, Any] = field(default_factory=dict)  # above the results

    def result(self, wanted: str) -> InlineResult:
        """Return the result with this id, or with this in its title."""
        for shown in self.results or []:
            if shown.id == wanted or wanted in shown.title:
                return shown
        raise AssertionError(f"no result {wanted!r} among {self.results}")


@dataclass(frozen=True, eq=False)
class InlineResult:
    """One of the things that the bot offers."""

    ask: InlineAsk
    given: Mapping[str, Any]  # as the bot gave it
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
    """Everything that one bot's Telegram consists of."""

    def __init__(self, bot: User) -> None:
        self.changes = Changes()
        self.clock = Clock(self.changes)
        self.bot = bot
        self.settings = BotSettings()
        self.world = World(bot)
        self.files = FileStore(bot.id)
        self.updates = Updates(self.clock, self.changes)
        self.flood = FloodControl(self.clock)
        self.webhook = Webhook()
        self.presses: dict[str, Press] = {}
        self.asks: dict[str, InlineAsk] = {}
        self.inline_cache: dict[tuple[int, str, str], tuple[float, InlineAsk]] = {}
        self.inline_messages: dict[str, Message] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}  # name, description... by language
        self.http: aiohttp.ClientSession | None = None  # while the server listens
        self._last_id = 700_000_000_000_000

    def new_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)

    def changed(self) -> None:
        self.changes.tell()


Method = Callable[[State, Params], Awaitable[Any]]
