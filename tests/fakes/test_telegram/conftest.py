"""Fixtures: a fake Telegram, and the real python-telegram-bot connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram import Chat, FakeTelegram, User


@pytest.fixture(autouse=True)
def _retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # every access to the old form warns


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as telegram:
        yield telegram


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with Bot(
        fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot"
    ) as bot:
        yield bot


@pytest.fixture
def ada(fake: FakeTelegram) -> User:
    return fake.user("Ada", username="ada", language_code="pt")


@pytest.fixture
async def chat(fake: FakeTelegram, ada: User) -> Chat:
    """Ada's private chat, which she has started."""
    await fake.start(ada)
    return fake.private(ada)
