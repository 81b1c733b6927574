"""Set-up of the fake's state: users, guilds and channels."""

from __future__ import annotations

from typing import Any

from tests.fakes.discord.clock import Changes, Clock, Snowflakes
from tests.fakes.discord.messages import Message
from tests.fakes.discord.models import (
    EVERYDAY,
    NOTHING,
    Channel,
    Guild,
    Kind,
    Permission,
    Role,
    User,
)


class ServerState:
    """The fake's state, with methods to set it up. Names are for tests; the protocol uses ids."""

    def __init__(self) -> None:
        self.changes = Changes()
        self.clock = Clock(self.changes)
        self.ids = Snowflakes(self.clock)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.nonces: dict[tuple[int, str], Message] = {}
        self.developer = self.add_user("developer")
        self.bot = self.add_user("comicai", is_bot=True)

    # --- Users ------------------------------------------------------------------------------------

    def add_user(self, name: str, **attributes: Any) -> User:
        """Add a user without guilds; *attributes* are those of `User`."""
        user = User(self.ids.make(), name, **attributes)
        self.users[user.id] = user
        return user

    def user(self, name: str) -> User:
        return next(user for user in self.users.values() if user.name == name)

    # --- Guilds -----------------------------------------------------------------------------------

    def add_guild(
        self,
        name: str,
        *members: User,
        with_bot: bool = True,
        with_commands: bool = True,
        guild_id: int | None = None,
        bot_permissions: Permission = EVERYDAY,
        **attributes: Any,
    ) -> Guild:
        """Add a guild, with a text channel `general`; its owner is none of the members."""
        owner = self.add_user(f"owner of {name}")
        number = guild_id or self.ids.make()
        guild = Guild(number, name, owner, Role(number, "@everyone", EVERYDAY), **attributes)
        guild.has_bot, guild.has_commands = with_bot, with_bot or with_commands
        guild.roles[number] = guild.everyone
        self.guilds[number] = guild
        for member in (owner, *members):
            guild.members[member.id] = member
        if with_bot:
            guild.members[self.bot.id] = self.bot
            self.grant(guild, self.bot, bot_permissions)
        self.add_channel(guild, "general")
        return guild

    def grant(self, guild: Guild, user: User, permissions: Permission) -> Role:
        """Give a member a new role with these permissions."""
        role = Role(self.ids.make(), f"of {user.name}", permissions)
        guild.roles[role.id] = role
        guild.roles_of.setdefault(user.id, set()).add(role.id)
        return role

    def join(self, guild: Guild, *members: User) -> None:
        for member in members:
            guild.members[member.id] = member

    # --- Channels ---------------------------------------------------------------------------------

    def add_channel(
        self, guild: Guild, name: str, kind: Kind = Kind.TEXT, **attributes: Any
    ) -> Channel:
        channel = Channel(self.ids.make(), kind, name, guild, **attributes)
        return self._keep(channel)

    def add_thread(
        self, channel: Channel, name: str, *members: User, private: bool = False
    ) -> Channel:
        """Add a thread; in a forum that is a post, with its first message."""
        kind = Kind.PRIVATE_THREAD if private else Kind.PUBLIC_THREAD
        thread = Channel(self.ids.make(), kind, name, channel.guild, channel, list(members))
        if channel.kind is Kind.FORUM:
            assert channel.guild is not None
            first = Message(thread.id, thread, channel.guild.owner, self.clock.now(), "first post")
            thread.messages[first.id] = first
        return self._keep(thread)

    def channel(self, name: str) -> Channel:
        return next(channel for channel in self.channels.values() if channel.name == name)

    def dm(self, user: User) -> Channel:
        """Return the DM channel of the user with the bot."""
        for channel in self.channels.values():
            if channel.kind is Kind.DM and user in channel.recipients:
                return channel
        name = f"dm of {user.name}"
        return self._keep(Channel(self.ids.make(), Kind.DM, name, recipients=[user, self.bot]))

    def add_group_dm(self, name: str, *users: User) -> Channel:
        """Add a group DM, of which bots cannot be members."""
        return self._keep(Channel(self.ids.make(), Kind.GROUP_DM, name, recipients=list(users)))

    def permit(
        self,
        channel: Channel,
        who: User | Role,
        *,
        allow: Permission = NOTHING,
        deny: Permission = NOTHING,
    ) -> None:
        """Set a channel's overwrite for a member or a role."""
        channel.overwrites[who.id] = (allow, deny)

    def say(self, user: User, channel: Channel, content: str) -> Message:
        """Add a message by a user."""
        message = Message(self.ids.make(), channel, user, self.clock.now(), content)
        channel.messages[message.id] = message
        return message

    def takes_dms(self, channel: Channel) -> bool:
        """Whether the bot may write to this DM channel."""
        user = next(user for user in channel.recipients if user is not self.bot)
        return user.dms_open and (user.has_installed or self.shares_guild(user))

    def shares_guild(self, user: User) -> bool:
        return any(user.id in guild.members for guild in self.bot_guilds())

    def bot_guilds(self) -> list[Guild]:
        return [guild for guild in self.guilds.values() if self.bot.id in guild.members]

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels[channel.id] = channel
        return channel

    def _drop(self, channel: Channel) -> None:
        self.channels.pop(channel.id, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)
