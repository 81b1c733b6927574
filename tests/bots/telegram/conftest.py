"""Fixtures: ComicAI's bot connected to a fake Telegram and a scripted generator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from limits import RateLimitItemPerSecond

from bots.telegram.rate_limit import RateLimits, TelegramRateLimiter
from tests.bots.telegram.adapter import AdapterHarness, running_harness
from tests.fakes.telegram import FakeTelegram


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """An empty SQLite database with the current schema, to be copied."""
    return _migrated_file


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as fake:
        yield fake


@pytest.fixture
def unlimited_rates(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lift the rate limits on both sides, for tests of other subjects."""
    fake.state.flood.limits.is_on = False
    many = RateLimitItemPerSecond(1000, 1)
    rates = RateLimits(overall=many, chat=many, group=many)
    monkeypatch.setattr(
        "bots.telegram.api_client.TelegramRateLimiter",
        lambda _, **__: TelegramRateLimiter(rates=rates),
    )


@pytest.fixture
async def harness(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> AsyncIterator[AdapterHarness]:
    async with running_harness(fake, tmp_path, migrated_file) as harness:
        yield harness
