"""The fake Discord: an HTTP server with the REST API and the gateway, and its users' actions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.fakes.discord.call_log import CallLog
from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.command_registry import Registry
from tests.fakes.discord.faults import Fault, FaultPlan
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interaction_responses import ResponseProcessor
from tests.fakes.discord.interactions import Interaction, Interactions, payload_of
from tests.fakes.discord.message_writer import MessageWriter
from tests.fakes.discord.messages import Message
from tests.fakes.discord.models import DEFAULT_UPLOAD, Channel, Guild, User
from tests.fakes.discord.page import Page
from tests.fakes.discord.rate_limits import Limits
from tests.fakes.discord.request_handler import RequestHandler
from tests.fakes.discord.routes import ROUTES
from tests.fakes.discord.serialise import channel_json, guild_json, message_json, user_json
from tests.fakes.discord.server_state import ServerState
from tests.fakes.discord.sessions import Session, Sessions
from tests.fakes.discord.user_actions import UserActions

TIMEOUT = 30.0  # seconds after which waiting fails; a busy machine may need many
GUILDS_INTENT = 1 << 0
MULTIPART_LIMIT = 40 * 1024 * 1024


class FakeDiscord(ServerState):
    """Discord on a free local port, with one application and its bot."""

    def __init__(self, token: str = "MTIzNDU2.GfakeX.not-a-secret-of-anybody-at-all") -> None:
        super().__init__()
        self.token = token
        self.privileged_intents = 0
        self.recommended_shards = 1
        self.heartbeat_seconds = 41.25
        self.acks_heartbeats = True
        self.dm_upload_limit = DEFAULT_UPLOAD
        self.registry = Registry(self.ids, self.bot.id)
        self.interactions = Interactions(self.clock)
        self.message_writer = MessageWriter(self.clock, self.ids, self.changes)
        self.message_writer.users = self.users
        self.response_processor = ResponseProcessor(
            self.clock, self.changes, self.message_writer, self.bot
        )
        self.cdn = Cdn(self.clock, lambda: self.base)
        self.limits = Limits(self.clock)
        self.faults = FaultPlan()
        self.call_log = CallLog()
        self.crashes: list[Exception] = []  # errors of the fake itself
        self.unknown_routes: list[str] = []  # requests for unknown routes
        self.gateway = Gateway(self, Sessions(), self.changes)
        self._actions = UserActions(self, self.registry, self.cdn)
        self._request_handler = RequestHandler(self)
        self._runner: web.AppRunner | None = None
        self._port = 0

    # --- Running ----------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[FakeDiscord]:
        try:
            await self.start(port)
            yield self
        finally:
            await self.stop()
        if self.crashes:
            raise ExceptionGroup("the fake Discord crashed", self.crashes)

    async def start(self, port: int = 0) -> None:
        """Listen; after `stop`, on the same port again."""
        application = web.Application(client_max_size=MULTIPART_LIMIT)
        for name, (method, path, _) in ROUTES.items():
            application.router.add_route(
                method, f"/api/v10{path}", self._request_handler.serve, name=name
            )
        application.router.add_get("/gateway", self.gateway.serve)
        application.router.add_get("/gateway/", self.gateway.serve)
        application.router.add_get(
            "/attachments/{channel}/{id}/{name}", self._request_handler.attachment
        )
        Page(self).add_to(application)
        application.router.add_route("*", "/{path:.*}", self._request_handler.unknown_route)
        self._runner = web.AppRunner(application, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port or self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port and every connection."""
        self.faults.clear()
        for session in self.gateway.sessions.connected:
            await session.connection.socket.close(code=1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_base(self) -> str:
        return f"{self.base}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/gateway"

    # --- Users' actions ---------------------------------------------------------------------------

    async def slash(
        self, user: User, channel: Channel, name: str, /, **options: Any
    ) -> Interaction:
        """Run a slash command. Raises NotOfferedError for what no client would send."""
        return await self.send(self._actions.slash(user, channel, name, options))

    async def autocomplete(
        self, user: User, channel: Channel, name: str, focused: str, /, **options: Any
    ) -> list[dict[str, Any]]:
        """Type into an option, and return the suggested choices."""
        interaction = await self.send(
            self._actions.autocomplete(user, channel, name, focused, options)
        )
        await self.acknowledged(interaction)
        return interaction.choices or []

    async def menu(self, user: User, message: Message, name: str) -> Interaction:
        """Run a message command. Raises NotOfferedError."""
        return await self.send(self._actions.menu(user, message, name))

    async def press(
        self, user: User, message: Message, which: str, values: list[str] | None = None
    ) -> Interaction:
        """Press a button, or choose in a select, by custom_id or label. Raises NotOfferedError."""
        return await self.send(self._actions.press(user, message, which, values))

    async def submit_modal(self, opened: Interaction, /, **fields: Any) -> Interaction:
        """Submit the modal of an interaction, fields by custom_id. Raises NotOfferedError."""
        return await self.send(self._actions.submit(opened, fields))

    async def submit(self, opened: Interaction, fields: Mapping[str, Any]) -> Interaction:
        """Submit a modal with fields by label, or by a custom_id that is not an identifier."""
        return await self.send(self._actions.submit(opened, fields))

    async def send(self, interaction: Interaction, *, times: int = 1) -> Interaction:
        """Dispatch an interaction to every session of its shard, *times* times."""
        self.interactions.add(interaction)
        message = interaction.message
        shown = message_json(message, self.cdn) if message else None
        payload = payload_of(interaction, self.bot, shown)
        guild = interaction.channel.guild
        sessions = self.gateway.sessions.for_guild(guild.id if guild else None)
        for session in sessions * times:
            await session.dispatch("INTERACTION_CREATE", payload)
        return interaction

    # --- Waiting ----------------------------------------------------------------------------------

    async def until(
        self,
        holds: Callable[[], object],
        what: str = "what was waited for",
        seconds: float = TIMEOUT,
    ) -> None:
        """Wait until a condition of the fake or of the test holds."""
        await self.changes.until(holds, seconds, what, polls=True)

    async def connected(self, sessions: int = 1) -> None:
        """Wait until this number of sessions is ready."""
        await self.until(
            lambda: len(self.gateway.sessions.connected) >= sessions, f"{sessions} sessions"
        )

    async def acknowledged(self, interaction: Interaction) -> Interaction:
        """Wait for the acknowledgement, which may be "thinking…"."""
        await interaction.changes.until(
            lambda: interaction.is_acknowledged, TIMEOUT, "an answer to an interaction"
        )
        return interaction

    async def responded(self, interaction: Interaction) -> Interaction:
        """Wait for a response other than "thinking…"."""
        await self.acknowledged(interaction)
        if interaction.original is not None:
            await interaction.original.changes.until(
                lambda: not interaction.is_thinking, TIMEOUT, "more than thinking"
            )
        return interaction

    # --- Events -----------------------------------------------------------------------------------

    def fail(self, route: str, fault: Fault | int | None = None, *, times: int = 1) -> None:
        """Make the next requests on a route (`*`: any) fail with a status or connection error."""
        self.faults.add(route, fault if isinstance(fault, Fault) else Fault(fault), times)

    async def drop(self, code: int | None = None) -> None:
        """Break all gateway connections, with a close code or without a close frame."""
        dropped = {s: s.connection for s in self.gateway.sessions.connected}
        for connection in dropped.values():
            if code is None:
                connection.pull()
            else:
                await connection.socket.close(code=code)
        await self.until(
            lambda: all(session.connection is not dropped[session] for session in dropped),
            "connections to end",
        )

    async def request_reconnect(self) -> None:
        for session in self.gateway.sessions.connected:
            await session.connection.send({"op": 7, "d": None, "s": None, "t": None})

    async def announce(self, channel: Channel, *, is_new: bool = True) -> None:
        """Dispatch the event of a channel that was added or changed."""
        name = "CHANNEL_CREATE" if is_new else "CHANNEL_UPDATE"
        await self._dispatch_to_guild(channel.guild, name, channel_json(channel))

    async def delete_channel(self, channel: Channel) -> None:
        self._drop(channel)
        name = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        await self._dispatch_to_guild(channel.guild, name, channel_json(channel))

    async def remove_bot(self, guild: Guild) -> None:
        """Remove the bot and its commands from a guild."""
        guild.members.pop(self.bot.id, None)
        guild.has_bot = guild.has_commands = False
        await self._dispatch_to_guild(guild, "GUILD_DELETE", {"id": str(guild.id)})

    async def delete_message(self, message: Message) -> None:
        """Delete a message as a user."""
        self.message_writer.delete(message)

    async def _dispatch_to_guild(
        self, guild: Guild | None, name: str, body: dict[str, Any]
    ) -> None:
        if guild is None:
            return
        for session in self.gateway.sessions.for_guild(guild.id):
            if session.intents & GUILDS_INTENT:
                await session.dispatch(name, body)

    # --- GatewayHost ------------------------------------------------------------------------------

    @property
    def guild_count(self) -> int:
        return len(self.bot_guilds())

    def ready_events(self, session: Session) -> list[tuple[str, dict[str, Any]]]:
        """Return READY, and a GUILD_CREATE for every guild of this shard."""
        guilds = [guild for guild in self.bot_guilds() if session.wants(guild.id)]
        ready: dict[str, Any] = {
            "v": 10,
            "user": user_json(self.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.gateway_url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }
        events = [("READY", ready)]
        if session.intents & GUILDS_INTENT:
            events += [("GUILD_CREATE", guild_json(guild, self.bot)) for guild in guilds]
        return events
