"""Fixtures: a running application per test, or one per module for tests that can share it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bots.web.api.event_stream import HEARTBEAT_SECONDS, STREAMS_PER_JOB
from tests.application import RunningApp, running_app


@pytest.fixture(scope="session")
def migrated_file(_migrated_file: Path) -> Path:
    """Migrated and empty SQLite database, to be copied."""
    return _migrated_file


@pytest.fixture
def streams_per_job() -> int:
    """Limit on the event streams of a job; a test that parametrizes this name gets another."""
    return STREAMS_PER_JOB


@pytest.fixture
def heartbeat_seconds() -> float:
    """Interval of heartbeats in event streams; a test that parametrizes this name gets another."""
    return HEARTBEAT_SECONDS


@pytest.fixture
async def app(
    tmp_path: Path, migrated_file: Path, streams_per_job: int, heartbeat_seconds: float
) -> AsyncIterator[RunningApp]:
    async with running_app(
        tmp_path,
        migrated=migrated_file,
        streams_per_job=streams_per_job,
        heartbeat_seconds=heartbeat_seconds,
    ) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_app(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> AsyncIterator[RunningApp]:
    """Application shared by all tests of a module, which must use the module's event loop."""
    folder = tmp_path_factory.mktemp("app")
    async with running_app(folder, migrated=migrated_file) as running:
        yield running
