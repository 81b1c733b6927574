"""Several machines, with servers that may be killed and a generator that tests have a hand on."""

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
    """A Redis that may be killed."""
    server = RedisServer()
    if not server.is_ours:
        pytest.fail("this test wants its own server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    yield server
    server.close()


@pytest.fixture
async def generator(tmp_path: Path) -> AsyncIterator[FakeGenerator]:
    """Draws a panel in a twentieth of a second, several comics at once."""
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
    """Machines to start processes on, which draw by that generator."""
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
