"""Updates that are delivered by Telegram instead of fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.bots.telegram.adapter import (
    PROMPT,
    AdapterHarness,
    Outage,
    running_stage,
    telegram_settings,
)
from tests.fakes.telegram import FakeTelegram
from tests.servers import free_port

pytestmark = pytest.mark.servers
SECRET = "nobody-else-knows_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def stage(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    settings = {**telegram_settings(fake), "mode": "webhook", "webhook_secret": SECRET}
    port = free_port()
    public = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_stage(fake, tmp_path, migrated_file, telegram=settings, web=public) as stage:
        await fake.until(lambda: fake.state.webhook.url, "a webhook")
        assert fake.state.webhook.secret == SECRET
        yield stage


async def test_a_delivered_update_becomes_a_picture(stage: AdapterHarness) -> None:
    message = await stage.drawn()

    assert PROMPT in message.caption
    assert stage.fake.ledger.to("getUpdates") == []


async def test_an_update_that_is_delivered_again_is_one_comic(stage: AdapterHarness) -> None:
    await stage.drawn()

    stage.fake.state.updates.repeat(*stage.fake.state.updates.everything)
    await stage.fake.until(lambda: len(stage.fake.state.webhook.pushes) > 1, "another delivery")
    await stage.handled()
    await stage.drawn("/comic a dog")

    assert len(stage.generator.orders) == 2


async def test_while_the_database_is_away_telegram_keeps_the_update(stage: AdapterHarness) -> None:
    outage = Outage(stage.running.services.database)
    outage.begin()
    await stage.say(f"/comic {PROMPT}")
    await stage.fake.until(lambda: stage.fake.state.webhook.pushes, "a delivery")
    assert stage.fake.state.webhook.pushes[0].status == 503
    outage.end()

    stage.fake.clock.advance(minutes=2)
    message = await stage.picture_in(stage.chat)

    assert PROMPT in message.caption
    assert len(stage.generator.orders) == 1


@pytest.mark.parametrize("headers", [{}, {HEADER: "guessed"}, {HEADER: "schlüssel"}])
async def test_without_the_secret_nothing_is_taken(
    stage: AdapterHarness, headers: dict[str, str]
) -> None:
    url = f"{stage.running.url}/hooks/telegram"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, json={"update_id": 1}, headers=headers) as reply,
    ):
        assert reply.status == 401

    assert await stage.counted("inbox") == 0


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"update_id": "1"}'])
async def test_what_is_no_update_is_refused(stage: AdapterHarness, body: str) -> None:
    url = f"{stage.running.url}/hooks/telegram"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=body, headers={HEADER: SECRET}) as reply,
    ):
        assert reply.status == 400
