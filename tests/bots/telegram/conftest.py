"""ComicAI's bot at work in a fake Telegram, with a generator that does as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from limits import RateLimitItemPerSecond

from bots.telegram.rate_limit import RateLimits, TelegramRateLimiter
from tests.bots.telegram.adapter import AdapterHarness, running_stage
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
def unhurried(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Telegram and us bear any number of calls, where a test is about something else."""
    fake.state.flood.limits.is_on = False
    many = RateLimitItemPerSecond(1000, 1)
    rates = RateLimits(overall=many, chat=many, group=many)
    monkeypatch.setattr(
        "bots.telegram.api_client.TelegramRateLimiter",
        lambda _, **__: TelegramRateLimiter(rates=rates),
    )


@pytest.fixture
async def stage(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        yield stage
