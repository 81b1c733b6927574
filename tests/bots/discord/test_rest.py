"""Our client for Discord's REST API."""

from __future__ import annotations

import asyncio

import pytest

from bots.discord import rest as module
from bots.discord.endpoints import use_api_base
from bots.discord.errors import DiscordError, Trouble
from bots.discord.rest import Rest
from tests.fakes.discord import FakeDiscord

pytestmark = pytest.mark.servers


async def test_nothing_is_logged_of_what_it_would_take_to_speak(
    fake: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    use_api_base(fake.api_base)
    rest = Rest(fake.token)
    try:
        assert (await rest.application()).name
    finally:
        await rest.close()

    assert [record for record in caplog.records if "voice" in record.getMessage()] == []


async def test_nobody_waits_for_a_login_for_ever(
    fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOGIN_SECONDS", 0.2)
    use_api_base(fake.api_base)
    gate = fake.faults.hold("me")
    rest = Rest(fake.token)

    answers = await asyncio.gather(
        *(rest.private_channel("7") for _ in range(3)), return_exceptions=True
    )
    gate.set()
    await rest.close()

    assert [each.trouble for each in answers if isinstance(each, DiscordError)] == [
        Trouble.LATER
    ] * 3
