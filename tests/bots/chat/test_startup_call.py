"""Start-up calls that are repeated until the platform accepts them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import structlog

from bots.chat.api_errors import FailureKind, PlatformApiError
from bots.chat.delays import ChatDelays
from bots.chat.startup_call import StartupCall
from core.operations.health import Health
from storage.database import open_database

PART = "chat_commands"
SHORT = ChatDelays(startup_call=(0.001, 0.01), first_try=5.0)


class Call:
    """A start-up call that fails with each of the errors before it succeeds."""

    def __init__(self, errors: Sequence[Exception]) -> None:
        self._errors = list(errors)
        self.has_succeeded = asyncio.Event()

    async def __call__(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.has_succeeded.set()


@pytest.fixture
async def health(tmp_path: Path) -> AsyncIterator[Health]:
    database = open_database(f"sqlite:///{tmp_path / 'unused.db'}", pool_size=1)
    yield Health(database)
    await database.close()


@pytest.mark.parametrize(
    "errors",
    [
        [PlatformApiError(FailureKind.REFUSED, "no"), PlatformApiError(FailureKind.LATER)],
        [KeyError("an unexpected response body")],
        [PlatformApiError(FailureKind.LATER, retry_after=0.05)],
    ],
    ids=["rejected", "crashed", "limited"],
)
async def test_a_call_that_fails_is_repeated_and_shown_as_degraded_meanwhile(
    health: Health, errors: list[Exception]
) -> None:
    startup, call = StartupCall(PART, health, SHORT), Call(errors)

    await startup.start(call)
    await startup.first_try()
    assert health.parts() == {PART: False}

    async with asyncio.timeout(20):
        await call.has_succeeded.wait()
    await asyncio.sleep(0)
    assert health.parts() == {PART: True}
    await startup.stop()


async def test_the_delay_is_the_one_that_the_platform_asks_for(health: Health) -> None:
    startup = StartupCall(PART, health, SHORT)
    with structlog.testing.capture_logs() as entries:
        await startup.start(Call([PlatformApiError(FailureKind.LATER, retry_after=3600)]))
        await startup.first_try()
    await startup.stop()

    [entry] = [each for each in entries if each["event"] == "startup_call_refused"]
    assert 3600 <= entry["delay"] <= 1.2 * 3600
    assert health.parts() == {PART: True}  # nothing is repeated any more
