"""Fixtures for the tests of core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.core.job_services import JobServices
from tests.core.people_services import PeopleServices

SceneMaker = Callable[..., JobServices]


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def make_scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SceneMaker]:
    """Factory of job services with given limits, once on SQLite and once on MariaDB."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    async with AsyncExitStack() as stack:

        def make(**limits: int) -> JobServices:
            scene = JobServices(tmp_path, url, **limits)
            stack.push_async_callback(scene.close)
            return scene

        yield make


@pytest.fixture
def scene(make_scene: SceneMaker) -> JobServices:
    """Job services with the default limits, once on SQLite and once on MariaDB."""
    return make_scene()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[PeopleServices]:
    house = PeopleServices(tmp_path)
    yield house
    await house.close()
