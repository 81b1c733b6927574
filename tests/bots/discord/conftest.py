"""Fixtures: the application with a fake Discord and a controllable generator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.discord import runner
from bots.discord.handler_tasks import HandlerTasks
from bots.parts import DISCORD, WEB
from tests.bots.discord.adapter import AdapterHarness, running_adapter
from tests.fakes.discord import FakeDiscord


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An empty SQLite database with the current schema, to be copied."""
    return _migrated_file


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    async with fake.running():
        yield fake


@pytest.fixture
def handler_tasks(monkeypatch: pytest.MonkeyPatch) -> list[HandlerTasks]:
    """The HandlerTasks of each process, in order of their start."""
    created: list[HandlerTasks] = []

    def create(**given: Any) -> HandlerTasks:
        created.append(HandlerTasks(**given))
        return created[-1]

    monkeypatch.setattr(runner, "HandlerTasks", create)
    return created


@pytest.fixture
async def adapter(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        yield adapter


@pytest.fixture
async def other(
    adapter: AdapterHarness, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AdapterHarness]:
    """A second process on the same database. The first runs the jobs of both: it has the images.

    The second notifies the first one's job queue, as it would through Redis.
    """
    fake, database = adapter.fake, {"url": f"sqlite:///{adapter.file}"}
    second, parts = AdapterHarness(fake), frozenset({WEB, DISCORD})
    async with running_adapter(
        fake, tmp_path / "two", migrated_file, second, database=database, parts=parts
    ):
        first_queue, second_queue = adapter.running.app.job_queue, second.running.app.job_queue
        monkeypatch.setattr(second_queue, "notify_drawing", first_queue.notify_drawing)
        monkeypatch.setattr(second_queue, "notify_delivering", first_queue.notify_delivering)
        await fake.connected(sessions=2)
        yield second
