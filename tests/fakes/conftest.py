"""Fixtures: a fake Discord with a guild and two users."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord
    from tests.fakes.discord.models import Channel, User


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    from tests.fakes.discord import FakeDiscord
    from tests.fakes.discord_bot import pointed_to

    server = FakeDiscord()
    server.add_guild("Comics", server.add_user("ada"), server.add_user("bob"))
    async with server.running(), pointed_to(server):
        yield server


@pytest.fixture
def ada(fake: FakeDiscord) -> User:
    return fake.user("ada")


@pytest.fixture
def bob(fake: FakeDiscord) -> User:
    return fake.user("bob")


@pytest.fixture
def general(fake: FakeDiscord) -> Channel:
    return fake.channel("general")
