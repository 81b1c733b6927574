"""Fake Telegram with simulated users, each in a private chat with the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import uvloop

from bench.programs.arrivals import Arrivals, SentCommand
from bench.programs.request_loop import serve_requests
from tests.fakes.telegram import TOKEN, FakeTelegram

COMMAND = "/comic a cat opens a bakery on the moon"
CONNECT_SECONDS = 60.0
PICTURES = ("photo", "document")


class TelegramUsers:
    """Users who type `/comic`."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._read = 0  # calls that have been read

    async def connection_settings(self) -> dict[str, str]:
        """Return the address and the token that a bot needs."""
        return {"api_base": self._fake.url, "token": TOKEN}

    async def connected(self) -> None:
        await self._fake.until(
            lambda: self._fake.updates.is_polled, "a poll", seconds=CONNECT_SECONDS
        )

    async def crowd(self, count: int, seconds: float) -> list[dict[str, Any]]:
        """Send *count* commands of new users within *seconds*; return what each user saw."""
        by_chat: dict[int, SentCommand] = {}

        async def command(number: int) -> SentCommand:
            user = self._fake.user(f"Visitor {number}")
            sent = by_chat[user.id] = SentCommand(self._fake.clock.now())
            await self._fake.send(user, self._fake.private(user), COMMAND)
            return sent

        arrivals = Arrivals()
        await arrivals.send(count, seconds, command)
        await arrivals.until_complete(lambda: self._read_calls(by_chat))
        for chat_id, sent in by_chat.items():
            messages = self._fake.chat(chat_id).from_bot()
            if sent.picture_at is None and messages:
                sent.text = messages[-1].body
        return arrivals.as_json()

    def _read_calls(self, by_chat: Mapping[int, SentCommand]) -> None:
        """Find first messages and pictures in the calls since the last time."""
        calls = self._fake.call_log.calls
        for call in calls[self._read :]:
            message = call.result if isinstance(call.result, dict) else {}
            sent = by_chat.get(message.get("chat", {}).get("id", 0))
            if sent is None or call.is_refused:
                continue
            sent.first_words_at = sent.first_words_at or call.at
            if any(kind in message for kind in PICTURES):
                sent.picture_at = sent.picture_at or call.at
        self._read = len(calls)


async def serve() -> None:
    fake = FakeTelegram()
    users = TelegramUsers(fake)
    async with fake.running():
        await serve_requests(
            {
                "connection_settings": users.connection_settings,
                "connected": users.connected,
                "crowd": users.crowd,
            }
        )


if __name__ == "__main__":
    uvloop.run(serve())
