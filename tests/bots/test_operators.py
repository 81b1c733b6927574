"""Tests of operator notices in a Discord channel and a Telegram group, from several processes."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bots.parts import WORKER
from core.jobs.capacity import DOWN_AFTER
from core.operations.alerts import CALM_SECONDS
from tests.application import DrawingServer, RunningApp
from tests.bots.discord.adapter import AdapterHarness as DiscordHarness
from tests.bots.discord.adapter import running_adapter as running_in_discord
from tests.bots.telegram.adapter import AdapterHarness as TelegramHarness
from tests.bots.telegram.adapter import running_harness as running_in_telegram
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.proxy import TcpProxy

pytestmark = pytest.mark.servers

TIMEOUT = 20.0
# The last full hour before the daily summary, which is sent at eight.
SEVEN_OCLOCK = "strftime('%Y-%m-%d 07:00:00.000000', 'now', '-8 hours')"
ELEVEN_MINUTES_AGO = "strftime('%Y-%m-%d %H:%M:%f000', 'now', '-11 minutes')"


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    return _migrated_file


@pytest.fixture
async def generator_proxy(tmp_path: Path) -> AsyncIterator[TcpProxy]:
    """Proxy to the generator, with which the test can cut the connection."""
    async with DrawingServer(tmp_path / "data" / "images").running() as drawing:
        place = urlsplit(drawing.url)
        proxy = TcpProxy(place.hostname or "", place.port or 0)
        await proxy.start()
        yield proxy
        await proxy.close()


def breaker_of(app: RunningApp) -> float | None:
    """Return the metric of the process that says whether its circuit breaker is open."""
    return app.app.metrics.registry.get_sample_value("comicai_generator_breaker_open")


async def check_generator(*apps: RunningApp, times: int = 1) -> None:
    """Have each process check the generator's health, as it does every few seconds."""
    for each in apps:
        assert each.app.capacity is not None
        for _ in range(times):
            await each.app.capacity.refresh()


async def generator_healthy(app: RunningApp) -> None:
    """Wait until the process considers the generator healthy."""
    async with asyncio.timeout(TIMEOUT):
        while not app.services.health.parts()["generator"]:
            await asyncio.sleep(0.02)


async def run_alerts(*apps: RunningApp) -> None:
    """Have each process check its alerts, as it does every half minute."""
    for each in apps:
        each.services.fleet_stats._read_at = None
        await each.app.alerts.run_once()


def sql(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, timeout=TIMEOUT)) as connection, connection:
        connection.execute(statement)


async def test_two_processes_notify_a_discord_channel_once_of_an_outage_and_its_end(
    generator_proxy: TcpProxy, tmp_path: Path, migrated_file: Path
) -> None:
    fake = FakeDiscord()
    async with fake.running():
        harness = DiscordHarness(fake)
        ops = fake.add_channel(harness.guild, "ops")
        settings: Any = {
            "generator": {"url": f"http://127.0.0.1:{generator_proxy.own_port}/generate"},
            "ops": {"notify": f"discord:{ops.id}", "language": "pt-BR"},
        }
        database = {"url": f"sqlite:///{tmp_path / 'one' / 'data' / 'comicai.db'}"}
        async with (
            running_in_discord(fake, tmp_path / "one", migrated_file, harness, **settings) as one,
            running_in_discord(
                fake,
                tmp_path / "two",
                migrated_file,
                DiscordHarness(fake),
                wait_until_connected=False,
                database=database,
                **settings,
            ) as two,
        ):
            apps = (one.running, two.running)
            for each in apps:
                await generator_healthy(each)
            await generator_proxy.close()
            await check_generator(*apps, times=DOWN_AFTER)
            assert [breaker_of(each) for each in apps] == [1, 1]
            await run_alerts(*apps, *apps)

            [message] = ops.messages.values()
            assert "o gerador não responde" in message.content
            ready = await apps[0].services.health.ready()
            assert ready.ready
            assert "generator" in ready.degraded

            await generator_proxy.start()
            await check_generator(*apps)
            assert [breaker_of(each) for each in apps] == [0, 0]
            long_ago = f"strftime('%Y-%m-%d %H:%M:%f000', at, '-{CALM_SECONDS + 1} seconds')"
            sql(harness.file, f"UPDATE marks SET at = {long_ago} WHERE name LIKE 'seen %'")
            await run_alerts(*apps, *apps)

            assert len(ops.messages) == 2
            assert "voltou a responder" in list(ops.messages.values())[-1].content


async def test_a_telegram_group_is_notified_of_an_old_job_and_gets_the_daily_summary(
    tmp_path: Path, migrated_file: Path
) -> None:
    async with FakeTelegram().running() as fake:
        harness = TelegramHarness(fake)
        group = await fake.group(harness.bob, harness.ada, title="Operators")
        settings: Any = {"ops": {"notify": f"telegram:{group.id}", "language": "ja"}}
        database = {"url": f"sqlite:///{tmp_path / 'one' / 'data' / 'comicai.db'}"}
        async with (
            running_in_telegram(fake, tmp_path / "one", migrated_file, harness, **settings) as one,
            running_in_telegram(
                fake,
                tmp_path / "two",
                migrated_file,
                TelegramHarness(fake),
                parts=frozenset({WORKER}),
                database=database,
                **settings,
            ) as two,
        ):
            apps = (one.running, two.running)
            await run_alerts(*apps)
            one.generator.hold()
            two.generator.hold()
            await one.start()
            await one.say("/comic a secret story")
            await one.wait_until_handled()
            async with asyncio.timeout(TIMEOUT):
                while not await one.count_rows("jobs WHERE state = 'drawing'"):
                    await one.pause()
            sql(one.file, f"UPDATE jobs SET created_at = {ELEVEN_MINUTES_AGO}")
            await run_alerts(*apps, *apps)

            [notice] = group.from_bot()
            assert "11分間" in notice.text
            assert "secret" not in notice.text

            one.generator.resume()
            two.generator.resume()
            await one.wait_until_delivered()
            sql(one.file, "UPDATE marks SET at = datetime('now', '-2 days') WHERE name = 'daily'")
            sql(one.file, f"UPDATE jobs SET created_at = {SEVEN_OCLOCK}")
            await run_alerts(*apps, *apps)

            assert len(group.from_bot()) == 2
            assert "リクエスト1件、コミック1件、失敗0件" in group.from_bot()[-1].text
