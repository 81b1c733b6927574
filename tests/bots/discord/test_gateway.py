"""The connection to Discord: kept up, picked up again, and shared among processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bots.discord.adapter import AdapterHarness, running_stage
from tests.fakes.discord import FakeDiscord

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("can_resume", [True, False])
async def test_a_connection_that_drops_is_picked_up_again(
    stage: AdapterHarness, can_resume: bool
) -> None:
    stage.fake.gateway.refuses_resume = not can_resume
    stage.generator.hold()
    before = await stage.comic()
    await stage.fake.answered(before)
    await stage.fake.drop()
    await stage.fake.connected()

    stage.generator.go_on()
    after = await stage.comic()
    await stage.settled(before)
    await stage.settled(after)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 2
    assert stage.count("jobs") == 2


async def test_commands_are_written_only_when_they_changed(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path / "first", migrated_file):
        pass
    async with running_stage(fake, tmp_path / "second", migrated_file):
        pass
    assert fake.registry.upserts == 1

    fake.registry.all()[0]["description"] = "something else"
    async with running_stage(fake, tmp_path / "third", migrated_file):
        pass

    assert fake.registry.upserts == 2


async def test_several_processes_share_the_servers(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    stage = AdapterHarness(fake)
    shards = {"token": fake.token, "api_base": fake.api_base, "shard_count": 2}
    here = str((stage.guild.id >> 22) % 2)
    there = "1" if here == "0" else "0"
    async with (
        running_stage(
            fake,
            tmp_path / "a",
            migrated_file,
            AdapterHarness(fake),
            discord={**shards, "shard_ids": there},
        ),
        running_stage(
            fake, tmp_path / "b", migrated_file, stage, discord={**shards, "shard_ids": here}
        ),
    ):
        await fake.connected(sessions=2)
        interaction = await stage.drawn()
        await stage.settled(interaction)

    assert [call.status for call in fake.ledger.to("callback")] == [200]


async def test_a_refused_token_leaves_the_rest_of_the_product_at_work(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    settings = {"token": "wrong", "api_base": fake.api_base}
    stage = AdapterHarness(fake)

    async with running_stage(fake, tmp_path, migrated_file, stage, waits=False, discord=settings):
        await fake.until(lambda: fake.ledger.with_status(401), "a refusal")
        readiness = await stage.running.services.health.ready()

    assert readiness.ready
    assert "discord" in readiness.degraded


async def test_no_intent_that_discord_has_to_grant_is_asked_for(stage: AdapterHarness) -> None:
    [session] = stage.fake.gateway.sessions.connected

    assert session.intents == 1  # guilds


async def test_the_bot_and_who_draws_can_be_apart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    stage = AdapterHarness(fake)
    async with (
        running_stage(fake, tmp_path / "bot", migrated_file, stage, parts=frozenset({"discord"})),
        running_stage(
            fake,
            tmp_path / "worker",
            migrated_file,
            AdapterHarness(fake),
            parts=frozenset({"worker"}),
            database={"url": f"sqlite:///{stage.file}"},
            job_queue={"sweep_seconds": 0.2},
        ),
    ):
        interaction = await stage.drawn()
        await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert len(fake.gateway.sessions.connected) <= 1


async def test_a_process_without_the_token_leaves_the_bringing_to_others(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path / "bot", migrated_file) as stage:
        stage.generator.hold()
        interaction = await stage.comic()
        await fake.answered(interaction)
        async with running_stage(
            fake,
            tmp_path / "worker",
            migrated_file,
            AdapterHarness(fake),
            waits=False,
            parts=frozenset({"worker"}),
            database={"url": f"sqlite:///{stage.file}"},
            discord={"token": ""},
        ):
            stage.generator.go_on()
            delivery = await stage.settled(interaction)

    assert delivery.claim_no == 1
