"""Gateway sessions, with the events sent to each, so that it can be resumed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

Event = tuple[int, str, dict[str, Any]]  # sequence, name, body


class GatewayConnection(Protocol):
    """A connection that accepts messages."""

    async def send(self, message: dict[str, Any]) -> None: ...


@dataclass(eq=False)
class Session:
    """The session of one client and shard, which outlives its connection until it is ended."""

    intents: int
    shard: int
    shards: int
    id: str = field(default_factory=lambda: uuid4().hex)
    sequence: int = 0
    connection: Any = None
    is_ready: bool = False
    sent: list[Event] = field(default_factory=list)
    _waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_connected(self) -> bool:
        return self.connection is not None and self.is_ready

    def wants(self, guild_id: int | None) -> bool:
        """Whether events of this guild, or of none, go to this shard."""
        return self.shard == (0 if guild_id is None else (guild_id >> 22) % self.shards)

    async def dispatch(self, name: str, body: dict[str, Any]) -> None:
        """Send an event once the session is ready, and store it for a resume."""
        if not self.is_ready:
            self._waiting.append((name, body))
            return
        await self.deliver(name, body)

    async def catch_up(self) -> None:
        """Send the events that were dispatched before the session was ready."""
        while self._waiting:
            await self.deliver(*self._waiting.pop(0))

    async def deliver(self, name: str, body: dict[str, Any]) -> None:
        async with self._one_at_a_time:
            self.sequence += 1
            event = (self.sequence, name, body)
            if name != "RESUMED":
                self.sent.append(event)
            await self._send(event)

    async def replay(self, sequence: int) -> None:
        """Send all events after this sequence number again."""
        async with self._one_at_a_time:
            for event in self.sent:
                if event[0] > sequence:
                    await self._send(event)

    async def _send(self, event: Event) -> None:
        connection: GatewayConnection | None = self.connection
        if connection is not None:
            number, name, body = event
            await connection.send({"op": 0, "t": name, "s": number, "d": body})


class Sessions:
    """The open sessions, and the number of all."""

    def __init__(self) -> None:
        self.open: list[Session] = []
        self.begun = 0
        self.resumed = 0

    def begin(self, intents: int, shard: int, shards: int) -> Session:
        session = Session(intents, shard, shards)
        self.open.append(session)
        self.begun += 1
        return session

    def find(self, number: str) -> Session | None:
        return next((session for session in self.open if session.id == number), None)

    def end(self, session: Session) -> None:
        if session in self.open:
            self.open.remove(session)

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.open if session.is_connected]

    def for_guild(self, guild_id: int | None) -> list[Session]:
        return [session for session in self.open if session.wants(guild_id)]
