"""Registration of commands, when Discord rejects it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.chat.delays import ChatDelays
from bots.discord import client
from tests.bots.discord.adapter import AdapterHarness, running_adapter
from tests.fakes.discord import FakeDiscord, Fault

pytestmark = pytest.mark.servers

PART = "discord_commands"
FOREVER = 1_000  # times
SHORT = ChatDelays(startup_call=(0.2, 900.0), first_try=0.5)


@pytest.fixture
async def previous(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AdapterHarness:
    """A Discord where a previous run registered the commands, one of them in an older form."""
    async with running_adapter(fake, tmp_path / "previous", migrated_file) as adapter:
        pass
    assert fake.registry.upserts == 1
    fake.registry.all()[0]["description"] = "the previous description"
    # The library retries 5xx responses for 25 s.
    monkeypatch.setattr(client, "SYNC_SECONDS", 2.0)
    return adapter


async def degraded(adapter: AdapterHarness) -> tuple[str, ...]:
    return (await adapter.running.services.health.ready()).degraded


async def wait_for_readiness(adapter: AdapterHarness, part: str, *, is_degraded: bool) -> None:
    async with asyncio.timeout(20):
        while (part in await degraded(adapter)) is not is_degraded:
            await adapter.yield_to_loop()


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        ("commands_put", Fault(400, code=30034)),
        ("commands_put", Fault(403, code=50001)),
        ("commands_put", Fault(503)),
        ("commands_put", Fault(429, retry_after=3600)),
        ("commands_get", Fault(500)),
        ("commands_get", Fault(404)),
        ("commands_get", Fault()),
        ("commands_get", Fault(200)),  # HTML instead of a list
    ],
    ids=str,
)
async def test_previously_registered_commands_work_while_registration_fails(
    previous: AdapterHarness, tmp_path: Path, migrated_file: Path, route: str, fault: Fault
) -> None:
    fake = previous.fake
    fake.fail(route, fault, times=FOREVER)

    async with running_adapter(
        fake, tmp_path / "after", migrated_file, previous, delays=SHORT
    ) as adapter:
        await wait_for_readiness(adapter, PART, is_degraded=True)
        interaction = await adapter.draw_comic()
        await adapter.wait_for_delivery(interaction)
        await wait_for_readiness(adapter, "discord", is_degraded=False)
        await wait_for_readiness(adapter, PART, is_degraded=True)

        fake.faults.clear()
        await wait_for_readiness(adapter, PART, is_degraded=False)

    assert fake.registry.upserts == 2
    assert fake.registry.all()[0]["description"] != "the previous description"
    assert fake.gateway.sessions.begun == 2  # one per run: the client was not restarted


async def test_slow_registration_does_not_delay_the_connection(
    previous: AdapterHarness, tmp_path: Path, migrated_file: Path
) -> None:
    fake = previous.fake
    fake.faults.hold("commands_get")

    async with running_adapter(
        fake, tmp_path / "after", migrated_file, previous, delays=SHORT
    ) as adapter:
        await adapter.wait_for_delivery(await adapter.draw_comic())
        fake.faults.clear()
        await fake.until(lambda: fake.registry.upserts == 2, "the new list")


async def test_registration_is_not_retried_after_the_process_stopped(
    previous: AdapterHarness, tmp_path: Path, migrated_file: Path
) -> None:
    previous.fake.fail("commands_put", Fault(400, code=30034), times=FOREVER)

    async with running_adapter(
        previous.fake, tmp_path / "after", migrated_file, previous, delays=SHORT
    ) as adapter:
        await wait_for_readiness(adapter, PART, is_degraded=True)

    assert PART not in {task.get_name() for task in asyncio.all_tasks()}
    assert previous.fake.registry.upserts == 1
