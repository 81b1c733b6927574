"""Fixtures for the tests of core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.config.artist_settings import ArtistSettings
from tests.core.job_services import JobServices
from tests.core.people_services import PeopleServices

JobServicesFactory = Callable[..., JobServices]


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def make_job_services(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[JobServicesFactory]:
    """Factory of job services with given limits, once on SQLite and once on MariaDB."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    async with AsyncExitStack() as stack:

        def make(artist: ArtistSettings | None = None, **limits: int) -> JobServices:
            job_services = JobServices(tmp_path, url, artist, **limits)
            stack.push_async_callback(job_services.close)
            return job_services

        yield make


@pytest.fixture
def job_services(make_job_services: JobServicesFactory) -> JobServices:
    """Job services with the default limits, once on SQLite and once on MariaDB."""
    return make_job_services()


@pytest.fixture
async def people_services(tmp_path: Path) -> AsyncIterator[PeopleServices]:
    people_services = PeopleServices(tmp_path)
    yield people_services
    await people_services.close()
