"""The gateway's websocket. https://docs.discord.com/developers/events/gateway"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from tests.fakes.discord.clock import Changes
from tests.fakes.discord.sessions import Session, Sessions

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID_SESSION, HELLO, ACK = 7, 8, 9, 10, 11
MOST_EVENTS, PER_SECONDS = 120, 60
MOST_BYTES = 4096
ALL_INTENTS = (1 << 26) - 1
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
MOST_GUILDS_A_SHARD = 2500


class GatewayHost(Protocol):
    """The part of the fake that the gateway needs."""

    token: str
    privileged_intents: int
    heartbeat_seconds: float
    acks_heartbeats: bool

    @property
    def guild_count(self) -> int: ...

    @property
    def gateway_url(self) -> str: ...

    def ready_events(self, session: Session) -> list[tuple[str, dict[str, Any]]]:
        """Return the first events of a new session."""


class Connection:
    """One websocket."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, *, zipped: bool
    ) -> None:
        self.socket = socket
        self._transport = transport
        self._zip = zlib.compressobj() if zipped else None
        self._sent_lately: deque[float] = deque()
        self._sending = asyncio.Lock()

    async def send(self, message: dict[str, Any]) -> None:
        """Send one message; on a closed connection it is lost."""
        text = json.dumps(message)
        async with self._sending:
            try:
                if self._zip is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._zip.compress(text.encode()) + self._zip.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
            except (ConnectionError, RuntimeError):
                return

    def pull(self) -> None:
        """Abort the connection without a close frame."""
        if self._transport is not None:
            self._transport.abort()

    def is_flooding(self, now: float) -> bool:
        """Count a message from the client; return whether it exceeds the rate limit."""
        self._sent_lately.append(now)
        while self._sent_lately[0] < now - PER_SECONDS:
            self._sent_lately.popleft()
        return len(self._sent_lately) > MOST_EVENTS


class Gateway:
    """The gateway: accepts connections and holds sessions."""

    def __init__(self, host: GatewayHost, sessions: Sessions, changes: Changes) -> None:
        self._host = host
        self._changes = changes
        self.sessions = sessions
        self.refuses_resume = False

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=2 * MOST_BYTES, autoping=True)
        try:
            await socket.prepare(request)
        except ConnectionError:
            return socket  # the client has disconnected already
        zipped = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request.transport, zipped=zipped)
        interval = int(self._host.heartbeat_seconds * 1000)
        await connection.send(
            {"op": HELLO, "d": {"heartbeat_interval": interval}, "s": None, "t": None}
        )
        session: Session | None = None
        try:
            session = await self._listen(connection)
        finally:
            self._part(connection, socket.close_code, session)
        return socket

    async def _listen(self, connection: Connection) -> Session | None:
        session: Session | None = None
        loop = asyncio.get_running_loop()
        limit = 1.5 * self._host.heartbeat_seconds
        while True:
            try:
                message = await connection.socket.receive(timeout=limit)
            except TimeoutError:
                await connection.socket.close(code=4009, message=b"Session timed out")
                return session
            if message.type is not WSMsgType.TEXT:
                return session
            code = 4002 if len(message.data) > MOST_BYTES else None
            if connection.is_flooding(loop.time()):
                code = 4008
            if code is None:
                session, code = await self._handle(connection, session, message.data)
            if code is not None:
                await connection.socket.close(code=code)
                return session

    async def _handle(
        self, connection: Connection, session: Session | None, text: str
    ) -> tuple[Session | None, int | None]:
        """Handle one message; return the session, and a close code if it was invalid."""
        try:
            message = json.loads(text)
            op, data = message["op"], message.get("d")
        except (ValueError, KeyError, TypeError):
            return session, 4002
        if op == HEARTBEAT:
            if self._host.acks_heartbeats:
                await connection.send({"op": ACK, "d": None, "s": None, "t": None})
            return session, None
        if op == IDENTIFY:
            return (session, 4005) if session else await self._identify(connection, data)
        if op == RESUME:
            return (session, 4005) if session else await self._resume(connection, data)
        if session is None:
            return None, 4003
        return session, None if op in {PRESENCE, VOICE, MEMBERS} else 4001

    async def _identify(
        self, connection: Connection, data: dict[str, Any]
    ) -> tuple[Session | None, int | None]:
        code = self._wrong_with(data)
        if code is not None:
            return None, code
        shard, shards = data.get("shard") or (0, 1)
        session = self.sessions.begin(data["intents"], shard, shards)
        session.connection = connection
        for name, body in self._host.ready_events(session):
            await session.deliver(name, body)
        session.is_ready = True
        await session.catch_up()
        self._changes.notify()
        return session, None

    def _wrong_with(self, data: dict[str, Any]) -> int | None:
        if data.get("token") != self._host.token:
            return 4004
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            return 4013
        if intents & PRIVILEGED & ~self._host.privileged_intents:
            return 4014
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            return 4010
        if self._host.guild_count > MOST_GUILDS_A_SHARD * shards:
            return 4011
        return None

    async def _resume(
        self, connection: Connection, data: dict[str, Any]
    ) -> tuple[Session | None, int | None]:
        if data.get("token") != self._host.token:
            return None, 4004
        session = self.sessions.find(str(data.get("session_id")))
        if session is None or self.refuses_resume:
            await connection.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})
            return None, None
        if not isinstance(data.get("seq"), int) or data["seq"] > session.sequence:
            return None, 4007
        session.connection = connection
        self.sessions.resumed += 1
        await session.replay(data["seq"])
        await session.deliver("RESUMED", {"_trace": ["fake"]})
        self._changes.notify()
        return session, None

    def _part(self, connection: Connection, code: int | None, session: Session | None) -> None:
        """Record that a connection closed; the codes 1000 and 1001 end its session as well."""
        if session is not None and session.connection is connection:
            session.connection = None
            if code in {1000, 1001}:
                self.sessions.end(session)
        self._changes.notify()
