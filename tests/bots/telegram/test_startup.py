"""Calls at start-up that Telegram refuses, and that the bot can serve without."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.chat import startup_call
from bots.telegram import polling
from tests.bots.telegram.adapter import AdapterHarness, running_stage, telegram_settings
from tests.fakes.telegram import FakeTelegram, Fault
from tests.servers import free_port

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("unhurried")]

FOREVER = 1_000  # times
REFUSALS = (Fault(400, description="Bad Request: refused"), Fault(500), Fault(404), Fault())


@pytest.fixture(autouse=True)
def _short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup_call, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(startup_call, "FIRST_TRY_SECONDS", 0.5)
    monkeypatch.setattr(polling, "CONFLICT_DELAY", 0.2)


async def degraded(stage: AdapterHarness) -> set[str]:
    ready = await stage.running.services.health.ready()
    return {part for part in ready.degraded if part.startswith("telegram")}


async def until_degraded(stage: AdapterHarness, *parts: str) -> None:
    async with asyncio.timeout(20):
        while await degraded(stage) != set(parts):
            await stage.breathe()


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands"])
@pytest.mark.parametrize("fault", REFUSALS, ids=str)
async def test_refused_lists_of_commands_keep_nobody_waiting(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path, method: str, fault: Fault
) -> None:
    fake.fail(method, fault, times=FOREVER)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        await until_degraded(stage, "telegram_commands")
        await stage.drawn()

        fake.faults.clear()
        await until_degraded(stage)

    assert len(fake.state.commands) == 12


@pytest.mark.parametrize("fault", REFUSALS, ids=str)
async def test_a_webhook_that_cannot_be_removed_keeps_nobody_waiting(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path, fault: Fault
) -> None:
    fake.fail("deleteWebhook", fault, times=FOREVER)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        await until_degraded(stage, "telegram_webhook")
        await stage.drawn()

        fake.faults.clear()
        await until_degraded(stage)

    assert fake.ledger.to("deleteWebhook")[-1].status == 200


async def test_a_webhook_is_removed_as_soon_as_telegram_lets_it(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    fake.state.webhook.url = "http://127.0.0.1:9/gone"
    fake.fail("deleteWebhook", Fault(500), times=2)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        await stage.drawn()
        await until_degraded(stage)

    assert fake.state.webhook.url == ""


async def test_a_webhook_that_was_set_before_goes_on_delivering(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {**telegram_settings(fake), "mode": "webhook", "webhook_secret": "nobody-knows_1"}
    port = free_port()
    web = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_stage(fake, tmp_path, migrated_file, telegram=settings, web=web) as stage:
        await fake.until(lambda: fake.state.webhook.url, "a webhook")

    fake.fail("setWebhook", Fault(500), times=FOREVER)
    async with running_stage(fake, tmp_path, None, stage, telegram=settings, web=web) as stage:
        await until_degraded(stage, "telegram_webhook")
        await stage.drawn()

        fake.faults.clear()
        await until_degraded(stage)


async def test_nothing_is_tried_again_once_the_process_stops(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    fake.fail("setMyCommands", Fault(500), times=FOREVER)
    fake.fail("deleteWebhook", Fault(500), times=FOREVER)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        await until_degraded(stage, "telegram_commands", "telegram_webhook")

    names = {task.get_name() for task in asyncio.all_tasks()}
    assert names.isdisjoint({"telegram_commands", "telegram_webhook"})


async def test_a_refused_token_is_no_matter_of_waiting(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {**telegram_settings(fake), "token": "1:" + "x" * 35}

    async with running_stage(fake, tmp_path, migrated_file, telegram=settings) as stage:
        await until_degraded(stage, "telegram")

    assert fake.ledger.to("getUpdates") == []
