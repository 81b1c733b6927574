"""Stops, kills and restarts: nothing is lost, doubled, or left unanswered."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bots.discord import runner
from core.models.deliveries import DeliveryState
from core.models.jobs import JobState
from storage.database import SqlDatabase
from tests.application import DrawingServer
from tests.bots.discord.adapter import (
    PATIENCE,
    PROMPT,
    AdapterHarness,
    discord_settings,
    running_stage,
)
from tests.fakes.discord import FakeDiscord, Interaction
from tests.processes import comicai

pytestmark = pytest.mark.servers


async def test_a_stop_leaves_nobody_thinking(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database hangs, so what is being taken on has to be cut short."""
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    write: Callable[..., Awaitable[object]] = SqlDatabase.write
    asked: list[Interaction] = []

    async def hang(self: SqlDatabase, work: object) -> object:
        if asked:
            await asyncio.sleep(3600)
        return await write(self, work)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        monkeypatch.setattr(SqlDatabase, "write", hang)
        asked += [await stage.comic() for _ in range(3)]
        for each in asked:
            await fake.acknowledged(each)

    for each in asked:
        assert each.original is not None
        assert not each.original.is_thinking
        assert "couldn’t confirm" in each.original.text


async def test_twenty_requests_in_every_state_survive_a_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.2)
    limits, engine = {"in_flight": 4}, {"drawing": 2}
    async with running_stage(
        fake, tmp_path, migrated_file, limits=limits, job_queue=engine
    ) as stage:
        delivered = [await stage.drawn() for _ in range(3)]
        for each in delivered:
            await stage.settled(each)
        stage.generator.hold()
        drawn = [await stage.comic() for _ in range(3)]
        for each in drawn:
            await fake.answered(each)
        fake.faults.hold("webhook_edit")  # from now on nothing gets there
        stage.generator.go_on()
        for each in drawn:
            await stage.ended(each)
        stage.generator.refuse(422, "prompt_rejected")
        failed = [await stage.comic() for _ in range(3)]
        for each in failed:
            await stage.ended(each)
        stage.generator.refusal = None
        stage.generator.hold()
        canceled = [await stage.comic() for _ in range(2)]
        for each in canceled:
            job = await stage.job_of(each)
            await stage.running.services.requests.cancel(job.id, stage.as_ada)
        going = [await stage.comic() for _ in range(9)]
        for each in going:
            await stage.job_of(each)
        await fake.until(lambda: stage.count("jobs WHERE state = 'drawing'") == 2, "two to draw")
        undelivered = stage.count("deliveries WHERE state = 'pending'")
        states = [(await stage.job_of(each)).state for each in going]
    fake.faults.clear()
    everything = (*delivered, *drawn, *failed, *canceled, *going)
    assert undelivered == 17
    assert {*states} == {JobState.WAITING, JobState.QUEUED, JobState.DRAWING}

    async with running_stage(fake, tmp_path, None, stage, limits=limits, job_queue=engine) as stage:
        await stage.hurry()
        for each in everything:
            await stage.settled(each)
        ends = [(await stage.job_of(each)).state for each in everything]

    drew, rejected = JobState.DRAWN, JobState.REJECTED
    assert ends == [drew] * 6 + [rejected] * 3 + [JobState.CANCELED] * 2 + [drew] * 9
    assert stage.pictures_seen_by(stage.bob, stage.general) == 15
    for each in everything:
        assert not each.is_thinking
        message = each.original
        assert message is not None
        assert len(message.pictures) == (each not in (*failed, *canceled))
    said = [each.original.text for each in (*failed, *canceled) if each.original]
    assert ["can’t draw this one" in text for text in said] == [True] * 3 + [False] * 2
    assert ["Canceled" in text for text in said] == [False] * 3 + [True] * 2


async def test_what_was_drawn_while_nobody_could_deliver_is_brought_after_the_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        stage.generator.hold()
        interaction = await stage.comic()
        await fake.answered(interaction)
        fake.fail("webhook_edit", None, times=50)
        stage.generator.go_on()
        await stage.ended(interaction)
    fake.faults.clear()
    stage.expire()

    async with running_stage(fake, tmp_path, None, stage) as stage:
        await stage.hurry()
        await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


@pytest.mark.parametrize("route", ["webhook_edit", "message_edit", "message_create"])
async def test_a_kill_in_the_middle_of_bringing_it_shows_one_picture(
    fake: FakeDiscord, tmp_path: Path, route: str
) -> None:
    stage = AdapterHarness(fake)
    stage.file = tmp_path / "data" / "comicai.db"
    settings = {f"discord__{name}": value for name, value in discord_settings(fake).items()}
    async with comicai(tmp_path, "run", **settings) as process:
        await process.ready()
        await fake.connected()
        interaction = await stage.comic(panels=1)
        await fake.answered(interaction)
        assert interaction.original is not None
        gate = fake.faults.gates[route] = asyncio.Event()
        if route == "message_create":
            await fake.delete_message(interaction.original)
        if route != "webhook_edit":
            stage.expire()
        await being_delivered(stage.file)
        await process.kill()
    gate.set()
    fake.faults.clear()

    async with comicai(tmp_path, "run", **settings) as process:
        await process.ready()
        await delivered(stage.file)
        assert await process.stop() == 0

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_after_a_kill_people_are_told_again_how_far_it_is(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    stage = AdapterHarness(fake)
    stage.file = tmp_path / "data" / "comicai.db"
    settings = {f"discord__{name}": value for name, value in discord_settings(fake).items()}
    drawing = DrawingServer(tmp_path / "data" / "images")
    async with drawing.running():
        drawing.hold()
        settings["generator__url"] = drawing.url
        async with comicai(tmp_path, "run", **settings) as process:
            await process.ready()
            await fake.connected()
            interaction = await stage.comic()
            await fake.answered(interaction)
            await drawing.next_order()
            await process.kill()

        async with comicai(tmp_path, "run", **settings) as process:
            await process.ready()
            await being_told(stage, interaction, "panel 3 of 4")
            assert interaction.original is not None
            assert "Cancel" in str(interaction.original.components)
            drawing.go_on()
            await delivered(stage.file)
            assert await process.stop() == 0

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert "panel" not in interaction.original.text


async def being_told(stage: AdapterHarness, interaction: Interaction, words: str) -> None:
    """Report progress, as a worker does, until its person is told.

    The worker that really draws it has nothing to report, and says so once a second.
    """
    message = interaction.original
    assert message is not None
    async with asyncio.timeout(60):
        while words not in message.text:
            await asyncio.to_thread(
                stage.sql,
                "UPDATE jobs SET stage = 'rendering', panel = 3, panel_count = 4 "
                "WHERE state = 'drawing'",
            )
            await asyncio.sleep(0.1)


async def test_a_stop_does_not_write_over_a_receipt(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken on is known to be, though its receipt is still on its way."""
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)

    async with running_stage(fake, tmp_path, migrated_file) as stage:
        stage.generator.hold()
        gate = fake.faults.hold("webhook_edit")
        interaction = await stage.comic()
        await stage.job_of(interaction)
        await fake.until(lambda: fake.faults.waiting, "the receipt")
        asyncio.get_running_loop().call_later(1, gate.set)

    assert interaction.original is not None
    assert "couldn’t confirm" not in interaction.original.text
    assert PROMPT in interaction.original.content


async def test_a_stop_in_the_middle_of_a_refusal_leaves_the_refusal(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    moderation = {"words": ["bakery"]}

    async with running_stage(fake, tmp_path, migrated_file, moderation=moderation) as stage:
        fake.faults.hold("webhook_delete")
        interaction = await stage.comic()
        await fake.until(lambda: fake.faults.waiting, "the removal")

    assert interaction.original is not None
    assert "can’t draw this one" in interaction.original.text
    fake.faults.clear()


async def being_delivered(file: Path) -> None:
    await _until(file, "SELECT 1 FROM deliveries WHERE claim_no > 0 AND lease_owner IS NOT NULL")


async def delivered(file: Path) -> None:
    await _until(file, f"SELECT 1 FROM deliveries WHERE state = '{DeliveryState.DELIVERED}'")


async def _until(file: Path, query: str) -> None:
    def look() -> bool:
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
            return connection.execute(query).fetchone() is not None

    async with asyncio.timeout(60):
        while not await asyncio.to_thread(look):
            await asyncio.sleep(0.05)
