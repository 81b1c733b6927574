"""ComicAI's bot at work in a fake Telegram, with a generator that does as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bots.telegram.stage import Stage, running_stage
from tests.fakes.telegram import FakeTelegram


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An SQLite database that is up to date and empty; to be copied."""
    return _migrated_file


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as fake:
        yield fake


@pytest.fixture
async def stage(fake: FakeTelegram, tmp_path: Path, migrated_file: Path) -> AsyncIterator[Stage]:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        yield stage
