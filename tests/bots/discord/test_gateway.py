"""The gateway connection: reconnects, shards, and processes without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bots.discord.adapter import AdapterHarness, running_adapter
from tests.fakes.discord import FakeDiscord

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("can_resume", [True, False])
async def test_a_dropped_connection_is_reestablished(
    adapter: AdapterHarness, can_resume: bool
) -> None:
    adapter.fake.gateway.refuses_resume = not can_resume
    adapter.generator.hold()
    before = await adapter.request_comic()
    await adapter.fake.responded(before)
    await adapter.fake.drop()
    await adapter.fake.connected()

    adapter.generator.resume()
    after = await adapter.request_comic()
    await adapter.wait_for_delivery(before)
    await adapter.wait_for_delivery(after)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 2
    assert adapter.count("jobs") == 2


async def test_commands_are_registered_only_when_they_changed(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path / "first", migrated_file):
        pass
    async with running_adapter(fake, tmp_path / "second", migrated_file):
        pass
    assert fake.registry.upserts == 1

    fake.registry.all()[0]["description"] = "something else"
    async with running_adapter(fake, tmp_path / "third", migrated_file):
        pass

    assert fake.registry.upserts == 2


async def test_several_processes_share_the_guilds_by_shard(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    adapter = AdapterHarness(fake)
    shards = {"token": fake.token, "api_base": fake.api_base, "shard_count": 2}
    here = str((adapter.guild.id >> 22) % 2)
    there = "1" if here == "0" else "0"
    async with (
        running_adapter(
            fake,
            tmp_path / "a",
            migrated_file,
            AdapterHarness(fake),
            discord={**shards, "shard_ids": there},
        ),
        running_adapter(
            fake, tmp_path / "b", migrated_file, adapter, discord={**shards, "shard_ids": here}
        ),
    ):
        await fake.connected(sessions=2)
        interaction = await adapter.draw_comic()
        await adapter.wait_for_delivery(interaction)

    assert [call.status for call in fake.call_log.to("callback")] == [200]


async def test_a_rejected_token_does_not_affect_the_other_parts(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {"token": "wrong", "api_base": fake.api_base}
    adapter = AdapterHarness(fake)

    async with running_adapter(
        fake, tmp_path, migrated_file, adapter, wait_until_connected=False, discord=settings
    ):
        await fake.until(lambda: fake.call_log.with_status(401), "a refusal")
        readiness = await adapter.running.services.health.ready()

    assert readiness.ready
    assert "discord" in readiness.degraded


async def test_no_privileged_intents_are_requested(adapter: AdapterHarness) -> None:
    [session] = adapter.fake.gateway.sessions.connected

    assert session.intents == 1  # guilds


async def test_the_bot_and_the_worker_can_run_in_separate_processes(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    adapter = AdapterHarness(fake)
    async with (
        running_adapter(
            fake, tmp_path / "bot", migrated_file, adapter, parts=frozenset({"discord"})
        ),
        running_adapter(
            fake,
            tmp_path / "worker",
            migrated_file,
            AdapterHarness(fake),
            parts=frozenset({"worker"}),
            database={"url": f"sqlite:///{adapter.file}"},
            engine={"sweep_seconds": 0.2},
        ),
    ):
        interaction = await adapter.draw_comic()
        await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert len(fake.gateway.sessions.connected) <= 1


async def test_a_process_without_the_token_leaves_deliveries_to_others(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path / "bot", migrated_file) as adapter:
        adapter.generator.hold()
        interaction = await adapter.request_comic()
        await fake.responded(interaction)
        async with running_adapter(
            fake,
            tmp_path / "worker",
            migrated_file,
            AdapterHarness(fake),
            wait_until_connected=False,
            parts=frozenset({"worker"}),
            database={"url": f"sqlite:///{adapter.file}"},
            discord={"token": ""},
        ):
            adapter.generator.resume()
            delivery = await adapter.wait_for_delivery(interaction)

    assert delivery.claim_no == 1
