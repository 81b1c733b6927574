"""Start-up calls that Telegram refuses, and that the bot can serve without."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.chat.delays import ChatDelays
from tests.bots.telegram.adapter import AdapterHarness, running_harness, telegram_settings
from tests.fakes.telegram import FakeTelegram, Fault
from tests.servers import free_port

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("unlimited_rates")]

FOREVER = 1_000  # times
SHORT = ChatDelays(startup_call=(0.2, 900.0), first_try=0.5, polling_conflict=0.2)
REFUSALS = (Fault(400, description="Bad Request: refused"), Fault(500), Fault(404), Fault())


async def degraded(harness: AdapterHarness) -> set[str]:
    ready = await harness.running.services.health.ready()
    return {part for part in ready.degraded if part.startswith("telegram")}


async def until_degraded(harness: AdapterHarness, *parts: str) -> None:
    async with asyncio.timeout(20):
        while await degraded(harness) != set(parts):
            await harness.pause()


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands"])
@pytest.mark.parametrize("fault", REFUSALS, ids=str)
async def test_refused_command_lists_do_not_delay_serving(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path, method: str, fault: Fault
) -> None:
    fake.fail(method, fault, times=FOREVER)

    async with running_harness(fake, tmp_path, migrated_file, delays=SHORT) as harness:
        await until_degraded(harness, "telegram_commands")
        await harness.draw()

        fake.faults.clear()
        await until_degraded(harness)

    assert len(fake.state.commands) == 12


@pytest.mark.parametrize("fault", REFUSALS, ids=str)
async def test_a_refused_webhook_removal_does_not_delay_serving(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path, fault: Fault
) -> None:
    fake.fail("deleteWebhook", fault, times=FOREVER)

    async with running_harness(fake, tmp_path, migrated_file, delays=SHORT) as harness:
        await until_degraded(harness, "telegram_webhook")
        await harness.draw()

        fake.faults.clear()
        await until_degraded(harness)

    assert fake.call_log.to("deleteWebhook")[-1].status == 200


async def test_webhook_removal_is_retried(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    fake.state.webhook.url = "http://127.0.0.1:9/gone"
    fake.fail("deleteWebhook", Fault(500), times=2)

    async with running_harness(fake, tmp_path, migrated_file, delays=SHORT) as harness:
        await harness.draw()
        await until_degraded(harness)

    assert fake.state.webhook.url == ""


async def test_an_existing_webhook_keeps_delivering(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {**telegram_settings(fake), "mode": "webhook", "webhook_secret": "nobody-knows_1"}
    port = free_port()
    web = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_harness(
        fake, tmp_path, migrated_file, delays=SHORT, telegram=settings, web=web
    ) as harness:
        await fake.until(lambda: fake.state.webhook.url, "a webhook")

    fake.fail("setWebhook", Fault(500), times=FOREVER)
    async with running_harness(
        fake, tmp_path, None, harness, delays=SHORT, telegram=settings, web=web
    ) as harness:
        await until_degraded(harness, "telegram_webhook")
        await harness.draw()

        fake.faults.clear()
        await until_degraded(harness)


async def test_retries_end_when_the_process_stops(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    fake.fail("setMyCommands", Fault(500), times=FOREVER)
    fake.fail("deleteWebhook", Fault(500), times=FOREVER)

    async with running_harness(fake, tmp_path, migrated_file, delays=SHORT) as harness:
        await until_degraded(harness, "telegram_commands", "telegram_webhook")

    names = {task.get_name() for task in asyncio.all_tasks()}
    assert names.isdisjoint({"telegram_commands", "telegram_webhook"})


async def test_a_refused_token_ends_the_retries(
    fake: FakeTelegram, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {**telegram_settings(fake), "token": "1:" + "x" * 35}

    async with running_harness(
        fake, tmp_path, migrated_file, delays=SHORT, telegram=settings
    ) as harness:
        await until_degraded(harness, "telegram")

    assert fake.call_log.to("getUpdates") == []
