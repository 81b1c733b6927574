"""Updates delivered by webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.bots.telegram.adapter import (
    PROMPT,
    AdapterHarness,
    Outage,
    running_harness,
    telegram_settings,
)
from tests.fakes.telegram import FakeTelegram
from tests.servers import free_port

pytestmark = pytest.mark.servers
SECRET = "nobody-else-knows_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def harness(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    settings = {**telegram_settings(fake), "mode": "webhook", "webhook_secret": SECRET}
    port = free_port()
    public = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_harness(
        fake, tmp_path, migrated_file, telegram=settings, web=public
    ) as harness:
        await fake.until(lambda: fake.state.webhook.url, "a webhook")
        assert fake.state.webhook.secret == SECRET
        yield harness


async def test_a_delivered_update_becomes_a_picture(harness: AdapterHarness) -> None:
    message = await harness.draw()

    assert PROMPT in message.caption
    assert harness.fake.call_log.to("getUpdates") == []


async def test_a_redelivered_update_creates_one_comic(harness: AdapterHarness) -> None:
    await harness.draw()

    harness.fake.state.updates.repeat(*harness.fake.state.updates.everything)
    await harness.fake.until(lambda: len(harness.fake.state.webhook.pushes) > 1, "another delivery")
    await harness.wait_until_handled()
    await harness.draw("/comic a dog")

    assert len(harness.generator.submissions) == 2


async def test_during_an_outage_telegram_keeps_the_update(harness: AdapterHarness) -> None:
    outage = Outage(harness.running.services.database)
    outage.begin()
    await harness.say(f"/comic {PROMPT}")
    await harness.fake.until(lambda: harness.fake.state.webhook.pushes, "a delivery")
    assert harness.fake.state.webhook.pushes[0].status == 503
    outage.end()

    harness.fake.clock.advance(minutes=2)
    message = await harness.wait_for_picture(harness.chat)

    assert PROMPT in message.caption
    assert len(harness.generator.submissions) == 1


@pytest.mark.parametrize("headers", [{}, {HEADER: "guessed"}, {HEADER: "schlüssel"}])
async def test_updates_without_the_secret_are_rejected(
    harness: AdapterHarness, headers: dict[str, str]
) -> None:
    url = f"{harness.running.url}/hooks/telegram"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, json={"update_id": 1}, headers=headers) as reply,
    ):
        assert reply.status == 401

    assert await harness.count_rows("inbox") == 0


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"update_id": "1"}'])
async def test_malformed_updates_are_rejected(harness: AdapterHarness, body: str) -> None:
    url = f"{harness.running.url}/hooks/telegram"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=body, headers={HEADER: SECRET}) as reply,
    ):
        assert reply.status == 400
