"""An example world for people who try the bot by hand: two people, and each kind of place."""

from __future__ import annotations

from tests.fakes.discord.server import FakeDiscord


def furnish(fake: FakeDiscord) -> None:
    """Add a server, a thread, an age-restricted channel, a group and a private chat."""
    ada, bob = fake.add_user("ada", has_installed=True), fake.add_user("bob")
    guild = fake.add_guild("Comics", ada, bob)
    fake.add_channel(guild, "adults", is_age_restricted=True)
    fake.add_thread(fake.channel("general"), "a thread")
    fake.add_group_dm("friends", ada, bob)
    fake.dm(ada)
