"""Telegram users: in private chats with the bot, and in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from core.sentences import sentence
from tests.chaos.records import RequestRecord, VisibleMessage
from tests.chaos.schedule import Origin, PlannedRequest
from tests.fakes.telegram import Chat, FakeTelegram, Message
from tests.fakes.telegram.pending_updates import Update

GROUP_SIZE = 5  # users in each group
CANCEL = sentence("button_cancel", "en")
# Sent when the inbox is unreachable. It replies to no message, so its request is not known.
OUTAGE_REPLIES = {sentence(key, "en") for key in ("storage_unavailable", "unconfirmed")}


class TelegramUsers:
    """Users who request comics in Telegram; records what each of them sees at the end."""

    def __init__(self, fake: FakeTelegram, users: int) -> None:
        self.fake = fake
        self.users = [fake.user(f"User {n}") for n in range(users)]
        self._groups: list[Chat] = []
        self._sent: list[tuple[RequestRecord, Message]] = []

    async def prepare(self) -> None:
        """Start a private chat for each user, and put the users into groups."""
        for user in self.users:
            await self.fake.start(user)
        for first in range(0, len(self.users), GROUP_SIZE):
            self._groups.append(await self.fake.group(*self.users[first : first + GROUP_SIZE]))

    async def wait_until_ready(self) -> None:
        """Wait until each user has been greeted."""
        chats = [self.fake.private(user) for user in self.users]
        await self.fake.until(lambda: all(c.from_bot() for c in chats), "greetings", seconds=90)

    async def send(self, planned: PlannedRequest) -> RequestRecord:
        """Send a message, and repeat its update as planned."""
        user = self.users[planned.user]
        private, group = self.fake.private(user), self._groups[planned.user // GROUP_SIZE]
        request = RequestRecord(planned.number, planned.origin)
        match planned.origin:
            case Origin.TELEGRAM_GROUP:
                chat, text = group, f"/comic {request.prompt}"
            case Origin.TELEGRAM_GROUP_PRIVATE:
                chat, text = group, f"/comic {request.prompt} --private"
            case Origin.TELEGRAM_WORDS:
                chat, text = private, request.prompt
            case _:
                chat, text = private, f"/comic {request.prompt}"
        destination = group if planned.origin is Origin.TELEGRAM_GROUP else private
        request.allowed_places = frozenset({place_of(destination)})
        message = await self.fake.send(user, chat, text)
        update = self._update_of(message)
        request.key = f"telegram:{self.fake.bot.id}:{update.id}"
        self._sent.append((request, message))
        for seconds in planned.repeat_after:
            await asyncio.sleep(seconds)
            self.fake.updates.repeat(update)
        return request

    async def reorder_updates(self, seconds: float) -> None:
        """Hold updates back, then deliver them in reverse order."""
        self.fake.updates.hold()
        await asyncio.sleep(seconds)
        self.fake.updates.release(backwards=True)

    @property
    def sent_count(self) -> int:
        """Number of requests sent so far."""
        return len(self._sent)

    def collect_evidence(self) -> None:
        """Record how each request was answered; called once everything has settled."""
        for request, message in self._sent:
            later = [m for m in message.chat.from_bot() if m.id > message.id]
            request.maybe_refused = any(m.body in OUTAGE_REPLIES for m in later)

    def visible_messages(self) -> Iterator[VisibleMessage]:
        """Yield all messages of the bot that are not deleted."""
        for chat in self.fake.state.chat_store.chats.values():
            for message in chat.from_bot():
                yield VisibleMessage(
                    place=place_of(chat),
                    message_id=str(message.id),
                    text=message.body,
                    pictures=int(message.kind in {"photo", "document"}),
                    is_private=chat.user is not None,
                    is_pending=any(CANCEL in words for words in message.words),
                )

    def _update_of(self, message: Message) -> Update:
        """Return the update that carries the message to the bot."""
        for update in reversed(self.fake.updates.everything):
            body = update.body
            if (
                update.kind == "message"
                and body["message_id"] == message.id
                and body["chat"]["id"] == message.chat.id
            ):
                return update
        raise AssertionError(f"no update carries {message}")


def place_of(chat: Chat) -> str:
    return f"telegram {chat.id} ({chat.type})"
