"""Fixtures: a generator client, the fake generator it calls, and a simulated clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from uuid_utils.compat import uuid7

from core.jobs.attempt_policy import RUNS_PER_JOB
from core.jobs.generator.api import Timeouts
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.polling import PollingSettings
from core.models.comics import DrawnComic
from core.models.identity import JobId
from core.models.jobs import Progress
from core.ports.jobs import GenerationRequest
from storage.images_local import LocalImageStore
from tests.fakes.generator import FakeGenerator, folder_store

# For tests with hanging calls only; elsewhere a slow machine would cause false failures.
SHORT = Timeouts(submit=0.3, plain_submit=0.4, status=0.2, cancel=0.2, health=0.2, busy_health=0.2)


@dataclass
class Time:
    """Simulated clock that advances only by sleeping."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class CountedRuns:
    """Run counter in memory, with the limit of a job."""

    used: int = 0

    async def begin(self) -> bool:
        if self.used >= RUNS_PER_JOB:
            return False
        self.used += 1
        return True

    def revoke(self) -> None:
        self.used -= 1


@dataclass
class Client:
    """The generator client with the arguments that a worker passes to it."""

    generator: HttpGenerator
    images: LocalImageStore
    job_id: JobId
    reported: list[Progress] = field(default_factory=list)
    lease_seconds: float = 1e9
    lease_checks: list[timedelta] = field(default_factory=list)
    runs: CountedRuns = field(default_factory=CountedRuns)

    def request(self, *, attempt: int = 1, fresh: bool = True, **params: Any) -> GenerationRequest:
        given = {"prompt": "a secret cat", "panelCount": 2, **params}
        return GenerationRequest(
            job_id=self.job_id,
            attempt=attempt,
            params=given,
            panels=int(given["panelCount"]),
            fresh=fresh,
            outlasts=self._outlasts,
            runs=self.runs,
        )

    async def draw(self, *, attempt: int = 1, fresh: bool = True, **params: Any) -> DrawnComic:
        request = self.request(attempt=attempt, fresh=fresh, **params)
        return await self.generator.draw(request, self.reported.append)

    def shorten_timeouts(self) -> None:
        """Shorten all time-outs to a fraction of a second."""
        self.generator._api._timeouts = SHORT

    def _outlasts(self, call_timeout: timedelta) -> bool:
        self.lease_checks.append(call_timeout)
        return call_timeout.total_seconds() < self.lease_seconds


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[FakeGenerator]:
    async with FakeGenerator(folder_store(tmp_path / "images")).running() as generator:
        yield generator


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def images(tmp_path: Path) -> AsyncIterator[LocalImageStore]:
    store = LocalImageStore(tmp_path / "images", b"secret")
    yield store
    await store.close()


@pytest.fixture
def client(
    http: aiohttp.ClientSession, fake: FakeGenerator, time: Time, images: LocalImageStore
) -> Client:
    generator = HttpGenerator(
        http,
        fake.url,
        token="",
        locate=images.locate,
        polling=PollingSettings(clock=time.clock, sleep=time.sleep, random=lambda: 0.5),
    )
    return Client(generator, images, JobId(UUID(str(uuid7()))))
