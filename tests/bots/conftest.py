"""Fixtures: a fleet of processes with servers that can be killed and a controllable generator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.fakes.generator import FakeGenerator, folder_store
from tests.machines import Machines
from tests.servers import MariaDbServer, RedisServer

CAPACITY = 4


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """Redis server that the test may kill."""
    server = RedisServer()
    if not server.is_ours:
        pytest.fail("this test wants its own server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    yield server
    server.close()


@pytest.fixture
async def generator(tmp_path: Path) -> AsyncIterator[FakeGenerator]:
    """Fake generator that draws several comics at once, at 0.05 s per panel."""
    store = folder_store(tmp_path / "images")
    generator = FakeGenerator(store, step_seconds=0.05, retry_after=0.2, capacity=CAPACITY)
    async with generator.running():
        yield generator


@pytest.fixture
async def fleet(
    tmp_path: Path,
    mariadb: MariaDbServer,
    mariadb_url: str,
    own_redis: RedisServer,
    generator: FakeGenerator,
) -> AsyncIterator[Machines]:
    """Machines on which processes can be started, with *generator* as their generator."""
    async with AsyncExitStack() as stack:
        yield Machines(
            tmp_path,
            stack,
            mariadb,
            database__url=mariadb_url,
            engine__url=own_redis.url,
            engine__sweep_seconds=1,
            generator__url=generator.url,
            images__folder=tmp_path / "images",
        )
