"""People in Telegram: in private chats with the bot, and in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from core.sentences import sentence
from tests.chaos.records import Asked, Shown
from tests.chaos.schedule import Way, Wish
from tests.fakes.telegram import Chat, FakeTelegram, Message
from tests.fakes.telegram.updates import Update

A_GROUP = 5  # people in each
CANCEL = sentence("button_cancel", "en")
# What is said where the inbox is away. It answers no message, so nobody can say whose it is.
APOLOGIES = {sentence(key, "en") for key in ("storage_unavailable", "unconfirmed")}


class TelegramPeople:
    """Asks for comics in Telegram, and knows at the end what everybody sees."""

    def __init__(self, fake: FakeTelegram, people: int) -> None:
        self.fake = fake
        self.people = [fake.user(f"Person {n}") for n in range(people)]
        self._groups: list[Chat] = []
        self._asked: list[tuple[Asked, Message]] = []

    async def furnish(self) -> None:
        """Have everybody press Start, and sit together."""
        for person in self.people:
            await self.fake.start(person)
        for first in range(0, len(self.people), A_GROUP):
            self._groups.append(await self.fake.group(*self.people[first : first + A_GROUP]))

    async def ready(self) -> None:
        """Wait until everybody was greeted."""
        chats = [self.fake.private(person) for person in self.people]
        await self.fake.until(lambda: all(c.from_bot() for c in chats), "greetings", seconds=90)

    async def ask(self, wish: Wish) -> Asked:
        """Write a message; an update that is to come again does."""
        person = self.people[wish.person]
        private, group = self.fake.private(person), self._groups[wish.person // A_GROUP]
        asked = Asked(wish.number, wish.way)
        match wish.way:
            case Way.TELEGRAM_GROUP:
                chat, text = group, f"/comic {asked.prompt}"
            case Way.TELEGRAM_GROUP_PRIVATE:
                chat, text = group, f"/comic {asked.prompt} --private"
            case Way.TELEGRAM_WORDS:
                chat, text = private, asked.prompt
            case _:
                chat, text = private, f"/comic {asked.prompt}"
        belongs = group if wish.way is Way.TELEGRAM_GROUP else private
        asked.belongs = frozenset({place_of(belongs)})
        message = await self.fake.send(person, chat, text)
        update = self._update_of(message)
        asked.key = f"telegram:{self.fake.bot.id}:{update.id}"
        self._asked.append((asked, message))
        for seconds in wish.again:
            await asyncio.sleep(seconds)
            self.fake.updates.repeat(update)
        return asked

    async def disorder(self, seconds: float) -> None:
        """Let updates wait, and come in the wrong order then."""
        self.fake.updates.hold()
        await asyncio.sleep(seconds)
        self.fake.updates.release(backwards=True)

    @property
    def many(self) -> int:
        """How many requests were made so far."""
        return len(self._asked)

    def close_books(self) -> None:
        """Note what everybody was told, once everything has come to rest."""
        for asked, message in self._asked:
            later = [m for m in message.chat.from_bot() if m.id > message.id]
            asked.excused = any(m.body in APOLOGIES for m in later)

    def shown(self) -> Iterator[Shown]:
        """Yield every message of the bot's that is there."""
        for chat in self.fake.state.world.chats.values():
            for message in chat.from_bot():
                yield Shown(
                    place=place_of(chat),
                    message=str(message.id),
                    text=message.body,
                    pictures=int(message.kind in {"photo", "document"}),
                    is_private=chat.person is not None,
                    waits=any(CANCEL in words for words in message.words),
                )

    def _update_of(self, message: Message) -> Update:
        """Return the update that told the bot of it."""
        for update in reversed(self.fake.updates.everything):
            told = update.body
            if (
                update.kind == "message"
                and told["message_id"] == message.id
                and told["chat"]["id"] == message.chat.id
            ):
                return update
        raise AssertionError(f"the bot does not hear {message}")


def place_of(chat: Chat) -> str:
    return f"telegram {chat.id} ({chat.type})"
