"""ComicAI's bot at work in a fake Discord, with a generator that does as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.app import DISCORD, WEB
from tests.bots.discord.adapter import AdapterHarness, running_stage
from tests.fakes.discord import FakeDiscord


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An SQLite database that is up to date and empty; to be copied."""
    return _migrated_file


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    fake = FakeDiscord()
    async with fake.running():
        yield fake


@pytest.fixture
async def stage(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        yield stage


@pytest.fixture
async def other(
    stage: AdapterHarness, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AdapterHarness]:
    """The second process, on the same database. The first one draws for both: it has the pictures.

    It tells the first one that there is work, as it would through Redis.
    """
    fake, database = stage.fake, {"url": f"sqlite:///{stage.file}"}
    second, parts = AdapterHarness(fake), frozenset({WEB, DISCORD})
    async with running_stage(
        fake, tmp_path / "two", migrated_file, second, database=database, parts=parts
    ):
        ours, theirs = stage.running.app.job_queue, second.running.app.job_queue
        monkeypatch.setattr(theirs, "notify_drawing", ours.notify_drawing)
        monkeypatch.setattr(theirs, "notify_delivering", ours.notify_delivering)
        await fake.connected(sessions=2)
        yield second
