"""Shutdown, kill and restart: no request is lost, duplicated or left without a response."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bots.discord import runner
from bots.discord.handler_tasks import HandlerTasks
from core.models.deliveries import DeliveryState
from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from tests.application import DrawingServer
from tests.bots.discord.adapter import (
    PROMPT,
    TIMEOUT,
    AdapterHarness,
    discord_settings,
    running_adapter,
)
from tests.fakes.discord import FakeDiscord, Interaction
from tests.processes import comicai

pytestmark = pytest.mark.servers


async def test_a_shutdown_leaves_no_deferred_response(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database hangs, so the running submissions have to be cancelled."""
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    write: Callable[..., Awaitable[object]] = SqlDatabase.write
    interactions: list[Interaction] = []

    async def hang(self: SqlDatabase, work: object) -> object:
        if interactions:
            await asyncio.sleep(3600)
        return await write(self, work)

    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        monkeypatch.setattr(SqlDatabase, "write", hang)
        interactions += [await adapter.request_comic() for _ in range(3)]
        for each in interactions:
            await fake.acknowledged(each)

    for each in interactions:
        assert each.original is not None
        assert not each.original.is_thinking
        assert "couldn’t confirm" in each.original.text


async def test_a_draining_process_refuses_commands_buttons_and_modals(
    handler_tasks: list[HandlerTasks], adapter: AdapterHarness
) -> None:
    fake, ada, general = adapter.fake, adapter.ada, adapter.general
    interaction = await adapter.draw_comic()
    await adapter.wait_for_delivery(interaction)
    message = interaction.original
    assert message is not None
    opened = await fake.press(ada, message, "Continue")
    await fake.acknowledged(opened)
    handler_tasks[0].draining = True

    refused = [
        await adapter.request_comic(),
        await fake.slash(ada, general, "queue"),
        await fake.press(ada, message, "Favorite"),
        await fake.submit_modal(opened, prompt="and then it rains"),
    ]

    for each in refused:
        await fake.responded(each)
        [response] = each.messages
        assert "restarting" in response.text
        assert response.is_ephemeral
    assert adapter.count("jobs") == 1
    assert await fake.autocomplete(ada, general, "comic", "style", style="no")


async def test_twenty_requests_in_every_state_survive_a_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.2)
    limits, engine = {"in_flight": 4}, {"drawing": 2}
    async with running_adapter(
        fake, tmp_path, migrated_file, limits=limits, engine=engine
    ) as adapter:
        delivered = [await adapter.draw_comic() for _ in range(3)]
        for each in delivered:
            await adapter.wait_for_delivery(each)
        adapter.generator.hold()
        drawn = [await adapter.request_comic() for _ in range(3)]
        for each in drawn:
            await fake.responded(each)
        fake.faults.hold("webhook_edit")  # deliveries hang from now on
        adapter.generator.resume()
        for each in drawn:
            await adapter.wait_for_job_end(each)
        adapter.generator.refuse(422, "prompt_rejected")
        failed = [await adapter.request_comic() for _ in range(3)]
        for each in failed:
            await adapter.wait_for_job_end(each)
        adapter.generator.refusal = None
        adapter.generator.hold()
        canceled = [await adapter.request_comic() for _ in range(2)]
        for each in canceled:
            job = await adapter.job_of(each)
            await adapter.running.services.cancellation.cancel(job.id, adapter.as_ada)
        unfinished = [await adapter.request_comic() for _ in range(9)]
        for each in unfinished:
            await adapter.job_of(each)
        await fake.until(lambda: adapter.count("jobs WHERE state = 'drawing'") == 2, "two to draw")
        undelivered = adapter.count("deliveries WHERE state = 'pending'")
        states = [(await adapter.job_of(each)).state for each in unfinished]
    fake.faults.clear()
    all_interactions = (*delivered, *drawn, *failed, *canceled, *unfinished)
    assert undelivered == 17
    assert {*states} == {JobState.WAITING, JobState.QUEUED, JobState.DRAWING}

    async with running_adapter(
        fake, tmp_path, None, adapter, limits=limits, engine=engine
    ) as adapter:
        await adapter.retry_deliveries()
        for each in all_interactions:
            await adapter.wait_for_delivery(each)
        ends = [(await adapter.job_of(each)).state for each in all_interactions]

    drawn_state, rejected = JobState.DRAWN, JobState.REJECTED
    assert ends == [drawn_state] * 6 + [rejected] * 3 + [JobState.CANCELED] * 2 + [drawn_state] * 9
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 15
    for each in all_interactions:
        assert not each.is_thinking
        message = each.original
        assert message is not None
        assert len(message.pictures) == (each not in (*failed, *canceled))
    texts = [each.original.text for each in (*failed, *canceled) if each.original]
    assert ["can’t draw this one" in text for text in texts] == [True] * 3 + [False] * 2
    assert ["Canceled" in text for text in texts] == [False] * 3 + [True] * 2


async def test_a_comic_drawn_before_a_restart_is_delivered_after_it(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        adapter.generator.hold()
        interaction = await adapter.request_comic()
        await fake.responded(interaction)
        fake.fail("webhook_edit", None, times=50)
        adapter.generator.resume()
        await adapter.wait_for_job_end(interaction)
    fake.faults.clear()
    adapter.expire_tokens()

    async with running_adapter(fake, tmp_path, None, adapter) as adapter:
        await adapter.retry_deliveries()
        await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


@pytest.mark.parametrize("route", ["webhook_edit", "message_edit", "message_create"])
async def test_a_kill_during_a_delivery_results_in_one_image(
    fake: FakeDiscord, tmp_path: Path, route: str
) -> None:
    adapter = AdapterHarness(fake)
    adapter.file = tmp_path / "data" / "comicai.db"
    settings = {f"discord__{name}": value for name, value in discord_settings(fake).items()}
    async with comicai(tmp_path, "run", **settings) as process:
        await process.ready()
        await fake.connected()
        interaction = await adapter.request_comic(panels=1)
        await fake.responded(interaction)
        assert interaction.original is not None
        gate = fake.faults.gates[route] = asyncio.Event()
        if route == "message_create":
            await fake.delete_message(interaction.original)
        if route != "webhook_edit":
            adapter.expire_tokens()
        await wait_for_delivery_claim(adapter.file)
        await process.kill()
    gate.set()
    fake.faults.clear()

    async with comicai(tmp_path, "run", **settings) as process:
        await process.ready()
        await wait_for_delivered(adapter.file)
        assert await process.stop() == 0

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_after_a_kill_the_status_message_is_updated_again(
    fake: FakeDiscord, tmp_path: Path
) -> None:
    adapter = AdapterHarness(fake)
    adapter.file = tmp_path / "data" / "comicai.db"
    settings = {f"discord__{name}": value for name, value in discord_settings(fake).items()}
    drawing = DrawingServer(tmp_path / "data" / "images")
    async with drawing.running():
        drawing.hold()
        settings["generator__url"] = drawing.url
        async with comicai(tmp_path, "run", **settings) as process:
            await process.ready()
            await fake.connected()
            interaction = await adapter.request_comic()
            await fake.responded(interaction)
            await drawing.next_submission()
            await process.kill()

        async with comicai(tmp_path, "run", **settings) as process:
            await process.ready()
            await wait_for_progress_text(adapter, interaction, "panel 3 of 4")
            assert interaction.original is not None
            assert "Cancel" in str(interaction.original.components)
            drawing.resume()
            await wait_for_delivered(adapter.file)
            assert await process.stop() == 0

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert "panel" not in interaction.original.text


async def wait_for_progress_text(
    adapter: AdapterHarness, interaction: Interaction, words: str
) -> None:
    """Report progress as a worker does, until the status message shows it.

    The real worker overwrites it with its own state once a second.
    """
    message = interaction.original
    assert message is not None
    async with asyncio.timeout(60):
        while words not in message.text:
            await asyncio.to_thread(
                adapter.execute_sql,
                "UPDATE jobs SET stage = 'rendering', panel = 3, panel_count = 4 "
                "WHERE state = 'drawing'",
            )
            await asyncio.sleep(0.1)


async def test_a_shutdown_does_not_overwrite_a_receipt(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request is committed, while the edit that shows its receipt is still running."""
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)

    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        adapter.generator.hold()
        gate = fake.faults.hold("webhook_edit")
        interaction = await adapter.request_comic()
        await adapter.job_of(interaction)
        await fake.until(lambda: fake.faults.waiting, "the receipt")
        asyncio.get_running_loop().call_later(1, gate.set)

    assert interaction.original is not None
    assert "couldn’t confirm" not in interaction.original.text
    assert PROMPT in interaction.original.content


async def test_a_shutdown_during_a_refusal_leaves_the_refusal(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    moderation = {"words": ["bakery"]}

    async with running_adapter(fake, tmp_path, migrated_file, moderation=moderation) as adapter:
        fake.faults.hold("webhook_delete")
        interaction = await adapter.request_comic()
        await fake.until(lambda: fake.faults.waiting, "the removal")

    assert interaction.original is not None
    assert "can’t draw this one" in interaction.original.text
    fake.faults.clear()


async def wait_for_delivery_claim(file: Path) -> None:
    await _until(file, "SELECT 1 FROM deliveries WHERE claim_no > 0 AND lease_owner IS NOT NULL")


async def wait_for_delivered(file: Path) -> None:
    await _until(file, f"SELECT 1 FROM deliveries WHERE state = '{DeliveryState.DELIVERED}'")


async def _until(file: Path, query: str) -> None:
    def exists() -> bool:
        with closing(sqlite3.connect(file, timeout=TIMEOUT)) as connection:
            return connection.execute(query).fetchone() is not None

    async with asyncio.timeout(60):
        while not await asyncio.to_thread(exists):
            await asyncio.sleep(0.05)
