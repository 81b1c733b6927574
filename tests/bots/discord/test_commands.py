"""The list of commands, when Discord does not accept it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.chat import startup_call
from bots.discord import client
from tests.bots.discord.adapter import AdapterHarness, running_stage
from tests.fakes.discord import FakeDiscord, Fault

pytestmark = pytest.mark.servers

PART = "discord_commands"
FOREVER = 1_000  # times


@pytest.fixture
async def before(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AdapterHarness:
    """A Discord that knows our commands from before, one of them in an older form."""
    async with running_stage(fake, tmp_path / "before", migrated_file) as stage:
        pass
    assert fake.registry.upserts == 1
    fake.registry.all()[0]["description"] = "as it was before"
    monkeypatch.setattr(startup_call, "FIRST_DELAY", 0.2)
    monkeypatch.setattr(startup_call, "FIRST_TRY_SECONDS", 0.5)
    # The library repeats what is answered with 5xx for 25 s before it gives up.
    monkeypatch.setattr(client, "SYNC_SECONDS", 2.0)
    return stage


async def degraded(stage: AdapterHarness) -> tuple[str, ...]:
    return (await stage.running.services.health.ready()).degraded


async def until_shown(stage: AdapterHarness, part: str, *, is_degraded: bool) -> None:
    async with asyncio.timeout(20):
        while (part in await degraded(stage)) is not is_degraded:
            await stage.breathe()


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
        ("commands_get", Fault(200)),  # a page instead of a list
    ],
    ids=str,
)
async def test_a_refused_list_leaves_the_commands_registered_before_at_work(
    before: AdapterHarness, tmp_path: Path, migrated_file: Path, route: str, fault: Fault
) -> None:
    fake = before.fake
    fake.fail(route, fault, times=FOREVER)

    async with running_stage(fake, tmp_path / "after", migrated_file, before) as stage:
        await until_shown(stage, PART, is_degraded=True)
        interaction = await stage.drawn()
        await stage.settled(interaction)
        await until_shown(stage, "discord", is_degraded=False)
        await until_shown(stage, PART, is_degraded=True)

        fake.faults.clear()
        await until_shown(stage, PART, is_degraded=False)

    assert fake.registry.upserts == 2
    assert fake.registry.all()[0]["description"] != "as it was before"
    assert fake.gateway.sessions.begun == 2  # one each: nothing was started anew


async def test_a_list_that_takes_long_does_not_hold_up_the_connection(
    before: AdapterHarness, tmp_path: Path, migrated_file: Path
) -> None:
    fake = before.fake
    fake.faults.hold("commands_get")

    async with running_stage(fake, tmp_path / "after", migrated_file, before) as stage:
        await stage.settled(await stage.drawn())
        fake.faults.clear()
        await fake.until(lambda: fake.registry.upserts == 2, "the new list")


async def test_it_is_not_tried_again_once_the_process_stops(
    before: AdapterHarness, tmp_path: Path, migrated_file: Path
) -> None:
    before.fake.fail("commands_put", Fault(400, code=30034), times=FOREVER)

    async with running_stage(before.fake, tmp_path / "after", migrated_file, before) as stage:
        await until_shown(stage, PART, is_degraded=True)

    assert PART not in {task.get_name() for task in asyncio.all_tasks()}
    assert before.fake.registry.upserts == 1
