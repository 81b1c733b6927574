"""Example data for trying the bot by hand: two users, and each kind of channel."""

from __future__ import annotations

from tests.fakes.discord.server import FakeDiscord


def add_example_data(fake: FakeDiscord) -> None:
    """Add a guild, a thread, an age-restricted channel, a group DM and a DM."""
    ada, bob = fake.add_user("ada", has_installed=True), fake.add_user("bob")
    guild = fake.add_guild("Comics", ada, bob)
    fake.add_channel(guild, "adults", is_age_restricted=True)
    fake.add_thread(fake.channel("general"), "a thread")
    fake.add_group_dm("friends", ada, bob)
    fake.dm(ada)
