"""The client of Discord's REST API."""

from __future__ import annotations

import asyncio

import pytest

from bots.chat.api_errors import FailureKind
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.endpoints import use_api_base
from tests.fakes.discord import FakeDiscord

pytestmark = pytest.mark.servers


async def test_no_warnings_about_voice_support_are_logged(
    fake: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    use_api_base(fake.api_base)
    api = DiscordApi(fake.token)
    try:
        assert (await api.application()).name
    finally:
        await api.close()

    assert [record for record in caplog.records if "voice" in record.getMessage()] == []


async def test_a_login_that_hangs_times_out_for_every_caller(fake: FakeDiscord) -> None:
    use_api_base(fake.api_base)
    gate = fake.faults.hold("me")
    api = DiscordApi(fake.token, login_seconds=0.2)

    responses = await asyncio.gather(
        *(api.create_dm("7") for _ in range(3)), return_exceptions=True
    )
    gate.set()
    await api.close()

    assert [each.kind for each in responses if isinstance(each, DiscordApiError)] == [
        FailureKind.LATER
    ] * 3
